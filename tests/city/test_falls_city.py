"""The demo city: what the generator makes, that it is in the tree, and that it hangs together as a city does."""

import gzip
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import shapely

from brightline.city.kinds import ONE_EACH, AreaKind, FacilityKind
from brightline.city.packs import pack
from brightline.city.packs.places import AreaRow, FacilityRow, Places
from brightline.city.place import AreaHere
from brightline.platform.kernel import environment
from brightline.resident.collection.calendar import reading, schedule, set_outs

DEMO = environment.ROOT / "cities" / "falls-city"
MADE = ("addresses.csv.gz", "areas", "facilities", "basemap")
COLLECTED = (AreaKind.GARBAGE_ROUTE, AreaKind.RECYCLING_ROUTE, AreaKind.YARD_WASTE_ROUTE, AreaKind.LARGE_ITEMS_AREA)
EVERYWHERE = ONE_EACH - {AreaKind.SERVICE_DISTRICT, *COLLECTED}
METERS = 111_000
EAST = 0.785  # of a degree of longitude, as long as one of latitude


def _read(folder: Path) -> Places:
    whole = pack.read(folder, now=datetime(2026, 11, 27, tzinfo=UTC), policies=None, progress=lambda _said: None)
    assert whole.told == ()
    return whole.places


def _generate(folder: Path, *options: str) -> None:
    subprocess.run([sys.executable, DEMO / "generate", "--out", folder, *options], check=True)


def _flat(shapes: object) -> object:
    """Degrees as meters, near enough for a town."""
    return shapely.transform(shapes, lambda xy: xy * (METERS * EAST, METERS))


@pytest.fixture(scope="module")
def places() -> Places:
    return _read(DEMO)


@pytest.fixture(scope="module")
def points(places: Places) -> np.ndarray:
    return shapely.points(places.addresses["longitude"].to_numpy(), places.addresses["latitude"].to_numpy())


def _areas(places: Places, kind: AreaKind) -> list[AreaRow]:
    return [row for row in places.areas if row.kind == kind]


def _facilities(places: Places, kind: FacilityKind) -> list[FacilityRow]:
    return [row for row in places.facilities if row.kind == kind]


def _inside(areas: list[AreaRow], points: np.ndarray) -> np.ndarray:
    """Pairs: an area's place in the list, an address's."""
    return shapely.STRtree(points).query([row.shape for row in areas], predicate="intersects")


def _known(places: Places) -> dict[str, object]:
    return places.addresses.row(by_predicate=pl.col("key") == "1604-harbor-st-40203", named=True)


def test_what_is_in_the_tree_is_what_the_generator_makes(tmp_path: Path) -> None:
    _generate(tmp_path)
    made = {path.relative_to(tmp_path): path for path in tmp_path.rglob("*") if path.is_file()}
    there = {
        path.relative_to(DEMO) for name in MADE for path in [DEMO / name, *(DEMO / name).rglob("*")] if path.is_file()
    }
    assert made.keys() == there
    for name, path in made.items():
        ours, theirs = path.read_bytes(), (DEMO / name).read_bytes()
        if name.suffix == ".gz":
            # What is in it: another build of zlib may pack it otherwise.
            ours, theirs = gzip.decompress(ours), gzip.decompress(theirs)
        assert ours == theirs, name


def test_another_seed_is_another_city_and_just_as_sound(tmp_path: Path) -> None:
    _generate(tmp_path, "--seed", "2", "--addresses", "3000")
    shutil.copy(DEMO / "city.toml", tmp_path)
    other = _read(tmp_path.rename(tmp_path.parent / "other-city"))
    assert other.addresses.height == 3000
    assert _known(other)["street"] == "Harbor St"
    assert (tmp_path.parent / "other-city/addresses.csv.gz").read_bytes() != (DEMO / "addresses.csv.gz").read_bytes()


def test_it_is_small_enough_to_live_in_the_tree() -> None:
    assert sum(path.stat().st_size for path in DEMO.rglob("*") if path.is_file()) < 6_000_000


def test_there_are_as_many_of_each_as_the_city_says(places: Places) -> None:
    areas = Counter(row.kind for row in places.areas)
    assert areas == {
        AreaKind.SERVICE_DISTRICT: 1,
        AreaKind.GARBAGE_ROUTE: 40,
        AreaKind.RECYCLING_ROUTE: 30,
        AreaKind.YARD_WASTE_ROUTE: 20,
        AreaKind.LARGE_ITEMS_AREA: 12,
        AreaKind.SWEEPING_ROUTE: 32,
        AreaKind.POLICE_DIVISION: 8,
        AreaKind.POLICE_BEAT: 40,
        AreaKind.FIRE_DISTRICT: 14,
        AreaKind.COUNCIL_DISTRICT: 26,
        AreaKind.PRECINCT: 250,
        AreaKind.STATE_HOUSE: 9,
        AreaKind.STATE_SENATE: 4,
        AreaKind.NEIGHBORHOOD: 60,
        AreaKind.ZIP: 12,
        AreaKind.ELEMENTARY_SCHOOL_ZONE: 24,
        AreaKind.MIDDLE_SCHOOL_ZONE: 7,
        AreaKind.HIGH_SCHOOL_ZONE: 4,
        AreaKind.HISTORIC_DISTRICT: 6,
        AreaKind.FLOOD_ZONE: 2,
    }
    facilities = Counter(row.kind for row in places.facilities)
    assert facilities.keys() == set(FacilityKind)
    assert (facilities[FacilityKind.POLICE_STATION], facilities[FacilityKind.FIRE_STATION]) == (8, 14)
    assert facilities[FacilityKind.SCHOOL] == 24 + 7 + 4
    assert places.addresses.height == 25_000
    assert places.addresses.filter(pl.col("unit") != "").height > 1_000


@pytest.mark.parametrize("kind", sorted(EVERYWHERE))
def test_every_address_lies_in_exactly_one_area_of_a_kind_that_covers_the_city(
    places: Places, points: np.ndarray, kind: AreaKind
) -> None:
    _area, address = _inside(_areas(places, kind), points)
    assert np.array_equal(np.sort(address), np.arange(len(points)))


@pytest.mark.parametrize("kind", COLLECTED)
def test_each_collection_comes_by_one_route_to_every_address_of_the_service_district_and_to_no_other(
    places: Places, points: np.ndarray, kind: AreaKind
) -> None:
    _area, within = _inside(_areas(places, AreaKind.SERVICE_DISTRICT), points)
    _route, served = _inside(_areas(places, kind), points)
    assert np.array_equal(np.sort(served), np.sort(within))
    assert 0.5 < len(within) / len(points) < 0.8


@pytest.mark.parametrize("kind", sorted(ONE_EACH))
def test_areas_of_a_kind_tile_what_they_cover_without_a_sliver(places: Places, kind: AreaKind) -> None:
    shapes = _flat([row.shape for row in _areas(places, kind)])
    assert shapely.is_valid(shapes).all()
    assert shapely.area(shapes).sum() == pytest.approx(shapely.area(shapely.union_all(shapes)), rel=1e-6)
    # In one piece, and wide enough to stand in.
    assert {shape.geom_type for shape in shapes} == {"Polygon"}
    assert not shapely.is_empty(shapely.buffer(shapes, -20)).any()


@pytest.mark.parametrize(
    ("kind", "least", "most"),
    [
        (AreaKind.COUNCIL_DISTRICT, 0.95, 1.05),
        (AreaKind.STATE_HOUSE, 0.9, 1.1),
        (AreaKind.STATE_SENATE, 0.9, 1.1),
        (AreaKind.POLICE_DIVISION, 0.95, 1.05),
        (AreaKind.POLICE_BEAT, 0.9, 1.1),
        (AreaKind.GARBAGE_ROUTE, 0.9, 1.1),
        (AreaKind.PRECINCT, 0.4, 1.65),
    ],
)
def test_areas_of_a_kind_have_about_as_many_addresses_each(
    places: Places, points: np.ndarray, kind: AreaKind, least: float, most: float
) -> None:
    areas = _areas(places, kind)
    many = np.bincount(_inside(areas, points)[0], minlength=len(areas))
    assert many.min() / many.mean() > least
    assert many.max() / many.mean() < most


@pytest.mark.parametrize(
    ("small", "large"),
    [
        (AreaKind.PRECINCT, AreaKind.COUNCIL_DISTRICT),
        (AreaKind.PRECINCT, AreaKind.STATE_HOUSE),
        (AreaKind.PRECINCT, AreaKind.STATE_SENATE),
        (AreaKind.POLICE_BEAT, AreaKind.POLICE_DIVISION),
    ],
)
def test_the_small_lie_within_the_large(places: Places, small: AreaKind, large: AreaKind) -> None:
    around = [row.shape for row in _areas(places, large)]
    for row in _areas(places, small):
        share = max(shapely.area(shapely.intersection(around, row.shape))) / row.shape.area
        assert share == pytest.approx(1, abs=1e-6), row.key


def test_no_address_stands_twice(places: Places) -> None:
    assert places.addresses.select("number", "street", "unit").is_duplicated().sum() == 0
    assert places.addresses["key"].is_unique().all()


def test_addresses_stand_along_their_street_and_off_every_other(places: Places) -> None:
    lines = {}
    for feature in json.loads((DEMO / "basemap/streets.geojson").read_text())["features"]:
        shape = _flat(shapely.from_geojson(json.dumps(feature["geometry"])))
        lines.setdefault(feature["properties"]["name"], []).append(shape)
    names = list(lines)
    streets = np.array([shapely.union_all(lines[name]) for name in names])
    at = _flat(shapely.points(places.addresses["longitude"].to_numpy(), places.addresses["latitude"].to_numpy()))
    own = streets[[names.index(street) for street in places.addresses["street"]]]
    far = shapely.distance(at, own)
    assert far.min() > 8
    assert far.max() < 45
    address, street = shapely.STRtree(streets).query(at, predicate="dwithin", distance=8)
    assert len(address) == len(street) == 0


def test_doors_keep_their_distance_and_numbers_rise_along_the_street(places: Places) -> None:
    doors = places.addresses.filter((pl.col("unit") == "") & ~pl.col("number").str.contains(" "))
    doors = doors.with_columns(whole=pl.col("number").cast(pl.Int64))
    at = _flat(shapely.points(doors["longitude"].to_numpy(), doors["latitude"].to_numpy()))
    one, other = shapely.STRtree(at).query(at, predicate="dwithin", distance=4)
    assert np.array_equal(one, other)
    # Of two steps on one side of a block, the way to the farther number is the longer one.
    xy = shapely.get_coordinates(at)
    doors = doors.with_columns(x=xy[:, 0], y=xy[:, 1]).sort("street", "whole")
    side = [pl.col("street"), pl.col("whole") % 2, pl.col("whole") // 100]
    steps = doors.with_columns(
        near=((pl.col("x") - pl.col("x").shift(1)) ** 2 + (pl.col("y") - pl.col("y").shift(1)) ** 2).sqrt().over(side),
        next=((pl.col("x") - pl.col("x").shift(2)) ** 2 + (pl.col("y") - pl.col("y").shift(2)) ** 2).sqrt().over(side),
    ).drop_nulls()
    assert (steps["next"] > steps["near"]).mean() > 0.99
    assert steps["near"].max() < 200


def test_streets_are_as_hard_to_tell_apart_as_a_citys_are(places: Places) -> None:
    streets = set(places.addresses["street"])
    assert {"Harbor St", "W Arbor St", "4th Ave", "N 4th St", "S 4th St", "W Liberty St", "E Liberty St"} <= streets
    assert {"W Park Ave", "Park Rd", "E Parkway"} <= streets
    assert any(street.startswith("St ") for street in streets)


def test_fourth_and_liberty_cross(places: Places) -> None:
    shapes = {name: [] for name in ("S 4th St", "W Liberty St")}
    for feature in json.loads((DEMO / "basemap/streets.geojson").read_text())["features"]:
        if feature["properties"]["name"] in shapes:
            shapes[feature["properties"]["name"]].append(_flat(shapely.from_geojson(json.dumps(feature["geometry"]))))
    fourth, liberty = (shapely.union_all(several) for several in shapes.values())
    assert shapely.distance(fourth, liberty) < 2


def test_what_is_told_of_1604_harbor_st_holds(places: Places) -> None:
    known = _known(places)
    here = shapely.Point(known["longitude"], known["latitude"])
    keys = {row.kind: row.key for row in places.areas if row.kind in ONE_EACH and row.shape.covers(here)}
    assert (keys[AreaKind.COUNCIL_DISTRICT], keys[AreaKind.PRECINCT]) == ("6", "H118")
    assert (keys[AreaKind.STATE_HOUSE], keys[AreaKind.STATE_SENATE]) == ("43", "33")
    assert (keys[AreaKind.POLICE_DIVISION], keys[AreaKind.POLICE_BEAT]) == ("4", "412")
    assert (keys[AreaKind.FIRE_DISTRICT], keys[AreaKind.ZIP], keys[AreaKind.NEIGHBORHOOD]) == (
        "6",
        "40203",
        "old-harbor",
    )
    assert keys[AreaKind.SERVICE_DISTRICT] == "urban"
    assert (keys[AreaKind.LARGE_ITEMS_AREA], known["zip"]) == ("7", "40203")
    nearest = {}
    for kind in FacilityKind:
        there = _facilities(places, kind)
        miles = (
            shapely.distance(_flat([shapely.Point(row.longitude, row.latitude) for row in there]), _flat(here)) / 1609
        )
        nearest[kind] = there[int(np.argmin(miles))].name, round(float(miles.min()), 1)
    assert nearest[FacilityKind.FIRE_STATION] == ("Engine 6", 0.4)
    assert nearest[FacilityKind.HOSPITAL] == ("Falls General Hospital", 1.9)
    assert nearest[FacilityKind.LIBRARY] == ("Harbor branch library", 0.5)
    assert nearest[FacilityKind.PARK] == ("Wheel Park", 0.2)
    assert nearest[FacilityKind.SCHOOL] == ("Shelby Elementary", 0.3)
    assert nearest[FacilityKind.POLLING_PLACE] == ("Shelby School gym", 0.3)
    assert nearest[FacilityKind.POLICE_STATION][0] == "Police, 4th Division"


def test_thanksgiving_2020_moved_what_the_city_said_it_moved(places: Places) -> None:
    known = _known(places)
    here = shapely.Point(known["longitude"], known["latitude"])
    areas: dict[AreaKind, tuple[AreaHere, ...]] = {}
    for row in places.areas:
        if row.shape.covers(here):
            areas[row.kind] = (*areas.get(row.kind, ()), AreaHere(row.kind, row.key, row.name, row.details))
    rules = reading.read((DEMO / "collection.toml").read_text(), "America/Kentucky/Louisville")
    found = set_outs.set_outs(rules, schedule.schedule_of(rules, areas), [], date(2020, 11, 23), date(2020, 12, 14))
    days: dict[str, list[str]] = {}
    for each in found:
        days.setdefault(each.service.id, []).append(f"{each.day:%a %d %b}")
    assert days["garbage"][0] == "Fri 27 Nov"
    assert days["recycling"] == ["Fri 04 Dec"]
    assert days["yard_waste"][0] == "Sat 28 Nov"
    assert days["large_items"] == ["Mon 14 Dec"]


def test_each_area_that_sends_people_somewhere_names_a_place_there_is(places: Places) -> None:
    polls = {row.key for row in _facilities(places, FacilityKind.POLLING_PLACE)}
    schools = {row.key for row in _facilities(places, FacilityKind.SCHOOL)}
    assert {row.details["polling_place"] for row in _areas(places, AreaKind.PRECINCT)} == polls
    zones = (AreaKind.ELEMENTARY_SCHOOL_ZONE, AreaKind.MIDDLE_SCHOOL_ZONE, AreaKind.HIGH_SCHOOL_ZONE)
    assert {row.details["school"] for kind in zones for row in _areas(places, kind)} == schools


def test_stations_stand_in_the_area_they_serve(places: Places) -> None:
    for kind, served, prefix in (
        (FacilityKind.POLICE_STATION, AreaKind.POLICE_DIVISION, "division-"),
        (FacilityKind.FIRE_STATION, AreaKind.FIRE_DISTRICT, "engine-"),
    ):
        shapes = {row.key: row.shape for row in _areas(places, served)}
        for row in _facilities(places, kind):
            point = shapely.Point(row.longitude, row.latitude)
            assert shapes[row.key.removeprefix(prefix)].covers(point), row.name


def test_police_divisions_are_those_a_request_can_lie_in(places: Places) -> None:
    whole = pack.read(DEMO, now=datetime(2026, 11, 27, tzinfo=UTC), policies=None, progress=lambda _said: None)
    assert [row.name for row in _areas(places, AreaKind.POLICE_DIVISION)] == whole.identity.districts


def test_who_holds_a_district_can_be_reached_and_is_nobody(places: Places) -> None:
    held = [
        row
        for kind in (AreaKind.COUNCIL_DISTRICT, AreaKind.STATE_HOUSE, AreaKind.STATE_SENATE)
        for row in _areas(places, kind)
    ]
    assert all(row.details.keys() >= {"holder", "phone", "email", "url"} for row in held)
    assert len({row.details["holder"] for row in held}) == len(held)
    for row in (*places.areas, *places.facilities):
        assert re.fullmatch(r"311|\(\d{3}\) 555-01\d\d|", row.details.get("phone", "")), row.key
        assert re.fullmatch(r"\S+\.example|", row.details.get("email", "")), row.key
        assert re.match(r"https://[a-z0-9.-]+\.example(/|$)|$", row.details.get("url", "")), row.key
