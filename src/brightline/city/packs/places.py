"""What a city pack says of the city's places, read and checked. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from shapely.geometry.base import BaseGeometry

from brightline.city.kinds import AreaKind, DrawnKind, FacilityKind
from brightline.city.matching.index import Index
from brightline.city.matching.match import Named

# The columns of `Places.addresses`: text, then degrees WGS 84.
TEXTS = ("key", "number", "street", "unit", "city", "state", "zip")
COLUMNS = (*TEXTS, "longitude", "latitude")
# The most characters of each, as the table holds them.
LONGEST = {"key": 200, "number": 20, "street": 100, "unit": 60, "city": 60, "state": 2, "zip": 10}
# Controls, and what turns the direction of letters: nobody sees them, and a database refuses the first of them. As a
# regular expression that polars' and Python's re read alike.
UNSEEN = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]"
SCHEMA = pl.Schema({name: pl.String() if name in TEXTS else pl.Float64() for name in COLUMNS})


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area as loaded; shape: a shapely Polygon or MultiPolygon in degrees WGS 84."""

    kind: AreaKind
    key: str
    name: str
    details: Mapping[str, str]
    shape: BaseGeometry


@dataclass(frozen=True, slots=True)
class FacilityRow:
    """A facility as loaded."""

    kind: FacilityKind
    key: str
    name: str
    address: str
    longitude: float
    latitude: float
    details: Mapping[str, str]


@dataclass(frozen=True)
class Places:
    """addresses: COLUMNS, one row a key; drawn: GeoJSON features for a map, as `models.Drawing` has them."""

    addresses: pl.DataFrame
    areas: tuple[AreaRow, ...]
    facilities: tuple[FacilityRow, ...]
    drawn: Mapping[DrawnKind, list[dict[str, Any]]] = field(default_factory=dict)

    def index(self) -> Index:
        """What is typed is looked up in this: addresses, ZIP areas, and facilities and neighborhoods by their names."""
        named = [Named(row.name, row.longitude, row.latitude) for row in self.facilities]
        zips = []
        for row in self.areas:
            if row.kind in (AreaKind.NEIGHBORHOOD, AreaKind.ZIP):
                # Within the area even where its middle is not.
                point = row.shape.representative_point()
                if row.kind == AreaKind.ZIP:
                    zips.append(Named(row.key, point.x, point.y))
                else:
                    named.append(Named(row.name, point.x, point.y))
        return Index.of(self.addresses, named, zips)
