"""What two real cities did, from the data set beside the project; skipped where it is absent."""

import csv
import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from brightline.city.kinds import AreaKind
from brightline.city.place import AreaHere
from brightline.platform.kernel.environment import ROOT
from brightline.resident.collection.calendar import reading
from brightline.resident.collection.calendar.rules import Rules
from brightline.resident.collection.calendar.schedule import schedule_of, unreadable
from brightline.resident.collection.calendar.set_outs import SetOut, set_outs

AUSTIN_DATA = ROOT.parent / "shared" / "data" / "austin-waste"
needs_austin = pytest.mark.skipif(not AUSTIN_DATA.exists(), reason=f"{AUSTIN_DATA} is absent")
_HOURS = """
[hours]
from = "16:00"
until = "06:00"
[holidays]
country = "US"
[[holidays.days]]
id = "thanksgiving"
holiday = "Thanksgiving Day"
name = "Thanksgiving"
[[holidays.days]]
id = "christmas"
holiday = "Christmas Day"
name = "Christmas"
"""
LOUISVILLE = (
    _HOURS
    + """
[[services]]
id = "garbage"
name = "Garbage"
area = "garbage_route"
recurs = "weekly"
holidays = { rule = "slide" }
[[services]]
id = "yard_waste"
name = "Yard waste"
area = "yard_waste_route"
recurs = "weekly"
holidays = { rule = "to", to = "saturday" }
[[services]]
id = "large_items"
name = "Large items"
area = "large_items_area"
recurs = "dates"
hours = { from = "16:00", days_before = 3, until = "06:00" }
"""
)
AUSTIN = (
    _HOURS
    + """
[weeks]
names = ["A", "B"]
first = 2013-01-07
[[services]]
id = "garbage"
name = "Garbage"
area = "garbage_route"
recurs = "weekly"
details = { weekday = "service_day" }
holidays = { rule = "slide" }
[[services]]
id = "recycling"
name = "Recycling"
area = "recycling_route"
recurs = "alternating"
details = { weekday = "service_day" }
holidays = { rule = "slide" }
[[services]]
id = "yard_waste"
name = "Yard trimmings"
area = "yard_waste_route"
recurs = "weekly"
details = { weekday = "service_day" }
holidays = { rule = "slide" }
[[services]]
id = "bulky"
name = "Bulky items"
area = "large_items_area"
recurs = "dates"
details = { dates = ["last_service", "next_service"] }
"""
)


def on(rules: Rules, kind: AreaKind, details: dict[str, str], first: date, last: date) -> list[SetOut]:
    areas = {kind: (AreaHere(kind, "1", "", details),)}
    return set_outs(rules, schedule_of(rules, areas), [], first, last)


@pytest.mark.parametrize(
    ("kind", "weekday", "day"),
    [
        (AreaKind.GARBAGE_ROUTE, "monday", 23),
        (AreaKind.GARBAGE_ROUTE, "wednesday", 25),
        (AreaKind.GARBAGE_ROUTE, "thursday", 27),
        (AreaKind.GARBAGE_ROUTE, "friday", 28),
        (AreaKind.YARD_WASTE_ROUTE, "wednesday", 25),
        (AreaKind.YARD_WASTE_ROUTE, "thursday", 28),
        (AreaKind.YARD_WASTE_ROUTE, "friday", 28),
    ],
)
def test_the_week_of_louisvilles_thanksgiving_in_2020(kind: AreaKind, weekday: str, day: int) -> None:
    rules = reading.read(LOUISVILLE, "America/Kentucky/Louisville")
    (found,) = on(rules, kind, {"weekday": weekday}, date(2020, 11, 23), date(2020, 11, 29))
    assert found.day == date(2020, 11, day)
    assert found.starts
    assert found.ends
    assert (f"{found.starts:%d %H:%M}", f"{found.ends:%d %H:%M}") == (f"{day - 1} 16:00", f"{day} 06:00")


def test_louisvilles_large_items_stand_out_from_friday_to_monday() -> None:
    rules = reading.read(LOUISVILLE, "America/Kentucky/Louisville")
    (found,) = on(rules, AreaKind.LARGE_ITEMS_AREA, {"dates": "2020-11-16"}, date(2020, 11, 1), date(2020, 11, 30))
    assert found.starts
    assert found.ends
    assert (f"{found.starts:%a %d %H:%M}", f"{found.ends:%a %d %H:%M}") == ("Fri 13 16:00", "Mon 16 06:00")


@needs_austin
def test_austins_holiday_slips_of_2013_are_ours() -> None:
    rules = reading.read(AUSTIN, "America/Chicago")
    with (AUSTIN_DATA / "holiday_slips_2013.csv").open(newline="") as file:
        slips = {date.fromisoformat(row["date"]): int(row["slip_days"]) for row in csv.DictReader(file)}
    for weekday in ("monday", "tuesday", "wednesday", "thursday", "friday"):
        found = on(rules, AreaKind.GARBAGE_ROUTE, {"service_day": weekday}, date(2013, 1, 1), date(2013, 12, 29))
        for each in found:
            assert each.day == each.regular + timedelta(days=slips.get(each.regular, 0))
        assert {each.regular for each in found if each.is_moved} == {
            day for day in slips if f"{day:%A}".lower() == weekday
        }


@needs_austin
def test_every_route_of_austin_has_its_days() -> None:
    rules = reading.read(AUSTIN, "America/Chicago")
    for name, kind, count in (
        ("garbage", AreaKind.GARBAGE_ROUTE, 52),
        ("recycle", AreaKind.RECYCLING_ROUTE, 26),
        ("yard_trimming", AreaKind.YARD_WASTE_ROUTE, 52),
    ):
        routes = _routes(AUSTIN_DATA / f"{name}_collection_routes.geojson", kind)
        assert list(unreadable(rules, routes)) == []
        for route in routes:
            found = on(rules, kind, dict(route.details), date(2013, 1, 7), date(2014, 1, 5))
            assert len(found) == count
            assert {f"{each.regular:%A}" for each in found} == {route.details["service_day"]}
            assert {(each.regular - date(2013, 1, 7)).days // 7 % 2 for each in found if "week" in route.details} <= {
                "AB".index(route.details.get("week", "A"))
            }


@needs_austin
@pytest.mark.parametrize("name", ["bulky", "brush"])
def test_austins_bulky_routes_are_collected_in_their_last_and_next_week(name: str) -> None:
    rules = reading.read(AUSTIN, "America/Chicago")
    for route in _routes(AUSTIN_DATA / f"{name}_collection_routes.geojson", AreaKind.LARGE_ITEMS_AREA):
        found = on(rules, route.kind, dict(route.details), date(2012, 1, 1), date(2014, 12, 31))
        assert [f"{each.day}" for each in found] == sorted(
            (route.details["last_service"], route.details["next_service"])
        )


def _routes(path: Path, kind: AreaKind) -> list[AreaHere]:
    features = json.loads(path.read_text("utf-8"))["features"]
    return [AreaHere(kind, each["properties"]["route"], "", each["properties"]) for each in features]
