"""Council districts, precincts within them, and the state's house and senate districts made of whole precincts."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from generate import people
from generate.blocks import merged
from generate.places import Area, City
from generate.split import Splitter

_HOUSE = (37, 38, 40, 41, 42, 43, 44, 46, 48)
_SENATE = (19, 33, 35, 37)
_SITE = "https://falls-city.example"


class Districts(NamedTuple):
    council: list[Area]
    precincts: list[Area]
    house: list[Area]
    senate: list[Area]


def districts(city: City) -> Districts:
    """26 council districts of even population, about ten precincts in each, nine house and four senate districts. The
    known address is in the 6th, in precinct H118, in the 43rd and the 33rd.
    """
    holders = people.names(city.random("holders"))
    random = city.random("council")
    council = numbered(city, city.splitter.cut(city.everywhere(), 26, random), 6)
    small = [part for number in sorted(council) for part in city.splitter.cut(council[number], _many(number), random)]
    coarse = merged(city.blocks, small, city.people)
    weights = np.array([city.people[part].sum() for part in small])
    splitter = Splitter(coarse, weights)
    everything = range(len(small))
    house = _of_precincts(city, small, splitter.cut(everything, len(_HOUSE), city.random("house")), _HOUSE, 43)
    senate = _of_precincts(city, small, splitter.cut(everything, len(_SENATE), city.random("senate")), _SENATE, 33)
    return Districts(
        [_council(number, council[number], next(holders)) for number in sorted(council)],
        list(_precincts(city, small, house)),
        [_state("House", number, house[number], next(holders)) for number in sorted(house)],
        [_state("Senate", number, senate[number], next(holders)) for number in sorted(senate)],
    )


def numbered(city: City, parts: Sequence[list[int]], known: int) -> dict[int, list[int]]:
    """Parts by number, from 1 on in their order, except that the one with the known address has the number `known`."""
    numbers = list(range(1, len(parts) + 1))
    here = next(place for place, part in enumerate(parts) if city.known in part)
    numbers[here], numbers[known - 1] = known, here + 1
    return dict(zip(numbers, parts, strict=True))


def _many(number: int) -> int:
    """How many precincts a district has, 250 in all."""
    return 9 if number % 13 < 5 else 10


def _of_precincts(
    city: City, small: Sequence[list[int]], groups: Sequence[list[int]], numbers: Sequence[int], known: int
) -> dict[int, list[int]]:
    parts = [sorted(block for index in group for block in small[index]) for group in groups]
    order = numbered(city, parts, numbers.index(known) + 1)
    return {numbers[place - 1]: part for place, part in order.items()}


def _council(number: int, parts: list[int], holder: str) -> Area:
    details = {
        "holder": f"Council Member {holder}",
        "phone": people.phone(502, 10 + number),
        "email": f"district{number}@falls-city.example",
        "url": f"{_SITE}/council/{number}",
    }
    return Area(str(number), f"District {number}", parts, details)


def _state(chamber: str, number: int, parts: list[int], holder: str) -> Area:
    title = "Representative" if chamber == "House" else "Senator"
    details = {
        "holder": f"{title} {holder}",
        "phone": people.phone(859, number),
        "email": f"{chamber.lower()}{number}@legislature.falls-city.example",
        "url": f"https://legislature.falls-city.example/{chamber.lower()}/{number}",
    }
    return Area(str(number), f"{chamber} District {number}", parts, details)


def _precincts(city: City, small: Sequence[list[int]], house: dict[int, list[int]]) -> Iterator[Area]:
    """Named by a letter for the house district and a number from 101 on."""
    letters = dict(zip(sorted(house), "ABCDFHJKL", strict=True))
    for number in sorted(house):
        blocks = set(house[number])
        within = [part for part in small if part[0] in blocks]
        known = 18 if number == 43 else 0
        order = numbered(city, within, known) if known else dict(enumerate(within, start=1))
        for place in sorted(order):
            key = f"{letters[number]}{100 + place}"
            yield Area(key, key, order[place], {})
