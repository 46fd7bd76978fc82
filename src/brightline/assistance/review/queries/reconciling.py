"""The requests of a review on disk, compared with the register."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from brightline.assistance.review.matching import Candidate, Sought, candidates
from brightline.assistance.review.queries.findings import local_time
from brightline.assistance.review.queries.matching import known


@dataclass(frozen=True)
class Row:
    """One found request, with the requests of the register it could be, the surest first."""

    call_id: str
    received_at: str
    address: str
    agency: str
    candidates: list[Candidate]

    def to_json(self) -> dict[str, Any]:
        """As the command prints it."""
        return {**asdict(self), "in_register": bool(self.candidates)}


def reconcile(found: list[dict[str, str]]) -> list[Row]:
    """found: call_id, received_at, address and agency of each."""
    times: list[datetime | None] = [local_time(each["received_at"]) for each in found]
    register = known(times, [each["call_id"] for each in found])
    return [
        Row(**each, candidates=candidates(Sought(each["call_id"], at, each["address"]), register))
        for each, at in zip(found, times, strict=True)
    ]
