"""Whether things lie where the rest of the city lies, and what is wrong where they do not. Pure."""

from collections.abc import Sequence
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from brightline.city.geometry.miles import miles

# The largest county of the lower 48 is 200 miles across; another state-plane zone or another foot is farther off.
FAR_MILES = 150.0

Points = NDArray[np.float64]


class Fault(IntEnum):
    """What is wrong with where a point lies."""

    NONE = 0
    SWAPPED = 1
    OFF_EARTH = 2
    FAR = 3


def home(files: Sequence[Points]) -> tuple[float, float] | None:
    """Where the city is: the middle of that file near whose middle most others lie, of several the first. None where
    no file has a point on earth. files: n x 2 degrees each, longitude first; their coordinates may be anything.
    """
    middles = [np.median(points[on_earth(points)], axis=0) for points in files if on_earth(points).any()]
    if not middles:
        return None
    there = np.array(middles)
    near = [int((miles(x, y, there[:, 0], there[:, 1]) <= FAR_MILES).sum()) for x, y in middles]
    longitude, latitude = middles[int(np.argmax(near))]
    return float(longitude), float(latitude)


def faults(points: Points, where: tuple[float, float] | None) -> NDArray[np.int64]:
    """For each of n x 2 points its `Fault`, in a city at `where`, None where nobody knows."""
    if where is None:
        return np.where(on_earth(points), Fault.NONE, Fault.OFF_EARTH)
    found = np.where(on_earth(points), Fault.FAR, Fault.OFF_EARTH)
    found[_near(points[:, ::-1], where)] = Fault.SWAPPED
    found[_near(points, where)] = Fault.NONE
    return found


def on_earth(points: Points) -> NDArray[np.bool_]:
    """Which of n x 2 points are degrees at all."""
    on: NDArray[np.bool_] = (np.abs(points[:, 0]) <= 180) & (np.abs(points[:, 1]) <= 90)
    return on


def _near(points: Points, where: tuple[float, float]) -> NDArray[np.bool_]:
    near = on_earth(points)
    near[near] = miles(*where, points[near, 0], points[near, 1]) <= FAR_MILES
    return near
