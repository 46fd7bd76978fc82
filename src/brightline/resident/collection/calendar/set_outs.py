"""Set-outs from the rules, a schedule and the one-off changes, each with why it is on its day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from brightline.resident.collection.calendar.changes import Change, in_order
from brightline.resident.collection.calendar.holidays import DayOff, days_off
from brightline.resident.collection.calendar.moves import after_changes, after_holidays
from brightline.resident.collection.calendar.recurrence import regular_days
from brightline.resident.collection.calendar.rules import Hours, Recurs, Rules, Service
from brightline.resident.collection.calendar.schedule import AreaRef, Course, Schedule
from brightline.resident.collection.calendar.why import ByChange, Moved, Regular, Together, Why

# Further than any holiday or slide takes a set-out from its regular day.
_REACH = 14


class SetOut(NamedTuple):
    """One regular day of one service at one place, and what became of it.

    day: when it is collected, None when it is not, or together with another; starts, ends: the window in which it may
    stand at the curb (or no car may), aware, by the city's clocks, None without a day; side: of the street, "" for
    what has none; why: first why the regular day is what it is, then each move in its order.
    """

    service: Service
    area: AreaRef
    side: str
    regular: date
    day: date | None
    starts: datetime | None
    ends: datetime | None
    why: tuple[Why, ...]

    @property
    def shown_on(self) -> date:
        """The day in a calendar on which to say it: its day, or the one on which it would have been."""
        return self.day or self.moves[-1].was

    @property
    def moves(self) -> tuple[Moved, ...]:
        return tuple(each for each in self.why if not isinstance(each, Regular))

    @property
    def is_moved(self) -> bool:
        return self.day is not None and self.day != self.regular

    @property
    def is_together(self) -> bool:
        """Collected with another of its service, which stands in the calendar for both."""
        return isinstance(self.why[-1], Together)


def set_outs(rules: Rules, schedule: Schedule, changes: Iterable[Change], first: date, last: date) -> list[SetOut]:
    """Everything shown from first to last, both inside, in the order of days, of services in the rules, of areas.

    The order of changes is that of their announcement, whatever order they are given in.
    """
    holding = in_order(changes)
    found: list[_Placed] = []
    places = {service.id: (place, service) for place, service in enumerate(rules.services)}
    for number, course in enumerate(schedule.courses):
        if course.service in places:
            place, service = places[course.service]
            concerning = [each for each in holding if each.concerns(course, schedule.within)]
            where = place, number
            found += _of_course(rules, service, course, concerning, first.toordinal(), last.toordinal(), where)
    found.sort()
    return [each[-1] for each in found]


# Day shown on, place of the service, number of the course, regular day: what they are sorted by. No two have the same.
_Placed = tuple[int, int, int, int, SetOut]


def _of_course(
    rules: Rules,
    service: Service,
    course: Course,
    changes: Sequence[Change],
    first: int,
    last: int,
    where: tuple[int, int],
) -> list[_Placed]:
    """where: the place of the service and the number of the course."""
    low, high = _regular_range(changes, first, last)
    days = regular_days(rules, service, course, low, high)
    plain: tuple[Why, ...] = (_regular(rules, service, course),)
    weeks = _weeks_off(rules, service, date.fromordinal(low).year - 1, date.fromordinal(high).year)
    moved = _moved(days, plain, weeks, service, changes)
    windows, area, side = _windows(service.hours, rules.zone), course.area, course.side
    place, number = where
    # Most days are as always, and a city has some fifty million of them a year: they are made without a call of ours.
    make, made = tuple.__new__, SetOut
    found: list[_Placed] = [
        (day, place, number, day, make(made, (service, area, side, there[0], there[0], there[1], there[2], plain)))
        for day in days
        if first <= day <= last and day not in moved
        for there in (windows[day],)
    ]
    for regular, (stands, why) in moved.items():
        shown = stands if stands is not None else why[-1].was.toordinal()  # type: ignore[union-attr]
        if first <= shown <= last:
            on, starts, ends = windows[stands] if stands is not None else (None, None, None)
            each = SetOut(service, area, side, date.fromordinal(regular), on, starts, ends, why)
            found.append((shown, place, number, regular, each))
    return found


def _moved(
    days: Sequence[int],
    plain: tuple[Why, ...],
    weeks: Mapping[int, tuple[DayOff, ...]],
    service: Service,
    changes: Sequence[Change],
) -> dict[int, tuple[int | None, tuple[Why, ...]]]:
    """Of the regular days those that are not as always: where they stand, and why."""
    moved: dict[int, tuple[int | None, tuple[Why, ...]]] = {}
    for regular in days if weeks or changes else ():
        off = weeks.get(regular - (regular - 1) % 7)
        if not off and not changes:
            continue
        day: int | None = regular
        why = plain
        if off:
            day, moves = after_holidays(regular, off, service.keeping)
            why += moves
        if changes and day is not None:
            day, announced = after_changes(regular, day, weeks, service.keeping, changes)
            why += announced
        if why is not plain and len(why) > 1:
            moved[regular] = day, why
    on = [day for day, _why in moved.values() if day is not None]
    if len(on) == len(set(on)) and not any(day in days and day not in moved for day in on):
        return moved
    standing = [(day, *moved.get(day, (day, plain))) for day in days]
    return {regular: (day, why) for regular, day, why in _once_a_day(standing) if len(why) > 1}


# A regular day, where it stands after everything, and why.
_Standing = tuple[int, int | None, tuple[Why, ...]]


def _once_a_day(standing: list[_Standing]) -> list[_Standing]:
    """Where several of one course have come to lie on one day, one of them stands for all: the one that announcements
    moved least, so that only what they touched is revised, then the one that was moved least, then the earliest.
    """
    days = [day for _regular, day, _why in standing if day is not None]
    if len(days) == len(set(days)):
        return standing
    kept: dict[int, _Standing] = {}
    for each in sorted(standing, key=_how_moved):
        if each[1] is not None:
            kept.setdefault(each[1], each)
    found: list[_Standing] = []
    for regular, day, why in standing:
        if day is not None and kept[day][0] != regular:
            other = date.fromordinal(kept[day][0])
            found.append((regular, None, (*why, Together(other=other, was=date.fromordinal(day)))))
        else:
            found.append((regular, day, why))
    return found


def _how_moved(standing: _Standing) -> tuple[int, int, int]:
    regular, _day, why = standing
    return sum(isinstance(each, ByChange) for each in why), len(why), regular


def _regular_range(changes: Sequence[Change], first: int, last: int) -> tuple[int, int]:
    """The regular days that can end up from first to last: those around, and those around each day from which a change
    takes something there. Later changes first, since what an earlier one moved can be moved on by a later one.
    """
    low, high = first - _REACH, last + _REACH
    for change in reversed(changes):
        there = [change.first.toordinal(), change.last.toordinal(), *([change.to.toordinal()] if change.to else [])]
        if max(there) + _REACH >= low and min(there) - _REACH <= high:
            low, high = min(low, min(there) - _REACH), max(high, max(there) + _REACH)
    return low, high


@lru_cache(maxsize=4096)
def _regular(rules: Rules, service: Service, course: Course) -> Regular:
    every = len(rules.weeks) if service.recurs is Recurs.ALTERNATING else service.every
    return Regular(service.recurs, course.weekdays, course.week, every, course.nth, service.season)


@lru_cache(maxsize=1024)
def _weeks_off(rules: Rules, service: Service, first_year: int, last_year: int) -> Mapping[int, tuple[DayOff, ...]]:
    """days_off of several years; the week that two years share has the holidays of both."""
    found: dict[int, tuple[DayOff, ...]] = {}
    for year in range(first_year, last_year + 2):
        for monday, days in days_off(rules, service, year).items():
            found[monday] = (*found.get(monday, ()), *days)
    return found


class _Windows(dict[int, tuple[date, datetime, datetime]]):
    """A day (an ordinal) as a date, and its window, each worked out once."""

    def __init__(self, hours: Hours, zone: str) -> None:
        self._hours, self._zone = hours, zone

    def __missing__(self, day: int) -> tuple[date, datetime, datetime]:
        made = self[day] = (date.fromordinal(day), *window(self._hours, self._zone, day))
        return made


@lru_cache(maxsize=256)
def _windows(hours: Hours, zone: str) -> _Windows:
    return _Windows(hours, zone)


def window(hours: Hours, zone: str, day: int) -> tuple[datetime, datetime]:
    """From when until when it may stand at the curb for a collection on that day (an ordinal)."""
    return (
        _moment(date.fromordinal(day - hours.days_before), hours.start, zone),
        _moment(date.fromordinal(day), hours.until, zone),
    )


def _moment(day: date, at: time, zone: str) -> datetime:
    """When the clocks show that time. In the hour they skip it is the same moment as they then show it; of an hour they
    show twice, the first.
    """
    clocks = ZoneInfo(zone)
    return datetime.combine(day, at, tzinfo=clocks).astimezone(UTC).astimezone(clocks)
