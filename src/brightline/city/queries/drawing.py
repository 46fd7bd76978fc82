"""What a map of the city is drawn from, held in memory."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from brightline.city.kinds import AreaKind, DrawnKind
from brightline.city.models import Drawing
from brightline.city.queries.held import Held, areas
from brightline.platform.kernel.errors import NotFound

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A street or a piece of water, cut to the box that was asked for. main: a street that is drawn wider."""

    name: str
    main: bool
    shape: BaseGeometry


@dataclass(frozen=True)
class _Layer:
    names: Sequence[str]
    main: Sequence[bool]
    shapes: NDArray[Any]
    tree: shapely.STRtree = field(repr=False)


def drawn(kind: DrawnKind, box: Box) -> list[Drawn]:
    """The streets or the water within a box: west, south, east, north in degrees WGS 84."""
    layer = _layers().get(kind)
    if layer is None:
        return []
    places = sorted(layer.tree.query(shapely.box(*box), predicate="intersects").tolist())
    cut: Iterable[BaseGeometry] = shapely.clip_by_rect(layer.shapes[places], *box) if places else ()
    return [
        Drawn(layer.names[place], layer.main[place], shape)
        for place, shape in zip(places, cut, strict=True)
        if not shape.is_empty
    ]


def outline(kind: AreaKind, key: str) -> BaseGeometry:
    """The shape of an area, a shapely Polygon or MultiPolygon in degrees WGS 84. Raises NotFound."""
    shape = areas().shapes.get((kind, key))
    if shape is None:
        raise NotFound("No area of the city has this link.")
    return shape


def _make() -> Mapping[DrawnKind, _Layer]:
    return {DrawnKind(row.kind): _layer(row.features) for row in Drawing.objects.all()}


def _layer(features: Sequence[Mapping[str, Any]]) -> _Layer:
    shapes = shapely.from_geojson([json.dumps(each["geometry"]) for each in features])
    said = [each["properties"] for each in features]
    names, main = [each.get("name", "") for each in said], [bool(each.get("main")) for each in said]
    return _Layer(names, main, shapes, shapely.STRtree(shapes))


_layers = Held(_make)
