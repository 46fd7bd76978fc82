"""The urban services district and the routes within it: the schedules that collection.toml's services recur by."""

from datetime import date, timedelta

import numpy as np
import shapely

from generate.places import Area, City
from generate.plane import SUPERBLOCK, outline
from generate.political import numbered

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
_LARGE_ITEMS_AREAS = 12
# Area 7's collection; the others follow week by week, and each comes again after as many weeks as there are areas.
_LARGE_ITEMS_FIRST = date(2020, 12, 14)
_SWEEPING_ZONES = 16


def service_district(city: City) -> Area:
    """The old grid and the suburbs next to it."""
    west, east, south = city.plan.old
    inner = outline(city.plan, shapely.box(west, -(south + SUPERBLOCK), east + SUPERBLOCK, 0.5))
    parts = np.flatnonzero(shapely.contains_xy(inner, city.blocks.middles.real, city.blocks.middles.imag))
    details = {"phone": "311", "url": "https://falls-city.example/urban-services"}
    return Area("urban", "Urban Services District", parts.tolist(), details)


def garbage(city: City, district: Area) -> list[Area]:
    """Forty routes, eight a weekday; Thursday at the known address."""
    return _by_day(city, district, "G", "Garbage", 8, "thursday")


def yard_waste(city: City, district: Area) -> list[Area]:
    """Twenty routes, four a weekday; Thursday at the known address."""
    return _by_day(city, district, "Y", "Yard waste", 4, "thursday")


def _by_day(city: City, district: Area, letter: str, name: str, routes: int, known: str) -> list[Area]:
    random = city.random(name)
    days = numbered(city, city.splitter.cut(district.parts, len(_WEEKDAYS), random), _WEEKDAYS.index(known) + 1)
    found = []
    for place, weekday in enumerate(_WEEKDAYS, start=1):
        for number, parts in enumerate(city.splitter.cut(days[place], routes, random), start=1):
            key = f"{letter}{place}{number:02d}"
            found.append(Area(key, f"{name} {key}", parts, {"weekday": weekday}))
    return found


def recycling(city: City, district: Area) -> list[Area]:
    """Thirty routes, three for each weekday of weeks A and B; Friday of week B at the known address."""
    random = city.random("recycling")
    turns = [(weekday, week) for weekday in _WEEKDAYS for week in "AB"]
    order = numbered(city, city.splitter.cut(district.parts, len(turns), random), turns.index(("friday", "B")) + 1)
    found = []
    for place, (weekday, week) in enumerate(turns, start=1):
        for number, parts in enumerate(city.splitter.cut(order[place], 3, random), start=1):
            key = f"R{_WEEKDAYS.index(weekday) + 1}{week}{number}"
            found.append(Area(key, f"Recycling {key}", parts, {"weekday": weekday, "week": week}))
    return found


def large_items(city: City, district: Area) -> list[Area]:
    """Twelve areas, one a week, each collected on a Monday every twelve weeks; the known address is in area 7."""
    parts = city.splitter.cut(district.parts, _LARGE_ITEMS_AREAS, city.random("large items"))
    order = numbered(city, parts, 7)
    found = []
    for number in sorted(order):
        first = _LARGE_ITEMS_FIRST + timedelta(weeks=(number - 7) % _LARGE_ITEMS_AREAS)
        found.append(Area(str(number), f"Large items area {number}", order[number], {"first": first.isoformat()}))
    return found


def sweeping(city: City) -> list[Area]:
    """In the old grid, each zone twice: one day for the even side of its streets, another for the odd."""
    west, east, south = city.plan.old
    inner = outline(city.plan, shapely.box(west, -south, east, 0.5))
    old = np.flatnonzero(shapely.contains_xy(inner, city.blocks.middles.real, city.blocks.middles.imag))
    zones = city.splitter.cut(old.tolist(), _SWEEPING_ZONES, city.random("sweeping"))
    found = []
    for index, parts in enumerate(zones):
        nth = 1 + index // 4 % 4
        for side, weekday in (("even", _WEEKDAYS[index % 4]), ("odd", _WEEKDAYS[index % 4 + 1])):
            details = {"weekday": weekday, "nth": str(nth), "side": side}
            found.append(Area(f"S{index + 1:02d}-{side}", f"Sweeping {index + 1}, {side} side", parts, details))
    return found
