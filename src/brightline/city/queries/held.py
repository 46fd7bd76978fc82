"""What each process holds of the city in memory: areas, facilities and the search index, read anew after a load."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import polars as pl
import shapely
from django.db.models import TextField
from django.db.models.functions import Cast
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from brightline.city.geometry.tree import AreaTree, Bounds
from brightline.city.kinds import AreaKind, FacilityKind
from brightline.city.matching.index import Index
from brightline.city.models import Address, Area, Facility, SearchIndex
from brightline.city.packs.places import COLUMNS, SCHEMA, AreaRow, FacilityRow, Places
from brightline.city.place import AreaHere
from brightline.city.queries.city import city

Made = TypeVar("Made")


@dataclass(frozen=True)
class Areas:
    """Every area and its shape by kind and key, and the tree that says which of them a point lies in."""

    here: Mapping[tuple[AreaKind, str], AreaHere]
    shapes: Mapping[tuple[AreaKind, str], BaseGeometry]
    tree: AreaTree


@dataclass(frozen=True)
class Facilities:
    """The facilities of a kind, and where they are: n degrees each."""

    rows: tuple[Facility, ...]
    longitudes: NDArray[np.float64]
    latitudes: NDArray[np.float64]


class Held(Generic[Made]):
    """Something made of the tables, kept until the city's digest is another.

    Without a digest nothing is kept: then the rows came by hand, as in tests, and nobody says when they change.
    """

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._kept: tuple[str, Made] | None = None

    def __call__(self) -> Made:
        digest = city().digest
        kept = self._kept
        if kept and kept[0] == digest:
            return kept[1]
        if not digest:
            return self._make()
        # One makes it and the others wait: made by all at once it would take as many times the memory.
        with self._lock:
            if self._kept is None or self._kept[0] != digest:
                self._kept = digest, self._make()
            return self._kept[1]


def _area_rows() -> list[AreaRow]:
    rows = list(Area.objects.annotate(text=Cast("shape", TextField())).defer("shape"))
    shapes: list[BaseGeometry] = list(shapely.from_geojson([row.text for row in rows]))
    return [
        AreaRow(AreaKind(row.kind), row.key, row.name, row.details, shape)
        for row, shape in zip(rows, shapes, strict=True)
    ]


def _areas() -> Areas:
    rows = _area_rows()
    return Areas(
        {(row.kind, row.key): AreaHere(row.kind, row.key, row.name, row.details) for row in rows},
        {(row.kind, row.key): row.shape for row in rows},
        AreaTree(Bounds(row.kind, row.key, row.shape) for row in rows),
    )


def _facilities() -> Mapping[FacilityKind, Facilities]:
    found: dict[FacilityKind, list[Facility]] = {kind: [] for kind in FacilityKind}
    for row in Facility.objects.order_by("name", "key"):
        found[FacilityKind(row.kind)].append(row)
    return {
        kind: Facilities(
            tuple(rows), np.array([row.longitude for row in rows]), np.array([row.latitude for row in rows])
        )
        for kind, rows in found.items()
    }


def _index() -> Index:
    row = SearchIndex.objects.filter(pk=1).first()
    if row:
        return Index.from_bytes(bytes(row.data))
    return Places(
        pl.DataFrame(list(Address.objects.values_list(*COLUMNS)), schema=SCHEMA, orient="row"),
        tuple(_area_rows()),
        tuple(
            FacilityRow(
                FacilityKind(row.kind), row.key, row.name, row.address, row.longitude, row.latitude, row.details
            )
            for row in Facility.objects.all()
        ),
    ).index()


areas = Held(_areas)
facilities = Held(_facilities)
index = Held(_index)
