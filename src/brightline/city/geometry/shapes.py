"""Whether areas can be trusted: shapes that cross themselves, areas that lie on one another. Pure."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from brightline.city.geometry.projection import Unreadable

# Meters, a narrow street. Borders drawn twice, or drawn coarser, overlap in slivers; in the public files looked at the
# widest was seven meters.
SLIVER = 10.0
# Square meters, a tenth of a small lot: a loop of this size where a border was drawn is a slip of the hand.
_SLIP = 100.0
_NO_CROSSING = "draw its border so that it does not"
# What is wrong with the rings of an area though none of them crosses itself, and the mend.
_HOLES = {
    "hole lies outside shell": ("has a hole outside its border", "draw the hole inside, or take it out"),
    "holes are nested": ("has a hole within a hole", "take one of the two out"),
    "nested shells": ("has one part inside another", "take the inner one out, or draw it as a hole"),
}
_METERS_A_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two areas, by their places in what was given, that share more than a sliver: square meters, and a point in it."""

    one: int
    other: int
    square_meters: float
    longitude: float
    latitude: float


def mended(shape: BaseGeometry) -> tuple[BaseGeometry, str]:
    """A valid Polygon or MultiPolygon, and what had to be mended, "" where nothing had.

    A border that touches itself, or crosses itself in a loop smaller than a tenth of a lot, is mended and said. Raises
    Unreadable where it is no area, or where it crosses itself so that nobody can tell what lies in it.
    """
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise Unreadable(f"is a {shape.geom_type} and no area; draw it as a polygon")
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        raise Unreadable("has a corner that is no place on earth; correct its projection or draw it anew")
    if shape.is_valid:
        return shape, ""
    why, at = _reason(shape)
    flat = in_meters(shape, shape.bounds[1])
    lost = abs(_polygons(shapely.make_valid(flat)).area - abs(flat.area))
    valid = _polygons(shapely.make_valid(shape))
    if valid.is_empty:
        raise Unreadable("has no surface; draw it anew or delete the row")
    what, mend = _HOLES.get(why, ("", ""))
    if lost > _SLIP:
        raise Unreadable(f"{what}{at}; {mend}" if what else f"crosses itself{at} ({why}); {_NO_CROSSING}")
    return valid, f"{what or 'touches or crosses itself'}{at} ({why}) and was mended by {lost:,.0f} square meters"


def overlaps(shapes: Sequence[BaseGeometry], tolerance: float = SLIVER) -> Iterator[Overlap]:
    """Every two shapes with an overlap in which a disc of `tolerance` meters would fit; degrees WGS 84, valid."""
    if not shapes:
        return
    north = float(np.mean([shape.bounds[1] for shape in shapes]))
    flat: NDArray[Any] = np.array([in_meters(shape, north) for shape in shapes], dtype=object)
    shapely.prepare(flat)
    one, other = shapely.STRtree(flat).query(flat, predicate="intersects")
    for first, second in sorted(zip(one.tolist(), other.tolist(), strict=True)):
        if first >= second:
            continue
        shared = flat[first].intersection(flat[second])
        if shared.area < tolerance * tolerance / 2 or shared.buffer(-tolerance / 2).is_empty:
            continue
        point = shared.representative_point()
        scale = _METERS_A_DEGREE * math.cos(math.radians(north))
        yield Overlap(first, second, shared.area, point.x / scale, point.y / _METERS_A_DEGREE)


def in_meters(shape: BaseGeometry, latitude: float) -> BaseGeometry:
    """A shape of the size of a city at about that latitude, on a plane, good to a percent."""
    return shapely.transform(shape, lambda points: points * (_scale(latitude), _METERS_A_DEGREE))


def _scale(latitude: float) -> float:
    return _METERS_A_DEGREE * math.cos(math.radians(latitude))


def _reason(shape: BaseGeometry) -> tuple[str, str]:
    """Why it is not valid and " at longitude -85.75, latitude 38.2"."""
    why, _, at = shapely.is_valid_reason(shape).rstrip("]").partition("[")
    numbers = at.split()
    return why.strip().lower(), f" at longitude {numbers[0]}, latitude {numbers[1]}" if len(numbers) >= 2 else ""


def _polygons(shape: BaseGeometry) -> BaseGeometry:
    """What is a surface of a shape: mending may leave lines and points beside."""
    if shape.geom_type == "Polygon":
        return shape
    parts = [part for part in shapely.get_parts(shape, return_index=False) if part.geom_type.endswith("Polygon")]
    return shapely.union_all(parts) if len(parts) != 1 else parts[0]
