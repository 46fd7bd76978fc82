"""Whether areas can be trusted."""

import pytest
import shapely

from brightline.city.geometry import shapes, whereabouts
from brightline.city.geometry.projection import Unreadable
from brightline.city.geometry.shapes import SLIVER, mended, overlaps
from brightline.city.geometry.whereabouts import Fault

METER = 1 / 111_320


def a_box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    """In meters from a corner of the city."""
    scale = METER / 0.7858  # the cosine of 38.2 degrees
    return shapely.box(-85.8 + west * scale, 38.2 + south * METER, -85.8 + east * scale, 38.2 + north * METER)


def test_a_sound_shape_stays_as_it_is_with_its_holes() -> None:
    holed = shapely.Polygon(a_box(0, 0, 900, 900).exterior, [a_box(300, 300, 600, 600).exterior])
    assert mended(holed) == (holed, "")


def test_a_shape_that_crosses_itself_is_refused_with_the_place() -> None:
    bow = shapely.Polygon([(-85.8, 38.2), (-85.7, 38.3), (-85.7, 38.2), (-85.8, 38.3)])
    with pytest.raises(
        Unreadable, match=r"^crosses itself at longitude -85\.75, latitude 38\.25 \(self-intersection\)"
    ):
        mended(bow)


def test_rings_that_do_not_belong_together_are_not_said_to_cross() -> None:
    outside = shapely.Polygon(a_box(0, 0, 900, 900).exterior, [a_box(1000, 0, 1300, 300).exterior])
    inside = shapely.MultiPolygon([a_box(0, 0, 900, 900), a_box(300, 300, 600, 600)])
    nested = shapely.Polygon(
        a_box(0, 0, 900, 900).exterior, [a_box(100, 100, 800, 800).exterior, a_box(300, 300, 600, 600).exterior]
    )
    for shape, said in (
        (outside, r"^has a hole outside its border at longitude .*; draw the hole inside, or take it out$"),
        (inside, r"^has one part inside another at "),
        (nested, r"^has a hole within a hole at "),
    ):
        with pytest.raises(Unreadable, match=said):
            mended(shape)


def test_a_slip_of_the_hand_is_mended_and_said() -> None:
    x, y = 6 * METER, 6 * METER
    loop = shapely.Polygon(
        [
            (-85.8, 38.2),
            (-85.7, 38.2),
            (-85.7, 38.3),
            (-85.8, 38.3),
            (-85.8 + x, 38.3 - y),
            (-85.8 + x, 38.3),
            (-85.8, 38.3 - y),
        ]
    )
    shape, said = mended(loop)
    assert shape.is_valid
    assert "was mended by" in said
    # A ring that touches itself in a point is the same surface, told otherwise.
    touching = shapely.Polygon([(0, 0), (2, 0), (2, 2), (1, 0), (0, 2)])
    shape, said = mended(touching)
    assert shape.area == pytest.approx(touching.area)
    assert "was mended by 0 square meters" in said


def test_what_is_no_area_is_refused() -> None:
    for shape in (shapely.Point(0, 0), shapely.LineString([(0, 0), (1, 1)]), shapely.Polygon([(0, 0), (1, 1), (2, 2)])):
        with pytest.raises(Unreadable):
            mended(shape)


def test_an_overlap_wider_than_a_sliver_is_found_with_its_size_and_place() -> None:
    areas = [a_box(0, 0, 500, 500), a_box(480, 0, 900, 500), a_box(900, 0, 1200, 500)]
    (found,) = overlaps(areas)
    assert (found.one, found.other) == (0, 1)
    assert found.square_meters == pytest.approx(10_000, rel=0.01)
    assert shapely.Point(found.longitude, found.latitude).within(areas[0].intersection(areas[1]))


def test_a_border_drawn_twice_is_no_overlap_however_long() -> None:
    assert list(overlaps([a_box(0, 0, 500, 90_000), a_box(500 - SLIVER * 0.9, 0, 900, 90_000)])) == []
    assert len(list(overlaps([a_box(0, 0, 500, 90_000), a_box(500 - SLIVER * 1.1, 0, 900, 90_000)]))) == 1
    assert list(overlaps([a_box(0, 0, 500, 500), a_box(480, 0, 900, 500)], tolerance=30)) == []
    assert list(overlaps([])) == []


def test_two_areas_that_are_one_within_the_other_overlap() -> None:
    assert len(list(shapes.overlaps([a_box(0, 0, 900, 900), a_box(300, 300, 600, 600)]))) == 1


def test_the_city_is_where_most_files_are_and_each_fault_has_its_name() -> None:
    import numpy as np

    here = np.array([[-85.7, 38.2], [-85.8, 38.3]])
    swapped, feet, elsewhere = here[:, ::-1], here * 20_000, here + 9
    for files in ([here, swapped, here], [elsewhere, here, here], [feet, here]):
        home = whereabouts.home(files)
        assert home == pytest.approx((-85.75, 38.25))
        assert home is not None
        faults = [set(whereabouts.faults(points, home).tolist()) for points in (here, swapped, feet, elsewhere)]
        assert faults == [{Fault.NONE}, {Fault.SWAPPED}, {Fault.OFF_EARTH}, {Fault.FAR}]
    assert whereabouts.home([feet]) is None
    assert whereabouts.home([]) is None
