"""Two real cities' files: Louisville's council districts and Austin's collection routes, as their cities drew them."""

import csv
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import shapely

from brightline.city import actions, queries
from brightline.city.geometry import features, shapes
from brightline.city.geometry.features import Feature
from brightline.city.kinds import AreaKind
from brightline.city.models import Address, Area
from brightline.platform.kernel.environment import ROOT
from tests.support.packs import APack, openaddress

GIVEN = ROOT.parent / "shared" / "data"
pytestmark = pytest.mark.skipif(not GIVEN.exists(), reason="the cities' data lie beside the project, not in it")
LOUISVILLE = GIVEN / "louisville"
AUSTIN = GIVEN / "austin-waste"
# Feature counts as the files have them, and the detail each kind carries.
ROUTES = {
    "garbage_route": ("garbage_collection_routes", 181, {"weekday": "service_day"}),
    "recycling_route": ("recycle_collection_routes", 182, {"weekday": "service_day", "week": "week"}),
    "yard_waste_route": ("yard_trimming_collection_routes", 62, {"weekday": "service_day"}),
    "large_items_area": ("bulky_collection_routes", 22, {"last": "last_service", "next": "next_service"}),
}


def _louisville(folder: Path) -> APack:
    pack = APack(folder)
    pack.table("addresses", file=pack.copied(LOUISVILLE / "addresses.csv"), fields={"address": "address"})
    return pack.table(
        "areas",
        kind="council_district",
        file=pack.copied(LOUISVILLE / "council_districts.geojson"),
        fields={"key": "district"},
        name="District {key}",
    )


def _crossings(ring: list[list[float]], x: float, y: float) -> int:
    """How often a ray to the east from a point crosses a ring: the even-odd rule, by hand."""
    return sum(
        (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1 for (x1, y1), (x2, y2) in pairwise(ring)
    )


def _holds(geometry: dict[str, Any], x: float, y: float) -> bool:
    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return sum(_crossings(ring, x, y) for part in parts for ring in part) % 2 == 1


@pytest.mark.django_db
def test_each_of_louisvilles_addresses_is_in_its_district(tmp_path: Path) -> None:
    loaded = actions.load(_louisville(tmp_path).written())
    assert (loaded.areas.added, loaded.addresses.added) == (26, 25)
    districts = json.loads((LOUISVILLE / "council_districts.geojson").read_text())["features"]
    with (LOUISVILLE / "addresses.csv").open() as stream:
        given = {(float(row["lon"]), float(row["lat"])): row["address"] for row in csv.DictReader(stream)}
    assert len(given) == 25
    for address in Address.objects.all():
        x, y = address.longitude, address.latitude
        # By hand, without the library that worked it out.
        holding = [str(row["properties"]["district"]) for row in districts if _holds(row["geometry"], x, y)]
        assert len(holding) == 1
        assert address.areas["council_district"] == holding
        assert given[x, y].split()[0] == address.number
        assert [area.name for area in queries.place(address.key).areas[AreaKind.COUNCIL_DISTRICT]] == [
            f"District {holding[0]}"
        ]


@pytest.mark.django_db
def test_louisvilles_addresses_are_found_as_they_were_written(tmp_path: Path) -> None:
    actions.load(_louisville(tmp_path).written())
    with (LOUISVILLE / "addresses.csv").open() as stream:
        for row in csv.DictReader(stream):
            found = queries.search(row["address"])[0]
            assert (found.longitude, found.latitude) == pytest.approx((float(row["lon"]), float(row["lat"])), abs=1e-6)


@pytest.mark.django_db
def test_austins_routes_load_each_as_many_as_there_are_with_its_days(tmp_path: Path) -> None:
    loaded = actions.load(_austin(tmp_path).written())
    for kind, (_, count, details) in ROUTES.items():
        areas = Area.objects.filter(kind=kind)
        assert areas.count() == count
        assert all(set(area.details) == set(details) for area in areas)
    # One ring of theirs touches itself; it is mended, and said.
    (told,) = [line for line in loaded.told if "No address" not in line]
    assert "recycle_collection_routes.geojson feature 121 touches or crosses itself at longitude -97.657629" in told
    assert Area.objects.filter(kind="recycling_route", key="RHAS40").values_list("details", flat=True)[0] == {
        "weekday": "Thursday",
        "week": "A",
    }


def _austin(folder: Path) -> APack:
    pack = APack(folder)
    pack.addresses([openaddress("301", "W 2nd St", -97.7470, 30.2649, CITY="Austin", REGION="TX", POSTCODE="78701")])
    for kind, (name, _, details) in ROUTES.items():
        pack.table("areas", kind=kind, file=pack.copied(AUSTIN / f"{name}.geojson"), fields={"key": "route", **details})
    return pack


@pytest.mark.parametrize("path", sorted(AUSTIN.glob("*.geojson")), ids=lambda path: path.stem)
def test_austins_areas_are_sound_or_said_not_to_be(path: Path) -> None:
    found = features.read(path)
    areas = [one for one in found if isinstance(one, Feature)]
    assert len(areas) == len(found) > 0
    mended = [shapes.mended(one.shape)[0] for one in areas]
    assert all(shape.is_valid and shape.area > 0 for shape in mended)
    # They overlap by what their simplification moved their borders, nowhere wider than a sliver.
    assert shapely.union_all(mended).area < sum(shape.area for shape in mended)
    assert list(shapes.overlaps(mended)) == []


def test_louisvilles_blocks_have_the_divisions_their_beats_begin_with() -> None:
    """The 690 blocks carry no points, so what can be held against them is that beats lie within divisions."""
    with (LOUISVILLE / "blocks_divisions_beats.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 690
    beats = {(row["lmpd_division"][0], row["lmpd_beat"][0]) for row in rows if row["lmpd_beat"].isdigit()}
    assert all(division == beat for division, beat in beats)


@pytest.mark.django_db
def test_louisvilles_blocks_are_no_addresses_and_refused_with_why(tmp_path: Path) -> None:
    pack = APack(tmp_path)
    pack.table("addresses", file=pack.copied(LOUISVILLE / "blocks_divisions_beats.csv"))
    with pytest.raises(Exception, match="has no field for the number; name it in"):
        actions.load(pack.written())
