"""A file of points as columns of text: CSV, GeoJSON (whole, or a feature a line) and shapefiles, plain or .gz. Pure."""

import csv
import gzip
import io
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import polars as pl
import shapefile
import shapely

from brightline.city.geometry import encodings, features, shapefiles
from brightline.city.geometry.encodings import Tell
from brightline.city.geometry.features import Feature, Shapeless
from brightline.city.geometry.projection import DEGREES, Projection, Unreadable

# Where a file has shapes, the point of each row stands in these.
X, Y = "\0x", "\0y"
_CHUNK = 20_000
_SEPARATORS = ",\t;|"


@dataclass(frozen=True)
class Columns:
    """row: what a row is called, "line"; first: the number of the first; frame: the wanted fields as text under their
    own names, None or "" where empty, and X and Y where the file has shapes; fields: all it has.
    """

    row: str
    first: int
    fields: tuple[str, ...]
    frame: pl.DataFrame
    projection: Projection


class _Geometry(msgspec.Struct):
    type: str = ""
    coordinates: Any = None


class _Feature(msgspec.Struct):
    geometry: _Geometry | None = None
    properties: dict[str, Any] | None = None


class _Collection(msgspec.Struct):
    features: list[msgspec.Raw]
    crs: Any = None


def read(path: Path, names: Collection[str] | None, tell: Tell) -> Columns:
    """The fields of a file whose names in lower case are among these, or all of them. Raises Unreadable."""
    try:
        if path.suffix.lower() == ".shp":
            return _of_shapefile(path, names, tell)
        data = path.read_bytes()
        if data[:2] == b"\x1f\x8b":
            data = gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise Unreadable(f"it cannot be read ({error}); see that it is a whole file") from error
    if not data.strip():
        raise Unreadable("it is empty; export it again")
    if data.lstrip()[:1] == b"{":
        return _of_geojson(data, names)
    return _of_csv(encodings.utf8(data, tell), names)


def points(path: Path, given: Mapping[str, str], projection: str | None, tell: Tell) -> Iterator[Feature | Shapeless]:
    """The rows of a CSV file as features. given: the names of its fields "longitude" and "latitude" where they have
    others. Raises Unreadable.
    """
    x, y = given.get("longitude", "longitude"), given.get("latitude", "latitude")
    columns = read(path, None, tell)
    missing = [name for name in (x, y) if name not in columns.fields]
    if missing:
        raise Unreadable(f"it has no field {missing[0]!r}; name it under fields in city.toml: longitude, latitude")
    into = Projection(projection) if projection else DEGREES
    for number, row in enumerate(columns.frame.iter_rows(named=True), start=columns.first):
        said = {name: value for name, value in row.items() if value}
        place = f"{columns.row} {number}"
        try:
            shape = into.shape(shapely.Point(float(row[x] or ""), float(row[y] or "")))
        except ValueError:
            yield Shapeless(place, f"has no number for {x} or {y}; write both")
        else:
            yield Feature(place, shape, said)


def _of_csv(data: bytes, names: Collection[str] | None) -> Columns:
    header = data.split(b"\n", 1)[0].decode()
    separator = max(_SEPARATORS, key=header.count)
    try:
        whole = pl.read_csv(io.BytesIO(data), separator=separator, infer_schema=False)
    except pl.exceptions.PolarsError as error:
        raise Unreadable(_uneven(data, separator) or f"it is no table ({str(error).splitlines()[0]})") from error
    kept = [name for name in whole.columns if names is None or name.lower() in names]
    frame = whole.select(pl.col(kept).fill_null("").str.strip_chars())
    # A text may hold a line break: then lines of the file and rows of a spreadsheet are not the same.
    row = "line" if data.count(b"\n") in (frame.height, frame.height + 1) else "row"
    return Columns(row, 2, tuple(whole.columns), frame, DEGREES)


def _uneven(data: bytes, separator: str) -> str:
    """Which line has more or fewer fields than the first."""
    rows = csv.reader(io.StringIO(data.decode(), newline=""), delimiter=separator)
    try:
        width = len(next(rows, []))
        for row in rows:
            if row and len(row) != width:
                return f"line {rows.line_num} has {len(row)} fields and the first line {width}; correct the line"
    except csv.Error as error:
        return f"line {rows.line_num} cannot be read ({error}); correct the line"
    return ""


def _of_geojson(data: bytes, names: Collection[str] | None) -> Columns:
    try:
        if b'"FeatureCollection"' in data[:4096]:
            whole = msgspec.json.decode(data, type=_Collection)
            rows: Sequence[bytes | msgspec.Raw] = whole.features
            projection = features.projection_of(whole.crs)
        else:
            # A feature a line, as OpenAddresses has it (RFC 8142 without its record separators).
            rows, projection = [line for line in data.splitlines() if line.strip()], DEGREES
        return _columns(rows, names, projection)
    except msgspec.DecodeError as error:
        raise Unreadable(f"it is no GeoJSON ({error}); export it again") from error


def _columns(rows: Sequence[bytes | msgspec.Raw], names: Collection[str] | None, projection: Projection) -> Columns:
    decode = msgspec.json.Decoder(_Feature).decode
    fields: dict[str, None] = {}
    chunks = []
    for start in range(0, len(rows), _CHUNK):
        some = [decode(row) for row in rows[start : start + _CHUNK]]
        for one in some:
            if one.properties and not one.properties.keys() <= fields.keys():
                fields |= dict.fromkeys(one.properties)
        kept = [name for name in fields if names is None or name.lower() in names]
        texts = {
            name: [features.text(one.properties.get(name)) if one.properties else "" for one in some] for name in kept
        }
        chunks.append(_frame(texts, [_point(one.geometry) for one in some]))
    frame = pl.concat(chunks, how="diagonal") if chunks else _frame({}, [])
    return Columns("feature", 1, tuple(fields), frame, projection)


def _point(geometry: _Geometry | None) -> tuple[float, float] | tuple[None, None]:
    if geometry is None or geometry.type != "Point" or not isinstance(geometry.coordinates, list):
        return None, None
    there = geometry.coordinates[:2]
    if len(there) != 2 or not all(isinstance(one, int | float) for one in there):
        return None, None
    return float(there[0]), float(there[1])


def _of_shapefile(path: Path, names: Collection[str] | None, tell: Tell) -> Columns:
    projection = features.projection_beside(path)
    with shapefiles.opened(path, tell) as reader:
        if reader.shapeType not in (shapefile.POINT, shapefile.POINTZ, shapefile.POINTM):
            raise Unreadable(f"it holds {reader.shapeTypeName.lower()} shapes and no points; name a file of points")
        fields = tuple(field.name for field in reader.fields if field.name != "DeletionFlag")
        kept = [name for name in fields if names is None or name.lower() in names]
        texts: dict[str, list[str]] = {name: [] for name in kept}
        there = []
        for both in reader.iterShapeRecords(fields=kept):
            for name in kept:
                texts[name].append(features.text(both.record[name]))
            there.append(tuple(both.shape.points[0][:2]) if both.shape.points else (None, None))
    return Columns("record", 1, fields, _frame(texts, there), projection)


def _frame(texts: dict[str, list[str]], there: Sequence[tuple[Any, Any]]) -> pl.DataFrame:
    schema = dict.fromkeys(texts, pl.String)
    points = {X: [x for x, _ in there], Y: [y for _, y in there]}
    return pl.DataFrame({**texts, **points}, schema={**schema, X: pl.Float64, Y: pl.Float64})
