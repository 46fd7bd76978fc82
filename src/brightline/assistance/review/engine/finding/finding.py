"""What the engine says of one call, and how it is written."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

Label = Literal["request", "other_contact", "mention"]
LABELS: tuple[Label, ...] = ("request", "other_contact", "mention")


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (end not included) of the narrative, and what they were taken for."""

    start: int
    end: int
    cue: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One call that concerns an immigration agency.

    `asks` and `grounds` are names of the policy packs; both are empty for anything but a request. `score` is the
    engine's probability for `label`, 0 to 1. `gate` is what the chosen pack would have decided on these facts:
    "permitted", "refused", "not_covered", or None without a pack or for anything but a request.
    """

    call_id: str
    label: Label
    agency: str | None
    asks: tuple[str, ...]
    grounds: tuple[str, ...]
    commander_involved: bool
    score: float
    spans: tuple[Span, ...]
    received_at: str
    nature: str
    address: str
    narrative: str
    file: str
    row: int
    gate: str | None = None
    because: tuple[str, ...] = ()

    def json(self) -> dict[str, Any]:
        """The line of findings.jsonl, keys in the order above."""
        return asdict(self)
