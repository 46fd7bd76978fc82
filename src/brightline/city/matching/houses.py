"""From a street and what was typed of a house to the addresses there: its number, its unit, or the nearest there is."""

import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from brightline.city.matching.addresses import Addresses
from brightline.city.matching.match import Match, MatchKind, Missing
from brightline.city.matching.reading import Reading
from brightline.city.matching.text import city_names, words
from brightline.city.matching.vocabulary import UNITS
from brightline.platform.kernel.texts import counted

NO_SUCH_NUMBER = 0.25
_NO_SUCH_UNIT = 0.1
_OTHER_UNIT = 0.15
_UNIT_NOT_TYPED = 0.005
_OTHER_ZIP, _OTHER_CITY = 0.08, 0.03
_NUMBER_BEGUN = 0.02
_STREET_NOT_TYPED = 0.005
_NEAREST = 3
_SIGNS = re.compile(r"[^0-9a-z]")


class Houses:
    """The addresses, asked by street."""

    def __init__(self, addresses: Addresses) -> None:
        self.addresses = addresses
        self._by_number = np.argsort(addresses.number, kind="stable").astype(np.int32)
        self._numbers = addresses.number[self._by_number]
        self._first = addresses.first.astype(np.int64)
        self._units = [_unit(unit) for unit in addresses.units.all()]
        self._streets = {street: place for place, street in enumerate(addresses.streets.all())}
        self._zips = {code: place for place, code in enumerate(addresses.zips.all()) if code}
        self._cities = {
            name: place for place, city in enumerate(addresses.cities.all()) if city for name in city_names(city)
        }

    def with_number(self, number: int) -> NDArray[np.bool_]:
        """Which streets have a house of this number."""
        has = np.zeros(len(self.addresses.streets), bool)
        rows = self._of_number(number)
        has[self._first.searchsorted(rows, "right") - 1] = True
        return has

    def _of_number(self, number: int) -> NDArray[np.int64]:
        """The rows of a number, whatever the street, in the streets' order."""
        # As wide as the column, which would be copied otherwise.
        wanted = np.int32(number)
        start, end = self._numbers.searchsorted(wanted), self._numbers.searchsorted(wanted, "right")
        return self._by_number[start:end].astype(np.int64)

    def found(self, street: int, reading: Reading, score: float) -> Iterator[Match]:
        """The addresses of the number typed, those that fit best with the best score; none where it is not there."""
        for number in (reading.number, reading.until):
            start, end = self.addresses.at_number(street, number) if number is not None else (0, 0)
            if start < end:
                break
        else:
            return
        until = str(reading.until) if reading.until else ""
        after = reading.odd.replace("/", "")
        for row in range(start, end):
            odd, unit = self._odd(row), self._units[int(self.addresses.unit[row])]
            missing = Missing.NOTHING
            # "1604A" and "1604 Unit A" are the same house, so both are compared as one.
            if odd + unit == after + reading.unit or (until and odd == until):
                cost = 0.0
            elif not after + reading.unit:
                cost = _UNIT_NOT_TYPED
            elif odd == after or (not odd and after.isalpha()):
                # "1604B" where 1604 has no B is that house all the same.
                cost, missing = _OTHER_UNIT if unit else _NO_SUCH_UNIT, Missing.UNIT
            else:
                cost, missing = _OTHER_UNIT + _UNIT_NOT_TYPED, Missing.NUMBER
            if missing is not Missing.NUMBER:
                missing = self._elsewhere(row, reading) or missing
            yield self._match(row, street, score - cost - self._tail(row, reading), missing)

    def begun(self, street: int, reading: Reading, score: float, limit: int) -> Iterator[Match]:
        """Addresses whose number begins as typed: 16 is the beginning of 1604."""
        number = reading.number
        if number is None or not number:
            return
        left = limit
        for digits in range(1, 4):
            low, high = number * 10**digits, (number + 1) * 10**digits
            start, end = self.addresses.at_number(street, low)[0], self.addresses.at_number(street, high)[0]
            for row in range(start, min(end, start + left)):
                cost = _NUMBER_BEGUN + self._tail(row, reading)
                yield self._match(row, street, score - cost, Missing.NUMBER)
                left -= 1
            if left <= 0:
                return

    def nearest(self, street: int, reading: Reading, score: float) -> Iterator[Match]:
        """The nearest numbers on the street, those on the same side first."""
        number = reading.number or 0
        start, end = self.addresses.rows(street)
        place = self.addresses.at_number(street, number)[0]
        rows = range(max(start, place - 4 * _NEAREST), min(end, place + 4 * _NEAREST))
        first = {int(self.addresses.number[row]): row for row in reversed(rows)}
        by_distance = sorted(first, key=lambda here: abs(here - number) + 3 * ((here - number) % 2))
        for rank, here in enumerate(by_distance[:_NEAREST]):
            cost = NO_SUCH_NUMBER + rank / 1000 + self._tail(first[here], reading)
            yield self._match(first[here], street, score - cost, Missing.NUMBER)

    def street(self, street: int, reading: Reading, score: float) -> Match:
        """The street itself, at its middle, or its middle in the ZIP typed."""
        start, end = self.addresses.rows(street)
        code = self._zips.get(reading.zip)
        within = np.flatnonzero(self.addresses.zip[start:end] == code) if code is not None else np.empty(0, np.int64)
        row = start + int(within[len(within) // 2]) if len(within) else (start + end) // 2
        cost = _OTHER_ZIP if code is not None and not len(within) else 0
        label = self.addresses.streets[street]
        return Match(MatchKind.STREET, label, "", *self.addresses.point(row), score - cost)

    def on(self, street: str, code: str = "") -> list[tuple[int, Match]]:
        """Every address of a street, or of it in one ZIP, with the whole part of its number, in their order."""
        place = self._streets.get(street)
        if place is None:
            return []
        start, end = self.addresses.rows(place)
        zip_code = self._zips.get(code)
        return [
            (int(self.addresses.number[row]), self._match(row, place, 1))
            for row in range(start, end)
            if not code or self.addresses.zip[row] == zip_code
        ]

    def streets_in(self, code: str) -> list[str]:
        """The names of the streets with an address in a ZIP, as the city sorts them."""
        if code not in self._zips:
            return []
        streets = np.unique(self.addresses.street_of_rows()[self.addresses.zip == self._zips[code]])
        return sorted((self.addresses.streets[int(street)] for street in streets), key=counted)

    def numbered(self, reading: Reading, limit: int) -> Iterator[Match]:
        """The first addresses of a number, whatever the street."""
        rows = self._of_number(reading.number or 0)
        if reading.odd:
            rows = rows[[self._odd(row) == reading.odd.replace("/", "") for row in rows.tolist()]]
        for row in rows[:limit].tolist():
            yield self._match(row, int(self._first.searchsorted(row, "right")) - 1, 1 - _STREET_NOT_TYPED)

    def _match(self, row: int, street: int, score: float, missing: Missing = Missing.NOTHING) -> Match:
        label, key = self.addresses.label(row, street), self.addresses.keys[row]
        return Match(MatchKind.ADDRESS, label, key, *self.addresses.point(row), score, missing)

    def _odd(self, row: int) -> str:
        """What stands after a row's number: "12" for 1/2, "a"."""
        odd = int(self.addresses.odd[row])
        if not odd:
            return ""
        written = self.addresses.odds[odd].lower()
        return _SIGNS.sub("", written.strip().removeprefix(str(self.addresses.number[row])))

    def _elsewhere(self, row: int, reading: Reading) -> Missing:
        """Whether the row has another city or ZIP than was typed."""
        if reading.other:
            return reading.other
        code = self.addresses.zip[row]
        return Missing.ZIP if code and reading.zip and self._zips.get(reading.zip) != code else Missing.NOTHING

    def _tail(self, row: int, reading: Reading) -> float:
        cost = 0.0
        if reading.zip and self._zips.get(reading.zip) != self.addresses.zip[row]:
            cost += _OTHER_ZIP
        if reading.city and self._cities.get(reading.city) != self.addresses.city[row]:
            cost += _OTHER_CITY
        return cost


def _unit(unit: str) -> str:
    """A unit without its designator, as typed ones are read."""
    given = [word.replace("-", "") for word in words(unit) if word != "#"]
    named = [word for word in given if word not in UNITS] or given
    return " ".join(word.lstrip("0") or word for word in named)
