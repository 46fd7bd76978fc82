"""Places, candidates, shares and the gate's word: what computes and touches nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brightline.assistance.policy import packs
from brightline.assistance.review.engine import gate
from brightline.assistance.review.engine.finding import read_closely
from brightline.assistance.review.exports import safe_name
from brightline.assistance.review.intervals import share
from brightline.assistance.review.matching import Known, Reason, Sought, candidates
from brightline.assistance.review.places import normalized, same_place
from brightline.assistance.review.views import showing

AT = datetime(2026, 5, 10, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1604 Harbor St", "1604 HARBOR STREET, Falls City KY"),
        ("1604 N. Harbor St Apt 3", "1604 North Harbor St"),
        ("1600 block of Harbor St", "1604 Harbor Street"),
        ("1600 BLK HARBOR ST", "1600 block of Harbor St"),
        ("Main St & 4th Ave", "4th Avenue / Main Street"),
        ("Elm Ave at Oak Ct", "OAK CT @ ELM AV"),
    ],
)
def test_two_ways_of_writing_one_place_are_one(one: str, other: str) -> None:
    assert same_place(one, other)
    assert same_place(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1604 Harbor St", "1640 Harbor St"),
        ("1604 Harbor St", "1604 Harbor Ave"),
        ("1600 block of Harbor St", "1704 Harbor St"),
        ("1604 N Harbor St", "1604 S Harbor St"),
        ("", ""),
        ("1604 Harbor St", ""),
    ],
)
def test_two_places_are_two(one: str, other: str) -> None:
    assert not same_place(one, other)


@given(st.text(max_size=60))
def test_normalizing_twice_changes_nothing_that_matters(address: str) -> None:
    assert same_place(address, address) == bool(normalized(address))


@pytest.mark.parametrize(("minutes", "found"), [(60, True), (-60, True), (61, False)])
def test_time_and_place_reach_an_hour_either_way(minutes: int, found: bool) -> None:
    row = Known("AR-1", "", AT + timedelta(minutes=minutes), "1604 Harbor St")
    assert bool(candidates(Sought("", AT, "1604 Harbor Street"), [row])) is found


def test_another_cad_number_is_another_call() -> None:
    row = Known("AR-1", "26-2", AT, "1604 Harbor St")
    assert candidates(Sought("26-1", AT, "1604 Harbor St"), [row]) == []


def test_without_a_place_time_alone_comes_last() -> None:
    rows = [Known("AR-1", "", AT, ""), Known("AR-2", "", AT + timedelta(minutes=9), "1604 Harbor St")]
    found = candidates(Sought("26-1", AT, "1604 Harbor St"), rows)
    assert [(each.number, each.reason) for each in found] == [
        ("AR-2", Reason.TIME_AND_PLACE),
        ("AR-1", Reason.TIME_ALONE),
    ]


def test_a_share_of_nothing_is_no_number() -> None:
    assert share(0, 0).value is None


def test_wilsons_interval_is_the_published_one() -> None:
    # Newcombe 1998, table I, method 3: 81 of 263, 15 of 148, 0 of 20.
    for right, of, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)):
        got = share(right, of)
        assert (round(got.low or 0, 4), round(got.high or 0, 4)) == (low, high)


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_a_share_lies_in_its_interval(counted: tuple[int, int]) -> None:
    got = share(*counted)
    assert got.low is not None
    assert got.high is not None
    assert 0 <= got.low <= (got.value or 0) + 1e-12
    assert (got.value or 0) <= got.high + 1e-12 <= 1 + 1e-9


@pytest.mark.parametrize(
    ("grounds", "commander", "outcome"),
    [([], True, "refused"), (["criminal_warrant"], True, "permitted"), (["criminal_warrant"], False, "refused")],
)
def test_the_gate_decides_on_what_the_narrative_documents(grounds: list[str], commander: bool, outcome: str) -> None:
    pack = packs.load("lmpd-2017-09")
    assert gate.outcome(pack, asks=["perimeter"], grounds=grounds, commander=commander) == outcome


def test_every_mark_of_the_close_reader_has_a_word_on_screen() -> None:
    assert set(showing._CUES) == set(read_closely._SHOWN.values())


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("May 2026.csv.gz", "May_2026.csv.gz"),
        ("../../etc/passwd", "passwd"),
        ("C:\\exports\\may.xlsx", "may.xlsx"),
        ("...", "export"),
        ("مايو.csv", "csv"),
    ],
)
def test_a_name_is_one_file_in_one_folder(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept
