"""What was suggested while someone typed is found when they press Enter, however what they typed was distorted."""

import random
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import distortions, distortions_apart, towns

_SORTS = {**distortions.SORTS, **distortions_apart.SORTS}
_SIGNS = "abcdefghijklmnopqrstuvwxyz 0123456789,#"


@cache
def _distorted() -> list[str]:
    addresses = towns.falls_city().addresses
    return [case.query for case in distortions.cases(towns.town(addresses), 1_000, seed=21, sorts=_SORTS)]


@st.composite
def _beginnings(draw: st.DrawFn) -> str:
    """A distorted address, typed so far."""
    whole = draw(st.sampled_from(_distorted()))
    return whole[: draw(st.integers(1, len(whole)))]


@settings(max_examples=300, deadline=None)
@given(st.one_of(_beginnings(), st.text(_SIGNS, max_size=20), st.text(max_size=12)))
def test_what_is_suggested_is_found_unless_all_that_was_typed_stands_somewhere(typed: str) -> None:
    index = towns.falls_city_index()
    found = index.entered(typed, 50)
    labels = {(match.kind, match.label) for match in found}
    if not found or found[0].score < 0.97 or found[0].missing:
        assert [match for match in index.suggest(typed) if (match.kind, match.label) not in labels] == []


def test_what_is_only_begun_is_offered_and_never_taken_for_what_was_typed() -> None:
    index = towns.falls_city_index()
    for typed in ("209 pot", "607", "16 harbor st"):
        found = index.entered(typed)
        assert found
        assert found == sorted(found, key=lambda match: -match.score)
        assert all(match.missing or match.score < 0.97 for match in found), typed


def test_nonsense_is_neither_suggested_nor_found() -> None:
    rnd = random.Random(4)
    index = towns.falls_city_index()
    vowelless = ["".join(rnd.choice("bcdfghjklmnpqrstvwxz") for _ in range(9)) for _ in range(500)]
    answered = [typed for typed in vowelless if index.suggest(typed) or index.entered(typed)]
    assert answered == []
