"""The feed of an address: accepted by two parsers, the same until something changes, and then moved, not doubled."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
import recurring_ical_events
import time_machine
from django.test import Client

from brightline.city import queries as city
from brightline.platform.kernel.environment import ROOT
from brightline.resident.collection import actions, queries
from brightline.resident.collection.models import Effect
from tests.resident.collection import parsers
from tests.resident.collection.placed import KEY, a_city_that_collects, announced, load, of_collections
from tests.resident.collection.ruled import example

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
YEAR = date(2026, 10, 1), date(2027, 12, 31)
FEED = f"/address/{KEY}/calendar.ics"
WASTE_ICS = ROOT.parent / "shared" / "data" / "waste-ics"


@pytest.fixture(autouse=True)
def collects(tmp_path: Path):  # type: ignore[no-untyped-def]
    with time_machine.travel(NOW, tick=False):
        a_city_that_collects(tmp_path)
        yield


def fetched(**headers: str) -> bytes:
    answer = Client(headers={"Accept-Language": "en", **headers}).get(FEED)
    assert answer.status_code == 200
    return bytes(answer.content)


def events(feed: bytes) -> dict[str, icalendar.Event]:
    found = list(icalendar.Calendar.from_ical(feed).walk("VEVENT"))
    by_uid = {str(each["UID"]): each for each in found}
    assert len(by_uid) == len(found)
    return by_uid


def test_both_parsers_find_exactly_the_set_outs_of_the_year_ahead() -> None:
    feed = fetched()
    today = date(2026, 11, 20)
    expected = sorted(
        (each.starts.astimezone(UTC), each.ends.astimezone(UTC))
        for each in queries.set_outs(city.place(KEY), today - timedelta(28), today + timedelta(366))
        if each.starts and each.ends
    )
    held = [each for each in parsers.by_icalendar(feed, *YEAR).values() if each["STATUS"] == "CONFIRMED"]
    assert sorted((parsers.utc(each, "DTSTART"), parsers.utc(each, "DTEND")) for each in held) == expected
    read = [each for each in parsers.by_ical_js(feed, *YEAR) if each["status"] == "CONFIRMED"]
    assert sorted((_utc(each["starts_utc"]), _utc(each["ends_utc"])) for each in read) == expected
    assert len(expected) > 100


def test_a_feed_says_what_it_is_and_how_often_to_ask() -> None:
    calendar = icalendar.Calendar.from_ical(fetched())
    assert calendar["X-WR-CALNAME"] == "Set-out days, 1604 Harbor St"
    assert calendar["VERSION"] == "2.0"
    assert (calendar["REFRESH-INTERVAL"].dt, calendar["X-PUBLISHED-TTL"]) == (timedelta(hours=1), "PT1H")
    assert calendar["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "America/Kentucky/Louisville"
    assert {each["DTSTART"].params["TZID"] for each in calendar.walk("VEVENT")} == {zone["TZID"]}
    assert all("DTSTAMP" in each and "LAST-MODIFIED" in each for each in calendar.walk("VEVENT"))


def test_every_line_is_folded_and_ends_as_the_standard_has_it() -> None:
    lines = fetched().split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)


def test_the_thanksgiving_event_has_moved_and_says_why() -> None:
    event = events(fetched())[f"garbage.20261126.{KEY}@falls-city.example"]
    assert f"{event['DTSTART'].dt:%a %d %H:%M}" == "Thu 26 16:00"
    assert event["SUMMARY"] == "Garbage (moved)"
    assert "Friday instead of Thursday because of Thanksgiving" in event["DESCRIPTION"]


def test_an_announcement_moves_the_event_and_doubles_nothing() -> None:
    before = events(fetched())
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        announced(date(2026, 12, 3), effect=Effect.SLIDES, services=["garbage"])
        after = events(fetched())
    moved = f"garbage.20261203.{KEY}@falls-city.example"
    assert after.keys() == before.keys()
    assert parsers.utc(after[moved], "DTSTART") == parsers.utc(before[moved], "DTSTART") + timedelta(days=1)
    assert (before[moved]["SEQUENCE"], after[moved]["SEQUENCE"]) == (1, 2)
    assert after[moved]["LAST-MODIFIED"].dt == NOW + timedelta(hours=1)
    others = before.keys() - {moved}
    assert {uid: after[uid].to_ical() for uid in others} == {uid: before[uid].to_ical() for uid in others}


def test_what_is_cancelled_stays_as_cancelled_and_comes_back_with_a_higher_sequence() -> None:
    uid = f"recycling.20261203.{KEY}@falls-city.example"
    change = announced(date(2026, 12, 3), services=["recycling"])
    cancelled = events(fetched())[uid]
    actions.withdraw(change.pk, by=of_collections())
    back = events(fetched())[uid]
    assert (cancelled["STATUS"], cancelled["SUMMARY"]) == ("CANCELLED", "Recycling: not collected")
    assert (back["STATUS"], back["SUMMARY"]) == ("CONFIRMED", "Recycling")
    assert [int(each["SEQUENCE"]) for each in (cancelled, back)] == [2, 3]


def test_other_rules_raise_the_sequence_of_all_and_keep_their_uids(tmp_path: Path) -> None:
    before = events(fetched())
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        load(tmp_path, example().replace('from = "16:00"\ndays_before', 'from = "18:00"\ndays_before', 1))
        after = events(fetched())
    assert after.keys() == before.keys()
    assert {int(each["SEQUENCE"]) for each in after.values()} == {2}
    assert after[f"garbage.20261203.{KEY}@falls-city.example"]["DTSTART"].dt.hour == 18


def test_an_unchanged_feed_is_the_same_bytes_and_is_not_sent_again() -> None:
    answer = Client().get(FEED)
    with time_machine.travel(NOW + timedelta(hours=3), tick=False):
        again = Client().get(FEED)
        known = Client(headers={"If-None-Match": answer["ETag"]}).get(FEED)
        announced(date(2026, 12, 3))
        changed = Client(headers={"If-None-Match": answer["ETag"]}).get(FEED)
    assert (again.content, again["ETag"]) == (answer.content, answer["ETag"])
    assert (known.status_code, known.content) == (304, b"")
    assert changed.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "sessionid" not in answer.cookies


@pytest.mark.parametrize(("asked", "said"), [("?lang=es", "Basura"), ("?lang=ar", "القمامة"), ("?lang=xx", "Garbage")])
def test_a_feed_is_in_the_language_its_address_names(asked: str, said: str) -> None:
    feed = Client(headers={"Accept-Language": "en"}).get(FEED + asked).content
    assert said in str(events(feed)[f"garbage.20261119.{KEY}@falls-city.example"]["SUMMARY"])


def test_an_address_nobody_has_is_not_found() -> None:
    assert Client().get("/address/1-nowhere-st-00000/calendar.ics").status_code == 404


def test_a_place_where_nothing_is_collected_has_an_empty_feed_that_parses() -> None:
    feed = Client().get("/address/9-far-rd-40299/calendar.ics").content
    assert events(feed) == {}


@pytest.mark.skipif(not WASTE_ICS.exists(), reason=f"{WASTE_ICS} is absent")
@pytest.mark.parametrize("name", ["test.ics", "recurring.ics"])
def test_the_two_parsers_agree_on_calendars_of_real_cities(name: str) -> None:
    """So that their agreement on ours means something."""
    feed = (WASTE_ICS / name).read_bytes()
    year = date(2020, 4, 1), date(2020, 12, 31)
    calendar = recurring_ical_events.of(icalendar.Calendar.from_ical(feed))
    found = sorted((str(each["UID"]), f"{each['DTSTART'].dt:%Y-%m-%d}") for each in calendar.between(*year))
    read = [(each["uid"], re.sub(r"T.*", "", each["starts"])) for each in parsers.by_ical_js(feed, *year)]
    assert found == sorted(each for each in read if f"{year[0]}" <= each[1] <= f"{year[1]}")
    assert found


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
