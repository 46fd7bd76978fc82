"""How far it is, in miles along a straight line over the ellipsoid. Pure."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod

_EARTH = Geod(ellps="WGS84")
_METERS_A_MILE = 1609.344  # the international mile


def miles(longitude: float, latitude: float, longitudes: ArrayLike, latitudes: ArrayLike) -> NDArray[np.float64]:
    """Miles from one point to each of n others: the geodesic on WGS 84 (Karney 2013), good to less than a millimeter.

    longitudes, latitudes: n degrees each. Gives n miles.
    """
    east, north = np.asarray(longitudes, np.float64), np.asarray(latitudes, np.float64)
    *_, meters = _EARTH.inv(np.full_like(east, longitude), np.full_like(north, latitude), east, north)
    return np.asarray(meters, np.float64) / _METERS_A_MILE


def miles_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Miles between two points, each longitude and latitude."""
    return float(miles(*one, [other[0]], [other[1]])[0])
