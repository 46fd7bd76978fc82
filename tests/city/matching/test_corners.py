"""Corners, worked out from addresses alone, beside where the streets truly meet."""

import json
import math
from itertools import combinations

import polars as pl
import pytest
import shapely.geometry

from brightline.city.matching.match import MatchKind
from brightline.platform.kernel.environment import ROOT
from tests.support import towns

METERS = 111_320
DEMO_STREETS = ROOT / "cities" / "falls-city" / "basemap" / "streets.geojson"


def _meters(match, longitude: float, latitude: float) -> float:
    east = (match.longitude - longitude) * METERS * math.cos(math.radians(latitude))
    return math.hypot(east, (match.latitude - latitude) * METERS)


@pytest.fixture(scope="module")
def cross():
    """Two streets that cross at (-85.7, 38.2), a third beside the first, a fourth far off: houses every 25 m."""
    rows = []
    for street, (west_east, x, y) in {
        "N 4th St": (False, 0, 0), "Liberty St": (True, 0, 0), "N 5th St": (False, 90, 0), "Far Rd": (True, 0, 5000),
    }.items():  # fmt: skip
        for place in range(-12, 13):
            along, aside = place * 25 + 12, 15 if place % 2 else -15
            east, north = (x + along, y + aside) if west_east else (x + aside, y + along)
            point = (-85.7 + east / METERS / math.cos(math.radians(38.2)), 38.2 + north / METERS)
            number = str(1000 + place)
            rows.append({"number": number, "street": street, "unit": "", "zip": "40203", "key": number + street,
                         "longitude": point[0], "latitude": point[1]})  # fmt: skip
    return towns.index(pl.DataFrame(rows))


@pytest.mark.parametrize(
    "typed",
    [
        "4th and Liberty", "4th & Liberty", "corner of 4th and liberty", "4th @ liberty", "4th/liberty", "Liberty y 4",
        "n fourth st & libery st", "calle liberty esquina calle 4", "4th & liberty, 40203", "esquina de 4th y liberty",
        "4th at liberty",
    ],
)  # fmt: skip
def test_a_corner_is_found_however_it_is_said(cross, typed) -> None:
    best = cross.search(typed)[0]
    assert best.kind == MatchKind.CORNER
    assert sorted(best.label.split(" & ")) == ["Liberty St", "N 4th St"]
    assert _meters(best, -85.7, 38.2) < 10


def test_streets_that_do_not_meet_have_no_corner(cross) -> None:
    for typed in ("4th & 5th", "liberty & far", "4th & far"):
        assert [match for match in cross.search(typed) if match.kind == MatchKind.CORNER] == []


def test_the_other_street_is_suggested_while_it_is_typed(cross) -> None:
    for typed in ("4th &", "4th & l", "4th and lib"):
        assert cross.suggest(typed)[0].label == "N 4th St & Liberty St"


def test_generated_corners_are_found_within_30_meters() -> None:
    index = towns.generated_index(60_000)
    crossings = towns.generated(60_000).crossings
    found = {
        crossing: match
        for crossing in crossings
        for match in index.search(f"{crossing.one} & {crossing.other}", 1)
        if match.kind == MatchKind.CORNER
    }
    right = [
        match for crossing, match in found.items() if set(match.label.split(" & ")) == {crossing.one, crossing.other}
    ]
    assert len(crossings) > 100
    assert len(right) >= 0.97 * len(crossings)
    off = sorted(_meters(match, at.longitude, at.latitude) for at, match in found.items())
    assert off[len(off) // 2] < 8
    assert off[-1] < 30


def test_falls_citys_corners_are_where_its_streets_meet() -> None:
    """Of the lines drawn on the map, which the index never sees, those that cross do so where the corner is found."""
    features = json.loads(DEMO_STREETS.read_text("utf-8"))["features"]
    lines = {feature["properties"]["name"]: shapely.geometry.shape(feature["geometry"]) for feature in features}
    built = set(towns.falls_city().addresses["street"].unique())
    pairs = [pair for pair in combinations(sorted(lines.keys() & built), 2) if lines[pair[0]].crosses(lines[pair[1]])]
    index, off = towns.falls_city_index(), []
    for one, other in pairs:
        best = index.search(f"{one} & {other}", 1)
        if best and best[0].kind == MatchKind.CORNER and set(best[0].label.split(" & ")) == {one, other}:
            at = lines[one].intersection(lines[other])
            points = [point.centroid for point in getattr(at, "geoms", [at])]
            off.append(min(_meters(best[0], point.x, point.y) for point in points))
    off.sort()
    assert len(pairs) > 200
    assert len(off) >= 0.97 * len(pairs)
    assert off[len(off) // 2] < 15
    assert off[len(off) * 9 // 10] < 40
