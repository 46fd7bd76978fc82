"""The regular days of a course, before anything moves them. Days are proleptic ordinals: quick to count in."""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

from brightline.resident.collection.calendar.holidays import monday_of
from brightline.resident.collection.calendar.rules import LAST, Recurs, Rules, Season, Service
from brightline.resident.collection.calendar.schedule import Course

_A_MONTH = timedelta(days=31)


def regular_days(rules: Rules, service: Service, course: Course, first: int, last: int) -> Iterator[int]:
    """From first to last, both inside, in their order."""
    days = _days(rules, service, course, first, last)
    return days if service.season is None else _in_season(days, service.season)


def _days(rules: Rules, service: Service, course: Course, first: int, last: int) -> Iterator[int]:
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
            return iter([day for day in map(date.toordinal, course.dates) if first <= day <= last])
        case Recurs.MONTHLY:
            return _monthly(course, first, last)
        case _:
            return iter(())


def _cycle(weekdays: tuple[int, ...], weeks: int, start: int, first: int, last: int) -> Iterator[int]:
    """These weekdays of every so many weeks, one of which is the week of `start`."""
    step = 7 * weeks
    monday = monday_of(first)
    monday += (monday_of(start) - monday) % step if weeks > 1 else 0
    # A week on which the range begins in the middle is already the one, or the next comes after it.
    if len(weekdays) == 1:
        day = monday + weekdays[0]
        yield from range(day if day >= first else day + step, last + 1, step)
        return
    for begin in range(monday, last + 1, step):
        for weekday in weekdays:
            if first <= begin + weekday <= last:
                yield begin + weekday


def _monthly(course: Course, first: int, last: int) -> Iterator[int]:
    month = date.fromordinal(first).replace(day=1)
    while month.toordinal() <= last:
        days = sorted({day for weekday in course.weekdays for day in _in_month(month, weekday, course.nth)})
        for day in days:
            if first <= month.toordinal() + day - 1 <= last:
                yield month.toordinal() + day - 1
        month = (month + _A_MONTH).replace(day=1)


def _in_month(month: date, weekday: int, nth: tuple[int, ...]) -> Iterator[int]:
    """Days of the month; none for a fifth where the month has four."""
    length = calendar.monthrange(month.year, month.month)[1]
    there = range(1 + (weekday - month.weekday()) % 7, length + 1, 7)
    for place in nth:
        if place == LAST:
            yield there[-1]
        elif place <= len(there):
            yield there[place - 1]


def _in_season(days: Iterator[int], season: Season) -> Iterator[int]:
    return (day for day in days if date.fromordinal(day) in season)
