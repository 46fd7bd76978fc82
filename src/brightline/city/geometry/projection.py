"""From whatever projection a city's files are in to degrees WGS 84. Pure."""

from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError
from shapely.geometry.base import BaseGeometry

_DEGREES = CRS.from_epsg(4326)
# A hundredth of a millimeter at the equator: what was worked out is not kept to more places than that.
_PLACES = 10


class Unreadable(ValueError):
    """A file or a part of it cannot be read; the text says what is wrong and the mend, without the file's name."""


class Unprojected(Unreadable):
    """Where a file lies on earth cannot be known. The text ends with what to write, and not with where to write it."""


class Projection:
    """Where coordinates of one projection lie, in degrees WGS 84.

    Between datums of the same continent (NAD 83 and WGS 84) it is a meter or two, as without the grids of a surveyor.
    """

    def __init__(self, given: Any) -> None:
        """given: anything pyproj reads: "EPSG:2246", a URN, the text of a .prj file. Raises Unreadable."""
        try:
            crs = CRS.from_user_input(given)
            # x before y whatever the registry says: files have it so.
            self._into = Transformer.from_crs(crs, _DEGREES, always_xy=True)
        except CRSError as error:
            raise Unprojected(f'its projection {_short(given)} is unknown; write projection = "EPSG:…"') from error
        except ProjError as error:
            raise Unprojected(
                f'its projection {_short(given)} leads to no degrees; write projection = "EPSG:…"'
            ) from error
        self.is_degrees = crs.to_epsg() == 4326 or crs.to_authority() == ("OGC", "CRS84")

    def degrees(self, x: ArrayLike, y: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """n longitudes and latitudes; infinite where a point lies outside what the projection can say."""
        east, north = np.asarray(x, np.float64), np.asarray(y, np.float64)
        if self.is_degrees:
            return east, north
        longitudes, latitudes = self._into.transform(east, north)
        return np.round(longitudes, _PLACES), np.round(latitudes, _PLACES)

    def shape(self, shape: BaseGeometry) -> BaseGeometry:
        """The same shape in degrees."""
        if self.is_degrees:
            return shape
        return shapely.transform(shape, lambda points: np.column_stack(self.degrees(points[:, 0], points[:, 1])))


DEGREES = Projection("EPSG:4326")


def _short(given: Any) -> str:
    text = " ".join(str(given).split())
    return repr(text if len(text) <= 60 else text[:60] + "…")
