"""Everything that happened to one request, as its entries tell it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from brightline.record.ledger import queries as ledger
from brightline.record.ledger.kinds import KINDS


@dataclass(frozen=True)
class Moment:
    """One entry: its place in the ledger, what it says, and, for oversight, what it only commits to."""

    index: int
    kind: str
    says: str
    at: datetime
    public: dict[str, Any]
    private: dict[str, Any]


def timeline(number: str) -> list[Moment]:
    """The entries about a request in order, with their private values. Never for the public."""
    private = ledger.private_values(number)
    return [
        Moment(index, entry.kind, KINDS[entry.kind].says, entry.at, dict(entry.public), private.get(index, {}))
        for index, entry in ledger.entries_about(number)
    ]
