"""What only the map shows: street lines, bridges, and the water."""

from collections.abc import Iterator

import numpy as np
import shapely

from generate.places import City
from generate.plane import Points, path

_MAIN = ("arterial", "pike")
_BRIDGES = ((-17, "Ferry Bridge"), (-5, "Falls Bridge"), (9, "Mill Bridge"))


def streets(city: City) -> Iterator[tuple[str, bool, shapely.Geometry]]:
    """Each name, whether it is drawn wide, and its lines in meters; then the bridges."""
    lines: dict[tuple[str, bool], list[shapely.LineString]] = {}
    for street in city.network.streets:
        main = street.kind in _MAIN or street.name == "Market St"
        for part in street.parts:
            line = shapely.simplify(_line(city.plan.bent(part.points)), 1.5)
            lines.setdefault((street.full, main), []).append(line)
    for (name, main), several in lines.items():
        yield name, main, shapely.line_merge(shapely.multilinestrings(several))
    across = _banks(city)[1]
    for u, name in _BRIDGES:
        foot = city.on_ground(u, 0)
        heading = foot - city.on_ground(u, 1)
        level = float(np.interp(foot.real, across.real, across.imag)) + 120
        head = foot + heading * (level - foot.imag) / heading.imag
        yield name, True, shapely.LineString([(foot.real, foot.imag), (head.real, head.imag)])


def water(city: City) -> Iterator[tuple[str, shapely.Polygon]]:
    """The river, with an island, and a lake in some of the parks."""
    shore, across = _banks(city)
    ring = np.concatenate([shore, across[::-1]])
    river = shapely.simplify(shapely.Polygon(np.column_stack([ring.real, ring.imag])), 2.0)
    yield "Falls River", shapely.difference(river, _island(city, shore, across))
    for park in city.network.parks:
        if park.south - park.north >= 2.4 and park.name != "Cherokee Bottoms Park":
            turn = np.arange(48) / 48 * 2 * np.pi
            middle = complex((park.west + park.east) / 2, -(park.north + park.south) / 2)
            shape = 0.5 * (1 + 0.2 * np.sin(3 * turn + middle.real)) * (1.5 * np.cos(turn) + 0.8j * np.sin(turn))
            points = city.plan.bent(middle + shape)
            yield f"{park.name} Lake", shapely.Polygon(np.column_stack([points.real, points.imag]))


def _banks(city: City) -> tuple[Points, Points]:
    """The near bank, where the city ends, and the far one, from west to east, beyond the city on both sides."""
    west, east, _south = city.plan.limits
    beyond = 30 * city.plan.scale
    shore = city.plan.bent(path([complex(west - beyond, 0.5), complex(east + beyond, 0.5)], step=1 / 4))
    u = np.linspace(-1, 1, len(shore))
    wide = (
        430 * city.plan.scale**0.5 * (1 + 0.22 * np.sin(5.3 * u + 0.4) + 0.12 * np.sin(13 * u) + 0.03 * np.sin(41 * u))
    )
    return shore, shore + 1j * wide


def _island(city: City, shore: Points, across: Points) -> shapely.Polygon:
    middle = len(shore) * 2 // 3
    center = (shore[middle] + across[middle]) / 2
    along = (shore[middle + 8] - shore[middle - 8]) / abs(shore[middle + 8] - shore[middle - 8])
    turn = np.arange(40) / 40 * 2 * np.pi
    long, wide = 420 * city.plan.scale**0.5, 60 * city.plan.scale**0.5
    ring = center + along * (long * np.cos(turn) + 1j * wide * np.sin(turn) * (1 + 0.3 * np.cos(2 * turn)))
    return shapely.Polygon(np.column_stack([ring.real, ring.imag]))


def _line(points: Points) -> shapely.LineString:
    return shapely.LineString(np.column_stack([points.real, points.imag]))
