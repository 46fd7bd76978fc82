"""The blocks between the streets: areas put together from them follow streets and never overlap."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.ops import split

from generate.network import Network
from generate.plane import Points, at, outline, path

_GRID = 0.02  # meters: ends of streets that meet are at most this far apart
_MOST = 55  # addresses in one block


@dataclass(frozen=True)
class Blocks:
    """shapes: polygons in meters that tile the city; middles: a point in each; neighbors: pairs of blocks with a border
    and how long it is.
    """

    shapes: NDArray[np.object_]
    middles: Points
    pairs: NDArray[np.int64]
    borders: NDArray[np.float64]

    def of(self, places: Points) -> NDArray[np.int64]:
        """The block each place lies in. Raises ValueError for one that lies in none."""
        place, block = shapely.STRtree(self.shapes).query(shapely.points(places.real, places.imag), predicate="within")
        if len(np.unique(place)) != len(places) or len(place) != len(places):
            raise ValueError(f"{len(places) - len(np.unique(place))} places lie in no block")
        found = np.empty(len(places), dtype=np.int64)
        found[place] = block
        return found


def blocks(network: Network, places: Points) -> Blocks:
    """Every face of the street network within the city's limits. places: the addresses; where more than _MOST lie
    within one face, among the courts of a suburb, it is cut along the backs of the lots.
    """
    limits = outline(network.plan, network.limits)
    lines = [_line(network.plan.bent(part.points)) for street in network.streets for part in street.parts]
    west, east, _south = network.plan.limits
    # North of River Rd there are no streets: lines from each corner to the bank, lest it be one block miles long.
    lines += [_line(network.plan.bent(path([at(u, 0), at(u, -0.5)]))) for u in range(west, east + 1)]
    lines.append(limits.exterior)
    points = shapely.points(places.real, places.imag)
    faces = _faces(lines, limits)
    point, face = shapely.STRtree(faces).query(points, predicate="within")
    cuts = []
    for crowded in np.flatnonzero(np.bincount(face, minlength=len(faces)) > _MOST):
        cuts += _cuts(faces[crowded], places[point[face == crowded]])
    return _with_neighbors(_faces([*lines, *cuts], limits))


def _faces(lines: list[shapely.LineString], limits: shapely.Polygon) -> NDArray[np.object_]:
    noded = shapely.unary_union(lines, grid_size=_GRID)
    faces = shapely.get_parts(shapely.polygonize([noded]))
    around = limits.buffer(1)
    shapely.prepare(around)
    return np.asarray(faces[shapely.contains(around, faces)])


def _cuts(face: shapely.Polygon, places: Points) -> list[shapely.LineString]:
    """Lines that leave no more than _MOST places in a piece: each across the longer way of the places, through the
    widest gap among the middle third of them.
    """
    distinct = np.unique(places)
    if len(places) <= _MOST or len(distinct) < 6:
        return []
    centered = distinct - distinct.mean()
    axis = np.exp(0.5j * np.angle(np.sum(centered**2)))
    along = np.sort((centered / axis).real)
    third = len(along) // 3
    widest = third + int(np.argmax(np.diff(along[third : 2 * third + 1])))
    level = (along[widest] + along[widest + 1]) / 2
    middle = distinct.mean() + axis * level
    across = _line(np.array([middle - 5000j * axis, middle + 5000j * axis]))
    # A hair beyond the face, so that it surely meets its border, and the border of a cut made before.
    found = [piece for piece in shapely.get_parts(shapely.intersection(across, face.buffer(0.05))) if piece.length > 1]
    for piece in shapely.get_parts(split(face, across)):
        inside = shapely.contains_xy(piece, places.real, places.imag)
        found += _cuts(piece, places[inside])
    return found


def _with_neighbors(faces: NDArray[np.object_]) -> Blocks:
    middles = shapely.point_on_surface(faces)
    places = shapely.get_x(middles) + 1j * shapely.get_y(middles)
    # In an order of their own, from north to south: what polygonize gives first is GEOS's affair.
    order = np.lexsort((places.real, -places.imag))
    # Without the points that only bend a street by less than a meter; blocks go on sharing every border.
    faces, places = shapely.coverage_simplify(faces[order], 1.5), places[order]
    one, other = shapely.STRtree(faces).query(faces, predicate="touches")
    pairs = np.column_stack([one, other])[one < other]
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    border = shapely.length(shapely.intersection(faces[pairs[:, 0]], faces[pairs[:, 1]]))
    return Blocks(faces, places, pairs[border > 1], border[border > 1])


def merged(blocks: Blocks, parts: Sequence[Sequence[int]], weights: NDArray[np.float64]) -> Blocks:
    """Parts of the city as if each were one block, in their order; without shapes, which nobody needs to cut them."""
    part_of = np.empty(len(blocks.middles), dtype=np.int64)
    middles = np.empty(len(parts), dtype=np.complex128)
    for index, part in enumerate(parts):
        part_of[list(part)] = index
        middles[index] = np.average(blocks.middles[list(part)], weights=weights[list(part)] + 1e-3)
    borders: dict[tuple[int, int], float] = {}
    for (one, other), border in zip(part_of[blocks.pairs].tolist(), blocks.borders.tolist(), strict=True):
        if one != other:
            pair = min(one, other), max(one, other)
            borders[pair] = borders.get(pair, 0.0) + border
    pairs = sorted(borders)
    shapes = np.empty(0, dtype=object)
    return Blocks(shapes, middles, np.array(pairs).reshape(-1, 2), np.array([borders[pair] for pair in pairs]))


def _line(points: Points) -> shapely.LineString:
    return shapely.LineString(np.column_stack([points.real, points.imag]))
