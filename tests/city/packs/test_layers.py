"""Areas, facilities and what is drawn beside: each thing that can be wrong with them, and what is not."""

from pathlib import Path
from typing import Any

import pytest
import shapely

from brightline.city.kinds import DrawnKind
from tests.support.packs import APack, openaddress, write_shapefile

METER = 1 / 111_320


@pytest.fixture
def a_pack(tmp_path: Path) -> APack:
    """With an address, which says where the city is."""
    row = openaddress("1604", "Harbor St", -85.795, 38.205, POSTCODE="40203")
    return APack(tmp_path).addresses([row])


def square(column: float, row: float = 0, side: float = 1) -> shapely.Polygon:
    """Of a hundredth of a degree, about a kilometer."""
    west, south = -85.8 + column / 100, 38.2 + row / 100
    return shapely.box(west, south, west + side / 100, south + side / 100)


def test_a_file_with_our_names_needs_no_fields(a_pack: APack) -> None:
    (area,) = (
        a_pack.areas("precinct", [(square(0), {"key": "H118", "name": "Precinct H118", "seats": 2})])
        .read()
        .places.areas
    )
    assert (area.key, area.name, area.details) == ("H118", "Precinct H118", {"seats": "2"})


def test_fields_details_and_a_name_for_all_come_from_city_toml(a_pack: APack) -> None:
    a_pack.areas(
        "council_district",
        [(square(0), {"DIST": 6, "MEMBER": "Ada Quill", "SHAPE_LEN": 1.5})],
        fields={"key": "DIST", "holder": "MEMBER"},
        name="District {key}",
        details={"phone": "311"},
    )
    (area,) = a_pack.read().places.areas
    assert (area.key, area.name, area.details) == ("6", "District 6", {"holder": "Ada Quill", "phone": "311"})


def test_a_shapefile_in_feet_is_read_through_its_prj(a_pack: APack) -> None:
    write_shapefile(a_pack.folder / "a.shp", [(square(0), {"NAME": "Old Harbor"})], "EPSG:2246")
    a_pack.table("areas", kind="neighborhood", file="a.shp", fields={"key": "NAME"})
    (area,) = a_pack.read().places.areas
    assert area.shape.symmetric_difference(square(0)).area < 1e-3 * square(0).area


def test_an_area_drawn_in_parts_is_one(a_pack: APack) -> None:
    said = {"key": "g-1", "weekday": "monday"}
    (area,) = a_pack.areas("garbage_route", [(square(0), said), (square(5), said)]).read().places.areas
    assert area.shape.geom_type == "MultiPolygon"
    assert area.shape.area == pytest.approx(2 * square(0).area)


def test_a_holed_area_with_another_in_its_hole_is_sound(a_pack: APack) -> None:
    around = shapely.Polygon(square(0, 0, 3).exterior, [square(1, 1).exterior])
    read = a_pack.areas("council_district", [(around, {"key": "1"}), (square(1, 1), {"key": "2"})]).read()
    assert read.told == ()
    assert [len(area.shape.interiors) for area in read.places.areas] == [1, 0]  # type: ignore[attr-defined]


def test_a_slip_of_the_hand_is_mended_and_told(a_pack: APack) -> None:
    touching = shapely.Polygon([(-85.8, 38.2), (-85.6, 38.2), (-85.6, 38.4), (-85.7, 38.2), (-85.8, 38.4)])
    read = a_pack.areas("zip", [(touching, {"key": "40203"})]).read()
    assert read.places.areas[0].shape.is_valid
    assert "zip.geojson feature 1 touches or crosses itself at longitude -85.7, latitude 38.2" in read.told[0]


BOW = shapely.Polygon([(-85.8, 38.2), (-85.7, 38.3), (-85.7, 38.2), (-85.8, 38.3)])
WRONG: dict[str, tuple[list[tuple[Any, dict[str, Any]]], str]] = {
    "crosses itself": ([(BOW, {"key": "1"})], "feature 1 crosses itself at longitude -85.75, latitude 38.25"),
    "overlaps": (
        [(square(0), {"key": "1"}), (square(0.5), {"key": "2"})],
        "feature 2 (2) lies over feature 1 (1) on 48",
    ),
    "one in another": ([(square(0, 0, 3), {"key": "1"}), (square(1, 1), {"key": "2"})], "feature 2 (2) lies over"),
    "no shape": ([(square(0), {"key": "1"}), (None, {"key": "2"})], "feature 2 has no shape; draw it"),
    "an empty shape": ([(shapely.Polygon(), {"key": "1"})], "feature 1 has an empty shape; draw it"),
    "a line": ([(square(0).exterior, {"key": "1"})], "feature 1 is a LinearRing and no area"),
    "no key": ([(square(0), {"name": "1"})], "feature 1 has no key; give it one"),
    "a key twice": (
        [(square(0), {"key": "1", "x": 1}), (square(3), {"key": "1", "x": 2})],
        "feature 2 has the key '1' of feature 1 in council_district.geojson and says other things of it",
    ),
    "a long name": ([(square(0), {"key": "1", "name": "N" * 121})], "feature 1 has a name longer than 120 characters"),
    "one corner at null island": (
        [(shapely.Polygon([(-85.8, 38.2), (-85.7, 38.2), (0, 0)]), {"key": "1"})],
        "feature 1: (0, 0) lies 5,99",
    ),
    "one swapped": (
        [(square(0), {"key": "1"}), (square(1), {"key": "2"}), (shapely.box(38.2, -85.8, 38.3, -85.7), {"key": "3"})],
        "feature 3: longitude 38.3 and latitude -85.8 look swapped",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_with_an_area_is_one_sentence_with_its_feature(what: str, a_pack: APack) -> None:
    features, said = WRONG[what]
    (problem,) = a_pack.areas("council_district", features).problems()
    assert problem.startswith(f"council_district.geojson {said}"), problem


def test_areas_of_kinds_that_may_overlap_do(a_pack: APack) -> None:
    a_pack.areas("flood_zone", [(square(0), {"key": "A"}), (square(0.5), {"key": "X"})])
    assert len(a_pack.read().places.areas) == 2


def test_a_sliver_is_no_overlap_and_more_can_be_allowed(a_pack: APack) -> None:
    wider = square(1 - 300 * METER)
    a_pack.areas("zip", [(square(0), {"key": "1"}), (square(1 - 300 * METER), {"key": "2"})])
    assert wider.intersection(square(0)).area > 0
    assert a_pack.read().told == ()
    a_pack.areas("precinct", [(square(0), {"key": "1"}), (square(0.98), {"key": "2"})])
    assert len(a_pack.problems()) == 1
    a_pack._tables[-1] += "\noverlap_meters = 30"
    a_pack.read()


def test_a_file_that_lies_elsewhere_is_said_to_be_in_another_projection(a_pack: APack) -> None:
    a_pack.areas("zip", [(square(0), {"key": "40203"})])
    a_pack.areas("precinct", [(square(place), {"key": str(place)}) for place in range(3)], crs="EPSG:3857")
    # Said to be in the feet of another zone than they are in.
    a_pack._tables[-1] += '\nprojection = "EPSG:2205"'
    (problem,) = a_pack.problems()
    assert problem.startswith("precinct.geojson: it")
    assert 'projection = "EPSG:…"' in problem.replace("the right ", "")


def test_meters_taken_for_degrees_are_said_to_be_none(a_pack: APack) -> None:
    meters = shapely.transform(square(0), lambda points: points * 111_320)
    (problem,) = a_pack.areas("precinct", [(meters, {"key": "1"}), (meters, {"key": "2"})]).problems()
    assert problem.startswith("precinct.geojson: its coordinates, as (")
    assert "under [[areas]] 1." in problem


def test_a_place_is_a_point_a_row_or_an_area_and_gets_a_key_of_its_name(a_pack: APack) -> None:
    a_pack.facilities("park", [(square(0), {"name": "Wheel Park, east"}), (shapely.Point(-85.8, 38.2), {"name": "Ä"})])
    (a_pack.folder / "libraries.csv").write_text(
        "Branch,Street address,X,Y\nHarbor,1 Harbor St,-85.79,38.21\n", encoding="utf-8"
    )
    a_pack.table(
        "facilities",
        kind="library",
        file="libraries.csv",
        fields={"name": "Branch", "address": "Street address", "longitude": "X", "latitude": "Y"},
        details={"phone": "311"},
    )
    park, small, library = a_pack.read().places.facilities
    assert (park.key, small.key) == ("wheel-park-east", "a")
    assert shapely.Point(park.longitude, park.latitude).within(square(0))
    assert (library.key, library.address, library.details) == ("harbor", "1 Harbor St", {"phone": "311"})
    assert (library.longitude, library.latitude) == (-85.79, 38.21)


def test_what_is_wrong_with_a_facility_is_one_sentence(a_pack: APack) -> None:
    (a_pack.folder / "libraries.csv").write_text(
        "name,longitude,latitude\nHarbor,west,38\nHarbor,-85.79,38.21\nHarbor,-85.79,38.21\n"
    )
    a_pack.table("facilities", kind="library", file="libraries.csv")
    assert a_pack.problems() == [
        "libraries.csv line 2 has no number for longitude or latitude; write both.",
        "libraries.csv line 4 has the key 'harbor' of another; give each its own key.",
    ]


def test_an_area_that_names_a_place_nobody_knows_is_told(a_pack: APack) -> None:
    a_pack.facilities("polling_place", [(shapely.Point(-85.8, 38.2), {"key": "gym", "name": "Gym"})])
    a_pack.areas(
        "precinct",
        [(square(0), {"key": "1", "polling_place": "gym"}), (square(1), {"key": "2", "polling_place": "hall"})],
    )
    (told,) = a_pack.read().told
    assert told.endswith("city.toml: precinct 2 names the polling_place 'hall', and there is none of that key.")


def test_what_a_map_shows_beside_is_kept_as_lines_and_areas(a_pack: APack) -> None:
    lines = [(shapely.LineString([(-85.8, 38.2), (-85.7, 38.2)]), {"name": "Harbor St", "main": True})]
    a_pack.areas("zip", [(square(0), {"key": "40203"})])
    a_pack.folder.joinpath("x").mkdir()
    from tests.support.packs import write_geojson

    write_geojson(a_pack.folder / "streets.geojson", lines)
    a_pack.table("basemap", kind="street", file="streets.geojson")
    (street,) = a_pack.read().places.drawn[DrawnKind.STREET]
    assert street["properties"] == {"name": "Harbor St", "main": True}
    a_pack.table("basemap", kind="water", file="streets.geojson")
    assert a_pack.problems() == ["streets.geojson feature 1 is a LineString; draw it as a Polygon."]


TABLES: dict[str, tuple[str, str]] = {
    "no table": ("areas = 3", "[areas] is no list of tables"),
    "single brackets": ('[areas]\nkind = "zip"', "[areas] is no list of tables"),
    "an unknown kind": (
        '[[areas]]\nkind = "ward"\nfile = "a"',
        "[[areas]] 1 kind 'ward' is unknown; choose one of ser",
    ),
    "no file": ('[[areas]]\nkind = "zip"', "[[areas]] 1 file is missing or no text"),
    "a file that is not there": ('[[areas]]\nkind = "zip"\nfile = "z.shp"', "[[areas]] 1 file 'z.shp' is not there"),
    "a slip in a key": (
        '[[areas]]\nkind = "zip"\nfile = "city.toml"\nfield = 1',
        "[[areas]] 1 field is unknown; write fields, or take it out.",
    ),
    "a name for all": (
        '[[areas]]\nkind = "zip"\nfile = "city.toml"\nname = "Zip"',
        "[[areas]] 1 name 'Zip' would name",
    ),
    "a width": (
        '[[areas]]\nkind = "zip"\nfile = "city.toml"\noverlap_meters = "x"',
        "[[areas]] 1 overlap_meters 'x' is",
    ),
    "a field that is no text": (
        '[[areas]]\nkind = "zip"\nfile = "city.toml"\nfields = {key = 1}',
        "[[areas]] 1 fields key is",
    ),
    "addresses of another kind": ("addresses = 3", "[addresses] is no table"),
    "a format": (
        '[addresses]\nfile = "city.toml"\nformat = "xls"',
        "[addresses] format 'xls' is unknown; choose one of",
    ),
    "an address field": (
        '[addresses]\nfile = "city.toml"\nfields = {zipcode = "Z"}',
        "[addresses] fields zipcode is unknown",
    ),
    "a facility's kind": ('[[facilities]]\nkind = "pub"\nfile = "a"', "[[facilities]] 1 kind 'pub' is unknown"),
    "a phone without a number": ('[[phones]]\nname = "311"', "[[phones]] 1 phone is missing"),
    "a slip in a kind": ('[[areas]]\nkind = "zips"\nfile = "a"', "[[areas]] 1 kind 'zips' is unknown; write zip."),
    "the server's own file": (
        '[addresses]\nfile = "/etc/passwd"',
        "[addresses] file '/etc/passwd' lies outside this folder; copy it into it and name it there.",
    ),
    "a file beside the pack": (
        '[[areas]]\nkind = "zip"\nfile = "../../x.geojson"',
        "[[areas]] 1 file '../../x.geojson' lies outside this folder",
    ),
    "one file twice": (
        '[[areas]]\nkind = "zip"\nfile = "city.toml"\n[[areas]]\nkind = "zip"\nfile = "./city.toml"',
        "[[areas]] 2 has kind and file of [[areas]] 1 again; take one of the two out.",
    ),
    "phones": ('phones = "311"', "[phones] is no list of tables"),
}


@pytest.mark.parametrize("what", TABLES)
def test_a_mistake_in_city_toml_is_one_sentence(what: str, tmp_path: Path) -> None:
    text, said = TABLES[what]
    pack = APack(tmp_path)
    top, rest = (text + "\n", "") if not text.startswith("[") else ("", text)
    pack.written()
    path = pack.folder / "city.toml"
    path.write_text(top + path.read_text() + "\n" + rest)
    pack.written = lambda: pack.folder  # type: ignore[method-assign]
    problems = pack.problems()
    assert problems[0].startswith(f"city.toml: {said}"), problems


def test_every_problem_of_every_file_is_listed_at_once(a_pack: APack) -> None:
    a_pack.areas("zip", [(None, {"key": "1"}), (BOW, {"key": "2"})])
    a_pack.facilities("park", [(None, {"name": "Wheel Park"})])
    a_pack._tables[0] = a_pack._tables[0].replace("[addresses]", '[addresses]\nformat = "xls"')
    assert [line.split(" ")[0] for line in a_pack.problems()] == [
        "city.toml:",
        "zip.geojson",
        "zip.geojson",
        "park.geojson",
    ]
