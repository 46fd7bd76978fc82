"""One-off changes: their order, what commutes, what a withdrawal undoes, and that revisions only go up."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brightline.resident.collection.calendar.changes import Change, Effect, revision
from brightline.resident.collection.calendar.rules import HolidayRule, Rules
from brightline.resident.collection.calendar.schedule import AreaRef, Schedule
from brightline.resident.collection.calendar.set_outs import SetOut, set_outs
from brightline.resident.collection.calendar.why import ByChange
from brightline.resident.collection.calendar.words import Words
from tests.resident.collection.ruled import course, one_service, rules, scheduled

MONDAY = date(2026, 1, 5)
FIRST, LAST = MONDAY - timedelta(days=70), MONDAY + timedelta(days=200)
ANNOUNCED = datetime(2026, 1, 1, tzinfo=UTC)
HERE = AreaRef("garbage_route", "1")
MOVING = st.sampled_from([HolidayRule.SLIDE, HolidayRule.TO])


@st.composite
def a_change(draw: st.DrawFn, number: int = 1) -> Change:
    """Within ten weeks; one that moves goes up to four weeks away."""
    effect = draw(st.sampled_from(Effect))
    first = MONDAY + timedelta(days=draw(st.integers(0, 69)))
    if effect is Effect.SLIDES:
        last = min(first + timedelta(days=draw(st.integers(0, 3))), first + timedelta(days=6 - first.weekday()))
        return Change(number, effect, first, last, ANNOUNCED + timedelta(hours=number))
    last = first + timedelta(days=draw(st.integers(0, 9)))
    to = None
    if effect is Effect.MOVED:
        to = draw(st.sampled_from([last, first])) + timedelta(days=draw(st.integers(1, 28)))
        to = to if to > last else last + timedelta(days=1)
    return Change(number, effect, first, last, ANNOUNCED + timedelta(hours=number), to=to)


@st.composite
def a_slide(draw: st.DrawFn) -> Change:
    """Of one to three days of one week."""
    first = MONDAY + timedelta(days=draw(st.integers(0, 34)))
    last = min(first + timedelta(days=draw(st.integers(0, 2))), first + timedelta(days=6 - first.weekday()))
    return Change(1, Effect.SLIDES, first, last, ANNOUNCED)


@st.composite
def some_changes(draw: st.DrawFn) -> list[Change]:
    return [draw(a_change(number)) for number in range(1, draw(st.integers(0, 6)) + 1)]


def days(found: list[SetOut]) -> list[tuple[date, date | None]]:
    return [(each.regular, each.day) for each in found]


@given(some_changes(), st.randoms())
def test_the_order_is_that_of_announcement_however_they_are_given(changes, random) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(changes)
    random.shuffle(shuffled)
    asked = one_service(), course(0, 3)
    assert days(set_outs(*asked, changes, FIRST, LAST)) == days(set_outs(*asked, shuffled, FIRST, LAST))


@given(some_changes(), st.integers(0, 6))
def test_every_regular_day_stays_in_the_calendar_once_and_is_explained(changes: list[Change], weekday: int) -> None:
    found = set_outs(one_service(), course(weekday), changes, FIRST, LAST)
    regular = [each.regular for each in found if FIRST + timedelta(28) <= each.regular <= LAST - timedelta(28)]
    expected = set_outs(one_service(), course(weekday), [], FIRST + timedelta(28), LAST - timedelta(28))
    assert sorted(regular) == [each.regular for each in expected]
    on = [each.day for each in found if each.day]
    assert len(on) == len(set(on))
    numbers = {change.id for change in changes}
    for each in found:
        at: date | None = each.regular
        for move in each.moves:
            assert move.was == at
            assert not isinstance(move, ByChange) or move.change in numbers
            at = move.day
        assert at == each.day


@given(some_changes(), a_change(99))
def test_what_is_withdrawn_is_as_if_it_had_never_been_announced(changes: list[Change], one: Change) -> None:
    asked = one_service(), course(0, 2, 4)
    withdrawn = replace(one, withdrawn_at=ANNOUNCED + timedelta(days=9))
    assert days(set_outs(*asked, [*changes, withdrawn], FIRST, LAST)) == days(set_outs(*asked, changes, FIRST, LAST))


@given(a_change(1), a_change(2))
def test_changes_of_different_services_commute(one: Change, other: Change) -> None:
    one, other = replace(one, services=frozenset({"garbage"})), replace(other, services=frozenset({"recycling"}))
    swapped = [replace(one, announced_at=other.announced_at), replace(other, announced_at=one.announced_at)]
    asked = rules(), scheduled()
    assert _shown(set_outs(*asked, [one, other], FIRST, LAST)) == _shown(set_outs(*asked, swapped, FIRST, LAST))


@given(a_change(1), a_change(2))
def test_cancellations_commute(one: Change, other: Change) -> None:
    one, other = (replace(each, effect=Effect.CANCELLED, to=None) for each in (one, other))
    swapped = [replace(one, announced_at=other.announced_at), replace(other, announced_at=one.announced_at)]
    asked = one_service(), course(0, 1, 2, 3, 4)
    assert days(set_outs(*asked, [one, other], FIRST, LAST)) == days(set_outs(*asked, swapped, FIRST, LAST))


@given(some_changes(), st.integers(0, 250), st.integers(0, 40))
def test_any_part_of_a_changed_calendar_is_the_same_as_in_the_whole(
    changes: list[Change], start: int, length: int
) -> None:
    asked = one_service(), course(1, 4), changes
    first = FIRST + timedelta(days=start)
    last = first + timedelta(days=length)
    whole = set_outs(*asked, FIRST - timedelta(days=400), LAST + timedelta(days=400))
    assert days(set_outs(*asked, first, last)) == days([each for each in whole if first <= each.shown_on <= last])


@given(st.lists(st.booleans(), min_size=6, max_size=6), some_changes(), st.integers(0, 6), MOVING)
def test_a_revision_goes_up_whenever_a_set_out_changes_and_never_down(
    withdraw: list[bool], changes: list[Change], weekday: int, rule: HolidayRule
) -> None:
    """Announced one after another, some withdrawn in between: what a subscriber sees at each step."""
    asked = one_service(rule, (date(2026, 1, 19), date(2026, 1, 22))), course(weekday)
    (here,) = asked[1].courses
    so_far: list[Change] = []
    told: dict[date, tuple[int, object]] = {}
    for step, change in enumerate(changes):
        so_far.append(change)
        if withdraw[step]:
            at = step // 2
            so_far[at] = replace(
                so_far[at], withdrawn_at=so_far[at].withdrawn_at or ANNOUNCED + timedelta(days=step + 1)
            )
        for each in set_outs(*asked, so_far, FIRST, LAST):
            by_rules = [each.regular, *(move.day for move in each.moves if not isinstance(move, ByChange) and move.day)]
            number = revision(here, frozenset(), by_rules[-1:], so_far)
            before = told.get(each.regular)
            if before:
                assert number >= before[0]
                assert number > before[0] or each.day == before[1]
            told[each.regular] = number, each.day


def test_a_closure_for_snow_slides_the_rest_of_its_week() -> None:
    snow = Change(7, Effect.SLIDES, date(2026, 1, 6), date(2026, 1, 6), ANNOUNCED, Words.of({"en": "Snow"}))
    on = [set_outs(one_service(), course(weekday), [snow], MONDAY, MONDAY + timedelta(6))[0] for weekday in range(5)]
    assert [each.day.day for each in on if each.day] == [5, 7, 8, 9, 10]
    move = on[1].moves[0]
    assert isinstance(move, ByChange)
    assert (move.change, move.words.said_in("en")[1]) == (7, "Snow")


DAYS_OFF = st.dictionaries(st.integers(0, 34), MOVING, max_size=8)


@given(DAYS_OFF, MOVING, st.integers(0, 6), st.integers(0, 6), a_slide(), st.sets(st.integers(0, 6), min_size=1))
def test_an_announced_slide_takes_a_service_where_a_holiday_on_its_days_would(
    holidays: dict[int, HolidayRule], usual: HolidayRule, to: int, weekday: int, slide: Change, more: set[int]
) -> None:
    closed = {(slide.first - MONDAY).days + each for each in range((slide.last - slide.first).days + 1)}
    before = _kept(holidays, usual, to)
    as_holiday = _kept({**dict.fromkeys(closed, usual), **holidays}, usual, to)
    weeks = MONDAY, MONDAY + timedelta(days=60)
    for weekdays in ((weekday,), tuple(sorted(more))):
        # What the holidays alone take out of its week is no more the closure's than anything else of the next week.
        stays = {
            each.regular
            for each in set_outs(before, course(*weekdays), [], *weeks)
            if each.shown_on <= each.regular + timedelta(days=6 - each.regular.weekday())
        }
        announced = set_outs(before, course(*weekdays), [slide], *weeks)
        holiday = set_outs(as_holiday, course(*weekdays), [], *weeks)
        if len(weekdays) == 1:
            assert [each for each in days(announced) if each[0] in stays] == [
                each for each in days(holiday) if each[0] in stays
            ]
        elif len(stays) == len(holiday):
            # Of several that come to lie on one day another may stand for all; the days are the same.
            assert sorted({each.day for each in announced if each.day}) == sorted(
                {each.day for each in holiday if each.day}
            )


@given(DAYS_OFF, a_slide(), st.integers(0, 4))
def test_nothing_slides_onto_a_holiday_of_its_week(
    holidays: dict[int, HolidayRule], slide: Change, weekday: int
) -> None:
    off = {MONDAY + timedelta(days=each) for each in holidays}
    asked = _kept(dict.fromkeys(holidays, HolidayRule.SLIDE), HolidayRule.SLIDE, 5), course(weekday), [slide]
    for each in set_outs(*asked, MONDAY, MONDAY + timedelta(days=40)):
        assert each.day not in off or each.day > each.regular + timedelta(days=6 - weekday)


@pytest.mark.parametrize(("weekday", "day"), [(0, 23), (1, 24), (2, 28), (3, 28), (4, 28)])
def test_snow_before_thanksgiving_leaves_what_goes_on_saturday_on_saturday(weekday: int, day: int) -> None:
    """Yard waste: usually a day later, in the week of Thanksgiving on Saturday."""
    snow = Change(7, Effect.SLIDES, date(2026, 11, 25), date(2026, 11, 25), ANNOUNCED)
    asked = one_service(HolidayRule.TO, (date(2026, 11, 26),), usual=HolidayRule.SLIDE), course(weekday), [snow]
    week = set_outs(*asked, date(2026, 11, 23), date(2026, 11, 29))
    assert {each.day for each in week} == {date(2026, 11, day)}


def test_a_service_that_goes_on_saturday_after_a_holiday_does_so_after_snow() -> None:
    snow = Change(7, Effect.SLIDES, date(2026, 1, 7), date(2026, 1, 7), ANNOUNCED)
    asked = one_service(HolidayRule.TO), course(0, 1, 2, 3, 4), [snow]
    on = [each.day.day for each in set_outs(*asked, MONDAY, MONDAY + timedelta(days=6)) if each.day]
    assert sorted(on) == [5, 6, 10]


def test_a_day_that_is_closed_twice_is_closed_once() -> None:
    first = Change(1, Effect.SLIDES, date(2026, 1, 6), date(2026, 1, 6), ANNOUNCED)
    again = replace(first, id=2, announced_at=ANNOUNCED + timedelta(hours=1))
    week = MONDAY, MONDAY + timedelta(days=6)
    once, twice = (set_outs(one_service(), course(1), given, *week) for given in ([first], [first, again]))
    assert days(once) == days(twice) == [(date(2026, 1, 6), date(2026, 1, 7))]


def test_a_change_concerns_what_stands_on_its_days_after_the_holidays() -> None:
    thanksgiving = date(2026, 11, 26)
    closed = Change(1, Effect.CANCELLED, date(2026, 11, 27), date(2026, 11, 27), ANNOUNCED)
    asked = one_service(HolidayRule.SLIDE, (thanksgiving,)), course(3), [closed]
    (found,) = set_outs(*asked, date(2026, 11, 23), date(2026, 11, 29))
    assert (found.regular, found.day, found.shown_on) == (thanksgiving, None, date(2026, 11, 27))


def test_the_later_change_concerns_what_the_earlier_one_left() -> None:
    moved = Change(1, Effect.MOVED, MONDAY, MONDAY, ANNOUNCED, to=date(2026, 1, 7))
    closed = Change(2, Effect.CANCELLED, date(2026, 1, 7), date(2026, 1, 7), ANNOUNCED + timedelta(hours=1))
    week = MONDAY, MONDAY + timedelta(days=6)
    (found,) = set_outs(one_service(), course(0), [closed, moved], *week)
    assert found.day is None
    moved = replace(moved, announced_at=closed.announced_at + timedelta(hours=1))
    (found,) = set_outs(one_service(), course(0), [closed, moved], *week)
    assert found.day == date(2026, 1, 7)


@pytest.mark.parametrize(
    ("services", "areas", "within", "concerns"),
    [
        ((), (), (), True),
        (("garbage",), (), (), True),
        (("recycling",), (), (), False),
        ((), (HERE,), (), True),
        ((), (AreaRef("garbage_route", "2"),), (), False),
        ((), (AreaRef("neighborhood", "old-harbor"),), (AreaRef("neighborhood", "old-harbor"),), True),
        (("recycling",), (HERE,), (), False),
    ],
)
def test_a_change_concerns_the_services_and_areas_it_names(services, areas, within, concerns) -> None:  # type: ignore[no-untyped-def]
    closed = Change(
        1, Effect.CANCELLED, MONDAY, MONDAY, ANNOUNCED, services=frozenset(services), areas=frozenset(areas)
    )
    schedule = Schedule(course(0).courses, frozenset(within))
    (found,) = set_outs(one_service(), schedule, [closed], MONDAY, MONDAY)
    assert (found.day is None) == concerns


def _shown(found: list[SetOut]) -> list[tuple[str, date, date | None]]:
    return sorted((each.service.id, each.regular, each.day) for each in found if each.day) + sorted(
        (each.service.id, each.regular, None) for each in found if not each.day
    )


def _kept(holidays: dict[int, HolidayRule], usual: HolidayRule, to: int) -> Rules:
    """A service that keeps these days, counted from the Monday, each by its own rule."""
    plain = one_service(usual, tuple(MONDAY + timedelta(days=each) for each in sorted(holidays)), to=to)
    rule_of = {kept.id: holidays[each] for kept, each in zip(plain.holidays, sorted(holidays), strict=True)}
    (service,) = plain.services
    return replace(plain, services=(replace(service, keeping=replace(service.keeping, rules=rule_of)),))
