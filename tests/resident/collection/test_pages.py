"""An address's calendar as a page and as JSON, whatever is asked of it."""

import html
import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from brightline.city import queries as city
from brightline.city.kinds import AreaKind
from brightline.city.models import Address
from brightline.resident.collection import actions, queries
from brightline.resident.collection.calendar.set_outs import SetOut
from tests.resident.collection.placed import KEY, a_city_that_collects, an_area, announced, load, of_collections
from tests.resident.collection.ruled import example

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
THURSDAY = date(2026, 12, 3)
# A day in the digits that Arabic writes with, which Python too reads as numbers.
ARABIC = "2026-11-26".translate({ord("0") + digit: 0x660 + digit for digit in range(10)})
PAGE, API = f"/address/{KEY}/calendar/", f"/api/places/{KEY}/set-outs"


@pytest.fixture(autouse=True)
def collects(tmp_path: Path):  # type: ignore[no-untyped-def]
    with time_machine.travel(NOW, tick=False):
        a_city_that_collects(tmp_path)
        yield


def page(query: str = "", language: str = "en") -> str:
    answer = Client(headers={"Accept-Language": language}).get(PAGE + query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def asked(query: str) -> dict[str, object]:
    answer = Client(headers={"Accept-Language": "en"}).get(API + query)
    assert answer.status_code == 200
    found: dict[str, object] = json.loads(answer.content)
    return found


def test_the_page_says_what_moved_and_why() -> None:
    text = page()
    assert "Friday instead of Thursday because of Thanksgiving" in text
    assert "Week B: every other Thursday" in text
    assert "Every Thursday, from 15 Mar to 15 Dec" in text
    assert "No parking on the side of even numbers" in text
    assert "Second Thursday of the month, from 1 Apr to 30 Nov" in page("?month=2026-04")
    assert "From 4 p.m. the day before until 6 a.m. on the day" in text
    assert "Bagged trash" in text
    assert "At most four items." in text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", ["Basura", "lang=es"]),
        ("ar", ["القمامة", 'dir="rtl"', "lang=ar"]),
    ],
)
def test_the_page_speaks_the_readers_language(language: str, said: list[str]) -> None:
    text = page(language=language)
    assert all(each in text for each in said)


def test_what_begins_a_card_or_a_heading_begins_with_a_capital_in_every_language() -> None:
    found = page(language="es")
    for begins in (">Vie 27 nov<", ">De vie ", ">Noviembre ", ">Lunes<"):
        assert begins in found, begins


def coming(now: datetime = NOW) -> list[SetOut]:
    return queries.coming(city.place(KEY), now)


def cards(path: str, language: str = "en") -> list[str]:
    """What each card of a page says, in one line."""
    text = Client(headers={"Accept-Language": language}).get(path).content.decode()
    found = re.findall(r'<li class="set-out".*?</li>', text, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", html.unescape(each)).split()) for each in found]


def test_the_next_four_are_those_that_are_not_over() -> None:
    few = [each.set_out for each in queries.next_few(coming(), 4)]
    assert [(each.service.id, f"{each.day}") for each in few if each] == [
        ("garbage", "2026-11-27"),
        ("yard_waste", "2026-11-28"),
        ("garbage", "2026-12-03"),
        ("recycling", "2026-12-03"),
    ]
    # 6 a.m. of the day is 11:00 in UTC: a minute later it is over.
    later = datetime(2026, 11, 27, 11, 1, tzinfo=UTC)
    assert queries.next_few(coming(later), 4)[0].service.id == "yard_waste"
    assert [each.service.id for each in queries.next_of_each(coming())] == [
        "garbage",
        "yard_waste",
        "recycling",
        "large_items",
        "street_sweeping",
    ]


def test_what_is_not_collected_is_said_in_the_month() -> None:
    announced(THURSDAY)
    assert "Not collected on Thursday: Snow on the streets" in page("?month=2026-12")


@pytest.mark.parametrize("path", [PAGE, f"/address/{KEY}/"])
def test_a_card_says_first_that_the_next_one_is_not_collected_and_then_which_is(path: str) -> None:
    announced(THURSDAY, services=["recycling"])
    (card,) = [each for each in cards(path) if each.startswith("Recycling")]
    assert card.startswith("Recycling Thu 3 Dec Not collected: Snow on the streets Next: Thu 17 Dec in 27 days")
    assert card == cards(path)[2]


@pytest.mark.parametrize("path", [PAGE, f"/address/{KEY}/"])
def test_a_day_not_collected_is_on_the_card_until_it_has_passed(path: str) -> None:
    announced(THURSDAY, services=["recycling"])
    local = timedelta(hours=5)
    for now, said in (
        (datetime(2026, 12, 3, 23, 59, tzinfo=UTC) + local, True),
        (datetime(2026, 12, 4, 0, 1, tzinfo=UTC) + local, False),
    ):
        with time_machine.travel(now, tick=False):
            assert any("Not collected" in each for each in cards(path)) is said


def test_a_withdrawn_change_and_one_behind_the_next_set_out_are_on_no_card() -> None:
    actions.withdraw(announced(THURSDAY).pk, by=of_collections())
    announced(THURSDAY + timedelta(days=7), services=["garbage"])
    assert not any("Not collected" in each for each in cards(f"/address/{KEY}/"))


def test_a_service_not_collected_has_its_card_among_the_next_however_far_its_next_one_is() -> None:
    announced(date(2026, 12, 14), services=["large_items"])
    assert [each for each in cards(PAGE) if "14 Dec Not collected: Snow on the streets" in each]


def test_the_api_has_what_is_not_collected_beside_the_next_one() -> None:
    announced(THURSDAY, services=["recycling"])
    said = json.loads(Client().get(f"/api/places/{KEY}/").content)
    days = {
        name: [(each["date"], each["regular_date"]) for each in said[name] if each["service"] == "recycling"]
        for name in ("set_outs", "not_collected")
    }
    assert days == {"set_outs": [("2026-12-17", "2026-12-17")], "not_collected": [(None, "2026-12-03")]}


@pytest.mark.parametrize(("now", "said"), [(10, "tomorrow"), (11, "today"), (12, "now"), (14, "now")])
def test_every_page_counts_the_same_days_to_a_set_out_that_reaches_over_several(now: int, said: str) -> None:
    with time_machine.travel(datetime(2026, 12, now, 8, tzinfo=UTC), tick=False):
        found = {each for path in (PAGE, f"/address/{KEY}/") for each in cards(path) if each.startswith("Large items")}
    assert [f"Fri 11 Dec to Mon 14 Dec {said} " in each for each in found] == [True]


def test_each_card_says_the_rule_of_its_regular_day() -> None:
    for card in cards(f"/address/{KEY}/"):
        rules = ("Every Thursday", "Week B: every other Thursday", "On the days set for this area")
        assert any(rule in card for rule in rules), card


def swept_on_both_sides() -> None:
    an_area(AreaKind.SWEEPING_ROUTE, "2", weekday="friday", nth="2", side="odd")
    address = Address.objects.get(key=KEY)
    address.areas["sweeping_route"] = ["1", "2"]
    address.save()


def test_where_both_sides_are_swept_both_are_named_each_with_its_day() -> None:
    swept_on_both_sides()
    place = Client().get(f"/address/{KEY}/").content.decode()
    assert "Thu 8 Apr · 8 a.m. until noon · No parking on the side of even numbers" in place
    assert "Fri 9 Apr · 8 a.m. until noon · No parking on the side of odd numbers" in place
    squares = page("?month=2026-04").split("<td ")
    for day, side in (("2026-04-09", "even"), ("2026-04-10", "odd")):
        (square,) = [each for each in squares if f'class="month__date" datetime="{day}"' in each]
        assert f"No parking on the side of {side} numbers" in square


def test_a_side_that_is_not_swept_is_said_whatever_the_other_side_does() -> None:
    swept_on_both_sides()
    with time_machine.travel(datetime(2026, 10, 5, 15, tzinfo=UTC), tick=False):
        announced(date(2026, 10, 9), services=["street_sweeping"])
        even, odd = (each for each in cards(f"/address/{KEY}/") if each.startswith("Street sweeping"))
    assert even.startswith("Street sweeping Thu 8 Oct in 3 days")
    assert odd.startswith("Street sweeping Fri 9 Oct You may park: Snow on the streets Next: Fri 13 Nov")


def test_a_place_without_collection_says_so() -> None:
    text = Client().get("/address/9-far-rd-40299/calendar/").content.decode()
    assert "The city does not collect here" in text
    assert queries.services(city.place("9-far-rd-40299")) == []


def test_a_city_without_rules_has_an_empty_calendar(tmp_path: Path) -> None:
    load(tmp_path, "")
    assert "The city does not collect here" in page()
    assert asked("")["set_outs"] == []


@pytest.mark.parametrize(
    "query",
    [
        *("?month=9999-99", "?month=2026-13", "?month=2026-00", "?month=0000-01", "?month=1999-01"),
        *("?month=2026-11-01", "?month=' OR 1=1", "?month=%00", "?month=😀", f"?month={ARABIC[:7]}"),
        "?month=" + "9" * 10_000,
    ],
)
def test_a_month_that_is_none_is_one_sentence(query: str) -> None:
    answer = Client(headers={"Accept-Language": "en"}).get(PAGE + query)
    assert answer.status_code == 400
    assert "The calendar has the months from 2025-11 to 2027-11" in answer.content.decode()


@pytest.mark.parametrize("query", ["?view=<script>", "?view=list", "?view=month&month=2026-12", "?other=1", "?month="])
def test_what_is_not_asked_for_changes_nothing(query: str) -> None:
    assert "<script>" not in page(query).replace("<script src", "")


@pytest.mark.parametrize("month", ["2025-11", "2027-11"])
def test_the_calendar_ends_where_it_says(month: str) -> None:
    text = page(f"?month={month}")
    assert ("month=2025-10" in text, "month=2027-12" in text) == (False, False)


def test_the_api_says_days_reasons_and_hours() -> None:
    found = asked("?from=2026-11-26&to=2026-11-27")
    assert found["set_outs"] == [
        {
            "service": "garbage",
            "name": "Garbage",
            "kind": "set_out",
            "date": "2026-11-27",
            "regular_date": "2026-11-26",
            "out_from": "2026-11-26T16:00:00-05:00",
            "out_until": "2026-11-27T06:00:00-05:00",
            "side": "",
            "container": "Green cart",
            "moved": True,
            "why": ["Every Thursday", "Friday instead of Thursday because of Thanksgiving"],
            "reasons": [{"kind": "holiday", "was": "2026-11-26", "day": "2026-11-27", "holiday": "thanksgiving"}],
        }
    ]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?from=2026-12-01&to=2026-11-01", "is before the first"),
        ("?from=2020-01-01&to=2030-01-01", "more than two years"),
        ("?from=0001-01-01&to=0001-02-01", "from 2000-01-01 to 2099-12-31"),
        ("?from=9999-12-31", "from 2000-01-01 to 2099-12-31"),
        ("?from=tomorrow", "from is no day: write it as 2026-11-26."),
        ("?to=2026-02-29", "to is no day"),
        ("?from=2026-W01-1", "from is no day"),
        (f"?from={ARABIC}", "from is no day"),
        ("?from=" + "1" * 10_000, "from is no day"),
    ],
)
def test_the_api_refuses_in_one_sentence(query: str, said: str) -> None:
    answer = Client(headers={"Accept-Language": "en"}).get(API + query)
    assert answer.status_code == 400
    assert said in json.loads(answer.content)["error"]


def test_nobody_else_has_these_addresses() -> None:
    for path in ("/address/x/calendar/", "/api/places/x/set-outs"):
        assert Client().get(path).status_code == 404


def test_pages_set_no_cookie_and_may_be_kept_for_a_minute() -> None:
    for path in (PAGE, API):
        answer = Client().get(path)
        assert answer["Cache-Control"] == "public, max-age=60"
        assert not answer.cookies


def test_a_load_with_a_mistake_keeps_the_rules_before(tmp_path: Path) -> None:
    from brightline.platform.kernel.errors import Invalid

    before = asked("")
    with pytest.raises(Invalid, match=r"collection\.toml: \[\[services\]\] garbage recurs 'daily' is unknown"):
        load(tmp_path, example().replace('recurs = "weekly"', 'recurs = "daily"', 1))
    assert asked("") == before


def test_the_same_rules_loaded_again_are_no_revision(tmp_path: Path) -> None:
    assert load(tmp_path, example()) is False
    assert load(tmp_path, example() + "\n# another word\n") is True


def test_an_area_that_cannot_carry_its_schedule_refuses_the_load(tmp_path: Path) -> None:
    from brightline.platform.kernel.errors import Invalid

    an_area(AreaKind.GARBAGE_ROUTE, "G-7", weekday="Thurday")
    with pytest.raises(Invalid, match='garbage: garbage_route "G-7": its weekday "thurday" is no weekday'):
        load(tmp_path, example() + "\n# again\n")
