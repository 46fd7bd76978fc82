"""Shapes from files in any projection, and what cannot be read said in a sentence."""

import gzip
from pathlib import Path

import pytest
import shapely

from brightline.city.geometry import features
from brightline.city.geometry.features import Feature, Shapeless
from brightline.city.geometry.miles import miles_between
from brightline.city.geometry.projection import Projection, Unreadable
from tests.support.packs import write_geojson, write_shapefile

SQUARE = shapely.box(-85.8, 38.2, -85.7, 38.3)
HOLED = shapely.Polygon(SQUARE.exterior, [shapely.box(-85.76, 38.24, -85.74, 38.26).exterior])
# Kentucky's single zone in feet, its north zone in feet, the web's, a UTM zone.
PROJECTIONS = ("EPSG:3089", "EPSG:2246", "EPSG:3857", "EPSG:32616")


def only(path: Path, projection: str | None = None) -> Feature:
    (found,) = features.read(path, projection)
    assert isinstance(found, Feature)
    return found


def _meters_off(found: shapely.Geometry, wanted: shapely.Geometry) -> float:
    pairs = zip(shapely.get_coordinates(found.normalize()), shapely.get_coordinates(wanted.normalize()), strict=True)
    return max(miles_between(tuple(one), tuple(other)) for one, other in pairs) * 1609.344


@pytest.mark.parametrize("crs", PROJECTIONS)
def test_any_projection_becomes_degrees_whichever_way_it_is_said(crs: str, tmp_path: Path) -> None:
    write_shapefile(tmp_path / "a.shp", [(HOLED, {"KEY": "6"})], crs)
    write_geojson(tmp_path / "a.geojson", [(HOLED, {"KEY": "6"})], crs)
    write_geojson(tmp_path / "urn.geojson", [(HOLED, {"KEY": "6"})], f"urn:ogc:def:crs:EPSG::{crs[5:]}")
    write_geojson(tmp_path / "said.geojson", [(HOLED, {"KEY": "6"})], crs)
    said = (tmp_path / "said.geojson").read_text().replace(f'"name": "{crs}"', '"name": "EPSG:4326"')
    (tmp_path / "said.geojson").write_text(said)
    found = [only(tmp_path / name) for name in ("a.shp", "a.geojson", "urn.geojson")]
    found.append(only(tmp_path / "said.geojson", crs))
    for one in found:
        # Between NAD 83 and WGS 84 lies a meter or so.
        assert _meters_off(one.shape, HOLED) < 2
        assert one.properties == {"KEY": "6"}


def test_degrees_stay_as_they_were_written(tmp_path: Path) -> None:
    write_geojson(tmp_path / "a.geojson", [(SQUARE, {})], "urn:ogc:def:crs:OGC:1.3:CRS84")
    assert only(tmp_path / "a.geojson").shape.equals(SQUARE)
    assert Projection("EPSG:4326").is_degrees


def test_texts_are_read_in_the_encoding_of_the_shapefile(tmp_path: Path) -> None:
    for name, encoding in (("utf", "utf-8"), ("windows", "cp1252")):
        write_shapefile(tmp_path / f"{name}.shp", [(SQUARE, {"NAME": "Peña Park"})], encoding=encoding)
        told: list[str] = []
        (found,) = features.read(tmp_path / f"{name}.shp", tell=told.append)
        assert (isinstance(found, Feature), found.properties) == (True, {"NAME": "Peña Park"})
        assert ["were read as Windows-1252" in one for one in told] == [True] * (name == "windows")
    (tmp_path / "windows.cpg").write_text("1252")
    told = []
    assert features.read(tmp_path / "windows.shp", tell=told.append)[0].properties == {"NAME": "Peña Park"}
    assert told == []


def test_values_are_texts_as_people_write_them() -> None:
    values = [6, 6.0, 6.5, True, None, float("nan"), " a ", ["x", 1], {"a": 1}]
    assert [features.text(value) for value in values] == ["6", "6", "6.5", "yes", "", "", "a", "x, 1", ""]


def test_a_compressed_file_is_read_as_it_is(tmp_path: Path) -> None:
    write_geojson(tmp_path / "a.geojson", [(SQUARE, {"key": "1"})])
    (tmp_path / "a.geojson.gz").write_bytes(gzip.compress((tmp_path / "a.geojson").read_bytes()))
    assert only(tmp_path / "a.geojson.gz") == only(tmp_path / "a.geojson")


def test_a_feature_without_a_shape_is_told_by_its_number(tmp_path: Path) -> None:
    write_geojson(tmp_path / "a.geojson", [(SQUARE, {}), (None, {}), (shapely.Polygon(), {})])
    write_shapefile(tmp_path / "a.shp", [(SQUARE, {"KEY": "1"}), (None, {"KEY": "2"})])
    said = [one for one in features.read(tmp_path / "a.geojson") if isinstance(one, Shapeless)]
    assert [(one.place, one.why.split(";")[0]) for one in said] == [
        ("feature 2", "has no shape"),
        ("feature 3", "has an empty shape"),
    ]
    _, null = features.read(tmp_path / "a.shp")
    assert (null.place, isinstance(null, Shapeless)) == ("record 2", True)


@pytest.mark.parametrize(
    "text",
    [
        '{"type": "Feature"}',
        '{"features": 3}',
        "[]",
        '{"features": [',
        "",
        "\x00",
        '{"features": [], "crs": {"type": "name", "properties": {"name": "EPSG:99999999"}}}',
        '{"features": [], "crs": 7}',
    ],
)
def test_what_is_no_geojson_is_said_with_the_mend(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.geojson").write_text(text)
    with pytest.raises(Unreadable, match=r"; (export it again|write projection)"):
        features.read(tmp_path / "a.geojson")


@pytest.mark.parametrize(
    "geometry",
    [
        "7",
        "[]",
        '{"type": "Blob"}',
        '{"type": "Polygon"}',
        '{"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}',
        '{"type": "Polygon", "coordinates": [[["a", "b"]]]}',
        '{"type": "Polygon", "coordinates": [[[0]]]}',
        '{"type": "Point", "coordinates": null}',
    ],
)
def test_a_shape_that_cannot_be_read_is_told_and_no_traceback(geometry: str, tmp_path: Path) -> None:
    (tmp_path / "a.geojson").write_text('{"features": [{"geometry": ' + geometry + "}]}")
    (found,) = features.read(tmp_path / "a.geojson")
    assert isinstance(found, Shapeless)


def test_a_shapefile_that_is_not_whole_is_said_in_our_words_alone(
    tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    write_shapefile(tmp_path / "a.shp", [(SQUARE, {"KEY": "1"})])
    for end in (".shp", ".shx", ".dbf"):
        one = (tmp_path / "a.shp").with_suffix(end)
        whole = one.read_bytes()
        for left in (0, 20, len(whole) - 2):
            one.write_bytes(whole[:left])
            with pytest.raises(Unreadable, match=f"its {end} file is (empty or )?cut off"):
                features.read(tmp_path / "a.shp")
        one.write_bytes(whole)
    assert [str(one.message) for one in recwarn] == []
    (tmp_path / "a.dbf").unlink()
    with pytest.raises(Unreadable):
        features.read(tmp_path / "a.shp")
    with pytest.raises(Unreadable, match="is not there"):
        features.read(tmp_path / "none.geojson")


def test_a_projection_nobody_knows_is_said() -> None:
    for given in ("EPSG:0", "nonsense", "", {"a": 1}):
        with pytest.raises(Unreadable, match="write projection"):
            Projection(given)
