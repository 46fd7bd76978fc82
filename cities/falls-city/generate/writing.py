"""Writing what was made, byte for byte the same each time."""

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import shapefile
import shapely

_COLUMNS = ("LON", "LAT", "NUMBER", "STREET", "UNIT", "CITY", "DISTRICT", "REGION", "POSTCODE", "ID", "HASH")


def addresses(path: Path, rows: Iterable[Mapping[str, str]]) -> None:
    """Rows by the columns of OpenAddresses; HASH is made here of the others."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in rows:
        values = [row.get(column, "") for column in _COLUMNS[:-1]]
        writer.writerow([*values, hashlib.sha256("|".join(values).encode()).hexdigest()[:12]])
    # mtime 0 and no name within: the same rows are the same file.
    with (
        path.open("wb") as file,
        gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0, compresslevel=9) as packed,
    ):
        packed.write(text.getvalue().encode())


def points(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """A CSV of facilities, with the columns of its first row."""
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def shapes(path: Path, fields: Sequence[str], rows: Sequence[tuple[Sequence[str], shapely.Geometry]]) -> None:
    """A shapefile in the feet of Kentucky's single zone (EPSG:3089) of polygons in degrees."""
    feet = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:3089", always_xy=True)
    path.parent.mkdir(exist_ok=True)
    with shapefile.Writer(str(path), shapeType=shapefile.POLYGON, encoding="utf-8") as writer:
        for name in fields:
            writer.field(name, "C", 80)
        for values, shape in rows:
            projected = shapely.transform(shape, lambda xy: np.round(np.column_stack(feet.transform(*xy.T)), 2))
            # A shapefile's outer rings run clockwise.
            writer.shape(shapely.orient_polygons(projected, exterior_cw=True).__geo_interface__)
            writer.record(*values)
    path.with_suffix(".prj").write_text(pyproj.CRS.from_epsg(3089).to_wkt("WKT1_ESRI"))
    path.with_suffix(".cpg").write_text("UTF-8")
    with path.with_suffix(".dbf").open("r+b") as file:
        # Today's date stands there; a pack made again is the same pack.
        file.seek(1)
        file.write(bytes((126, 1, 1)))


def geojson(path: Path, features: Sequence[Mapping[str, Any]]) -> None:
    """One feature a line, so that a change of one is a change of one line."""
    lines = [json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features]
    path.parent.mkdir(exist_ok=True)
    path.write_text('{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n", encoding="utf-8")
