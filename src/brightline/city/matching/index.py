"""The index of a city: what is typed, against every address, street, corner, ZIP area and named place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from brightline.city.matching import storage
from brightline.city.matching.addresses import Addresses
from brightline.city.matching.corners import Corners, corners
from brightline.city.matching.houses import NO_SUCH_NUMBER, Houses
from brightline.city.matching.match import Match, MatchKind, Named
from brightline.city.matching.naming import Guess, guesses
from brightline.city.matching.places import Places
from brightline.city.matching.reading import Known, Reading, read
from brightline.city.matching.reading import corners as corner_sides
from brightline.city.matching.streets import Scores, Streets
from brightline.city.matching.text import city_names, words

# Below this nothing is near enough; chosen by measurement (tests/city/matching/test_quality.py).
ENOUGH = 0.66
# A number that is not on a street is only offered its neighbors where the street's name is surely meant.
ENOUGH_FOR_NEIGHBORS = 0.86
_WORSE_THAN_BEST = 0.3
_STREETS_TRIED = 12
_ELSEWHERE = 0.1
_OTHER_ZIP = 0.08
# What a line may become is never taken for what it says.
_ONLY_BEGUN = 0.8
_TIES = 0.012  # what only breaks ties between equals is not shown
_ORDER = {kind: rank for rank, kind in enumerate(MatchKind)}


class Index:
    """Made once when a city is loaded, then only read; safe to share between threads."""

    def __init__(self, addresses: Addresses, corners: Corners, places: Sequence[Named], areas: Sequence[Named]) -> None:
        self._parts = (addresses, corners, places, areas)
        self._houses = Houses(addresses)
        names = addresses.streets.all()
        self._streets = Streets(names)
        self._corners = corners
        self._places = Places(places)
        self._areas = {area.name: area for area in areas}
        # The street with more addresses first where two fit alike.
        self._weights: Scores = (np.log1p(addresses.on_street()) / 10_000).astype(np.float32)
        self._known = Known(
            cities=frozenset(name for city in addresses.cities.all() if city for name in city_names(city)),
            names=frozenset("".join(words(place.name)) for place in places),
            states=frozenset(state.lower() for state in addresses.states.all() if state),
            zips=frozenset(code for code in addresses.zips.all() if code) | self._areas.keys(),
        )

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
        columns = Addresses.of(pl.DataFrame(addresses))
        return cls(columns, corners(columns), places, areas)

    def to_bytes(self) -> bytes:
        """Everything, for `from_bytes`: arrays of numbers and text, no code."""
        return storage.pack(*self._parts)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Index":
        """The index `to_bytes` wrote. Raises ValueError where the bytes are none."""
        return cls(*storage.unpack(data))

    def suggest(self, text: str, limit: int = 8) -> list[Match]:
        """The best completions of what has been typed so far, best first; nothing for nothing."""
        return self._look_up(text, limit, unfinished=text.rstrip()[-1:] != ",")

    def search(self, text: str, limit: int = 8) -> list[Match]:
        """What a finished query means, best first; nothing where nothing in the city is near enough."""
        return self._look_up(text, limit, unfinished=False, finished=True)

    def entered(self, text: str, limit: int = 8) -> list[Match]:
        """What a line someone entered may mean, best first. Where `search` leaves doubt, what `suggest` offered while
        it was typed comes after: whoever enters half an address finds what they were shown.
        """
        found = self.search(text, limit)
        if found and found[0].is_whole:
            return found
        known = {(match.kind, match.label) for match in found}
        most = min(_ONLY_BEGUN, found[-1].score if found else 1)
        begun = [match for match in self.suggest(text, limit) if (match.kind, match.label) not in known]
        return [*found, *(replace(match, score=min(match.score, most)) for match in begun)][:limit]

    def on_street(self, street: str, code: str = "") -> list[tuple[int, Match]]:
        """Every address of a street as the city writes it, or of it in one ZIP, with its number's whole part."""
        return self._houses.on(street, code)

    def unknown_zip(self, text: str) -> str:
        """The ZIP in a finished line where the city has none of that number, else ""."""
        found = next(iter(read(words(text), self._known)), Reading()).zip
        return "" if found in self._known.zips else found

    def streets_in(self, code: str) -> list[str]:
        """The streets with an address in a ZIP."""
        return self._houses.streets_in(code)

    def _look_up(self, text: str, limit: int, *, unfinished: bool, finished: bool = False) -> list[Match]:
        typed = words(text)
        if not typed or limit < 1:
            return []
        readings = [one for one in read(typed, self._known, unfinished=unfinished) if one.elsewhere < 2]
        sides = self._sides(typed, unfinished)
        tried = [self._guesses(reading, unfinished) for reading in readings]
        pairs = [(guesses(left), guesses(right.words, unfinished=unfinished)) for left, right in sides]
        scores = self._streets.scores([*tried, *(side for pair in pairs for side in pair)])
        found: list[Match] = []
        for reading, fits in zip(readings, scores, strict=False):
            if reading.number is not None and reading.words:
                found += self._addresses(reading, fits, limit, finished=finished)
            elif reading.words:
                found += self._named_streets(reading, fits, limit)
        for pair, at in zip(pairs, range(len(tried), len(scores), 2), strict=True):
            found += self._at_corners(scores[at], scores[at + 1] if pair[1] else None, limit)
        for reading in readings[:1]:
            found += self._zips(reading, finished=finished)
            found += self._named_places(reading, limit, unfinished)
            if not finished and reading.number is not None and not reading.words:
                found += self._houses.numbered(reading, limit)
        return _best(found, limit)

    def _guesses(self, reading: Reading, unfinished: bool) -> list[Guess]:
        """The ways to take a reading's words as a street. What is left over beside a ZIP or state not the city's is
        the name of another city."""
        many = guesses(reading.words, unfinished=unfinished and not reading.unit)
        # Words left over make no street of what has no number: it may be a place's name.
        return [
            guess for guess in many if not guess.left_over or (reading.number is not None and not reading.elsewhere)
        ]

    def _sides(self, typed: Sequence[str], unfinished: bool) -> list[tuple[list[str], Reading]]:
        sides = []
        for left, right in corner_sides(typed):
            reading = read(right, self._known, unfinished=unfinished)[-1] if right else Reading()
            if reading.number is not None:
                reading = replace(reading, words=(str(reading.number), *reading.words), number=None)
            if reading.elsewhere < 2:
                sides.append((left, reading))
        return sides

    def _addresses(self, reading: Reading, fits: Scores, limit: int, *, finished: bool) -> Iterable[Match]:
        """Addresses on the streets that fit best and have the number; the nearest numbers where none has."""
        number = reading.number if reading.number is not None else 0
        has = self._houses.with_number(number)
        if reading.until is not None:
            has |= self._houses.with_number(reading.until)
        ranked = fits + self._weights
        ranked[~has] -= NO_SUCH_NUMBER if finished else 0.03
        if reading.zip and (inside := self._in_zip(reading.zip)) is not None:
            ranked[~inside] -= _OTHER_ZIP
        for street in _first(ranked, _STREETS_TRIED, ENOUGH - NO_SUCH_NUMBER):
            score = float(fits[street] + self._weights[street]) - _ELSEWHERE * reading.elsewhere - reading.bent
            if has[street]:
                yield from self._houses.found(street, reading, score)
            elif score >= ENOUGH_FOR_NEIGHBORS and not reading.elsewhere:
                if not finished:
                    yield from self._houses.begun(street, reading, score, limit)
                yield from self._houses.nearest(street, reading, score)

    def _named_streets(self, reading: Reading, fits: Scores, limit: int) -> Iterable[Match]:
        for street in _first(fits + self._weights, limit, ENOUGH):
            score = float(fits[street]) + float(self._weights[street]) - _ELSEWHERE * reading.elsewhere
            yield self._houses.street(street, reading, score)

    def _at_corners(self, left: Scores, right: Scores | None, limit: int) -> Iterable[Match]:
        """Corners of the streets that fit each side; right: None where only one side has been typed."""
        if not len(self._corners):
            return
        one, other = self._corners.one, self._corners.other
        end = np.zeros_like(left) if right is None else right
        fits = np.maximum(_both(left[one], end[other], right), _both(left[other], end[one], right))
        streets = self._parts[0].streets
        for corner in _first(fits, limit, ENOUGH):
            first, second = int(one[corner]), int(other[corner])
            if left[first] + end[second] < left[second] + end[first]:
                first, second = second, first
            label = f"{streets[first]} & {streets[second]}"
            yield Match(MatchKind.CORNER, label, "", *self._corners.point(corner), float(fits[corner]))

    def _named_places(self, reading: Reading, limit: int, unfinished: bool) -> Iterable[Match]:
        typed = reading.words if reading.number is None else (str(reading.number), *reading.words)
        fits = self._places.scores(typed, unfinished=unfinished)
        for place in _first(fits, limit, ENOUGH):
            named = self._places.places[place]
            score = float(fits[place]) - _ELSEWHERE * reading.elsewhere
            yield Match(MatchKind.PLACE, named.name, "", named.longitude, named.latitude, score)

    def _zips(self, reading: Reading, *, finished: bool) -> Iterable[Match]:
        if reading.words or (reading.zip and reading.number is not None):
            return
        begun = reading.zip or ("" if finished or reading.number is None else str(reading.number))
        for name, area in self._areas.items():
            if begun and name.startswith(begun):
                yield Match(MatchKind.ZIP, name, "", area.longitude, area.latitude, 1)

    def _in_zip(self, code: str) -> NDArray[np.bool_] | None:
        return self._streets_of_zips.get(code)

    @cached_property
    def _streets_of_zips(self) -> dict[str, NDArray[np.bool_]]:
        addresses = self._parts[0]
        street = addresses.street_of_rows()
        inside = np.zeros((len(addresses.zips), len(addresses.streets)), bool)
        inside[addresses.zip, street] = True
        return {code: inside[place] for place, code in enumerate(addresses.zips.all()) if code}


def _both(left: Scores, right: Scores, asked: Scores | None) -> Scores:
    """How well both streets of a corner fit: no better than either."""
    if asked is None:
        return left
    both: Scores = ((left + right) / 2).astype(np.float32)
    both[np.minimum(left, right) < ENOUGH] = 0
    return both


def _first(scores: Scores, limit: int, least: float) -> list[int]:
    """The places of the best scores, best first, none below least."""
    places = np.flatnonzero(scores >= least)
    return places[np.argsort(-scores[places], kind="stable")[:limit]].tolist()  # type: ignore[no-any-return]


def _best(found: Iterable[Match], limit: int) -> list[Match]:
    """The best of what was found, each once, with scores as shown."""
    best: dict[tuple[MatchKind, str, str], Match] = {}
    for match in found:
        same = (match.kind, match.key, match.label if not match.key else "")
        if same not in best or best[same].score < match.score:
            best[same] = match
    ranked = sorted(best.values(), key=lambda match: (-match.score, _ORDER[match.kind]))
    if not ranked:
        return []
    least = max(ENOUGH, ranked[0].score - _WORSE_THAN_BEST)
    return [
        replace(match, score=round(min(match.score + _TIES, 1), 2)) for match in ranked[:limit] if match.score >= least
    ]
