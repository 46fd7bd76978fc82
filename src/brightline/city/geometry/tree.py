"""Which areas a point lies in. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from brightline.city.kinds import ONE_EACH, AreaKind

# About half a meter. Borders are drawn by people: between two areas whose shared border has another corner in each,
# a hair's breadth belongs to neither, and whoever lives there still has a council district.
HAIR = 5e-6
_NUMBERS = re.compile(r"(\d+)")

Keys = Mapping[AreaKind, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Bounds:
    """An area's kind, key and shape: a shapely Polygon or MultiPolygon in degrees WGS 84."""

    kind: AreaKind
    key: str
    shape: BaseGeometry


def in_order(key: str) -> list[tuple[int, str]]:
    """Keys as people sort them: "9" before "10", "A2" before "A10"."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in _NUMBERS.split(key)]


class AreaTree:
    """A city's areas, to be asked which of them a point lies in. Built once, then only read: safe among threads.

    A border belongs to the areas on both its sides, and of a kind of which a point lies in one only (`kinds.ONE_EACH`)
    it is the one whose key comes first ("9" before "10"); a point in none of that kind but within half a meter of one
    lies in the nearest. So a point on a border is always in exactly one area, whatever the order of the files.
    """

    def __init__(self, areas: Iterable[Bounds]) -> None:
        self._areas = sorted(areas, key=lambda area: (area.kind, in_order(area.key), area.key))
        self._shapes: NDArray[Any] = np.array([area.shape for area in self._areas], dtype=object)
        self._one_each = np.array([area.kind in ONE_EACH for area in self._areas], dtype=np.bool_)
        shapely.prepare(self._shapes)
        # What prepares a shape is made when it is first asked, which two threads must not do at once.
        boxes = shapely.bounds(self._shapes).reshape(-1, 4)
        shapely.intersects_xy(self._shapes, (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2)
        self._tree = shapely.STRtree(self._shapes)

    def __len__(self) -> int:
        return len(self._areas)

    def at(self, longitude: float, latitude: float) -> Keys:
        """The keys of the areas a point lies in, by kind; kinds with none left out. Degrees WGS 84."""
        box = shapely.box(longitude - HAIR, latitude - HAIR, longitude + HAIR, latitude + HAIR)
        near = np.sort(self._tree.query(box))
        within = near[shapely.intersects_xy(self._shapes[near], longitude, latitude)]
        found: dict[AreaKind, tuple[str, ...]] = {}
        for place in within:
            area = self._areas[place]
            if area.kind not in ONE_EACH:
                found[area.kind] = (*found.get(area.kind, ()), area.key)
            else:
                found.setdefault(area.kind, (area.key,))
        beside = [place for place in near if self._one_each[place] and self._areas[place].kind not in found]
        if beside:
            away = shapely.distance(self._shapes[beside], shapely.Point(longitude, latitude))
            for place in np.argsort(away, kind="stable"):
                area = self._areas[beside[place]]
                if away[place] <= HAIR:
                    found.setdefault(area.kind, (area.key,))
        return {kind: found[kind] for kind in sorted(found)}

    def at_many(self, longitudes: ArrayLike, latitudes: ArrayLike) -> tuple[list[Keys], NDArray[np.int64]]:
        """As `at`, for n points at once: the distinct answers, few in a city, and for each point the place of its own.

        longitudes, latitudes: n degrees each. Gives a list of answers and n places in it.
        """
        east, north = np.asarray(longitudes, np.float64), np.asarray(latitudes, np.float64)
        points: NDArray[Any] = np.asarray(shapely.points(east, north))
        grid = shapely.STRtree(points)
        answers: list[dict[AreaKind, tuple[str, ...]]] = [{}]
        which = np.zeros(len(points), dtype=np.int64)

        def add(members: NDArray[np.int64], area: Bounds) -> None:
            """Each answer these points had, and this area beside."""
            before, places = np.unique(which[members], return_inverse=True)
            which[members] = len(answers) + places
            for place in before:
                had = answers[place]
                answers.append({**had, area.kind: (*had.get(area.kind, ()), area.key)})

        for kind in sorted({area.kind for area in self._areas}):
            those = [place for place, area in enumerate(self._areas) if area.kind == kind]
            taken = np.zeros(len(points), dtype=np.bool_)
            for place in those:
                near = np.sort(grid.query(self._shapes[place]))
                members = near[shapely.intersects_xy(self._shapes[place], east[near], north[near])]
                if kind in ONE_EACH:
                    members = members[~taken[members]]
                    taken[members] = True
                if len(members):
                    add(members, self._areas[place])
            if kind in ONE_EACH and not taken.all():
                for place, members in self._beside(those, points, np.flatnonzero(~taken)):
                    add(members, self._areas[place])
        used, which = np.unique(which, return_inverse=True)
        return [answers[place] for place in used], which

    def _beside(
        self, those: list[int], points: NDArray[Any], left: NDArray[np.int64]
    ) -> Iterable[tuple[int, NDArray[np.int64]]]:
        """Of the points left over, those a hair's breadth from one of these areas, with the nearest."""
        grid = shapely.STRtree(points[left])
        nearest: dict[int, tuple[float, int]] = {}
        for place in those:
            near = left[grid.query(self._shapes[place], predicate="dwithin", distance=HAIR)]
            away = shapely.distance(self._shapes[place], points[near])
            for point, distance in zip(near.tolist(), away.tolist(), strict=True):
                nearest[point] = min(nearest.get(point, (distance, place)), (distance, place))
        for place in sorted({place for _, place in nearest.values()}):
            yield place, np.array([point for point, (_, best) in nearest.items() if best == place])
