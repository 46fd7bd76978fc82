"""What the map that moves is drawn from, as GeoJSON: our own data, in squares that any cache may keep."""

import json
from typing import Any

import shapely
from django.http import HttpRequest, HttpResponse
from shapely.geometry.base import BaseGeometry

from brightline.city import queries as city
from brightline.city.kinds import AreaKind, DrawnKind
from brightline.platform.accounts.access import public
from brightline.platform.kernel.errors import NotFound
from brightline.platform.ui import privacy

# A square is a fiftieth of a degree: about a mile, some hundred streets.
SQUARES_A_DEGREE = 50
_EVERYWHERE = (-180.0, -90.0, 180.0, 90.0)
# A tenth of a meter.
_GRID = 1e-6


@public
@privacy.same_for_all
def area(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """One area."""
    if kind not in set(AreaKind):
        raise NotFound("No area of the city has this link.")
    return _features([({"kind": kind, "key": key}, city.outline(AreaKind(kind), key))])


@public
@privacy.same_for_all
def ground(request: HttpRequest) -> HttpResponse:
    """All the water and the parks of the city."""
    kinds = (DrawnKind.PARK, DrawnKind.WATER)
    return _features([found for kind in kinds for found in _said(kind, city.drawn(kind, _EVERYWHERE))])


@public
@privacy.same_for_all
def streets(request: HttpRequest, column: int, row: int) -> HttpResponse:
    """The streets in one square: its column counted from 180° west, its row from the south pole."""
    west, south = column / SQUARES_A_DEGREE - 180, row / SQUARES_A_DEGREE - 90
    if west >= 180 or south >= 90:
        raise NotFound("There is no such square on Earth.")
    box = (west, south, west + 1 / SQUARES_A_DEGREE, south + 1 / SQUARES_A_DEGREE)
    return _features(_said(DrawnKind.STREET, city.drawn(DrawnKind.STREET, box)))


def _said(kind: DrawnKind, found: list[city.Drawn]) -> list[tuple[dict[str, Any], BaseGeometry]]:
    return [({"kind": kind, "name": each.name, "main": each.main}, each.shape) for each in found]


def _features(found: list[tuple[dict[str, Any], BaseGeometry]]) -> HttpResponse:
    """A FeatureCollection (RFC 7946)."""
    features = [
        {
            "type": "Feature",
            "properties": said,
            "geometry": json.loads(shapely.to_geojson(shapely.set_precision(shape, _GRID, mode="pointwise"))),
        }
        for said, shape in found
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))
    return HttpResponse(text, content_type="application/geo+json")
