"""Set-outs of a place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from brightline.city import queries as city
from brightline.city.place import Place
from brightline.platform.kernel.errors import Invalid
from brightline.resident.collection.calendar.changes import Change
from brightline.resident.collection.calendar.rules import Service
from brightline.resident.collection.calendar.schedule import Schedule, schedule_of
from brightline.resident.collection.calendar.set_outs import SetOut
from brightline.resident.collection.calendar.set_outs import set_outs as computed
from brightline.resident.collection.queries import kept

# A change further back than this can move nothing any more to where anyone looks.
_BACK = timedelta(days=62)
_AHEAD = timedelta(days=366)
LONGEST = timedelta(days=731)
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True)
class Kept:
    """All that is needed to compute the set-outs of one place. changes: withdrawn ones too."""

    in_force: kept.InForce
    schedule: Schedule
    changes: Sequence[Change]

    def set_outs(self, first: date, last: date) -> list[SetOut]:
        return computed(self.in_force.rules, self.schedule, self.changes, first, last)


def of(place: Place, first: date) -> Kept:
    """What is kept about this place from `first` on."""
    in_force = kept.in_force()
    changes = kept.changes_around(first - _BACK)
    named = frozenset(area for change in changes for area in change.areas)
    return Kept(in_force, schedule_of(in_force.rules, place.areas, named), changes)


def set_outs(place: Place, first: date, last: date) -> list[SetOut]:
    """Everything shown from first to last, both inside, what is not collected too. Raises Invalid for days that are out
    of order, more than two years apart or off the calendar.
    """
    check_days(first, last)
    return of(place, first).set_outs(first, last)


def check_days(first: date, last: date) -> None:
    """Raises Invalid as set_outs does."""
    if not EARLIEST <= first <= LATEST or not EARLIEST <= last <= LATEST:
        raise Invalid(f"Set-out days are known from {EARLIEST} to {LATEST}: ask for days between.")
    if last < first:
        raise Invalid(f"The last day, {last}, is before the first, {first}: give them in their order.")
    if last - first > LONGEST:
        raise Invalid(f"From {first} to {last} is more than two years: ask for less at once.")


def coming(place: Place, now: datetime) -> list[SetOut]:
    """Those of a year ahead whose hours are not over, and those not collected whose day has not passed."""
    today = city.local(now).date()
    found = of(place, today).set_outs(today, today + _AHEAD)
    return [each for each in found if (each.ends > now if each.ends is not None else not each.is_together)]


@dataclass(frozen=True)
class Next:
    """What comes next of one service, on one side of the street where it has sides. off: what was to come before and is
    not collected, in its order; set_out: None when none is collected within a year.
    """

    off: tuple[SetOut, ...]
    set_out: SetOut | None

    @property
    def all(self) -> tuple[SetOut, ...]:
        """In the order of their days; there is always one."""
        return (*self.off, *([self.set_out] if self.set_out else []))

    @property
    def service(self) -> Service:
        return self.all[0].service

    @property
    def begins(self) -> date:
        """The first day it says anything about."""
        return self.all[0].shown_on


def next_few(coming: Sequence[SetOut], count: int) -> list[Next]:
    """The first `count` that are collected, and each service whose next one is not, in the order of their days."""
    few: list[Next] = []
    seen: set[tuple[str, str]] = set()
    left = count
    for each in _nexts(coming):
        line = _line(each.all[0])
        if (each.set_out and left) or (each.off and line not in seen):
            few.append(each)
            left -= 1 if each.set_out and left else 0
        seen.add(line)
    return sorted(few, key=_order)


def next_of_each(coming: Sequence[SetOut]) -> list[Next]:
    """The next one of each service, and of each side of the street, in the order of their days."""
    first: dict[tuple[str, str], Next] = {}
    for each in _nexts(coming):
        first.setdefault(_line(each.all[0]), each)
    return sorted(first.values(), key=_order)


def _nexts(coming: Sequence[SetOut]) -> list[Next]:
    """Each that is collected with those of its kind that are not and stood before it."""
    waiting: dict[tuple[str, str], list[SetOut]] = {}
    found = []
    for each in coming:
        if each.day is None:
            waiting.setdefault(_line(each), []).append(each)
        else:
            found.append(Next(tuple(waiting.pop(_line(each), ())), each))
    return [*found, *(Next(tuple(off), None) for off in waiting.values())]


def _order(each: Next) -> tuple[date, bool]:
    """Of one day what is not as people expect it comes first."""
    return each.begins, not each.off


def _line(each: SetOut) -> tuple[str, str]:
    return each.service.id, each.side


def services(place: Place) -> list[Service]:
    """The services at this place, in the order of the rules: those whose schedule it has, and those by appointment."""
    in_force = kept.in_force()
    here = {course.service for course in schedule_of(in_force.rules, place.areas).courses}
    return [service for service in in_force.rules.services if service.id in here]
