"""What serves a place, from rows as a load leaves them."""

from typing import Any

import pytest

from brightline.city import queries
from brightline.city.kinds import AreaKind, FacilityKind
from brightline.city.models import Address, Area, Facility
from brightline.platform.kernel.errors import NotFound
from tests.support.builders import a_city

pytestmark = pytest.mark.django_db


def a_square(west: float, south: float, side: float = 0.1) -> dict[str, Any]:
    """A square as a GeoJSON Polygon."""
    east, north = west + side, south + side
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


@pytest.fixture(autouse=True)
def _two_districts() -> None:
    a_city()
    for key, west in (("6", -85.8), ("9", -85.7)):
        Area.objects.create(
            kind="council_district",
            key=key,
            name=f"District {key}",
            details={"holder": f"Holder {key}"},
            shape=a_square(west, 38.2),
        )
    Address.objects.create(
        key="1604-harbor-st-40203",
        number="1604",
        street="Harbor St",
        zip="40203",
        longitude=-85.75,
        latitude=38.25,
        areas={"council_district": ["6"]},
    )
    for key, longitude in (("near", -85.74), ("far", -85.61)):
        Facility.objects.create(
            kind="library", key=key, name=f"The {key} one", longitude=longitude, latitude=38.25, details={"phone": "1"}
        )


def test_an_address_knows_its_areas_and_who_holds_them() -> None:
    found = queries.place("1604-harbor-st-40203")
    assert (found.label, found.zip, found.longitude) == ("1604 Harbor St", "40203", -85.75)
    (district,) = found.areas[AreaKind.COUNCIL_DISTRICT]
    assert (district.name, district.details["holder"]) == ("District 6", "Holder 6")


def test_a_link_that_leads_nowhere_is_one_sentence() -> None:
    with pytest.raises(NotFound, match="No address of the city has this link"):
        queries.place("1-nowhere")
    with pytest.raises(NotFound, match="No area of the city has this link"):
        queries.outline(AreaKind.ZIP, "40203")


def test_a_bare_point_lies_in_the_same_areas_and_outside_the_city_in_none() -> None:
    assert queries.place_at(-85.65, 38.25).areas[AreaKind.COUNCIL_DISTRICT][0].key == "9"
    assert queries.place_at(-85.65, 39.25).areas == {}


def test_the_nearest_comes_first_with_its_distance() -> None:
    found = queries.nearest(FacilityKind.LIBRARY, -85.75, 38.25, 5)
    assert [one.key for one in found] == ["near", "far"]
    # A hundredth of a degree of longitude at 38.25° is 111.32 km times cos(38.25°) / 100, give or take the ellipsoid.
    assert found[0].miles == pytest.approx(0.544, abs=0.002)
    assert queries.nearest(FacilityKind.PARK, -85.75, 38.25) == []


def test_the_facility_an_area_names_is_found_by_its_key() -> None:
    found = queries.facility(FacilityKind.LIBRARY, "far", -85.75, 38.25)
    assert found is not None
    assert found.name == "The far one"
    assert found.miles > 7
    assert queries.facility(FacilityKind.LIBRARY, "gone", -85.75, 38.25) is None


def test_a_shape_can_be_drawn() -> None:
    assert queries.outline(AreaKind.COUNCIL_DISTRICT, "6").bounds == pytest.approx((-85.8, 38.2, -85.7, 38.3))


def test_what_is_typed_is_found() -> None:
    assert queries.search("1604 harbor st")[0].key == "1604-harbor-st-40203"
    assert queries.suggest("1604 harbor s")[0].key == "1604-harbor-st-40203"
