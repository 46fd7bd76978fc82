"""A call as a CAD export gives it, and what was wrong with a row that gave none."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal


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
    """A row that could not be read as a call, and why in one sentence.

    seen: "words" where a word stands in it that could concern an immigration agency, so that a person should read it;
    "found" where something was found in it, so that it counts as a call.
    """

    file: str
    row: int
    problem: str
    seen: Literal["", "words", "found"] = ""


@dataclass(slots=True)
class Days:
    """The first and the last day with a call, "2017-03-14"; "" before any was seen."""

    first: str = ""
    last: str = ""

    def add(self, *days: str) -> None:
        """Take in more days, "" among them for what has none."""
        for day in filter(None, days):
            self.first = min(self.first or day, day)
            self.last = max(self.last, day)


@dataclass(slots=True)
class Batch:
    """What one stretch of an export gave: every call counted, only those the screen found kept, and rejected rows too.

    `rows` are those the calls, the rejected and blank lines stood on. `months` counts calls by "YYYY-MM", "" where the
    time could not be read. `end` is how far into the file's own (decompressed) bytes or rows this batch reached: what
    a resumed run skips.
    """

    calls: int = 0
    rows: int = 0
    months: Counter[str] = field(default_factory=Counter)
    days: Days = field(default_factory=Days)
    rejected: list[Rejected] = field(default_factory=list)
    candidates: list[Call] = field(default_factory=list)
    end: int = 0
    bytes_read: int = 0

    @property
    def whole(self) -> list[Call]:
        """The candidates but for those that stand in rejected rows."""
        rejected = {(each.file, each.row) for each in self.rejected}
        return [call for call in self.candidates if (call.file, call.row) not in rejected]

    def count_found(self, found: Mapping[tuple[str, int], str]) -> None:
        """Rejected rows in which something was found are calls. found: the time of what was found, by file and row."""
        for at, each in enumerate(self.rejected):
            received = found.get((each.file, each.row))
            if received is not None:
                self.rejected[at] = replace(each, seen="found")
                self.calls += 1
                self.months[received[:7]] += 1
                self.days.add(received[:10])
