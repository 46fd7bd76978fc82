"""Loading a city: all of it or nothing, the same again changes nothing, and what changed is said."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import shapely
from django.db import connection

from brightline.city import actions, queries
from brightline.city.actions import rows
from brightline.city.kinds import AreaKind, DrawnKind, FacilityKind
from brightline.city.models import Address, Area, City, SearchIndex
from brightline.config import commands
from brightline.platform.kernel.errors import Invalid
from tests.support import databases
from tests.support.packs import APack, openaddress, write_geojson

WEST, SOUTH = -85.8, 38.2
STEP = 0.001
SIDE = 10


def a_row(place: int, **more: str) -> dict[str, Any]:
    """One of a hundred addresses on a grid, in the middle of its block."""
    x, y = place % SIDE, place // SIDE
    fields = {"CITY": "Falls City", "REGION": "KY", "POSTCODE": "40203", **more}
    return openaddress(str(100 + x), f"{y + 1}th St", WEST + (x + 0.5) * STEP, SOUTH + (y + 0.5) * STEP, **fields)


def blocks(x: float, y: float, wide: float, high: float) -> shapely.Polygon:
    """A box of so many blocks."""
    return shapely.box(WEST + x * STEP, SOUTH + y * STEP, WEST + (x + wide) * STEP, SOUTH + (y + high) * STEP)


def a_town(folder: Path, *, halves: tuple[float, float] = (5, 5), count: int = SIDE * SIDE) -> APack:
    """A hundred addresses in two districts, side by side, a historic quarter, a library, a street to draw."""
    folder.mkdir(exist_ok=True)
    pack = APack(folder).addresses([a_row(place) for place in range(count)])
    west, east = halves
    districts = [(blocks(0, 0, west, SIDE), {"key": "9"}), (blocks(west, 0, east, SIDE), {"key": "10"})]
    pack.areas("council_district", districts, name="District {key}")
    pack.areas("historic_district", [(blocks(2, 2, 3, 3), {"key": "h"}), (blocks(4, 4, 3, 3), {"key": "k"})])
    pack.facilities("library", [(shapely.Point(WEST, SOUTH), {"name": "Harbor branch"})])
    write_geojson(
        pack.folder / "streets.geojson", [(shapely.LineString(blocks(0, 0, 1, 1).exterior.coords), {"name": "1th St"})]
    )
    return pack.table("basemap", kind="street", file="streets.geojson")


def load(pack: APack) -> actions.Loaded:
    return actions.load(pack.written())


def says(loaded: actions.Loaded) -> list[str]:
    return [" ".join(line.split()) for line in loaded.says]


@pytest.mark.django_db
def test_what_is_loaded_is_what_the_files_say(tmp_path: Path) -> None:
    loaded = load(a_town(tmp_path))
    assert says(loaded) == [
        "100 addresses: 100 added",
        "4 areas: 4 added",
        "1 facilities: 1 added",
    ]
    assert loaded.told == ()
    place = queries.place("104-5th-st-40203")
    assert (place.label, place.city, place.state) == ("104 5th St", "Falls City", "KY")
    assert {kind: [area.key for area in those] for kind, those in place.areas.items()} == {
        AreaKind.COUNCIL_DISTRICT: ["9"],
        AreaKind.HISTORIC_DISTRICT: ["h", "k"],
    }
    assert queries.place_at(place.longitude, place.latitude).areas == place.areas
    assert place.areas[AreaKind.COUNCIL_DISTRICT][0].name == "District 9"
    assert queries.nearest(FacilityKind.LIBRARY, WEST, SOUTH)[0].name == "Harbor branch"
    assert queries.search("104 5th")[0].key == place.key
    assert [street.name for street in queries.drawn(DrawnKind.STREET, (-90, 30, -80, 40))] == ["1th St"]


@pytest.mark.django_db
def test_every_address_lies_where_an_independent_look_says(tmp_path: Path) -> None:
    load(a_town(tmp_path))
    shapes = {(area.kind, area.key): shapely.from_geojson(json.dumps(area.shape)) for area in Area.objects.all()}
    for address in Address.objects.all():
        point = shapely.Point(address.longitude, address.latitude)
        found = {(kind, key) for kind, keys in address.areas.items() for key in keys}
        assert found == {key for key, shape in shapes.items() if shape.contains(point)}


@pytest.mark.django_db
def test_the_same_pack_again_changes_nothing_and_writes_no_row(tmp_path: Path) -> None:
    pack = a_town(tmp_path)
    load(pack)
    assert actions.is_loaded(pack.folder)
    with connection.cursor() as cursor:
        before = [_versions(cursor, table) for table in ("city_address", "city_area", "city_facility", "city_drawing")]
        assert says(load(pack)) == [
            "100 addresses: nothing changed",
            "4 areas: nothing changed",
            "1 facilities: nothing changed",
        ]
        after = [_versions(cursor, table) for table in ("city_address", "city_area", "city_facility", "city_drawing")]
    assert before == after


def _versions(cursor: Any, table: str) -> list[Any]:
    """Where each row lies: a row that is written again lies elsewhere."""
    cursor.execute(f"SELECT id, ctid::text FROM {table} ORDER BY id")
    return list(cursor.fetchall())


@pytest.mark.django_db
def test_what_changed_is_counted_and_said(tmp_path: Path) -> None:
    load(a_town(tmp_path / "first"))
    # Ninety of the addresses, ten of them in the other district now, one with another city.
    pack = a_town(tmp_path / "second", halves=(4, 6), count=90)
    pack.addresses([a_row(place, **({"CITY": "Bell"} if place == 89 else {})) for place in range(90)])
    pack._tables.pop(0)
    pack.areas("historic_district", [(blocks(2, 2, 3, 3), {"key": "h", "name": "Harbor"})])
    pack._tables.pop(1)
    loaded = load(pack)
    assert (loaded.addresses.added, loaded.addresses.removed) == (0, 10)
    # Row 4 of each street has moved to district 10; in the historic quarter some have left k as well.
    left_k = {x + y * SIDE for x in (4, 5, 6) for y in (4, 5, 6)}
    moved = {4 + y * SIDE for y in range(9)}
    assert loaded.addresses.changed == len(moved | left_k | {89})
    assert says(loaded)[1:] == ["3 areas: 1 removed, 3 changed", "1 facilities: nothing changed"]
    assert Address.objects.get(key="109-9th-st-40203").city == "Bell"
    # The other way round what was removed comes back.
    assert says(load(a_town(tmp_path / "third")))[0].startswith("100 addresses: 10 added, ")


@pytest.mark.django_db
def test_a_pack_that_is_refused_leaves_everything_as_it_was(tmp_path: Path) -> None:
    good = a_town(tmp_path / "good")
    load(good)
    bad = a_town(tmp_path / "bad", count=50).areas("zip", [(None, {"key": "40203"})])
    with pytest.raises(Invalid, match="has no shape"):
        load(bad)
    assert (Address.objects.count(), actions.is_loaded(good.folder)) == (100, True)


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["put_areas", "put_addresses", "put_drawn", "put_index"])
def test_a_load_that_breaks_off_half_way_leaves_the_old(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = a_town(tmp_path / "good")
    load(good)
    before = _everything()
    whole = getattr(rows, step)

    def breaks_off(*arguments: Any) -> None:
        whole(*arguments)
        raise ConnectionError("the network went away")

    monkeypatch.setattr(rows, step, breaks_off)
    with pytest.raises(ConnectionError):
        load(a_town(tmp_path / "new", halves=(2, 8), count=30))
    assert _everything() == before
    assert actions.is_loaded(good.folder)


def _everything() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Address, Area, SearchIndex, City)]


def test_who_reads_during_a_load_sees_the_old_city_and_after_it_the_new(own_database: str, tmp_path: Path) -> None:
    load(a_town(tmp_path / "old"))
    seen: list[tuple[int, str]] = []

    def look() -> tuple[int, str]:
        with psycopg.connect(databases.url("app", own_database)) as reader:
            found = reader.execute(
                "SELECT (SELECT count(*) FROM city_address), areas->'council_district'->>0"
                " FROM city_address WHERE key = '104-1th-st-40203'"
            ).fetchone()
        assert found is not None
        return found

    for _step in _loading(a_town(tmp_path / "new", halves=(4, 6), count=90), seen, look):
        pass
    assert set(seen) == {(100, "9")}
    assert len(seen) == 4
    assert look() == (90, "10")


def _loading(pack: APack, seen: list[tuple[int, str]], look: Any) -> Iterator[None]:
    """Load, looking with another connection after each table is written."""
    with pytest.MonkeyPatch.context() as patched:
        for step in ("put_areas", "put_facilities", "put_addresses", "put_index"):
            whole = getattr(rows, step)

            def then_look(*arguments: Any, whole: Any = whole) -> Any:
                done = whole(*arguments)
                seen.append(look())
                return done

            patched.setattr(rows, step, then_look)
        load(pack)
        yield


def test_two_loads_at_once_come_one_after_the_other(own_database: str, tmp_path: Path) -> None:
    load(a_town(tmp_path / "old"))
    with psycopg.connect(databases.url("app", own_database)) as other, connection.cursor() as cursor:
        other.execute("LOCK TABLE city_city IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("SET lock_timeout = '200ms'")
        with pytest.raises(Exception, match="lock timeout"):
            load(a_town(tmp_path / "new", count=50))
    assert Address.objects.count() == 100


@pytest.mark.django_db
def test_an_address_on_a_border_is_in_the_district_that_comes_first(tmp_path: Path) -> None:
    pack = a_town(tmp_path)
    on_it = openaddress("1", "Border Rd", WEST + 5 * STEP, SOUTH + STEP / 2, POSTCODE="40203")
    pack.addresses([*(a_row(place) for place in range(9)), on_it])
    pack._tables.pop(0)
    load(pack)
    place = queries.place("1-border-rd-40203")
    assert [area.key for area in place.areas[AreaKind.COUNCIL_DISTRICT]] == ["9"]
    assert queries.place_at(place.longitude, place.latitude).areas == place.areas


@pytest.mark.django_db
def test_an_area_kind_no_address_lies_in_is_told(tmp_path: Path) -> None:
    loaded = load(a_town(tmp_path).areas("flood_zone", [(blocks(50, 50, 1, 1), {"key": "AE"})]))
    assert loaded.told == ("No address lies in any flood_zone: see that its file is the right one.",)


@pytest.mark.django_db
def test_a_process_sees_the_new_areas_after_a_load_and_not_before(tmp_path: Path) -> None:
    load(a_town(tmp_path / "old"))
    middle = (WEST + 4.5 * STEP, SOUTH + STEP / 2)
    assert queries.place_at(*middle).areas[AreaKind.COUNCIL_DISTRICT][0].key == "9"
    load(a_town(tmp_path / "new", halves=(4, 6)))
    assert queries.place_at(*middle).areas[AreaKind.COUNCIL_DISTRICT][0].key == "10"


@pytest.mark.django_db
def test_the_order_of_the_rows_changes_nothing(tmp_path: Path) -> None:
    load(a_town(tmp_path / "one"))
    pack = a_town(tmp_path / "other")
    shuffled = [a_row(place) for place in range(100)]
    random.Random(1).shuffle(shuffled)
    pack.addresses(shuffled)
    pack._tables.pop(0)
    assert says(load(pack)) == [
        "100 addresses: nothing changed",
        "4 areas: nothing changed",
        "1 facilities: nothing changed",
    ]


@pytest.mark.django_db
def test_texts_that_could_break_the_way_into_the_table_come_in_as_they_are(tmp_path: Path) -> None:
    odd = ['Quote " and, comma', "Back\\slash \\. \\N", "Robert'); DROP TABLE city_address;--", "Line\nbreak", "NULL"]
    pack = a_town(tmp_path)
    pack.addresses([a_row(place, UNIT=text) for place, text in enumerate(odd)])
    pack._tables.pop(0)
    load(pack)
    # A line break is a blank, as any other space.
    assert sorted(Address.objects.values_list("unit", flat=True)) == sorted(" ".join(text.split()) for text in odd)


@pytest.mark.django_db
@pytest.mark.parametrize("file", ["city.toml", "addresses.csv", "library.geojson", "streets.geojson", "lexicon.toml"])
def test_a_pack_is_loaded_until_one_of_its_files_is_another(file: str, tmp_path: Path) -> None:
    pack = a_town(tmp_path)
    assert not actions.is_loaded(pack.written())
    load(pack)
    assert actions.is_loaded(pack.folder)
    with (pack.folder / file).open("a") as stream:
        stream.write("\n")
    assert not actions.is_loaded(pack.folder)


@pytest.mark.django_db
def test_the_command_says_what_changed_and_apart_from_it_what_is_odd(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "ready", lambda: None)
    pack = a_town(tmp_path).areas("flood_zone", [(blocks(50, 50, 1, 1), {"key": "AE"})])
    commands.load_city(pack.written())
    said = capsys.readouterr()
    assert said.out.split("\n")[:2] == [
        "Falls City is loaded. New in force: lmpd-2017-09.",
        "      100 addresses:  100 added",
    ]
    assert said.err == "No address lies in any flood_zone: see that its file is the right one.\n"


@pytest.mark.django_db
def test_as_many_steps_are_told_as_were_promised(tmp_path: Path) -> None:
    pack = a_town(tmp_path)
    told: list[str] = []
    actions.load(pack.written(), progress=told.append)
    assert len(told) == actions.steps(pack.folder)


_RULES = """
[[services]]
id = "garbage"
name = { en = "Garbage" }
kind = "set_out"
recurs = "weekly"
area = "garbage_route"
hours = { from = "16:00", until = "06:00" }
"""


@pytest.mark.django_db
def test_the_command_counts_the_addresses_on_a_route_and_those_on_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "ready", lambda: None)
    # The last two of ten columns of blocks were forgotten.
    pack = a_town(tmp_path).areas("garbage_route", [(blocks(0, 0, 8, SIDE), {"key": "1", "weekday": "monday"})])
    (pack.folder / "collection.toml").write_text(_RULES)
    commands.load_city(pack.written())
    assert capsys.readouterr().out.split("\n")[-2] == "Garbage: 80 addresses on a route, 20 on none"


@pytest.mark.django_db
def test_the_command_names_everything_wrong_in_every_file_in_one_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "ready", lambda: None)
    pack = a_town(tmp_path).areas("garbage_route", [(blocks(0, 0, 8, SIDE), {"key": "1", "weekday": "mondax"})])
    pack.areas("zip", [(None, {"key": "40203"})]).facilities("park", [(None, {"name": "Wheel Park"})])
    (pack.folder / "collection.toml").write_text(_RULES)
    (pack.folder / "lexicon.toml").write_text('wrods = ["x"]\n')
    with pytest.raises(Invalid) as refused:
        commands.load_city(pack.written())
    said = str(refused.value).split("\n")
    files = [line.removeprefix(f"{pack.folder}/").split(" ")[0].rstrip(":") for line in said[:-1]]
    assert files == ["zip.geojson", "park.geojson", "lexicon.toml", "collection.toml"]
    assert 'its weekday "mondax" is no weekday' in said[3]
    assert (said[-1], City.objects.filter(digest="").count()) == ("Nothing was loaded.", City.objects.count())
    (pack.folder / "collection.toml").write_text('[[services]]\nid = "garbage\n')
    (pack.folder / "lexicon.toml").write_text("")
    with pytest.raises(Invalid, match=r"zip\.geojson(.|\n)*collection\.toml line 2: a text is not closed there"):
        commands.load_city(pack.folder)
