"""Cities to search in: the demo city as its pack is read, and generated ones."""

from datetime import UTC, datetime
from functools import cache

import polars as pl

from brightline.city.matching.index import Index
from brightline.city.matching.match import Named
from brightline.city.packs import pack
from brightline.city.packs.places import Places
from brightline.platform.kernel.environment import ROOT
from tests.support.distortions import Town
from tests.support.lookalikes import City, city

PLACES = [
    Named("Wheel Park Library", -85.9, 38.1),
    Named("Fire Station 12", -85.9, 38.1),
    Named("Fire Station 2", -85.8, 38.1),
    Named("St Mary's Hospital", -85.9, 38.2),
    Named("Germantown", -85.7, 38.2),
]


@cache
def falls_city() -> Places:
    """The demo city's places."""
    whole = pack.read(
        ROOT / "cities" / "falls-city", now=datetime(2026, 11, 27, tzinfo=UTC), policies=None, progress=lambda _: None
    )
    return whole.places


@cache
def falls_city_index() -> Index:
    """What is typed is looked up in this, as the demo city is loaded."""
    return falls_city().index()


@cache
def generated(addresses: int) -> City:
    """A city of streets that look and sound alike."""
    return city(addresses)


@cache
def generated_index(addresses: int) -> Index:
    """The generated city's, with a few places."""
    return index(generated(addresses).addresses)


def index(addresses: pl.DataFrame) -> Index:
    """An index of these addresses, PLACES and their ZIPs."""
    zips = (
        addresses.filter(pl.col("zip") != "").group_by("zip").agg(pl.col("longitude", "latitude").median()).sort("zip")
    )
    return Index.of(addresses, PLACES, [Named(*row) for row in zips.rows()])


def small(*streets: str, numbers: range = range(100, 140, 2)) -> Index:
    """A town with the same few numbers on each street, a street a kilometer."""
    rows = [
        {"number": str(number), "street": street, "unit": "", "zip": "40203", "key": f"{number} {street}",
         "longitude": -85.7 + number / 100_000, "latitude": 38.2 + place / 100, "city": "Falls City", "state": "KY"}
        for place, street in enumerate(streets)
        for number in numbers
    ]  # fmt: skip
    return index(pl.DataFrame(rows))


def town(addresses: pl.DataFrame) -> Town:
    """The same addresses for making distortions of."""
    return Town(addresses.rows(named=True))
