"""Where two streets meet, worked out from the addresses on them: no map of streets is needed.

The addresses of each street are gathered in small cells; where cells of two streets lie side by side the streets may
meet, and where the lines through the addresses there cross is the corner.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from brightline.city.matching.addresses import Addresses

_NEAR = 120.0  # meters between the nearest addresses of two streets that meet: a corner lot and the yards
_CELL = 60.0
_METERS = 111_320.0  # in a degree of latitude
_DEGREE = 1e7


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


def corners(addresses: Addresses) -> Corners:
    """The corners of a city: for each pair of streets the place where their addresses come nearest."""
    if not len(addresses):
        none = np.empty(0, np.int32)
        return Corners(none, none, none, none)
    latitude = addresses.latitude / _DEGREE
    middle = float(np.median(latitude))
    east = addresses.longitude / _DEGREE * _METERS * np.cos(np.radians(middle))
    north = latitude * _METERS
    street = addresses.street_of_rows()
    cells = _gather(street, east - east.min(), north - north.min())
    one, other, apart, x, y = _neighbors(*cells)
    order = np.lexsort((apart, other, one))
    one, other, x, y = one[order], other[order], x[order], y[order]
    nearest = np.ones(len(one), bool)
    nearest[1:] = (one[1:] != one[:-1]) | (other[1:] != other[:-1])
    longitude = (x[nearest] + east.min()) / (_METERS * np.cos(np.radians(middle))) * _DEGREE
    return Corners(
        one[nearest].astype(np.int32),
        other[nearest].astype(np.int32),
        np.rint(longitude).astype(np.int32),
        np.rint((y[nearest] + north.min()) / _METERS * _DEGREE).astype(np.int32),
    )


_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]


def _gather(street: _Ints, east: _Floats, north: _Floats) -> tuple[_Ints, _Ints, _Ints, _Floats, _Floats]:
    """The middle of a street's addresses in each cell: street, column, row, east, north."""
    column, row = (east // _CELL).astype(np.int64), (north // _CELL).astype(np.int64)
    order = np.lexsort((street, row, column))
    street, column, row, east, north = street[order], column[order], row[order], east[order], north[order]
    begins = np.ones(len(street), bool)
    begins[1:] = (street[1:] != street[:-1]) | (column[1:] != column[:-1]) | (row[1:] != row[:-1])
    starts = np.flatnonzero(begins)
    many = np.diff([*starts, len(street)])
    return (
        street[starts],
        column[starts],
        row[starts],
        np.add.reduceat(east, starts) / many,
        np.add.reduceat(north, starts) / many,
    )


def _neighbors(
    street: _Ints, column: _Ints, row: _Ints, east: _Floats, north: _Floats
) -> tuple[_Ints, _Ints, _Floats, _Floats, _Floats]:
    """Pairs of cells of different streets within _NEAR: one, other, meters apart, middle east, middle north."""
    wide = int(row.max()) + 2 * 3 + 1
    code = column * wide + row
    found = []
    for right in range(3):
        for up in range(-2, 3):
            if right == 0 and up < 0:
                continue
            target = code + right * wide + up
            start, end = np.searchsorted(code, target), np.searchsorted(code, target, "right")
            many = end - start
            mine = np.repeat(np.arange(len(code)), many)
            theirs = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many) + np.repeat(start, many)
            apart = np.hypot(east[mine] - east[theirs], north[mine] - north[theirs])
            # Two streets in one cell are met twice, once from either side.
            near = (street[mine] != street[theirs]) & (apart <= _NEAR) & ((right > 0) | (up > 0) | (mine < theirs))
            found.append((mine[near], theirs[near], apart[near]))
    mine, theirs, apart = (np.concatenate(parts) for parts in zip(*found, strict=True))
    one, other = np.minimum(street[mine], street[theirs]), np.maximum(street[mine], street[theirs])
    return one, other, apart, (east[mine] + east[theirs]) / 2, (north[mine] + north[theirs]) / 2
