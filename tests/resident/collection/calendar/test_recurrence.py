"""Regular days: weeks, alternating weeks, intervals, dates, months, seasons; leap years and year ends."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from dateutil.rrule import FR, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, rrule
from hypothesis import given
from hypothesis import strategies as st

from brightline.resident.collection.calendar.rules import LAST, Recurs, Season
from brightline.resident.collection.calendar.set_outs import set_outs
from tests.resident.collection.ruled import course, one_service

DAYS = st.dates(date(1999, 1, 1), date(2098, 12, 31))
LEAP_YEAR = st.dates(date(2024, 1, 1), date(2024, 12, 31))
WEEKDAYS = (MO, TU, WE, TH, FR, SA, SU)


def days(rules, schedule, first, last):  # type: ignore[no-untyped-def]
    return [each.day for each in set_outs(rules, schedule, [], first, last)]


@given(DAYS, st.integers(0, 800), st.sets(st.integers(0, 6), min_size=1))
def test_weekly_is_what_dateutil_says(first: date, length: int, weekdays: set[int]) -> None:
    last = first + timedelta(days=length)
    expected = rrule(WEEKLY, dtstart=_at(first), until=_at(last), byweekday=[WEEKDAYS[each] for each in weekdays])
    assert days(one_service(), course(*sorted(weekdays)), first, last) == [each.date() for each in expected]


@given(DAYS, st.integers(0, 800), st.integers(0, 6), st.sampled_from("AB"))
def test_alternating_weeks_are_fourteen_days_apart_and_never_both(
    first: date, length: int, weekday: int, week: str
) -> None:
    rules = one_service(recurs=Recurs.ALTERNATING)
    last = first + timedelta(days=length)
    found = days(rules, course(weekday, week=week), first, last)
    other = days(rules, course(weekday, week="BA"["AB".index(week)]), first, last)
    assert all(after - before == timedelta(days=14) for before, after in pairwise(found))
    assert sorted(found + other) == days(one_service(), course(weekday), first, last)


@given(DAYS, st.integers(0, 2000), st.integers(1, 60), st.integers(-400, 400))
def test_an_interval_is_counted_from_its_first_day_and_not_before_it(
    first: date, length: int, weeks: int, since: int
) -> None:
    begin = first + timedelta(days=since)
    last = first + timedelta(days=length)
    expected = [each.date() for each in rrule(WEEKLY, dtstart=_at(begin), until=_at(last), interval=weeks)]
    found = days(one_service(recurs=Recurs.INTERVAL, every=weeks), course(since=begin), first, last)
    assert found == [each for each in expected if each >= first]


@given(DAYS, st.integers(0, 800), st.integers(0, 6), st.sets(st.sampled_from([1, 2, 3, 4, 5, LAST]), min_size=1))
def test_monthly_is_what_dateutil_says(first: date, length: int, weekday: int, nths: set[int]) -> None:
    last = first + timedelta(days=length)
    expected = rrule(MONTHLY, dtstart=_at(first), until=_at(last), byweekday=[WEEKDAYS[weekday](n) for n in nths])
    found = days(one_service(recurs=Recurs.MONTHLY), course(weekday, nth=tuple(sorted(nths))), first, last)
    assert found == [each.date() for each in expected]


@given(DAYS, st.integers(0, 800), LEAP_YEAR, LEAP_YEAR)
def test_a_season_keeps_the_days_in_it_and_its_complement_the_others(
    first: date, length: int, begins: date, ends: date
) -> None:
    last = first + timedelta(days=length)
    season = Season((begins.month, begins.day), (ends.month, ends.day))
    found = days(one_service(season=season), course(2), first, last)
    everything = days(one_service(), course(2), first, last)
    assert found == [day for day in everything if day in season]
    if begins <= ends:
        assert all((begins.month, begins.day) <= (day.month, day.day) <= (ends.month, ends.day) for day in found)


def test_a_leap_day_is_a_day_like_others() -> None:
    assert days(one_service(), course(3), date(2024, 2, 26), date(2024, 3, 3)) == [date(2024, 2, 29)]
    assert days(one_service(), course(4), date(2100, 2, 25), date(2100, 3, 6)) == [date(2100, 2, 26), date(2100, 3, 5)]


def test_alternating_weeks_go_on_over_a_year_of_fifty_three_weeks() -> None:
    rules = one_service(recurs=Recurs.ALTERNATING)
    found = days(rules, course(0, week="A"), date(2026, 12, 14), date(2027, 1, 17))
    assert found == [date(2026, 12, 14), date(2026, 12, 28), date(2027, 1, 11)]


@pytest.mark.parametrize("month", [2, 3])
def test_a_month_without_a_fifth_has_none(month: int) -> None:
    rules = one_service(recurs=Recurs.MONTHLY)
    first = date(2026, month, 1)
    found = days(rules, course(0, nth=(5,)), first, first + timedelta(days=27 + (month == 3) * 3))
    assert found == ([] if month == 2 else [date(2026, 3, 30)])


def test_dates_are_those_given_and_no_other() -> None:
    given = (date(2026, 3, 9), date(2026, 6, 15))
    rules = one_service(recurs=Recurs.DATES)
    assert days(rules, course(dates=given), date(2026, 3, 9), date(2026, 6, 15)) == list(given)
    assert days(rules, course(dates=given), date(2026, 3, 10), date(2026, 6, 14)) == []


def _at(day: date):  # type: ignore[no-untyped-def]
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - rrule counts days, in no zone
