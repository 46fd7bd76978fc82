"""Which areas a point lies in: one rule for borders, the same for one point as for many."""

import random
import threading

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from brightline.city.geometry.tree import HAIR, AreaTree, Bounds, in_order
from brightline.city.kinds import ONE_EACH, AreaKind

DISTRICT, FLOOD, HOUSE = AreaKind.COUNCIL_DISTRICT, AreaKind.FLOOD_ZONE, AreaKind.STATE_HOUSE


def a_grid(kind: AreaKind, columns: int, rows: int, names: str = "{}") -> list[Bounds]:
    """Squares of one hundredth of a degree side by side, numbered from the west and south."""
    return [
        Bounds(kind, names.format(column + row * columns + 1), _square(column, row))
        for row in range(rows)
        for column in range(columns)
    ]


def _square(column: float, row: float, side: float = 1) -> shapely.Polygon:
    west, south = -85.8 + column / 100, 38.2 + row / 100
    return shapely.box(west, south, west + side / 100, south + side / 100)


def test_a_point_lies_where_it_is_drawn_and_outside_in_nothing() -> None:
    tree = AreaTree(a_grid(DISTRICT, 3, 2))
    assert tree.at(-85.785, 38.215) == {DISTRICT: ("5",)}
    assert tree.at(-85.9, 38.2) == {}
    assert len(tree) == 6


def test_on_a_border_it_is_the_area_whose_key_comes_first_whatever_the_order_of_the_file() -> None:
    areas = [Bounds(DISTRICT, "10", _square(0, 0)), Bounds(DISTRICT, "9", _square(1, 0))]
    for order in (areas, areas[::-1]):
        assert AreaTree(order).at(-85.8 + 1 / 100, 38.205) == {DISTRICT: ("9",)}


def test_keys_come_in_the_order_of_people() -> None:
    assert sorted(["10", "A10", "9", "A2", "b"], key=in_order) == ["9", "10", "A2", "A10", "b"]


def test_of_kinds_that_lie_within_each_other_all_are_named() -> None:
    areas = [Bounds(FLOOD, "AE", _square(0, 0, 3)), Bounds(FLOOD, "X", _square(1, 1))]
    assert AreaTree(areas).at(-85.785, 38.215) == {FLOOD: ("AE", "X")}


def test_a_hole_is_no_part_of_the_area_and_what_fills_it_is() -> None:
    around = shapely.Polygon(_square(0, 0, 3).exterior, [_square(1, 1).exterior])
    tree = AreaTree([Bounds(DISTRICT, "1", around), Bounds(HOUSE, "2", _square(1, 1))])
    assert tree.at(-85.785, 38.215) == {HOUSE: ("2",)}
    assert tree.at(-85.795, 38.205) == {DISTRICT: ("1",)}


def test_a_hairs_breadth_between_two_areas_belongs_to_the_nearest() -> None:
    gap = [Bounds(DISTRICT, "1", _square(0, 0)), Bounds(DISTRICT, "2", _square(1 + 80 * HAIR, 0))]
    tree = AreaTree(gap)
    west = -85.79
    assert tree.at(west + HAIR * 0.1, 38.205) == {DISTRICT: ("1",)}
    assert tree.at(west + HAIR * 0.7, 38.205) == {DISTRICT: ("2",)}
    assert AreaTree([gap[0]]).at(west + HAIR * 2, 38.205) == {}
    # A flood zone ends where it ends.
    assert AreaTree([Bounds(FLOOD, "X", _square(0, 0))]).at(west + HAIR * 0.5, 38.205) == {}


# Points in the middle of squares, on their borders and corners, a hair beside and far away.
_coordinate = st.integers(-2, 10).flatmap(
    lambda place: st.sampled_from([0.0, 0.37, HAIR * 60, -HAIR * 60]).map(lambda more: place / 2 + more)
)


@given(st.lists(st.tuples(_coordinate, _coordinate), min_size=1, max_size=40), st.randoms(use_true_random=False))
def test_many_points_are_answered_as_one_by_one_and_each_has_one_area_of_a_kind(
    places: list[tuple[float, float]], shuffle: random.Random
) -> None:
    areas = [*a_grid(DISTRICT, 4, 3), *a_grid(HOUSE, 2, 2, "H{}")]
    areas += [Bounds(FLOOD, "AE", _square(0.5, 0.5, 2)), Bounds(FLOOD, "X", _square(1, 1, 3))]
    shuffle.shuffle(areas)
    tree = AreaTree(areas)
    longitudes = np.array([-85.8 + x / 100 for x, _ in places])
    latitudes = np.array([38.2 + y / 100 for _, y in places])
    answers, which = tree.at_many(longitudes, latitudes)
    found = [answers[place] for place in which]
    assert found == [tree.at(x, y) for x, y in zip(longitudes, latitudes, strict=True)]
    assert all(len(keys) == 1 for one in found for kind, keys in one.items() if kind in ONE_EACH)
    for (x, y), one in zip(places, found, strict=True):
        assert (DISTRICT in one) == (-0.001 < x < 4.001 and -0.001 < y < 3.001)


def test_no_points_and_no_areas_are_answered_too() -> None:
    assert AreaTree([]).at(-85.8, 38.2) == {}
    answers, which = AreaTree([]).at_many([-85.8], [38.2])
    assert [answers[place] for place in which] == [{}]
    assert len(AreaTree(a_grid(DISTRICT, 1, 1)).at_many([], [])[1]) == 0


def test_threads_that_ask_at_once_get_the_same_answers() -> None:
    tree = AreaTree(a_grid(DISTRICT, 20, 20))
    points = [(-85.8 + place / 1999, 38.2 + place / 2011) for place in range(300)]
    wanted = [AreaTree(a_grid(DISTRICT, 20, 20)).at(*point) for point in points]
    found: list[bool] = []
    threads = [
        threading.Thread(target=lambda: found.append([tree.at(*point) for point in points] == wanted)) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 8
