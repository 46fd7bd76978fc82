"""What holds for every index, whatever is typed."""

import string
import time

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brightline.city.matching.index import Index
from brightline.city.matching.match import Match
from tests.support import towns

MANY = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WORDS = (
    "1604", "n", "4th", "st", "harbor", "apt", "#", "3", ",", "ky", "40203", "and", "&", "1/2", "calle", "e", "falls",
    "city", "1604a", "unit", "-", "corner", "oak", "park", "101", "blvd",
)  # fmt: skip
ANYTHING = st.one_of(
    st.text(max_size=80),
    st.text(string.ascii_letters + string.digits + " #,&/-.'½@", max_size=60),
    st.lists(
        st.sampled_from(WORDS),
        max_size=12,
    ).map(" ".join),
)  # fmt: skip


@pytest.fixture(scope="module")
def addresses() -> pl.DataFrame:
    return towns.generated(20_000).addresses


@pytest.fixture(scope="module")
def index() -> Index:
    return towns.generated_index(20_000)


def _sound(found: list[Match], limit: int) -> None:
    assert len(found) <= limit
    assert all(0 <= match.score <= 1 and match.label for match in found)
    assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)
    assert len({(match.kind, match.key or match.label) for match in found}) == len(found)


@MANY
@given(typed=ANYTHING, limit=st.integers(0, 12))
def test_whatever_is_typed_is_answered_within_bounds(index, typed, limit) -> None:
    _sound(index.search(typed, limit), limit)
    _sound(index.suggest(typed, limit), limit)


@MANY
@given(typed=ANYTHING)
def test_case_and_spacing_do_not_matter(index, typed) -> None:
    if typed.upper().casefold() != typed.casefold():
        return  # "ß" is two letters in capitals
    assert index.search(f"  {typed.upper()}  ") == index.search(typed)


@MANY
@given(data=st.data())
def test_each_addresss_own_label_finds_it_first(index, addresses, data) -> None:
    row = addresses.row(data.draw(st.integers(0, len(addresses) - 1)), named=True)
    label = f"{row['number']} {row['street']}{' ' + row['unit'] if row['unit'] else ''}, {row['zip']}"
    for found in (index.search(label)[0], index.suggest(label)[0]):
        assert (found.key, found.label, found.score, found.missing) == (row["key"], label, 1, "")


@MANY
@given(data=st.data())
def test_every_beginning_of_a_label_suggests_its_street(index, addresses, data) -> None:
    row = addresses.row(data.draw(st.integers(0, len(addresses) - 1)), named=True)
    label = f"{row['number']} {row['street']}, {row['zip']}"
    typed = label[: data.draw(st.integers(max(6, len(row["number"]) + 3), len(label)))]
    # Where fewer letters than that are typed more streets may begin so than are asked for.
    assert any(row["street"] in match.label for match in index.suggest(typed, 40)), typed


@MANY
@given(typed=ANYTHING)
def test_bytes_make_the_same_index_again(index, again, typed) -> None:
    assert again.search(typed) == index.search(typed)
    assert again.suggest(typed) == index.suggest(typed)


@pytest.fixture(scope="module")
def again(index) -> Index:
    return Index.from_bytes(index.to_bytes())


def test_the_same_city_makes_the_same_bytes(addresses) -> None:
    assert (
        towns.index(addresses).to_bytes() == towns.index(addresses.sample(fraction=1, shuffle=True, seed=5)).to_bytes()
    )


@pytest.mark.parametrize("data", [b"", b"nonsense", b"brightline places 1\n", b"brightline places 1\n\x28\xb5\x2f\xfd"])
def test_bytes_that_are_no_index_are_refused_in_a_sentence(data) -> None:
    with pytest.raises(ValueError, match="load the city again"):
        Index.from_bytes(data)


def test_damaged_bytes_are_refused_in_a_sentence(index) -> None:
    data = bytearray(index.to_bytes())
    data[len(data) // 2] ^= 0xFF
    with pytest.raises(ValueError, match="load the city again"):
        Index.from_bytes(bytes(data))


def test_a_city_without_addresses_finds_its_places_only() -> None:
    columns = ("number", "street", "unit", "zip", "key")
    schema = dict.fromkeys(columns, pl.String()) | dict.fromkeys(("longitude", "latitude"), pl.Float64())
    index = Index.from_bytes(towns.index(pl.DataFrame(schema=schema)).to_bytes())
    assert index.search("104 harbor st") == index.suggest("har") == index.search("4th & main") == []
    assert index.search("wheel park library")[0].score == 1


def test_ten_thousand_letters_take_no_longer_than_a_line(index) -> None:
    for typed in ("1604 harbor st " * 700, "1 " * 5000, "a" * 10_000, "& " * 5000, "\u0301" * 10_000, ", " * 5000):
        began = time.process_time()
        index.search(typed)
        index.suggest(typed)
        assert time.process_time() - began < 0.5
