"""What holidays do: no set-out is lost or doubled, and each says why it is on its day."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from brightline.resident.collection.calendar.rules import HolidayRule
from brightline.resident.collection.calendar.set_outs import SetOut, set_outs
from brightline.resident.collection.calendar.why import ByHoliday, Regular, Together
from tests.resident.collection.ruled import course, one_service, rules, scheduled

MONDAY = date(2026, 1, 5)
WEEKS = 60
# Days of holidays within those weeks, as many and as close together as they like.
DAYS_OFF = st.sets(st.integers(0, 7 * WEEKS - 1), max_size=40).map(
    lambda found: tuple(MONDAY + timedelta(days=each) for each in sorted(found))
)
MOVING = st.sampled_from([HolidayRule.SLIDE, HolidayRule.TO])
LAST = MONDAY + timedelta(days=7 * WEEKS + 20)


def within(found: list[SetOut]) -> list[SetOut]:
    """Those whose regular day lies in the weeks that have holidays."""
    return [each for each in found if MONDAY <= each.regular < MONDAY + timedelta(days=7 * WEEKS)]


@given(DAYS_OFF, st.integers(0, 6), MOVING, st.integers(0, 6))
def test_each_regular_week_has_exactly_one_set_out_whatever_the_holidays(
    off: tuple[date, ...], weekday: int, rule: HolidayRule, to: int
) -> None:
    found = within(set_outs(one_service(rule, off, to=to), course(weekday), [], MONDAY, LAST))
    assert sorted(each.regular for each in found) == [MONDAY + timedelta(days=7 * n + weekday) for n in range(WEEKS)]
    assert all(each.day is not None or each.is_together for each in found)


@given(DAYS_OFF, st.sets(st.integers(0, 6), min_size=1), MOVING)
def test_no_two_set_outs_of_a_service_lie_on_one_day(
    off: tuple[date, ...], weekdays: set[int], rule: HolidayRule
) -> None:
    found = set_outs(one_service(rule, off), course(*sorted(weekdays)), [], MONDAY, LAST)
    on = [each.day for each in found if each.day]
    assert len(on) == len(set(on))
    # What is not shown on a day of its own is collected together with one that is.
    assert all(each.why[-1].was in on for each in found if isinstance(each.why[-1], Together))


@given(DAYS_OFF, st.sampled_from(range(5)))
def test_a_slide_never_leaves_a_set_out_on_a_holiday(off: tuple[date, ...], weekday: int) -> None:
    # From Saturday on there is no week left to be later in, so only what slid within its week counts.
    found = within(set_outs(one_service(HolidayRule.SLIDE, off), course(weekday), [], MONDAY, LAST))
    assert all(each.day not in off for each in found if each.day and each.day <= _sunday(each.regular))


@given(DAYS_OFF, st.sets(st.integers(0, 6), min_size=2))
def test_a_slide_keeps_the_order_of_a_week(off: tuple[date, ...], weekdays: set[int]) -> None:
    by_weekday = [
        within(set_outs(one_service(HolidayRule.SLIDE, off), course(weekday), [], MONDAY, LAST))
        for weekday in sorted(weekdays)
    ]
    for earlier, later in pairwise(by_weekday):
        after = {each.regular - timedelta(days=each.regular.weekday()): each for each in later}
        for each in earlier:
            other = after[each.regular - timedelta(days=each.regular.weekday())]
            assert each.shown_on < other.shown_on


@given(DAYS_OFF, st.integers(0, 6), st.sampled_from(HolidayRule), st.integers(0, 6))
def test_every_day_is_explained_step_by_step(off: tuple[date, ...], weekday: int, rule: HolidayRule, to: int) -> None:
    for each in set_outs(one_service(rule, off, to=to), course(weekday), [], MONDAY, LAST):
        regular, *moves = each.why
        assert isinstance(regular, Regular)
        assert each.regular.weekday() in regular.weekdays
        at = each.regular
        for move in moves:
            assert move.was == at
            if isinstance(move, ByHoliday):
                assert move.on in off
                assert _sunday(each.regular) - timedelta(days=7) < move.on
            at = move.day or at
        assert each.day in (at, None)
        assert (each.day is None) == (bool(moves) and moves[-1].day is None)


@given(DAYS_OFF, st.integers(0, 6), st.sampled_from(HolidayRule))
def test_a_week_without_a_holiday_is_as_always(off: tuple[date, ...], weekday: int, rule: HolidayRule) -> None:
    mondays = {day - timedelta(days=day.weekday()) for day in off}
    for each in set_outs(one_service(rule, off), course(weekday), [], MONDAY, LAST):
        if each.regular - timedelta(days=each.regular.weekday()) not in mondays and not each.is_together:
            assert each.day == each.regular


@given(DAYS_OFF, st.integers(0, 6))
def test_what_is_skipped_is_skipped_on_the_very_day_alone(off: tuple[date, ...], weekday: int) -> None:
    for each in set_outs(one_service(HolidayRule.SKIP, off), course(weekday), [], MONDAY, LAST):
        assert (each.day is None) == (each.regular in off)


@given(DAYS_OFF, st.integers(0, 6), MOVING, st.integers(0, 400), st.integers(0, 60))
def test_any_part_of_a_calendar_is_the_same_as_in_the_whole(
    off: tuple[date, ...], weekday: int, rule: HolidayRule, start: int, length: int
) -> None:
    asked = one_service(rule, off), course(weekday), ()
    first = MONDAY + timedelta(days=start)
    last = first + timedelta(days=length)
    whole = set_outs(*asked, MONDAY - timedelta(days=30), LAST + timedelta(days=80))
    shown = [each[3:] for each in set_outs(*asked, first, last)]
    assert shown == [each[3:] for each in whole if first <= each.shown_on <= last]


def test_thursday_and_friday_of_yard_waste_both_go_on_saturday() -> None:
    on = {
        weekday: [
            each.day
            for each in set_outs(rules(), scheduled(weekday), [], date(2026, 11, 23), date(2026, 11, 29))
            if each.service.id == "yard_waste"
        ]
        for weekday in ("wednesday", "thursday", "friday")
    }
    assert on == {
        "wednesday": [date(2026, 11, 25)],
        "thursday": [date(2026, 11, 28)],
        "friday": [date(2026, 11, 28)],
    }


def test_two_holidays_in_one_week_slide_it_twice() -> None:
    eve_and_day = one_service(HolidayRule.SLIDE, (date(2026, 12, 24), date(2026, 12, 25)))
    for weekday, day in ((2, date(2026, 12, 23)), (3, date(2026, 12, 26)), (4, date(2026, 12, 27))):
        (found,) = set_outs(eve_and_day, course(weekday), [], date(2026, 12, 21), date(2026, 12, 27))
        assert found.day == day


def test_a_slide_over_the_new_year_stays_with_its_week() -> None:
    new_year = one_service(HolidayRule.SLIDE, (date(2027, 1, 1),))
    friday = set_outs(new_year, course(4), [], date(2026, 12, 28), date(2027, 1, 10))
    assert [each.day for each in friday] == [date(2027, 1, 2), date(2027, 1, 8)]
    monday = set_outs(new_year, course(0), [], date(2026, 12, 28), date(2027, 1, 10))
    assert [each.day for each in monday] == [date(2026, 12, 28), date(2027, 1, 4)]


def _sunday(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())
