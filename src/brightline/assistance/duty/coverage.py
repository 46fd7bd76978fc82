"""The roster as a calendar: for each local day and post who answers when, with no minute left open.

Pure: takes values and returns values. A day runs from local midnight to local midnight, so it has 23 or 25 hours when
the clocks change.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Held(Protocol):
    """A shift, as far as a calendar needs it."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Piece:
    """Part of a day: from `start` up to `end`, held by `shift`, or by the fallback when that is None."""

    start: datetime
    end: datetime
    shift: Held | None

    @property
    def covered(self) -> bool:
        return self.shift is not None


@dataclass(frozen=True)
class Day:
    """One local day; clocks_change: it has not 24 hours."""

    date: date
    start: datetime
    end: datetime

    @property
    def clocks_change(self) -> bool:
        # Two times of one zone are subtracted by the wall clock; in UTC they are subtracted by what passed.
        return self.end.astimezone(UTC) - self.start.astimezone(UTC) != timedelta(hours=24)


def days(first: date, count: int, zone: ZoneInfo) -> Iterator[Day]:
    """`count` local days from `first` on."""
    for number in range(count):
        day = first + timedelta(days=number)
        yield Day(day, _midnight(day, zone), _midnight(day + timedelta(days=1), zone))


def pieces(day: Day, shifts: Sequence[Held]) -> list[Piece]:
    """The day cut where it changes hands.

    shifts: of one post, not overlapping; those that do not touch the day are passed over.
    """
    found: list[Piece] = []
    at = day.start.astimezone(UTC)
    end = day.end.astimezone(UTC)
    for shift in sorted(shifts, key=lambda each: each.starts_at):
        starts, ends = max(shift.starts_at, at), min(shift.ends_at, end)
        if starts >= ends:
            continue
        if starts > at:
            found.append(Piece(at, starts, None))
        found.append(Piece(starts, ends, shift))
        at = ends
    if at < end:
        found.append(Piece(at, end, None))
    return found


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)
