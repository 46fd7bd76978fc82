"""The index of a city: what is typed, against every address, street, corner, ZIP area and named place."""

import io
from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
import zstandard
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from brightline.city.matching.addresses import Addresses, Words
from brightline.city.matching.match import Match, MatchKind, Named


class Index:
    """Made once when a city is loaded, then only read; safe to share between threads."""

    def __init__(self, addresses: Addresses, places: Sequence[Named], areas: Sequence[Named]) -> None:
        self._addresses = addresses
        self._streets = [street.lower() for street in addresses.streets.all()]
        self._places = places
        self._areas = areas

    @classmethod
    def of(
        cls,
        addresses: pl.DataFrame | Mapping[str, Sequence[object]],
        places: Sequence[Named],
        areas: Sequence[Named],
    ) -> "Index":
        """addresses: the columns number, street, unit, zip, key (text), longitude, latitude (degrees), and where the
        city pack has them city and state; places: facilities and neighborhoods; areas: ZIP areas, named by their ZIP.
        """
        return cls(Addresses.of(pl.DataFrame(addresses)), places, areas)

    def suggest(self, text: str, limit: int = 8) -> list[Match]:
        """The best completions of what has been typed so far, best first; nothing for nothing."""
        return self.search(text, limit)

    def search(self, text: str, limit: int = 8) -> list[Match]:
        """What a finished query means, best first; nothing where nothing in the city is near enough."""
        words = text[:160].lower().replace(",", " ").split()
        number = int(words[0]) if words and words[0].isdecimal() else None
        street = " ".join(words[1:] if number is not None else words)
        found: list[Match] = []
        for _, score, place in process.extract(street, self._streets, scorer=fuzz.ratio, limit=limit, score_cutoff=75):
            start, end = self._addresses.at_number(place, number or 0)
            if number is None:
                point = self._addresses.point(self._addresses.rows(place)[0])
                found.append(Match(MatchKind.STREET, self._addresses.streets[place], "", *point, score / 100))
            found += [self._address(row, place, score / 100) for row in range(start, end)]
        return found[:limit]

    def _address(self, row: int, street: int, score: float) -> Match:
        label, key = self._addresses.label(row, street), self._addresses.keys[row]
        return Match(MatchKind.ADDRESS, label, key, *self._addresses.point(row), score)

    def to_bytes(self) -> bytes:
        """Everything, for `from_bytes`: arrays of numbers and text, no code."""
        arrays = self._addresses.to_arrays()
        for name, many in (("places", self._places), ("areas", self._areas)):
            words = Words.of([one.name for one in many])
            points: NDArray[np.float64] = np.array([(one.longitude, one.latitude) for one in many], np.float64)
            arrays |= {f"{name}.data": words.data, f"{name}.ends": words.ends, f"{name}.points": points.reshape(-1, 2)}
        buffer = io.BytesIO()
        np.savez(buffer, allow_pickle=False, **arrays)
        return zstandard.compress(buffer.getvalue(), 9)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Index":
        """The index `to_bytes` wrote. Raises ValueError where the bytes are none."""
        with np.load(io.BytesIO(zstandard.decompress(data)), allow_pickle=False) as arrays:
            named = []
            for name in ("places", "areas"):
                names = Words(arrays[f"{name}.data"], arrays[f"{name}.ends"]).all()
                named.append(
                    [Named(text, *point) for text, point in zip(names, arrays[f"{name}.points"].tolist(), strict=True)]
                )
            return cls(Addresses.from_arrays(arrays), *named)
