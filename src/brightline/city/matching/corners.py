"""Where two streets meet, worked out from the addresses on them: no map of streets is needed.

The addresses of each street are gathered in small cells. Around each cell the street runs along a line; where the lines
of two streets cross, with addresses of both near by, is a corner. Parallel streets and two parts of one have none.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from brightline.city.matching.addresses import Addresses

_NEAR = 150.0  # meters between cells of two streets that may meet
_TO_THE_CORNER = 110.0  # meters from the corner to the nearest addresses of either street, at most
_ONE_CORNER = 80.0  # meters between crossings that are of one corner
_CELL = 60.0
_AROUND = 3  # cells to either side that tell how a street runs
_CROSSWISE = 0.35  # the sine of the least angle at which streets meet
_ROUND = 0.35  # addresses spread this evenly, across to along, show no line
_WITHOUT_A_LINE = 70.0
_METERS = 111_320.0  # in a degree of latitude
_DEGREE = 1e7

_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Corners:
    """Each pair of streets that meet, one < other, at a point in 1e-7 degrees."""

    one: NDArray[np.int32]
    other: NDArray[np.int32]
    longitude: NDArray[np.int32]
    latitude: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.one)

    def point(self, corner: int) -> tuple[float, float]:
        """Longitude and latitude in degrees."""
        return int(self.longitude[corner]) / _DEGREE, int(self.latitude[corner]) / _DEGREE


@dataclass(frozen=True, slots=True)
class _Cells:
    """A street's addresses in one cell: their middle, and the line the street runs along there through (x, y).

    cosine, sine: the line's direction; lined: whether there is one.
    """

    street: _Ints
    column: _Ints
    row: _Ints
    east: _Floats
    north: _Floats
    x: _Floats
    y: _Floats
    cosine: _Floats
    sine: _Floats
    lined: NDArray[np.bool_]


def corners(addresses: Addresses) -> Corners:
    """The corners of a city: for each pair of streets that meet the one with addresses nearest to it."""
    none = np.empty(0, np.int32)
    if not len(addresses):
        return Corners(none, none, none, none)
    north = addresses.latitude / _DEGREE * _METERS
    narrow = np.cos(np.radians(np.median(addresses.latitude / _DEGREE)))
    east = addresses.longitude / _DEGREE * _METERS * narrow
    west, south = float(east.min()), float(north.min())
    cells = _gather(addresses.street_of_rows(), east - west, north - south)
    mine, theirs = _neighbors(cells)
    x, y, apart = _crossings(cells, mine, theirs)
    one, other = (
        np.minimum(cells.street[mine], cells.street[theirs]),
        np.maximum(cells.street[mine], cells.street[theirs]),
    )
    order = np.lexsort((apart, other, one))
    order = order[np.isfinite(apart[order])]
    one, other = one[order], other[order]
    nearest = np.ones(len(order), bool)
    nearest[1:] = (one[1:] != one[:-1]) | (other[1:] != other[:-1])
    x, y = _middles(x[order], y[order], np.flatnonzero(nearest))
    x, y = x + west, y + south
    return Corners(
        one[nearest].astype(np.int32),
        other[nearest].astype(np.int32),
        np.rint(x / (_METERS * narrow) * _DEGREE).astype(np.int32),
        np.rint(y / _METERS * _DEGREE).astype(np.int32),
    )


def _middles(x: _Floats, y: _Floats, starts: _Ints) -> tuple[_Floats, _Floats]:
    """Of each run of crossings the middle of those near its first: the houses of one side alone lie beside the line."""
    many = np.diff([*starts, len(x)])
    near = np.hypot(x - np.repeat(x[starts], many), y - np.repeat(y[starts], many)) <= _ONE_CORNER
    weight = np.add.reduceat(near.astype(np.float64), starts)
    return np.add.reduceat(x * near, starts) / weight, np.add.reduceat(y * near, starts) / weight


def _gather(street: _Ints, east: _Floats, north: _Floats) -> _Cells:
    column, row = (east // _CELL).astype(np.int64), (north // _CELL).astype(np.int64)
    order = np.lexsort((row, column, street))
    street, column, row, east, north = street[order], column[order], row[order], east[order], north[order]
    begins = np.ones(len(street), bool)
    begins[1:] = (street[1:] != street[:-1]) | (column[1:] != column[:-1]) | (row[1:] != row[:-1])
    starts = np.flatnonzero(begins)
    sums = np.stack([np.ones_like(east), east, north, east * east, east * north, north * north])
    sums = np.add.reduceat(sums, starts, axis=1)
    street, column, row = street[starts], column[starts], row[starts]
    around = _summed_around(street, column, row, sums)
    many, x, y = around[0], around[1] / around[0], around[2] / around[0]
    xx, xy, yy = around[3] / many - x * x, around[4] / many - x * y, around[5] / many - y * y
    angle = np.arctan2(2 * xy, xx - yy) / 2
    spread = np.hypot((xx - yy) / 2, xy)
    along, across = (xx + yy) / 2 + spread, (xx + yy) / 2 - spread
    lined = (many >= 3) & (across <= _ROUND**2 * along)
    return _Cells(street, column, row, sums[1] / sums[0], sums[2] / sums[0], x, y, np.cos(angle), np.sin(angle), lined)


def _summed_around(street: _Ints, column: _Ints, row: _Ints, sums: _Floats) -> _Floats:
    """The sums of each cell with those of the same street around it."""
    wide, high = int(column.max()) + 2 * _AROUND + 1, int(row.max()) + 2 * _AROUND + 1
    code = (street * wide + column + _AROUND) * high + row + _AROUND
    total = sums.copy()
    for right in range(-_AROUND, _AROUND + 1):
        for up in range(-_AROUND, _AROUND + 1):
            if right or up:
                place = np.minimum(np.searchsorted(code, code + right * high + up), len(code) - 1)
                there = code[place] == code + right * high + up
                total[:, there] += sums[:, place[there]]
    return total


def _neighbors(cells: _Cells) -> tuple[_Ints, _Ints]:
    """Pairs of cells of different streets within _NEAR, each once."""
    reach = int(_NEAR // _CELL) + 1
    high = int(cells.row.max()) + 2 * reach + 1
    code = cells.column * high + cells.row + reach
    order = np.argsort(code, kind="stable")
    ranked = code[order]
    found = []
    for right in range(reach + 1):
        for up in range(-reach if right else 0, reach + 1):
            target = ranked + right * high + up
            start, end = np.searchsorted(ranked, target), np.searchsorted(ranked, target, "right")
            many = end - start
            mine = np.repeat(np.arange(len(ranked)), many)
            theirs = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many) + np.repeat(start, many)
            once = (mine < theirs) if right == up == 0 else np.ones(len(mine), bool)
            mine, theirs = order[mine[once]], order[theirs[once]]
            apart = np.hypot(cells.east[mine] - cells.east[theirs], cells.north[mine] - cells.north[theirs])
            near = (cells.street[mine] != cells.street[theirs]) & (apart <= _NEAR)
            found.append((mine[near], theirs[near]))
    return np.concatenate([pair[0] for pair in found]), np.concatenate([pair[1] for pair in found])


def _crossings(cells: _Cells, mine: _Ints, theirs: _Ints) -> tuple[_Floats, _Floats, _Floats]:
    """Where the streets of each pair of cells cross, and meters from there to the farther of the two; infinite where
    they do not.
    """
    ux, uy, vx, vy = cells.cosine[mine], cells.sine[mine], cells.cosine[theirs], cells.sine[theirs]
    turn = ux * vy - uy * vx
    crosswise = np.abs(turn) >= _CROSSWISE
    safe = np.where(crosswise, turn, 1)
    far = ((cells.x[theirs] - cells.x[mine]) * vy - (cells.y[theirs] - cells.y[mine]) * vx) / safe
    x, y = cells.x[mine] + far * ux, cells.y[mine] + far * uy
    # A court of three houses shows no line: the middle between it and the other street's nearest will do.
    lined = cells.lined[mine] & cells.lined[theirs]
    middle_x, middle_y = (cells.east[mine] + cells.east[theirs]) / 2, (cells.north[mine] + cells.north[theirs]) / 2
    x, y = np.where(lined, x, middle_x), np.where(lined, y, middle_y)
    apart = np.maximum(
        np.hypot(x - cells.east[mine], y - cells.north[mine]),
        np.hypot(x - cells.east[theirs], y - cells.north[theirs]),
    )
    meets = np.where(lined, crosswise & (apart <= _TO_THE_CORNER), apart <= _WITHOUT_A_LINE / 2)
    return x, y, np.where(meets, apart, np.inf)
