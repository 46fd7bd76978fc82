"""All streets of the city: laid out, cut where a park, a pike or the city's limit is in the way, and named."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from random import Random

import numpy as np
import shapely
from numpy.typing import NDArray

from generate import streets, suburbs, words
from generate.plane import Plan, Points
from generate.streets import Part, Street

Mask = Callable[[Points], NDArray[np.bool_]]
_NEAR_PIKE = 0.33  # blocks: nearer than this a street of a suburb may only cross a pike
_CROSSES_WITHIN = 1.0  # blocks it may take to cross


@dataclass(frozen=True)
class Park:
    """A rectangle of the plan without streets: west, north, east, south in blocks."""

    name: str
    west: float
    north: float
    east: float
    south: float

    @property
    def box(self) -> shapely.Polygon:
        """Its rectangle in the plan, (u, -v)."""
        return shapely.box(self.west, -self.south, self.east, -self.north)

    def holds(self, points: Points) -> NDArray[np.bool_]:
        """Which points lie in it."""
        u, v = points.real, -points.imag
        return np.asarray(
            (u > self.west) & (u < self.east) & (v > self.north) & (v < self.south),
            dtype=np.bool_,
        )


@dataclass(frozen=True)
class Network:
    """plan: the ground; streets: all of them, named; parks; limits: the city in the plan, (u, -v)."""

    plan: Plan
    streets: list[Street]
    parks: list[Park]
    limits: shapely.Polygon


def network(plan: Plan, random: Random) -> Network:
    """The city's streets and parks, the same for the same state of `random`."""
    blocks = list(suburbs.superblocks(plan, random))
    parks = list(_parks(plan, blocks, random))
    limits = _limits(plan, blocks)
    old, pairs = words.old_names(random), words.pairs(random)
    # What is easily taken for Harbor St and Park Ave.
    old, roads = chain(["Arbor"], old), chain(["Park"], pairs)
    major = [*streets.old_grid(plan, old, set(_closed(parks)), random), *streets.outer_arterials(plan, roads)]
    pikes = list(streets.pikes(plan, pairs))
    villages = [block for block in blocks if block.north > 0 and -3 < block.west / 6 < 3][:1]
    minor = [street for block in blocks for street in suburbs.streets(block, random, block in villages)]
    inside = limits.buffer(0.01)
    shapely.prepare(inside)
    for street in [*major, *pikes]:
        _keep(street, lambda points: shapely.contains_xy(inside, points.real, points.imag))
    for street in [*pikes, *minor]:
        _keep(street, lambda points: ~np.any([park.holds(points) for park in parks], axis=0))
    beside = shapely.unary_union([_line(part.points) for pike in pikes for part in pike.parts])
    shapely.prepare(beside)
    for street in minor:
        _keep(street, lambda points: ~_runs_beside(points, beside))
    found = [street for street in [*major, *pikes, *minor] if street.parts]
    _name(found, pairs, random)
    return Network(plan, found, parks, limits)


def _line(points: Points) -> shapely.LineString:
    return shapely.LineString(np.column_stack([points.real, points.imag]))


def _limits(plan: Plan, blocks: list[suburbs.Superblock]) -> shapely.Polygon:
    west, east, south = plan.old
    boxes = [shapely.box(west, -south, east, 0)]
    boxes += [shapely.box(b.west, -b.north - 6, b.west + 6, -b.north) for b in blocks]
    boxes.append(shapely.box(plan.limits[0], 0, plan.limits[1], 0.5))
    return shapely.unary_union(boxes)


def _parks(plan: Plan, blocks: list[suburbs.Superblock], random: Random) -> Iterator[Park]:
    """Squares in the old grid, and in every fifth superblock a corner or a bank of the river."""
    yield Park("Wheel Park", -15, 4, -13, 5)
    yield Park("Assembly Square", -1, 6, 1, 7)
    yield Park("Anvil Square", -8, 9, -6, 10)
    yield Park("Steeple Green", 7, 2, 8, 4)
    yield Park("Foundry Commons", 12, 8, 14, 10)
    yield Park("Miller Field", -21, 8, -19, 10)
    yield Park("Cherokee Bottoms Park", -34, 0.2, -25, 3)
    yield Park("Upper Landing Park", 26, 0.2, 34, 1.6)
    names = words.pairs(Random(random.random()))
    for index, block in enumerate(blocks):
        if index % 4 == 2 and block.north:
            west, north = block.west + random.choice((0.3, 2.6)), block.north + random.choice((0.3, 2.4))
            name = f"{next(names)} {random.choice(('Park', 'Park', 'Woods', 'Preserve', 'Fields'))}"
            yield Park(name, west, north, west + random.choice((2, 2.5, 3)), north + random.choice((1.5, 2.5, 3)))


def _closed(parks: list[Park]) -> Iterator[tuple[str, int, int]]:
    """The blocks of old-grid streets within parks."""
    for park in parks:
        for u in range(round(park.west), round(park.east)):
            for v in range(round(park.north) + 1, round(park.south)):
                yield "row", v, u
        for v in range(round(park.north), round(park.south)):
            for u in range(round(park.west) + 1, round(park.east)):
                yield "column", u, v


def _keep(street: Street, wanted: Mask) -> None:
    """Cut a street back to the points wanted; crumbs shorter than two steps go."""
    kept: list[Part] = []
    for part in street.parts:
        good = wanted(part.points)
        if good.all():
            kept.append(part)
            continue
        edges = np.flatnonzero(np.diff(np.concatenate([[False], good, [False]]).astype(np.int8)))
        kept += [
            Part(part.points[start:end], part.numbers[start:end])
            for start, end in zip(edges[::2], edges[1::2], strict=True)
            if end - start > 2
        ]
    street.parts = kept


def _runs_beside(points: Points, lines: shapely.Geometry) -> NDArray[np.bool_]:
    """Which points are near the lines for longer than a crossing takes."""
    near = shapely.dwithin(lines, shapely.points(points.real, points.imag), _NEAR_PIKE)
    length = np.concatenate([[0], np.cumsum(np.abs(np.diff(points)))])
    edges = np.flatnonzero(np.diff(np.concatenate([[False], near, [False]]).astype(np.int8)))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        crosses = start > 0 and end < len(points)
        if crosses and length[end - 1] - length[start] <= _CROSSES_WITHIN:
            near[start:end] = False
    return np.asarray(near, dtype=np.bool_)


def _name(found: list[Street], pairs: Iterator[str], random: Random) -> None:
    """A name for each street that has none. One in seven shares its first part with a neighbor, as subdivisions do, and
    some are saints' or a single word's; no two are written the same.
    """
    taken = {street.full for street in found if street.name}
    singles = [*words.single(random), *(f"St {saint}" for saint in words.SAINTS)]
    random.shuffle(singles)
    last = "Sycamore"
    for street in found:
        if street.name:
            continue
        suffixes = words.SUFFIXES[street.kind]
        while not street.name or street.name in taken:
            draw = random.random()
            if draw > 0.86:
                base = last
            elif draw > 0.5 and singles:
                base = singles.pop()
            else:
                base = next(pairs)
            street.name = f"{base} {random.choice(suffixes)}"
        last = street.name.rsplit(" ", 1)[0]
        taken.add(street.name)
