"""One-off changes: what nobody knew when the rules were written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from brightline.resident.collection.calendar.schedule import AreaRef, Course
from brightline.resident.collection.calendar.words import NO_WORDS, Words


class Effect(StrEnum):
    """What happens to what stands on the days of a change."""

    CANCELLED = "cancelled"
    MOVED = "moved"
    SLIDES = "slides"


@dataclass(frozen=True, slots=True)
class Change:
    """One announcement. services, areas: those it concerns, all when empty; first, last: the days, both inside; to:
    where a moved one goes; withdrawn_at: None while it holds.
    """

    id: int
    effect: Effect
    first: date
    last: date
    announced_at: datetime
    words: Words = NO_WORDS
    services: frozenset[str] = frozenset()
    areas: frozenset[AreaRef] = frozenset()
    to: date | None = None
    withdrawn_at: datetime | None = None

    def concerns(self, course: Course, within: frozenset[AreaRef]) -> bool:
        """Whether it is about this service here. within: areas the place lies in beside those of its courses."""
        if self.services and course.service not in self.services:
            return False
        return not self.areas or course.area in self.areas or bool(self.areas & within)

    def is_about(self, day: date) -> bool:
        """Whether it is about what stands on this day: one of its own or, of a slide, in the rest of their week."""
        return self.first <= day <= (_sunday(self.last) if self.effect is Effect.SLIDES else self.last)

    def closed(self) -> range:
        """Its days as ordinals."""
        return range(self.first.toordinal(), self.last.toordinal() + 1)

    def may_take(self, day: date) -> set[date]:
        """Every day on which something that stands on `day` may stand afterwards. How far a slide takes it, its
        service's own rule and the holidays of that week decide (calendar/moves.py).
        """
        if not self.is_about(day):
            return {day}
        if self.effect is Effect.MOVED and self.to:
            return {self.to}
        if self.effect is Effect.SLIDES:
            return {day + timedelta(days=later) for later in range((self._farthest() - day).days + 1)}
        return set()

    def may_bring(self, day: date) -> bool:
        """Whether what stands on another day can come to stand on this one."""
        if self.effect is Effect.SLIDES:
            return self.first < day <= self._farthest()
        return self.effect is Effect.MOVED and self.to == day

    def _farthest(self) -> date:
        """Holidays end with the week, so each closed day takes a slide beyond it by one at most."""
        return _sunday(self.last) + timedelta(days=len(self.closed()))


def in_order(changes: Iterable[Change]) -> list[Change]:
    """Those that hold, in the order they were announced, which is the order they are taken in."""
    return sorted((each for each in changes if each.withdrawn_at is None), key=_announced)


def revision(course: Course, within: frozenset[AreaRef], days: Iterable[date], changes: Sequence[Change]) -> int:
    """How often what people were told of one set-out can have changed: once for each announcement that can touch it,
    and once more for each of these withdrawn. It never goes down, whatever is announced or withdrawn later, because all
    days are followed on which the set-out can ever have stood, those under a withdrawn change too (RFC 5545, 3.8.7.4).

    days: where the rules put it, holidays included.
    """
    return len(touching(course, within, days, changes))


def touching(
    course: Course, within: frozenset[AreaRef], days: Iterable[date], changes: Iterable[Change]
) -> list[datetime]:
    """When each of these announcements and withdrawals was made."""
    concerning = [change for change in sorted(changes, key=_announced) if change.concerns(course, within)]
    reached, touched = set(days), []
    for change in concerning:
        if any(change.is_about(day) for day in reached):
            touched.append(change)
            reached |= {to for day in reached for to in change.may_take(day)}
    # Another of the service can have come to lie on one of its days, and then one stands for both: which of them, every
    # change can alter that moved the other.
    if any(change.may_bring(day) for change in concerning for day in reached):
        touched = concerning
    return [at for change in touched for at in (change.announced_at, change.withdrawn_at) if at]


def _announced(change: Change) -> tuple[datetime, int]:
    return change.announced_at, change.id


def _sunday(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())
