"""The old grid, the arterials that go on from it, and the pikes that radiate from its edge."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from random import Random

import numpy as np
from numpy.typing import NDArray

from generate.plane import SUPERBLOCK, Plan, Points, at, path

BASELINE = 4  # Market St, the row where numbered streets turn from N to S
KNOWN_ROW = 3  # Harbor St
_PARK_ROW, _LANE_ROW = 8, 9


@dataclass
class Part:
    """A stretch without a break. points: in the plan; numbers: the address number at each, rising or falling."""

    points: Points
    numbers: NDArray[np.float64]


@dataclass
class Street:
    """One name and direction. kind: grid, cross (few doors), arterial, pike, drive, court, lane or path.

    name: with suffix and without direction, "" until someone names it.
    """

    kind: str
    name: str = ""
    direction: str = ""
    parts: list[Part] = field(default_factory=list)

    @property
    def full(self) -> str:
        """As it is written: "N 4th St"."""
        return f"{self.direction} {self.name}".strip()

    @property
    def middle(self) -> complex:
        """A point on it, in the plan."""
        points = max(self.parts, key=lambda part: len(part.points)).points
        return complex(points[len(points) // 2])


def row(kind: str, v: float, west: float, east: float, gaps: Iterable[float] = (), **names: str) -> Street:
    """A street along v, a hundred numbers a block from Center St. gaps: blocks, by their west ends, where it is not."""
    pieces = _stretches(west, east, gaps)
    return Street(kind, **names, parts=[_part([at(a, v), at(b, v)], abs(a) * 100, abs(b) * 100) for a, b in pieces])


def column(kind: str, u: float, north: float, south: float, gaps: Iterable[float] = (), **names: str) -> Street:
    """A street along u, its numbers a hundred a block from Market St. gaps: blocks (their north ends)."""
    pieces = _stretches(north, south, gaps)
    numbers = [(abs(a - BASELINE) * 100, abs(b - BASELINE) * 100) for a, b in pieces]
    return Street(
        kind,
        **names,
        parts=[_part([at(u, a), at(u, b)], *ends) for (a, b), ends in zip(pieces, numbers, strict=True)],
    )


def along(kind: str, corners: list[complex], first: float, **names: str) -> Street:
    """A street through corners, its numbers a hundred a block from `first`."""
    points = path(corners)
    length = np.concatenate([[0], np.cumsum(np.abs(np.diff(points)))])
    return Street(kind, **names, parts=[Part(points, first + 100 * length)])


def _part(corners: list[complex], first: float, last: float) -> Part:
    points = path(corners)
    return Part(points, np.linspace(first, last, len(points)))


def _stretches(start: float, end: float, gaps: Iterable[float]) -> list[tuple[float, float]]:
    found = []
    for gap in sorted(gap for gap in gaps if start <= gap < end):
        if gap > start:
            found.append((start, gap))
        start = gap + 1
    return [*found, (start, end)] if start < end else found


def old_grid(plan: Plan, names: Iterator[str], closed: set[tuple[str, int, int]], random: Random) -> Iterator[Street]:
    """Rows and columns. names: of streets, without a suffix. closed: ("row", v, u) or ("column", u, v), blocks of a
    street that a park or yard has swallowed.
    """
    west, east, south = plan.old
    for v in range(south + 1):
        gaps = {u for kind, line, u in closed if kind == "row" and line == v}
        gaps |= {u for u in range(west, east) if 0 < v < south and random.random() < 0.03}
        if v == 0:
            yield from _both_ways("arterial", v, west, east, gaps, "River Rd")
        elif v == BASELINE:
            yield from _both_ways("grid", v, west, east, set(), "Market St")
        elif v == BASELINE + 1:
            yield from _both_ways("grid", v, west // 2, east, gaps, "Liberty St")
            yield row("grid", v, west, west // 2, gaps, name=f"{next(names)} St")
        elif v == KNOWN_ROW:
            yield row("grid", v, west, -11, gaps - {-17}, name="Harbor St")
            yield from _both_ways("grid", v, -11, east, gaps, f"{next(names)} St")
        elif v == south:
            yield from _both_ways("arterial", v, west, east, set(), "Parkway")
        elif v == _PARK_ROW:
            yield from _both_ways("grid", v, west, east, gaps, "Park Ave")
        else:
            suffix = "Ave" if v > BASELINE else "St"
            left = west if random.random() < 0.4 else -random.choice((8, 10, 11, 12))
            right = east if random.random() < 0.5 else random.choice((7, 9, 10))
            if v == _LANE_ROW:
                left = -11
                yield row("grid", v, west, left, gaps, name="Lane St")
            elif left > west:
                yield row("grid", v, west, left, gaps, name=f"{next(names)} {suffix}")
            yield from _both_ways("grid", v, left, right, gaps, f"{next(names)} {suffix}")
            if right < east:
                yield row("grid", v, right, east, gaps, name=f"{next(names)} {suffix}")
    for u in range(west, east + 1):
        gaps = {v for kind, line, v in closed if kind == "column" and line == u}
        gaps |= {v for v in range(south) if u % SUPERBLOCK and random.random() < 0.06}
        name = "Center St" if u == 0 else f"{_ordinal(-u)} St" if u < 0 else f"{next(names)} St"
        kind = "cross" if u % 3 else "grid"
        yield column(kind, u, 0, BASELINE, gaps, direction="N", name=name)
        end = plan.limits[2] if u % SUPERBLOCK == 0 else south
        yield column(kind, u, BASELINE, south, gaps, direction="S", name=name)
        if end > south:
            yield column("arterial", u, south, end, direction="S", name=name)


def _both_ways(kind: str, v: int, west: int, east: int, gaps: set[int], name: str) -> Iterator[Street]:
    if west < 0:
        yield row(kind, v, west, min(east, 0), gaps, direction="W", name=name)
    if east > 0:
        yield row(kind, v, max(west, 0), east, gaps, direction="E", name=name)


def _ordinal(number: int) -> str:
    tens, ones = number % 100, number % 10
    return f"{number}{'th' if 10 < tens < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(ones, 'th')}"


def outer_arterials(plan: Plan, names: Iterator[str]) -> Iterator[Street]:
    """The superblocks' borders outside the old grid, but for the columns that go on from it."""
    west, east, south = plan.limits
    old_west, old_east, old_south = plan.old
    for v in range(0, south + 1, SUPERBLOCK):
        if v > old_south:
            yield from _both_ways("arterial", v, west, east, set(), f"{next(names)} Rd")
        else:
            yield row("arterial", v, west, old_west, name=f"{next(names)} Rd" if v else "Old River Rd")
            yield row("arterial", v, old_east, east, name=f"{next(names)} Rd" if v else "Upper River Rd")
    for u in (*range(west, old_west, SUPERBLOCK), *range(old_east + SUPERBLOCK, east + 1, SUPERBLOCK)):
        yield column("arterial", u, 0, south, name=f"{next(names)} {'Rd' if u % 12 else 'Ln'}")


def pikes(plan: Plan, names: Iterator[str]) -> Iterator[Street]:
    """Roads to the next towns; each leaves the grid at a corner and runs slantwise over everything."""
    west, east, south = plan.limits
    for start, end in (
        (at(-9, 8), at(west, south * 0.92)),
        (at(-2, 7), at(-10 * plan.scale, south)),
        (at(4, 7), at(17 * plan.scale, south)),
        (at(6, 4), at(east, south * 0.68)),
        (at(-12, 6), at(west, south * 0.52)),
    ):
        middle = (start + end) / 2 + (end - start) * 0.04j
        yield along("pike", [start, middle, end], 100, name=f"{next(names)} Pike")
