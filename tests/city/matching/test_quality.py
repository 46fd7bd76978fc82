"""How often what people type finds the address they mean, and what lies outside the city nothing. Seeded."""

import random

import polars as pl
import pytest

from brightline.city.matching.index import Index
from brightline.city.matching.naming import names
from tests.support import distortions, distortions_apart, towns
from tests.support.distortions import Case

FAMILIES = {"first": distortions.SORTS, "apart": distortions_apart.SORTS}
CITIES = {
    "falls city": lambda: (towns.falls_city().addresses, towns.falls_city_index()),
    "generated": lambda: (towns.generated(60_000).addresses, towns.generated_index(60_000)),
}
MANY = 2_000
ELSEWHERE = (
    ("Chicago", "IL", "60614"), ("Lexington", "KY", "40507"), ("Austin", "TX", "78704"), ("Columbus", "OH", "43215"),
    ("Bowling Green", "KY", "42101"), ("Springfield", "MO", "65806"),
)  # fmt: skip


def _ranks(index: Index, cases: list[Case]) -> dict[Case, int]:
    """Where among the first five the right address stands, from 0; 9 where it does not."""
    found = {}
    for case in cases:
        keys = [match.key for match in index.search(case.query, 5)]
        found[case] = next((rank for rank, key in enumerate(keys) if key in case.right), 9)
    return found


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("name", CITIES)
def test_the_right_address_is_first_in_97_and_among_five_in_99_of_100(name: str, family: str) -> None:
    addresses, index = CITIES[name]()
    cases = distortions.cases(towns.town(addresses), MANY, seed=7, sorts=FAMILIES[family])
    ranks = _ranks(index, cases)
    missed = [(case.sort, case.query) for case, rank in ranks.items() if rank]
    assert len(ranks) >= 0.9 * MANY  # few are made twice
    assert sum(rank == 0 for rank in ranks.values()) >= 0.97 * len(ranks), missed
    assert sum(rank < 5 for rank in ranks.values()) >= 0.99 * len(ranks), missed


@pytest.mark.parametrize("family", FAMILIES)
def test_every_sort_of_distortion_is_found_in_9_of_10(family: str) -> None:
    addresses, index = CITIES["falls city"]()
    cases = distortions.cases(towns.town(addresses), MANY, seed=8, sorts=FAMILIES[family])
    ranks = _ranks(index, cases)
    for sort in {case.sort for case in ranks}:
        of_sort = {case.query: rank for case, rank in ranks.items() if case.sort == sort}
        assert sum(rank == 0 for rank in of_sort.values()) >= 0.9 * len(of_sort), (sort, of_sort)


def _foreign(addresses: pl.DataFrame, streets: list[str]) -> list[str]:
    """The streets of a name that no street here has."""
    ours = {text for street in addresses["street"].unique() for name in names(street) for text in name.texts}
    return [street for street in streets if not any(name.texts & ours for name in names(street))]


@pytest.mark.parametrize("tail", [False, True], ids=["bare", "with another city"])
@pytest.mark.parametrize(("here", "there"), [("falls city", "generated"), ("generated", "falls city")])
def test_addresses_outside_the_city_are_answered_in_at_most_2_of_100(here: str, there: str, tail: bool) -> None:
    rnd = random.Random(11)
    addresses, index = CITIES[here]()
    streets = _foreign(addresses, CITIES[there]()[0]["street"].unique().sort().to_list())
    answered = []
    for _ in range(MANY):
        number = rnd.choice((rnd.randrange(1, 100), rnd.randrange(100, 3000), rnd.randrange(1, 12000)))
        query = f"{number} {rnd.choice(streets)}"
        if tail:
            city, state, code = rnd.choice(ELSEWHERE)
            query += rnd.choice((f", {city}, {state} {code}", f" {city} {state}", f", {city}, {state}"))
        answered += [(query, match) for match in index.search(query, 1)]
    assert len(streets) > 400
    assert len(answered) <= 0.02 * MANY, answered


def test_a_street_of_ours_in_another_city_is_not_ours() -> None:
    rnd = random.Random(12)
    addresses, index = CITIES["falls city"]()
    rows = addresses.sample(500, seed=3).rows(named=True)
    answered = []
    for row in rows:
        city, state, code = rnd.choice(ELSEWHERE)
        query = f"{row['number']} {row['street']}, {city}, {state} {code}"
        answered += [(query, match) for match in index.search(query, 1)]
    assert answered == []
