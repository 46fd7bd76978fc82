"""The regular days of a course, before anything moves them. Days are proleptic ordinals: quick to count in."""

import calendar
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache

from brightline.resident.collection.calendar.holidays import monday_of
from brightline.resident.collection.calendar.rules import LAST, Recurs, Rules, Season, Service
from brightline.resident.collection.calendar.schedule import Course


def regular_days(rules: Rules, service: Service, course: Course, first: int, last: int) -> Sequence[int]:
    """From first to last, both inside, in their order."""
    if service.season is None:
        return _days(rules, service, course, first, last)
    parts = _within(service.season, first, last)
    return [day for begin, end in parts for day in _days(rules, service, course, begin, end)]


def _days(rules: Rules, service: Service, course: Course, first: int, last: int) -> Sequence[int]:
    match service.recurs:
        case Recurs.WEEKLY:
            return _cycle(course.weekdays, 1, 0, first, last)
        case Recurs.ALTERNATING:
            start = rules.weeks_from.toordinal() + 7 * rules.weeks.index(course.week)
            return _cycle(course.weekdays, len(rules.weeks), start, first, last)
        case Recurs.INTERVAL if course.since:
            start = course.since.toordinal()
            return _cycle(((start - 1) % 7,), service.every, start, max(first, start), last)
        case Recurs.DATES:
            return [day for day in map(date.toordinal, course.dates) if first <= day <= last]
        case Recurs.MONTHLY:
            years = range(date.fromordinal(first).year, date.fromordinal(last).year + 1)
            found = (day for year in years for day in _monthly(course.weekdays, course.nth, year))
            return [day for day in found if first <= day <= last]
        case _:
            return ()


def _cycle(weekdays: tuple[int, ...], weeks: int, start: int, first: int, last: int) -> Sequence[int]:
    """These weekdays of every so many weeks, one of which is the week of `start`."""
    step = 7 * weeks
    monday = monday_of(first)
    monday += (monday_of(start) - monday) % step if weeks > 1 else 0
    if len(weekdays) == 1:
        # Of the week in whose middle the range begins the day may be over; then the next such week has the first one.
        day = monday + weekdays[0]
        return range(day if day >= first else day + step, last + 1, step)
    days = (begin + weekday for begin in range(monday, last + 1, step) for weekday in weekdays)
    return [day for day in days if first <= day <= last]


@lru_cache(maxsize=1024)
def _monthly(weekdays: tuple[int, ...], nth: tuple[int, ...], year: int) -> tuple[int, ...]:
    """Those of a year."""
    found = []
    for month in range(1, 13):
        before = date(year, month, 1).toordinal() - 1
        found += sorted({before + day for weekday in weekdays for day in _in_month(year, month, weekday, nth)})
    return tuple(found)


def _in_month(year: int, month: int, weekday: int, nth: Iterable[int]) -> Iterator[int]:
    """Days of the month; none for a fifth where the month has four."""
    begins, length = calendar.monthrange(year, month)
    there = range(1 + (weekday - begins) % 7, length + 1, 7)
    for place in nth:
        if place == LAST:
            yield there[-1]
        elif place <= len(there):
            yield there[place - 1]


@lru_cache(maxsize=1024)
def _within(season: Season, first: int, last: int) -> tuple[tuple[int, int], ...]:
    """The parts of a time that lie in a season."""
    parts = []
    for year in range(date.fromordinal(first).year - 1, date.fromordinal(last).year + 1):
        begin = _ordinal(year, season.first)
        end = _ordinal(year if season.first <= season.last else year + 1, season.last, ends=True)
        if begin <= last and end >= first:
            parts.append((max(begin, first), min(end, last)))
    return tuple(parts)


def _ordinal(year: int, month_day: tuple[int, int], *, ends: bool = False) -> int:
    """Where there is no February 29 a season begins on the day after it, and ends on the day before."""
    if month_day == (2, 29) and not calendar.isleap(year):
        return date(year, 2, 28).toordinal() if ends else date(year, 3, 1).toordinal()
    return date(year, *month_day).toordinal()
