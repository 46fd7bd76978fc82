"""Features from GeoJSON (RFC 7946, and the older `crs` member) and shapefiles: a shape and what is said of it. Pure."""

import gzip
import json
import math
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import shapefile
import shapely
from shapely.geometry import shape as shape_of
from shapely.geometry.base import BaseGeometry

from brightline.city.geometry import shapefiles
from brightline.city.geometry.encodings import Tell, nothing_told
from brightline.city.geometry.projection import DEGREES, Projection, Unreadable


@dataclass(frozen=True, slots=True)
class Feature:
    """place: how a person finds it in the file, "feature 7"; shape: in degrees WGS 84; properties: as text, those that
    are empty left out.
    """

    place: str
    shape: BaseGeometry
    properties: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Shapeless:
    """A feature without a shape, and why, as the end of a sentence."""

    place: str
    why: str


def read(path: Path, projection: str | None = None, tell: Tell = nothing_told) -> list[Feature | Shapeless]:
    """Every feature of a file. projection: in place of what the file says of itself. Raises Unreadable."""
    given = Projection(projection) if projection else None
    try:
        if path.suffix.lower() == ".shp":
            return list(_of_shapefile(path, given, tell))
        return list(_of_geojson(path, given))
    except Unreadable:
        raise
    except shapefiles.BROKEN as error:
        raise shapefiles.broken(error) from error
    except FileNotFoundError as error:
        raise Unreadable("it is not there; put it in the city pack or correct its name in city.toml") from error
    except OSError as error:
        raise Unreadable(f"it cannot be read ({error.strerror or error}); see that it is a whole file") from error


def text(value: Any) -> str:
    """A value as people would write it: 6.0 as "6", a list as "a, b", nothing as ""."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)) or isinstance(value, dict):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return ", ".join(filter(None, map(text, value)))
    return str(value).strip()


def projection_of(crs: Any) -> Projection:
    """What the `crs` member of older GeoJSON says; degrees WGS 84 without one. Raises Unreadable."""
    if crs is None:
        return DEGREES
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return Projection(name) if isinstance(name, str) else Projection(crs)


def projection_beside(path: Path) -> Projection:
    """What the .prj file beside a shapefile says; degrees WGS 84 without one. Raises Unreadable."""
    for beside in (path.with_suffix(".prj"), path.with_suffix(".PRJ")):
        if beside.exists():
            return Projection(beside.read_text(encoding="utf-8", errors="replace"))
    return DEGREES


def _of_geojson(path: Path, given: Projection | None) -> Iterator[Feature | Shapeless]:
    data = path.read_bytes()
    try:
        whole = json.loads(gzip.decompress(data) if path.suffix.lower() == ".gz" else data)
    except UnicodeDecodeError as error:
        raise Unreadable("it is not UTF-8, as GeoJSON must be; export it again") from error
    except (ValueError, RecursionError, EOFError, zlib.error) as error:
        raise Unreadable(f"it is no GeoJSON ({str(error).rstrip('.')}); export it again") from error
    rows = whole.get("features") if isinstance(whole, dict) else None
    if not isinstance(rows, list):
        raise Unreadable("it is no GeoJSON FeatureCollection; export it again as one")
    projection = given or projection_of(whole.get("crs"))
    for number, row in enumerate(rows, start=1):
        row = row if isinstance(row, dict) else {}
        properties = row.get("properties")
        said = _texts(properties if isinstance(properties, dict) else {})
        yield _feature(f"feature {number}", row.get("geometry"), said, projection)


def _of_shapefile(path: Path, given: Projection | None, tell: Tell) -> Iterator[Feature | Shapeless]:
    with shapefiles.opened(path, tell) as reader:
        projection = given or projection_beside(path)
        for number, both in enumerate(reader.iterShapeRecords(), start=1):
            geometry = None if both.shape.shapeType == shapefile.NULL else both.shape.__geo_interface__
            yield _feature(f"record {number}", geometry, _texts(both.record.as_dict()), projection)


def _texts(properties: Mapping[str, Any]) -> dict[str, str]:
    return {str(name): said for name, value in properties.items() if (said := text(value))}


def _feature(place: str, geometry: Any, properties: Mapping[str, str], projection: Projection) -> Feature | Shapeless:
    if not geometry:
        return Shapeless(place, "has no shape; draw it or delete the row")
    try:
        shape = shapely.force_2d(shape_of(geometry))
    except (AttributeError, KeyError, TypeError, ValueError, IndexError, shapely.errors.ShapelyError):
        return Shapeless(place, "has a shape that cannot be read; draw it anew")
    if shape.is_empty:
        return Shapeless(place, "has an empty shape; draw it or delete the row")
    return Feature(place, projection.shape(shape), properties)
