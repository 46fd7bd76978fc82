"""Words misspelled, and names with numbers in them."""

from hypothesis import given
from hypothesis import strategies as st

from brightline.platform.kernel.texts import choose, counted, meant


def test_numbers_in_names_are_sorted_as_numbers() -> None:
    names = ["District 10", "district 2", "7-b", "7", "Beat 412", "7-a", "10"]
    assert sorted(names, key=counted) == [
        "7",
        "7-a",
        "7-b",
        "10",
        "Beat 412",
        "district 2",
        "District 10",
    ]


@given(st.lists(st.integers(0, 10**6)), st.text(alphabet="ab -", max_size=5))
def test_names_that_differ_in_a_number_are_in_its_order(numbers: list[int], before: str) -> None:
    assert sorted((f"{before}{number}" for number in numbers), key=counted) == [
        f"{before}{number}" for number in sorted(numbers)
    ]


def test_the_word_nearest_is_the_one_that_was_meant() -> None:
    assert meant("contaner", ["container", "color"]) == "container"
    assert meant("motto", ["container", "color"]) == ""
    assert choose("motto", ["name", "file"]) == "choose one of name, file"
    assert choose(None, []) == "choose one of none"
