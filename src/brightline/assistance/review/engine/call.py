"""A call as a CAD export gives it, and what was wrong with a row that gave none."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Call:
    """One call for service. Texts are as exported, without markup; `row` counts from 1, the header included.

    `received_at` is the export's local time as ISO 8601 without a zone, or "" where none could be read.
    """

    call_id: str
    received_at: str
    nature: str
    address: str
    narrative: str
    file: str
    row: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that could not be read as a call, and why in one sentence."""

    file: str
    row: int
    problem: str


@dataclass(slots=True)
class Batch:
    """What one stretch of an export gave: every call counted, only those the screen found kept.

    `rows` are those the calls, the rejected and blank lines stood on. `months` counts calls by "YYYY-MM", "" where the
    time could not be read. `end` is how far into the file's own (decompressed) bytes or rows this batch reached: what
    a resumed run skips.
    """

    calls: int = 0
    rows: int = 0
    months: Counter[str] = field(default_factory=Counter)
    rejected: list[Rejected] = field(default_factory=list)
    candidates: list[Call] = field(default_factory=list)
    end: int = 0
    bytes_read: int = 0
