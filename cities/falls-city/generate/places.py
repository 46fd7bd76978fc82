"""The addresses in the blocks they lie in, and areas as what is put together from blocks."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from generate import lots
from generate.blocks import Blocks, blocks
from generate.lots import Spot
from generate.network import Network, network
from generate.plane import Plan, Points, at, degrees, outline
from generate.split import Splitter


@dataclass(frozen=True)
class Area:
    """key, name and what else is said of it; parts: its blocks; shape: where it is no set of blocks, in meters."""

    key: str
    name: str
    parts: list[int]
    details: dict[str, str] = field(default_factory=dict)
    shape: shapely.Geometry | None = None


class City:
    """Streets, addresses and blocks: what areas are drawn on and facilities stand in.

    homes: the block of each address; known: that of 1604 Harbor St.
    """

    def __init__(self, seed: int, wanted: int) -> None:
        self.seed = seed
        # The city in the tree has 25,000; more of them need a larger one, fewer are picked out of it.
        scale = max(1.0, (wanted / 24_700) ** 0.5)
        while True:
            random = Random(f"{seed} streets")
            self.plan = Plan(scale)
            self.network: Network = network(self.plan, random)
            everything = lots.spots(self.network, random)
            if len(everything) >= wanted:
                break
            scale *= 1.02
        self.blocks: Blocks = blocks(self.network, np.array([spot.at for spot in everything]))
        self.spots: list[Spot] = lots.thinned(self.network, everything, wanted, random)
        self.places: Points = np.array([spot.at for spot in self.spots])
        self.homes: NDArray[np.int64] = self.blocks.of(self.places)
        known = next(place for place, spot in enumerate(self.spots) if lots.is_known(self.network, spot))
        self.known_spot: int = known
        self.known: int = int(self.homes[known])
        self.known_at: complex = self.spots[known].at
        self.center: int = int(np.argmin(np.abs(self.blocks.middles - self.on_ground(0.5, 0.5))))
        self.people = np.bincount(self.homes, minlength=len(self.blocks.shapes)).astype(np.float64)
        self.splitter = Splitter(self.blocks, self.people)

    def random(self, subject: str) -> Random:
        """A stream of its own for each subject, so that one more draw in one does not change the others."""
        return Random(f"{self.seed} {subject}")

    def on_ground(self, u: float, v: float) -> complex:
        """A point of the plan in meters."""
        return complex(self.plan.bent(np.array([at(u, v)]))[0])

    def is_old(self, place: complex) -> bool:
        """Whether a place in meters is in the old grid."""
        west, east, south = self.plan.old
        return bool(
            shapely.contains_xy(outline(self.plan, shapely.box(west, -south, east, 0.5)), place.real, place.imag)
        )

    def everywhere(self) -> list[int]:
        """All blocks."""
        return list(range(len(self.blocks.shapes)))

    def middle(self, parts: list[int]) -> complex:
        """The middle of the addresses in some blocks, in meters."""
        weights = self.people[parts] + 1e-3
        return complex(np.average(self.blocks.middles[parts], weights=weights))

    def block_of(self, areas: list[Area]) -> dict[int, Area]:
        """The area each block is in."""
        return {block: area for area in areas for block in area.parts}

    def shape(self, area: Area) -> shapely.Geometry:
        """An area in meters."""
        return area.shape if area.shape is not None else shapely.union_all(self.blocks.shapes[area.parts])

    def label(self, spot: Spot) -> str:
        """An address on one line, without its ZIP: "1604 Harbor St"."""
        return f"{spot.number} {self.network.streets[spot.street].full} {spot.unit}".strip()


def geometry(shape: shapely.Geometry) -> dict[str, Any]:
    """A shape in meters as GeoJSON in degrees, rings as RFC 7946 wants them."""
    shape = shapely.orient_polygons(shape)
    kind = shape.geom_type
    if kind.startswith("Multi"):
        return {"type": kind, "coordinates": [geometry(piece)["coordinates"] for piece in shape.geoms]}
    if kind == "Polygon":
        return {"type": kind, "coordinates": [_pairs(ring.coords) for ring in (shape.exterior, *shape.interiors)]}
    pairs = _pairs(shape.coords)
    return {"type": kind, "coordinates": pairs[0] if kind == "Point" else pairs}


def _pairs(coordinates: Any) -> list[list[float]]:
    points = np.array([complex(x, y) for x, y in coordinates])
    longitudes, latitudes = degrees(points)
    return [[float(x), float(y)] for x, y in zip(longitudes, latitudes, strict=True)]
