"""The ground Falls City stands on: a plan in blocks, bent along the river, and where that is on the earth.

The plan is a flat grid of complex numbers w = u - iv, in blocks of 122 m: u east of Center St, v south of River Rd. It
is bent by w + sum(c * exp(-ikw)), which is conformal: streets follow the river, corners stay square, and a few miles
inland nothing of it is left. The sums of sines added to it outside the old grid make the suburbs' roads wander.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

Points = NDArray[np.complex128]
BLOCK = 122.0  # meters
_LONGITUDE, _LATITUDE = -85.76, 38.26
_METERS_A_DEGREE = 110_990.0
SUPERBLOCK = 6  # blocks between two arterials


@dataclass(frozen=True)
class Plan:
    """How large the city is. scale: 1 for the city in the tree, its width and depth grow with it."""

    scale: float = 1.0

    def _whole(self, blocks: float) -> int:
        return SUPERBLOCK * max(1, round(blocks * self.scale / SUPERBLOCK))

    @property
    def old(self) -> tuple[int, int, int]:
        """The old grid in blocks: west end, east end, south end."""
        return -self._whole(24), self._whole(18), self._whole(12)

    @property
    def limits(self) -> tuple[int, int, int]:
        """The whole city's box in blocks, likewise; its corners are cut off."""
        return -self._whole(36), self._whole(36), self._whole(30)

    def is_old(self, u: float, v: float) -> bool:
        """Whether a point of the plan lies in the old grid."""
        west, east, south = self.old
        return west <= u <= east and 0 <= v <= south

    def bent(self, plan: Points) -> Points:
        """Points of the plan in meters east and north of Center St and River Rd, to the centimeter."""
        w = np.asarray(plan, dtype=np.complex128)
        k = 0.07 / self.scale
        moved = w + self.scale * (
            5.2 * np.exp(1.74j - 1j * k * w) + 0.9 * np.exp(4.0j - 2.3j * k * w) + 0.28 * np.exp(0.6j - 4.1j * k * w)
        )
        moved += self._wander(w) - self.scale * 5.2 * np.exp(1.74j)
        # To the centimeter at once, so that the last bit of an exponential, which differs from one processor to the
        # next, cannot change what is built on it.
        return (np.round(moved.real * BLOCK, 2) + 1j * np.round(moved.imag * BLOCK, 2)).astype(np.complex128)

    def _wander(self, w: Points) -> Points:
        west, east, south = self.old
        u, v = w.real, -w.imag
        outside = np.hypot(np.maximum(np.maximum(west - u, u - east), 0), np.maximum(v - south, 0))
        strength = 0.34 * np.minimum(outside / 5, 1)
        across = np.sin(0.55 * v + 0.9) + 0.8 * np.sin(0.37 * u - 0.21 * v + 2.1) + 0.5 * np.sin(0.83 * u + 0.4)
        along = np.sin(0.49 * u + 1.7) + 0.8 * np.sin(0.33 * v + 0.27 * u + 0.3) + 0.5 * np.sin(0.77 * v + 2.6)
        return np.asarray(strength * (across + 1j * along), dtype=np.complex128)


def at(u: float, v: float) -> complex:
    """A point of the plan."""
    return complex(u, -v)


def path(corners: Sequence[complex], step: float = 1 / 6) -> Points:
    """A line through the corners with a point at least every `step` blocks, so that it bends where the plan does."""
    pieces = [np.array(corners[:1])]
    for start, end in pairwise(corners):
        count = max(1, round(abs(end - start) / step))
        pieces.append(start + (end - start) * np.arange(1, count + 1) / count)
    return np.concatenate(pieces).astype(np.complex128)


def degrees(meters: Points) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Longitudes and latitudes (WGS 84) of points in meters, to six decimals, a tenth of a meter."""
    wide = _METERS_A_DEGREE * np.cos(np.radians(_LATITUDE))
    return np.round(_LONGITUDE + meters.real / wide, 6), np.round(_LATITUDE + meters.imag / _METERS_A_DEGREE, 6)


def outline(plan: Plan, shape: shapely.Polygon) -> shapely.Polygon:
    """A polygon of the plan, its corners (u, -v), bent onto the ground, in meters."""
    corners = [complex(x, y) for x, y in shape.exterior.coords]
    points = plan.bent(path(corners))
    return shapely.Polygon(np.column_stack([points.real, points.imag]))
