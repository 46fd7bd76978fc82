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
    if not EARLIEST <= first <= LATEST or not EARLIEST <= last <= LATEST:
        raise Invalid(f"Set-out days are known from {EARLIEST} to {LATEST}: ask for days between.")
    if last < first:
        raise Invalid(f"The last day, {last}, is before the first, {first}: give them in their order.")
    if last - first > LONGEST:
        raise Invalid(f"From {first} to {last} is more than two years: ask for less at once.")
    return of(place, first).set_outs(first, last)


def coming(place: Place, now: datetime) -> list[SetOut]:
    """Those of a year ahead that are collected and whose hours are not over."""
    today = city.local(now).date()
    found = of(place, today).set_outs(today, today + _AHEAD)
    return [each for each in found if each.ends is not None and each.ends > now]


def next_set_outs(place: Place, now: datetime, count: int = 4) -> list[SetOut]:
    """The first of those, at most `count`."""
    return coming(place, now)[:count]


def next_of_each(place: Place, now: datetime) -> list[SetOut]:
    """The next one of each service, the soonest first, within a year; what is not collected is passed over."""
    found: dict[str, SetOut] = {}
    for each in coming(place, now):
        found.setdefault(each.service.id, each)
    return list(found.values())


def services(place: Place) -> list[Service]:
    """The services at this place, in the order of the rules: those whose schedule it has, and those by appointment."""
    in_force = kept.in_force()
    here = {course.service for course in schedule_of(in_force.rules, place.areas).courses}
    return [service for service in in_force.rules.services if service.id in here]
