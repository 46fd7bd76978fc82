"""Addresses in the formats cities have them in, and what is wrong with a row said with its line."""

import gzip
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from brightline.city.packs import addresses
from brightline.city.packs.problems import MOST_SHOWN
from tests.support.packs import APack, openaddress, write_geojson, write_shapefile

HERE = (-85.75, 38.25)


@pytest.fixture
def a_pack(tmp_path: Path) -> APack:
    return APack(tmp_path)


def rows(pack: APack) -> list[dict[str, Any]]:
    return pack.read().places.addresses.to_dicts()


def many(count: int = 40) -> list[dict[str, Any]]:
    """So many addresses of a street, each with its ZIP."""
    return [
        openaddress(str(1600 + place), "Harbor St", HERE[0] + place / 10_000, HERE[1], POSTCODE="40203")
        for place in range(count)
    ]


def nena(number: int, longitude: float, latitude: float, **more: Any) -> dict[str, Any]:
    """A SiteStructureAddressPoint of NENA-STA-006."""
    said = {
        "NGUID": f"urn:{number}",
        "State": "KY",
        "County": "Falls County",
        "Inc_Muni": "Falls City",
        "AddNum_Pre": None,
        "Add_Number": number,
        "AddNum_Suf": None,
        "St_PreDir": "North",
        "St_Name": "4th",
        "St_PosTyp": "Street",
        "Post_Comm": None,
        "Post_Code": "40202",
        "Unit": None,
        "Long": longitude,
        "Lat": latitude,
    }
    return {**said, **more}


def test_openaddresses_csv(a_pack: APack) -> None:
    first, second = rows(
        a_pack.addresses(
            [
                openaddress("1604", "Harbor St", *HERE, CITY="Falls City", REGION="KY", POSTCODE="40203-1234"),
                openaddress("1604 1/2", " N  4th St ", *HERE, UNIT="Apt 2", POSTCODE="2134"),
            ],
            state="KY",
        )
    )
    assert first["key"] == "1604-1-2-n-4th-st-apt-2-02134"
    assert (first["number"], first["street"], first["unit"], first["zip"]) == ("1604 1/2", "N 4th St", "Apt 2", "02134")
    assert (first["city"], first["state"]) == ("", "KY")
    assert second["key"] == "1604-harbor-st-40203"
    assert (second["city"], second["state"], second["zip"]) == ("Falls City", "KY", "40203")
    assert (second["longitude"], second["latitude"]) == HERE


def _features(said: list[Mapping[str, Any]]) -> list[tuple[shapely.Point, Mapping[str, Any]]]:
    return [(shapely.Point(HERE), one) for one in said]


@pytest.mark.parametrize("style", ["whole", "a feature a line", "a feature a line, compressed"])
def test_openaddresses_geojson(style: str, a_pack: APack) -> None:
    said = {"number": 1604, "street": "Harbor St", "city": "Falls City", "region": "KY", "postcode": "40203"}
    path = a_pack.folder / "addresses.geojson"
    write_geojson(path, _features([said, {**said, "number": "1606", "unit": "B", "id": None}]))
    if style != "whole":
        lines = [json.dumps(row) for row in json.loads(path.read_text())["features"]]
        path.write_text("\n".join(lines) + "\n")
    if style.endswith("compressed"):
        path = path.with_suffix(".geojson.gz")
        path.write_bytes(gzip.compress((a_pack.folder / "addresses.geojson").read_bytes()))
    found = rows(a_pack.table("addresses", file=path.name))
    assert [row["key"] for row in found] == ["1604-harbor-st-40203", "1606-harbor-st-b-40203"]
    assert {(row["longitude"], row["latitude"], row["state"]) for row in found} == {(*HERE, "KY")}


@pytest.mark.parametrize("form", ["csv", "geojson", "shp"])
def test_nena_address_points_in_each_form(form: str, a_pack: APack) -> None:
    said = [
        nena(434, *HERE),
        nena(436, *HERE, AddNum_Suf="1/2", Post_Comm="Old Harbor", Unit="Unit 3"),
        nena(230, *HERE, AddNum_Pre="N6W", AddNum_Suf="B", Post_Code=40202),
    ]
    if form == "csv":
        a_pack.addresses(said)
    elif form == "geojson":
        write_geojson(a_pack.folder / "points.geojson", _features(said))
        a_pack.table("addresses", file="points.geojson", format="nena")
    else:
        text = [{name: "" if value is None else str(value) for name, value in row.items()} for row in said]
        write_shapefile(a_pack.folder / "points.shp", _features(text), "EPSG:2246")
        a_pack.table("addresses", file="points.shp")
    plain, half, prefixed = rows(a_pack)
    assert prefixed["number"] == "N6W230B"
    assert (plain["number"], plain["street"], plain["city"]) == ("434", "North 4th Street", "Falls City")
    assert (half["number"], half["unit"], half["city"]) == ("436 1/2", "Unit 3", "Old Harbor")
    assert half["key"] == "436-1-2-north-4th-street-unit-3-40202"
    assert plain["longitude"] == pytest.approx(HERE[0], abs=2e-5)


def test_an_address_that_has_ceased_or_is_yet_to_come_is_left_out(a_pack: APack) -> None:
    said = [
        nena(1, *HERE, Effective="2001-01-01T00:00:00Z", Expire=""),
        nena(2, *HERE, Effective="", Expire="2002-01-01"),
        nena(3, *HERE, Effective="2999-01-01", Expire=""),
        nena(4, *HERE, Effective="", Expire="2999-01-01"),
    ]
    assert [row["number"] for row in rows(a_pack.addresses(said))] == ["1", "4"]


def test_fields_named_in_city_toml_come_first_and_several_are_joined(a_pack: APack) -> None:
    x, y = Transformer.from_crs("EPSG:4326", "EPSG:2246", always_xy=True).transform(*HERE)
    a_pack.addresses(
        [{"HOUSENO": "7", "DIR": "N", "NAME": "4th", "TYPE": "St", "ZIP5": "40202", "X_FT": x, "Y_FT": y}],
        projection="EPSG:2246",
        city="Falls City",
        fields={
            "number": "HouseNo",
            "street": ["DIR", "NAME", "TYPE"],
            "zip": "ZIP5",
            "longitude": "X_FT",
            "latitude": "Y_FT",
        },
    )
    (row,) = rows(a_pack)
    assert (row["key"], row["city"]) == ("7-n-4th-st-40202", "Falls City")
    assert (row["longitude"], row["latitude"]) == pytest.approx(HERE, abs=2e-5)


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        ("1020 BLUEGRASS AVE, Louisville, KY, 40215", ("1020", "BLUEGRASS AVE", "", "Louisville", "KY", "40215")),
        ("434 N 26TH STREET #2, Louisville, KY, 40212", ("434", "N 26TH STREET", "2", "Louisville", "KY", "40212")),
        ("455 S 4th St, Louisville, KY 40202-1234", ("455", "S 4th St", "", "Louisville", "KY", "40202")),
        ("12 1/2 Oak Ave", ("12 1/2", "Oak Ave", "", "", "", "")),
    ],
)
def test_an_address_in_one_field_is_taken_apart(whole: str, parts: tuple[str, ...], a_pack: APack) -> None:
    a_pack.addresses([{"address": whole, "lon": HERE[0], "lat": HERE[1]}], fields={"address": "address"})
    (row,) = rows(a_pack)
    assert tuple(row[name] for name in ("number", "street", "unit", "city", "state", "zip")) == parts


def test_other_separators_encodings_and_a_byte_order_mark_are_read(a_pack: APack) -> None:
    text = "number;street;lon;lat\n7;Peña St;-85.75;38.25\n"
    for data in (text.encode("cp1252"), b"\xef\xbb\xbf" + text.encode(), text.replace(";", "\t").encode()):
        (a_pack.folder / "a.csv").write_bytes(data)
        a_pack._tables = []
        assert rows(a_pack.table("addresses", file="a.csv"))[0]["key"] == "7-pena-st"


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("cp1252", "was read as Windows-1252, as 'Peña St' on line 2; where that is wrong, save it as UTF-8."),
        ("utf-16", "was read as UTF-16, as its first two bytes say."),
    ],
)
def test_an_encoding_other_than_utf_8_is_told_for_its_file(encoding: str, told: str, a_pack: APack) -> None:
    (a_pack.folder / "a.csv").write_bytes("number,street,lon,lat\n7,Peña St,-85.75,38.25\n".encode(encoding))
    read = a_pack.table("addresses", file="a.csv").read()
    assert read.places.addresses["street"].to_list() == ["Peña St"]
    assert [one.removeprefix(f"{a_pack.folder}/a.csv: it is not UTF-8 and ") for one in read.told] == [told] * bool(
        told
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            b"number,street,lon,lat\n7,\x81 St,-85,38\n",
            "its encoding cannot be told from line 2; save it as UTF-8.",
        ),
        (b"", "it is empty; export it again."),
        (b" \n\n", "it is empty; export it again."),
        (b"\x1f\x8b\x08\0\0\0\0\0\0\3nonsense", "it cannot be read ("),
    ],
)
def test_a_file_without_readable_text_is_refused_in_one_sentence(data: bytes, said: str, a_pack: APack) -> None:
    (a_pack.folder / "a.csv").write_bytes(data)
    (problem,) = a_pack.table("addresses", file="a.csv").problems()
    assert problem.startswith(f"a.csv: {said}")


def test_an_unknown_projection_is_mended_where_it_is_said(a_pack: APack) -> None:
    (problem,) = a_pack.addresses(many(), projection="EPSG:999999").problems()
    assert problem.endswith('write projection = "EPSG:…" under [addresses] of city.toml.')


def test_two_towns_of_a_county_may_each_have_a_main_street(a_pack: APack) -> None:
    found = rows(a_pack.addresses([openaddress("1", "Main St", *HERE, CITY=city) for city in ("Anchor", "Bell")]))
    assert [row["key"] for row in found] == ["1-main-st-anchor", "1-main-st-bell"]


def test_the_same_row_twice_is_merged_and_counted(a_pack: APack) -> None:
    again = many()
    read = a_pack.addresses([*again, *again[:3]]).read()
    assert len(read.places.addresses) == 40
    (told,) = read.told
    assert told.endswith("addresses.csv: 3 rows repeat an address at the same point and were merged.")


def test_one_row_that_repeats_is_told_as_one(a_pack: APack) -> None:
    again = many()
    (told,) = a_pack.addresses([*again, again[0]]).read().told
    assert told.endswith("addresses.csv: 1 row repeats an address at the same point and was merged.")


def test_the_same_address_elsewhere_is_told_and_the_first_kept(a_pack: APack) -> None:
    elsewhere = openaddress("1600", "HARBOR ST.", HERE[0], HERE[1] + 0.01, POSTCODE="40203")
    read = a_pack.addresses([*many(), elsewhere]).read()
    (told,) = read.told
    assert "line 42 has 1600 HARBOR ST. 40203 of line 2 again, 1,110 meters off; the first was kept." in told
    assert read.places.addresses.filter(key="1600-harbor-st-40203")["latitude"].to_list() == [HERE[1]]


def test_rows_that_are_no_address_yet_are_told_and_left_out(a_pack: APack) -> None:
    gaps: list[dict[str, Any]] = [{"NUMBER": ""}, {"STREET": " "}, {"LON": ""}]
    read = a_pack.addresses([*many(), *({**many(1)[0], **gap} for gap in gaps)]).read()
    assert len(read.places.addresses) == 40
    assert [line.split("addresses.csv ")[1] for line in read.told] == [
        "line 42 has no number and was left out.",
        "line 43 has no street and was left out.",
        "line 44 has no longitude and latitude and was left out.",
    ]


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "off the earth": ({"LAT": 382.2}, "line 42: latitude 382.2 is outside -90..90; correct the row."),
    "a word": ({"LON": "west"}, "line 42: longitude 'west' is no number; write degrees."),
    "swapped": (
        {"LON": 38.25, "LAT": -85.75},
        "line 42: longitude 38.25 and latitude -85.75 look swapped; write them the other way round.",
    ),
    "nowhere": ({"LON": 0, "LAT": 0}, "line 42: (0, 0) lies 5,99"),
    "infinite": ({"LON": "inf"}, "line 42: longitude inf is outside -180..180; correct the row."),
    "no number at all": ({"LAT": "nan"}, "line 42: latitude nan is outside -90..90; correct the row."),
    "a long street": ({"STREET": "S" * 101}, "line 42: the street 'SSSS"),
    "nothing a database takes": ({"STREET": "Har\x00bor St"}, "line 42: the street 'Har\\x00bor St' has a character"),
    "letters turned round": (
        {"STREET": "\u202eevil St"},
        "line 42: the street '\\u202eevil St' has a",
    ),
    "a state in full": ({"REGION": "Kentucky"}, "line 42: the state 'Kentucky' has 8 characters; write at most 2."),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_row_that_cannot_be_true_refuses_the_load_with_its_line(what: str, a_pack: APack) -> None:
    change, said = WRONG[what]
    row = {**openaddress("9", "Oak St", *HERE, POSTCODE="40203"), **change}
    (problem,) = a_pack.addresses([*many(), row]).problems()
    assert problem.startswith(f"addresses.csv {said}")


def test_a_file_wrong_throughout_is_one_sentence(a_pack: APack) -> None:
    a_pack.areas("council_district", [(shapely.box(-85.8, 38.2, -85.7, 38.3), {"key": "1"})])
    a_pack.areas("zip", [(shapely.box(-85.8, 38.2, -85.7, 38.3), {"key": "40203"})])
    (problem,) = a_pack.addresses([{**row, "LON": row["LAT"], "LAT": row["LON"]} for row in many()]).problems()
    assert problem.startswith("addresses.csv: longitude and latitude are swapped throughout")


def test_feet_without_a_projection_are_said_to_be_no_degrees(a_pack: APack) -> None:
    (problem,) = a_pack.addresses([{**row, "LON": 1_204_512.5, "LAT": 270_333.5} for row in many()]).problems()
    assert problem.startswith(
        "addresses.csv: its coordinates, as (1.20451e+06, 270334), are no degrees; write projection"
    )


FILES: dict[str, tuple[str, str]] = {
    "empty": ("", "it is empty"),
    "a line too long": ("lon,lat,number,street\n1,2,3,4\n1,2,3,4,5\n", "line 3 has 5 fields and the first line 4"),
    "no street": ("lon,lat,number\n1,2,3\n", "it has no field for the street; name it in [addresses.fields]"),
    "no point": ("number,street\n1,A St\n", "it has no field for the longitude or the latitude; name both"),
    "no rows": ("lon,lat,number,street\n", "it has no addresses in it"),
    "broken": ('{"type": "FeatureCollection", "features": [', "it is no GeoJSON"),
    "not gzip": ("\x1f\x8bxx", "it cannot be read"),
}


@pytest.mark.parametrize("what", FILES)
def test_a_file_that_cannot_be_read_is_one_sentence(what: str, a_pack: APack) -> None:
    text, said = FILES[what]
    (a_pack.folder / "a.csv").write_bytes(text.encode("latin-1"))
    (problem,) = a_pack.table("addresses", file="a.csv").problems()
    assert problem.startswith(f"a.csv: {said}")


def test_a_field_that_is_not_there_is_said_with_those_that_are(a_pack: APack) -> None:
    (problem,) = a_pack.addresses(many(), fields={"number": "HOUSENO"}).problems()
    assert problem.startswith("addresses.csv: [addresses] fields number 'HOUSENO' is no field of it; it has LON, LAT,")


def test_a_file_of_which_much_is_missing_is_refused_rather_than_left_out(a_pack: APack) -> None:
    rows = [{**row, "NUMBER": "" if place % 3 else "1"} for place, row in enumerate(many())]
    rows[1]["STREET"] = ""
    (problem,) = a_pack.addresses(rows).problems()
    assert problem.startswith(
        "addresses.csv: 26 of its 40 rows are no whole addresses: line 3 has no number and no street,"
        " line 4 has no number, line 6 has no number and 23 more; see that [addresses.fields]"
    )


def test_of_many_problems_the_first_are_shown_and_the_rest_counted(a_pack: APack) -> None:
    good = many(300)
    bad = [{**row, "LAT": 382.2} for row in many(120)]
    problems = a_pack.addresses([*good, *bad]).problems()
    assert len(problems) == MOST_SHOWN + 1
    assert problems[-1] == "And 70 more like these."


ROWS = st.lists(st.tuples(*(st.text(max_size=most) for most in (20, 60, 30, 30, 10))), min_size=1)


@given(ROWS)
def test_a_key_can_stand_in_a_link_whatever_an_address_is_made_of(given_rows: list[tuple[str, ...]]) -> None:
    names = ("number", "street", "unit", "city", "zip")
    frame = pl.DataFrame(given_rows, schema=dict.fromkeys(names, pl.String), orient="row")
    keys = frame.select(addresses.key())["key"].to_list()
    assert all(re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", key) for key in keys)
    spaced = frame.with_columns(pl.col("street").str.replace_all(" ", " - "))
    assert spaced.select(addresses.key())["key"].to_list() == keys
