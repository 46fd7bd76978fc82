"""A sample of the calls that the screen kept and stage two set aside: only people who read some can say what it misses.

Drawn are the calls whose hashes are the lowest, so that every run over the same files draws the same ones, whatever
read them and wherever it was stopped. The hash is of what stands in the call and not of its row, which a cluster's
worker does not know; a call that stands in a file twice is therefore drawn once.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

from brightline.assistance.review.engine.call import Call
from brightline.assistance.review.engine.finding.finding import Finding

SAMPLED: Final = 40


@dataclass(slots=True)
class SetAside:
    """How many calls were set aside, and the sample of them by hash, the lowest first."""

    calls: int = 0
    sample: dict[str, Call] = field(default_factory=dict)

    @classmethod
    def of(cls, candidates: Sequence[Call], findings: Sequence[Finding]) -> "SetAside":
        """Those of the candidates that are not among the findings."""
        found = {(each.file, each.row, each.call_id) for each in findings}
        left = [call for call in candidates if (call.file, call.row, call.call_id) not in found]
        return cls(len(left), _lowest((_hash(call), call) for call in left))

    def add(self, later: "SetAside") -> None:
        """Count those of a later stretch too."""
        self.calls += later.calls
        if later.sample:
            self.sample = _lowest([*self.sample.items(), *later.sample.items()])

    def further(self, rows: int) -> "SetAside":
        """The same, so many rows further down the file."""
        moved = {name: replace(call, row=call.row + rows) for name, call in self.sample.items()}
        return SetAside(self.calls, moved)

    def counts(self) -> dict[str, int]:
        """What summary.json says of it."""
        return {"calls": self.calls, "sampled": len(self.sample)}

    def lines(self) -> list[dict[str, Any]]:
        """What set_aside.jsonl holds. In the order of the hashes: the first few are a random sample as well."""
        return [asdict(call) for call in self.sample.values()]

    def json(self) -> dict[str, Any]:
        """As plain values."""
        return {"calls": self.calls, "sample": self.lines()}

    @classmethod
    def of_json(cls, written: Mapping[str, Any]) -> "SetAside":
        """As `json` wrote it."""
        calls = [Call(**each) for each in written["sample"]]
        return cls(written["calls"], {_hash(call): call for call in calls})


def _lowest(calls: Iterable[tuple[str, Call]]) -> dict[str, Call]:
    """Of calls in the files' order those with the lowest hashes; of two that are the same, the first."""
    first: dict[str, Call] = {}
    for name, call in calls:
        first.setdefault(name, call)
    return {name: first[name] for name in sorted(first)[:SAMPLED]}


def _hash(call: Call) -> str:
    said = [call.file, call.call_id, call.received_at, call.nature, call.address, call.narrative]
    return hashlib.blake2b(json.dumps(said).encode(), digest_size=16).hexdigest()
