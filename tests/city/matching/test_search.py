"""What a finished query finds. The town's streets stand a kilometer apart, each with the even numbers 100 to 138."""

import polars as pl
import pytest

from brightline.city.matching.match import MatchKind
from tests.support import towns

LOOKALIKES = (
    "Harbor St", "Arbor Ave", "Harper Rd", "N 4th St", "S 4th St", "4th Ave", "Park Ave", "Park Rd", "MacArthur Blvd",
    "St James Ct", "Mount Vernon Rd", "Martin Luther King Jr Blvd", "E St", "Lane Ave", "Old Mill Rd", "Court St",
    "US Highway 31", "The Esplanade", "O'Brien Way", "Spring Lake Dr",
)  # fmt: skip


@pytest.fixture(scope="module")
def index():
    return towns.small(*LOOKALIKES)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("104 Harbor St", "104 Harbor St"),
        ("104 harbor", "104 Harbor St"),
        ("104 HARBOR STREET", "104 Harbor St"),
        ("104 hrabor st", "104 Harbor St"),
        ("104 harbour st", "104 Harbor St"),
        ("104 arbor", "104 Arbor Ave"),
        ("104harborst", "104 Harbor St"),
        ("104 harborst", "104 Harbor St"),
        ("104 har bor st", "104 Harbor St"),
        ("harbor st 104", "104 Harbor St"),
        ("104, harbor st.", "104 Harbor St"),
        ("apt 7, 104 harbor st", "104 Harbor St"),
        ("104 harbor ave", "104 Harbor St"),
        ("104 north fourth street", "104 N 4th St"),
        ("104 s 4 st", "104 S 4th St"),
        ("104 s. 4th st.", "104 S 4th St"),
        ("104 4th st s", "104 S 4th St"),
        ("104 4th ave", "104 4th Ave"),
        ("104S 4th St", "104 S 4th St"),
        ("104 park rd", "104 Park Rd"),
        ("104 mac arthur blvd", "104 MacArthur Blvd"),
        ("104 mcarthur", "104 MacArthur Blvd"),
        ("104 saint james court", "104 St James Ct"),
        ("104 mt vernon rd", "104 Mount Vernon Rd"),
        ("104 mlk blvd", "104 Martin Luther King Jr Blvd"),
        ("104 martin luther king", "104 Martin Luther King Jr Blvd"),
        ("104 e st", "104 E St"),
        ("104 lane", "104 Lane Ave"),
        ("104 court street", "104 Court St"),
        ("104 mill", "104 Old Mill Rd"),
        ("104 us hwy 31", "104 US Highway 31"),
        ("104 esplanade", "104 The Esplanade"),
        ("104 obrien way", "104 O'Brien Way"),
        ("104 spring lk dr", "104 Spring Lake Dr"),
        ("calle harbor 104", "104 Harbor St"),
        ("104 calle cuarta norte", "104 N 4th St"),
        ("104 Harbor St, Falls City, KY 40203", "104 Harbor St"),
        ("104 harbor st falls city kentucky 40203-1234 usa", "104 Harbor St"),
        ("104 harbor st fals city", "104 Harbor St"),
        ("104 harbor st 40299", "104 Harbor St"),
        ("104 harbor st, germantown", "104 Harbor St"),
        ("falls city, 104 harbor st", "104 Harbor St"),
        ("104-108 harbor st", "104 Harbor St"),
        ("1O4 harbor st", "104 Harbor St"),
        ("١٠٤ harbor st", "104 Harbor St"),
        ("my address is 104 harbor st", "104 Harbor St"),
    ],
)
def test_what_people_type_finds_the_address(index, typed, found) -> None:
    best = index.search(typed)[0]
    assert (best.kind, best.label) == (MatchKind.ADDRESS, f"{found}, 40203")


def test_what_all_stands_there_scores_1_and_a_slip_less(index) -> None:
    as_it_is, without_type, slip = (
        index.search(typed)[0] for typed in ("104 harbor st", "104 harbor", "104 hrabor st")
    )
    assert (as_it_is.score, without_type.score) == (1, 1)
    assert 0.7 < slip.score < 1
    assert not slip.missing


def test_a_number_not_on_the_street_is_offered_its_nearest_told_apart(index) -> None:
    found = index.search("119 harbor st")
    assert {match.label for match in found[:2]} == {"118 Harbor St, 40203", "120 Harbor St, 40203"}
    assert all(match.missing == "number" and match.score < 1 for match in found)


def test_a_unit_not_in_the_building_is_the_building_told_apart() -> None:
    rows = {"number": ["104"] * 3, "street": ["Harbor St"] * 3, "unit": ["", "Apt 1", "Apt 2"], "zip": ["40203"] * 3,
            "key": ["house", "one", "two"], "longitude": [-85.7] * 3, "latitude": [38.2] * 3}  # fmt: skip
    index = towns.index(pl.DataFrame(rows))
    for typed in (
        "104 harbor st apt 2",
        "104 harbor #2",
        "104 harbor st unit 2",
        "104 harbor st 2",
        "#2 104 harbor st",
    ):
        assert (index.search(typed)[0].key, index.search(typed)[0].missing) == ("two", "")
    for typed in ("104 harbor st apt 9", "104B harbor st"):
        missing = index.search(typed)[0]
        assert (missing.key, missing.missing) == ("house", "unit")
    assert {match.missing for match in index.search("106 harbor st apt 1")} == {"number"}
    assert index.search("104 harbor st")[0].key == "house"


def test_halves_letters_and_ranges_are_numbers_too() -> None:
    numbers = ["104", "104 1/2", "106A", "110-114"]
    rows = {"number": numbers, "street": ["Harbor St"] * 4, "unit": [None] * 4, "zip": [""] * 4, "key": numbers,
            "longitude": [-85.7] * 4, "latitude": [38.2] * 4}  # fmt: skip
    index = towns.index(pl.DataFrame(rows))
    typed = {"104 harbor": "104", "104 1/2 harbor st": "104 1/2", "104½ harbor": "104 1/2", "106a harbor": "106A",
             "106-A Harbor St": "106A", "106 harbor unit a": "106A", "110-114 harbor": "110-114"}  # fmt: skip
    assert {text: index.search(text)[0].key for text in typed} == typed


@pytest.mark.parametrize("typed", ["harbor st", "Harbor Street", "harbro st", "calle harbor", "harbor st, 40203"])
def test_a_street_alone_is_the_street(index, typed) -> None:
    best = index.search(typed)[0]
    assert (best.kind, best.label, best.key) == (MatchKind.STREET, "Harbor St", "")
    assert best.longitude == pytest.approx(-85.7 + 119 / 100_000, abs=2e-5)


@pytest.mark.parametrize("typed", ["40203", "40203-1234", "zip 40203"])
def test_a_zip_alone_is_the_zip(index, typed) -> None:
    assert (index.search(typed)[0].kind, index.search(typed)[0].label) == (MatchKind.ZIP, "40203")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("wheel park library", "Wheel Park Library"),
        ("library wheel park", "Wheel Park Library"),
        ("wheel prak libary", "Wheel Park Library"),
        ("fire station 12", "Fire Station 12"),
        ("fire station 2", "Fire Station 2"),
        ("saint marys hospital", "St Mary's Hospital"),
        ("germantown", "Germantown"),
    ],
)
def test_a_place_is_found_by_its_name(index, typed, found) -> None:
    assert (index.search(typed)[0].kind, index.search(typed)[0].label) == (MatchKind.PLACE, found)


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "\0", "😀😀", ",,,", "#", "&", "and", "'; DROP TABLE address; --", "<script>alert(1)</script>",
     "شارع الحرية", "742 Zyzzyva Terrace", "100 Main St, Chicago, IL 60601", "104 Harbor St, Chicago, IL 60601",
     "99999"],
)  # fmt: skip
def test_what_is_no_address_here_finds_nothing(index, typed) -> None:
    assert index.search(typed) == []


def test_a_zip_decides_between_streets_of_one_name() -> None:
    rows = {"number": ["104", "104"], "street": ["Main St", "Main St"], "unit": ["", ""], "zip": ["40203", "40299"],
            "key": ["near", "far"], "longitude": [-85.7, -85.5], "latitude": [38.2, 38.3],
            "city": ["Falls City", "Milltown"], "state": ["KY", "KY"]}  # fmt: skip
    index = towns.index(pl.DataFrame(rows))
    assert index.search("104 main st 40299")[0].key == "far"
    assert index.search("104 main st, milltown")[0].key == "far"
    assert {match.key for match in index.search("104 main st")} == {"near", "far"}


def test_no_more_than_asked_for_and_best_first(index) -> None:
    scores = [match.score for match in index.search("104 park", 20)]
    assert scores == sorted(scores, reverse=True)
    assert len(index.search("104 park", 1)) == 1
    assert index.search("104 park", 0) == []
