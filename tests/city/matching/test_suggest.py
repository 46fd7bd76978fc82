"""What is suggested while someone types."""

import pytest

from brightline.city.matching.match import MatchKind
from tests.support import towns


@pytest.fixture(scope="module")
def index():
    return towns.small(
        "Harbor St", "Harper Rd", "N 4th St", "Mount Vernon Rd", "Old Mill Rd", "Lake Ave", numbers=range(1600, 1640, 4)
    )


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("harb", "Harbor St"),
        ("n 4", "N 4th St"),
        ("fourth", "N 4th St"),
        ("mt v", "Mount Vernon Rd"),
        ("mount v", "Mount Vernon Rd"),
        ("old ", "Old Mill Rd"),
        ("1604 harb", "1604 Harbor St, 40203"),
        ("1604 harbor s", "1604 Harbor St, 40203"),
        ("1604 hrab", "1604 Harbor St, 40203"),
        ("1604 harbor st, 402", "1604 Harbor St, 40203"),
        ("1604 harbor st fal", "1604 Harbor St, 40203"),
        ("16 harb", "1600 Harbor St, 40203"),
        ("1604 la", "1604 Lake Ave, 40203"),
        ("wheel p", "Wheel Park Library"),
        ("lib", "Wheel Park Library"),
        ("402", "40203"),
    ],
)
def test_a_beginning_is_completed(index, typed, found) -> None:
    assert index.suggest(typed)[0].label == found


def test_a_beginning_may_be_of_several_and_all_are_offered(index) -> None:
    assert {match.label for match in index.suggest("har") if match.kind == MatchKind.STREET} == {
        "Harbor St",
        "Harper Rd",
    }


def test_a_number_that_is_no_beginning_is_offered_its_nearest(index) -> None:
    best = index.suggest("1605 harbor")[0]
    assert (best.label, best.missing) == ("1604 Harbor St, 40203", "number")


def test_nothing_is_suggested_for_nothing(index) -> None:
    assert index.suggest("") == index.suggest("  ") == index.suggest("😀") == []
