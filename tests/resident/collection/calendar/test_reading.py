"""collection.toml is read whole, and every mistake in it is one sentence."""

import re

import pytest

from brightline.city.kinds import AreaKind
from brightline.platform.kernel.errors import Invalid
from brightline.resident.collection.calendar import reading
from brightline.resident.collection.calendar.holidays import dates_of
from brightline.resident.collection.calendar.rules import HolidayRule, Kind, Recurs, Season
from brightline.resident.collection.calendar.schedule import schedule_of, unreadable
from tests.resident.collection.ruled import ZONE, area, areas, example, rules


def problems(text: str) -> list[str]:
    with pytest.raises(Invalid) as refused:
        reading.read(text, ZONE)
    *found, last = str(refused.value).split("\n")
    assert last == "Nothing was loaded."
    return found


def test_the_guides_example_is_read_as_it_says() -> None:
    garbage, recycling, yard, large, sweeping = rules().services
    assert (garbage.recurs, garbage.area) == (Recurs.WEEKLY, AreaKind.GARBAGE_ROUTE)
    assert recycling.recurs is Recurs.ALTERNATING
    assert yard.season == Season((3, 15), (12, 15))
    assert yard.keeping.rules == {
        "thanksgiving": HolidayRule.TO,
        "independence": HolidayRule.TO,
        "christmas": HolidayRule.SKIP,
    }
    assert large.hours.days_before == 3
    assert sweeping.kind is Kind.NO_PARKING
    assert garbage.name.said_in("es") == ("es", "Basura")
    assert garbage.name.said_in("fr") == ("en", "Garbage")


def test_a_pack_without_the_file_has_no_services() -> None:
    assert reading.read("", ZONE).services == ()


def test_all_that_is_wrong_is_said_at_once() -> None:
    text = example().replace('recurs = "weekly"', 'recurs = "daily"', 1).replace('rule = "slide"', 'rule = "jump"', 1)
    found = problems(text.replace('until = "06:00"\n', 'until = "26:00"\n', 1))
    assert len(found) == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "garbage"', 'id = "Garbage!"', "[[services]] Garbage! id is missing or no short name"),
        ('id = "recycling"', 'id = "garbage"', "[[services]] id 'garbage' stands twice"),
        ('recurs = "weekly"', 'recurs = "daily"', "recurs 'daily' is unknown; choose one of weekly, alternating"),
        ('recurs = "weekly"', 'recurs = "wekly"', "recurs 'wekly' is unknown; write weekly."),
        (
            'holiday = "Thanksgiving Day"',
            'holiday = "Thanksgivin"',
            "'Thanksgivin' is unknown; write Thanksgiving Day.",
        ),
        ("container", "contaner", "contaner means nothing here; write container, or take it out."),
        ('area = "garbage_route"', 'area = "route"', "area 'route' is unknown"),
        ('holiday = "Thanksgiving Day"', 'holiday = "Turkey Day"', "holiday 'Turkey Day' is unknown; there are:"),
        ('country = "US"', 'country = "ZZ"', "country 'ZZ' is unknown to the holidays library"),
        ('date = "12-25"', 'date = "13-25"', 'date is missing or no month and day; write it as "03-15"'),
        ('date = "12-25"', 'date = "12-25"\nholiday = "Christmas Day"', "needs either holiday, a name, or date"),
        ('on = "observed"', 'on = "monday"', "on is neither actual nor observed"),
        ('from = "03-15"', 'from = "02-30"', "season from is missing or no month and day"),
        ('to = "saturday", ', "", 'rule = "to" needs the weekday to go on; write to = "saturday"'),
        ('days = ["christmas"]', 'days = ["easter"]', "days 'easter' is unknown; there are: thanksgiving"),
        ('rule = "none"', 'rule = "none", weekdays = 3', "holidays weekdays means nothing here"),
        ('color = "blue"', 'color = "beige"', "color 'beige' is unknown"),
        ("days_before = 1 ", "days_before = 20 ", "days_before '20' is no whole number from 0 to 13"),
        (
            'from = "08:00", days_before = 0',
            'from = "13:00", days_before = 0',
            "until is not after from on the same day",
        ),
        ("first = 2026-01-05", 'first = "2026-01-05"', "[weeks] first is missing or no plain date"),
        ('names = ["A", "B"]', 'names = ["A", "a"]', "[weeks] names is missing or no list of different short texts"),
        ('phone = "311", ', "", "appointment has neither phone nor url"),
        ('name = { en = "Garbage"', 'name = { English = "Garbage"', "name English is no language"),
        ('takes = { en = ["Bagged trash"]', 'takes = { en = "Bagged trash"', "takes en is no list of texts"),
        ("[[services]]\nid", "[[service]]\nid", "the file service means nothing here"),
    ],
)
def test_each_mistake_has_its_sentence(old: str, new: str, said: str) -> None:
    assert old in example()
    found = problems(example().replace(old, new, 1))
    assert any(said in each for each in found), found
    assert all(re.fullmatch(r"collection\.toml: .+\.", each) for each in found)


def test_what_is_no_toml_is_said_with_its_line() -> None:
    with pytest.raises(Invalid, match=r"^collection\.toml line 2: there is no value TOML knows; "):
        reading.read("a = 1\nb = wrong\n", ZONE)


@pytest.mark.parametrize(
    ("kind", "details", "said"),
    [
        (AreaKind.GARBAGE_ROUTE, {}, 'garbage: garbage_route "9": it has no weekday; write it as monday'),
        (AreaKind.GARBAGE_ROUTE, {"weekday": "Thurday"}, 'its weekday "thurday" is no weekday'),
        (AreaKind.RECYCLING_ROUTE, {"weekday": "mon", "week": "C"}, 'its week "C" is none of A, B'),
        (AreaKind.LARGE_ITEMS_AREA, {"dates": "2026-02-30"}, 'its dates "2026-02-30" is no date'),
        (AreaKind.LARGE_ITEMS_AREA, {}, "it has no dates"),
        (AreaKind.SWEEPING_ROUTE, {"weekday": "mon", "nth": "6"}, 'its nth "6" is none of 1 to 5 or last'),
        (AreaKind.SWEEPING_ROUTE, {"weekday": "mon", "nth": "1", "side": "left"}, 'its side "left" is no side'),
    ],
)
def test_an_area_that_cannot_carry_its_schedule_is_named(kind: AreaKind, details: dict[str, str], said: str) -> None:
    wrong = area(kind, "9", **details)
    right = areas()[kind][0]
    (found,) = unreadable(rules(), [right, wrong])
    assert said in found
    # Nor does it bring a wrong calendar where it is asked all the same.
    assert schedule_of(rules(), {kind: (wrong,)}).courses == ()


@pytest.mark.parametrize("written", ["Thursday", "THU", " thursday ", "thu"])
def test_weekdays_are_read_as_cities_write_them(written: str) -> None:
    garbage = area(AreaKind.GARBAGE_ROUTE, "1", weekday=written)
    assert schedule_of(rules(), {AreaKind.GARBAGE_ROUTE: (garbage,)}).courses[0].weekdays == (3,)


def test_a_holiday_is_kept_on_the_day_the_file_says() -> None:
    thanksgiving, independence, christmas = rules().holidays
    assert [f"{day}" for day in dates_of(rules(), thanksgiving, 2026)] == ["2026-11-26"]
    assert [f"{day}" for day in dates_of(rules(), independence, 2026)] == ["2026-07-03"]
    assert [f"{day}" for day in dates_of(rules(), independence, 2027)] == ["2027-07-05"]
    assert [f"{day}" for day in dates_of(rules(), christmas, 2027)] == ["2027-12-25"]


def test_an_observed_new_year_can_fall_into_the_old_one() -> None:
    text = """
        [hours]
        from = "16:00"
        until = "06:00"
        [holidays]
        country = "US"
        [[holidays.days]]
        id = "new_year"
        holiday = "New Year's Day"
        on = "observed"
        name = "New Year"
        [[services]]
        id = "garbage"
        name = "Garbage"
        area = "garbage_route"
        recurs = "weekly"
        holidays = { rule = "slide" }
    """
    found = reading.read(text, ZONE)
    on = [f"{day}" for year in (2021, 2022, 2023) for day in dates_of(found, found.holidays[0], year)]
    assert on == ["2021-01-01", "2021-12-31", "2023-01-02"]
