"""The map as the server draws it, an SVG for everyone: streets, water, the areas a place lies in, what is near.

Sizes are units of the drawing, WIDTH by HEIGHT of them; the place is always in its middle.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import shapely
from shapely.geometry.base import BaseGeometry

from brightline.city import queries as city
from brightline.city.kinds import AreaKind, DrawnKind, FacilityKind
from brightline.city.place import Nearby
from brightline.platform.ui import phrases
from brightline.resident.address import showing, words
from brightline.resident.address.served import Served

WIDTH, HEIGHT = 720, 1200
# How wide the drawing is, in miles: from some blocks to most of a part of town.
_NARROWEST, _WIDEST = 0.7, 2.4
_MILES_A_DEGREE = 69.05
# Areas with a border worth seeing; the smallest of the others says less than its name.
_OUTLINED = AreaKind.COUNCIL_DISTRICT
_LABELED_STREETS = 20
# How wide a letter of a facility's name is, nearly.
_LETTER = 10.5
_DOT = {
    FacilityKind.DROP_OFF_CENTER: "waste",
    FacilityKind.POLICE_STATION: "police",
    FacilityKind.FIRE_STATION: "fire",
    FacilityKind.HOSPITAL: "hospital",
    FacilityKind.POLLING_PLACE: "vote",
    FacilityKind.SCHOOL: "school",
    FacilityKind.LIBRARY: "library",
    FacilityKind.PARK: "park",
}


@dataclass(frozen=True)
class Frame:
    """Where degrees come to lie on the drawing. Flat: over a few miles nobody sees the difference."""

    longitude: float
    latitude: float
    miles: float

    @property
    def _unit(self) -> float:
        return self.miles / WIDTH

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        high = self.miles * HEIGHT / WIDTH / 2 / _MILES_A_DEGREE
        wide = self.miles / 2 / self._miles_a_degree_east
        return self.longitude - wide, self.latitude - high, self.longitude + wide, self.latitude + high

    @property
    def _miles_a_degree_east(self) -> float:
        return _MILES_A_DEGREE * math.cos(math.radians(self.latitude))

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """x to the east and y to the south, from the upper corner in the west."""
        x = WIDTH / 2 + (longitude - self.longitude) * self._miles_a_degree_east / self._unit
        y = HEIGHT / 2 - (latitude - self.latitude) * _MILES_A_DEGREE / self._unit
        return round(x, 1), round(y, 1)

    def path(self, shapes: Iterable[BaseGeometry]) -> str:
        """The d of an SVG path through lines and rings."""
        return "".join(self._line(line) for shape in shapes for line in _lines(shape))

    def _line(self, line: Sequence[tuple[float, ...]]) -> str:
        points = [self.at(*point[:2]) for point in line]
        kept = [points[0], *(after for before, after in pairwise(points) if before != after)]
        if len(kept) < 2:
            return ""
        closed = kept[0] == kept[-1]
        first, *rest = kept[:-1] if closed and len(kept) > 2 else kept
        return f"M{first[0]:g} {first[1]:g}L{' '.join(f'{x:g} {y:g}' for x, y in rest)}{'Z' if closed else ''}"


@dataclass(frozen=True)
class Dot:
    """A facility on the drawing. name: "" where there is no room for it; end: it stands before the dot, not after."""

    name: str
    icon: str
    longitude: float
    latitude: float
    x: float
    y: float
    end: bool


@dataclass(frozen=True)
class StreetName:
    """Along its street: the middle, and degrees to turn it by, clockwise."""

    name: str
    x: float
    y: float
    turn: float


@dataclass(frozen=True)
class Outline:
    """An area of the place. id: as the rows of the page point to it; shown: seen without being asked for."""

    id: str
    kind: AreaKind
    name: str
    path: str
    shown: bool


@dataclass(frozen=True)
class Map:
    """streets, main_streets, water, parks: SVG paths; miles: how wide it is."""

    streets: str
    main_streets: str
    water: str
    parks: str
    outlines: Sequence[Outline]
    dots: Sequence[Dot]
    names: Sequence[StreetName]
    miles: float
    width: int = WIDTH
    height: int = HEIGHT
    middle: tuple[float, float] = (WIDTH / 2, HEIGHT / 2)


def drawn(served: Served) -> Map:
    """The map around a place."""
    there = served.place
    near = [each for found in served.near.values() for each in found] + list(served.sent_to.values())
    frame = Frame(there.longitude, there.latitude, _wide(near))
    streets = city.drawn(DrawnKind.STREET, frame.box)
    # Where something stands already: the place itself, then the facilities, then the names of streets.
    taken = [_Box(WIDTH / 2 - 24, HEIGHT / 2 - 24, WIDTH / 2 + 24, HEIGHT / 2 + 24)]
    water, parks = city.drawn(DrawnKind.WATER, frame.box), city.drawn(DrawnKind.PARK, frame.box)
    return Map(
        streets=frame.path(each.shape for each in streets if not each.main),
        main_streets=frame.path(each.shape for each in streets if each.main),
        water=frame.path(each.shape for each in water),
        parks=frame.path(each.shape for each in parks),
        outlines=list(_outlines(served, frame)),
        dots=list(_dots(near, frame, taken)),
        names=list(_names(streets, frame, taken)),
        miles=frame.miles,
    )


def _wide(near: Sequence[Nearby]) -> float:
    """Wide enough for some of what is near, and never so wide that nobody finds their block."""
    closest = sorted(each.miles for each in near)[:4]
    return min(max(_NARROWEST, *(2.2 * miles for miles in closest)), _WIDEST) if closest else _NARROWEST


def _outlines(served: Served, frame: Frame) -> Iterable[Outline]:
    box = shapely.box(*frame.box).buffer(0.002, join_style="mitre")
    for kind, areas in served.place.areas.items():
        for area in areas:
            named = f"{words.AREA[kind]}: {phrases.isolated(area.name)}"
            # Half a unit of the drawing: what is left out nobody could see.
            cut = shapely.simplify(shapely.intersection(city.outline(kind, area.key), box), frame.miles / 120_000)
            yield Outline(showing.area_id(area), kind, named, frame.path([cut]), kind == _OUTLINED)


def _dots(near: Sequence[Nearby], frame: Frame, taken: list["_Box"]) -> Iterable[Dot]:
    """The nearest first; a name has room after its dot, or before it, or is left to the list beside the map."""
    seen: set[tuple[float, float]] = set()
    for each in sorted(near, key=lambda one: one.miles):
        x, y = frame.at(each.longitude, each.latitude)
        if not (16 < x < WIDTH - 16 and 16 < y < HEIGHT - 16) or (x, y) in seen:
            continue
        seen.add((x, y))
        wide = _LETTER * len(each.name)
        after = _Box(x - 16, y - 16, x + 24 + wide, y + 16)
        before = _Box(x - 24 - wide, y - 16, x + 16, y + 16)
        place = next((box for box in (after, before) if box.is_free(taken)), None)
        taken.append(place or _Box(x - 16, y - 16, x + 16, y + 16))
        yield Dot(each.name if place else "", _DOT[each.kind], each.longitude, each.latitude, x, y, place is before)


class _Box(NamedTuple):
    west: float
    north: float
    east: float
    south: float

    def is_free(self, taken: Iterable["_Box"]) -> bool:
        inside = self.west > 0 and self.east < WIDTH and self.north > 0 and self.south < HEIGHT
        return inside and not any(
            self.west < box.east and box.west < self.east and self.north < box.south and box.north < self.south
            for box in taken
        )


def _names(streets: Sequence[city.Drawn], frame: Frame, taken: list["_Box"]) -> Iterable[StreetName]:
    """The longest streets' names, each once, along their longest stretch, where nothing else stands."""
    longest: dict[str, tuple[float, tuple[float, float], tuple[float, float]]] = {}
    for street in streets:
        for line in _lines(street.shape):
            points = [frame.at(*point[:2]) for point in line]
            for one, other in pairwise(points):
                length = math.dist(one, other) * (1.5 if street.main else 1)
                if street.name and length > longest.get(street.name, (0.0,))[0]:
                    longest[street.name] = (length, one, other)
    said = 0
    for name, (_length, one, other) in sorted(longest.items(), key=lambda each: -each[1][0]):
        x, y = (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
        turn = math.atan2(other[1] - one[1], other[0] - one[0])
        wide = 8.5 * len(name) / 2
        east, south = abs(wide * math.cos(turn)) + 10, abs(wide * math.sin(turn)) + 10
        box = _Box(x - east, y - south, x + east, y + south)
        if said < _LABELED_STREETS and box.is_free(taken):
            said += 1
            taken.append(box)
            # Read from the left or from below, never on its head.
            yield StreetName(name, round(x, 1), round(y, 1), round((math.degrees(turn) + 90) % 180 - 90, 1))


def _lines(shape: BaseGeometry) -> Iterable[Sequence[tuple[float, ...]]]:
    """Every line and ring of a shape."""
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon":
            yield from (list(ring.coords) for ring in (part.exterior, *part.interiors))
        elif part.geom_type == "LineString":
            yield list(part.coords)
        elif hasattr(part, "geoms"):
            yield from _lines(part)
