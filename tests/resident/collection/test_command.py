"""`brightline calendar`, on a town in the test's own database."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import icalendar
import pytest
import time_machine

from brightline.platform.kernel.errors import Invalid
from brightline.resident.collection import commands
from tests.resident.collection.placed import load
from tests.resident.collection.ruled import example
from tests.support.places import HOME, a_town

pytestmark = pytest.mark.django_db
# The town has routes of garbage and recycling, so only these services are in its rules.
RULES = example().partition('[[services]]\nid = "yard_waste"')[0]


@pytest.fixture(autouse=True)
def _town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    with time_machine.travel(datetime(2026, 11, 20, 15, tzinfo=UTC), tick=False):
        a_town()
        load(tmp_path, RULES)
        # The test has Django ready, and its own database.
        monkeypatch.setattr(commands, "ready", lambda: None)
        yield


def ask(address: str = "1604 harbor", **given: Any) -> None:
    commands.calendar(address, **{"first": "", "last": "", "ics": False, "as_json": False, **given})


def test_a_terminal_reads_days_hours_and_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    ask(first="2026-11-23", last="2026-11-29")
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "1604 Harbor St, 2026-11-23 to 2026-11-29"
    (friday,) = [line for line in said if line.startswith("Fri 2026-11-27")]
    assert "Garbage" in friday
    assert "Thu 16:00" in friday
    assert "Every Thursday. Friday instead of Thursday because of Thanksgiving" in friday


def test_json_is_that_of_the_api(capsys: pytest.CaptureFixture[str]) -> None:
    ask(as_json=True)
    said = json.loads(capsys.readouterr().out)
    assert (said["id"], said["first"], said["last"]) == (HOME, "2026-11-20", "2026-12-18")
    assert said["set_outs"][0]["reasons"] == [
        {"kind": "holiday", "was": "2026-11-26", "day": "2026-11-27", "holiday": "thanksgiving"}
    ]


def test_ics_is_the_feed(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    ask(ics=True)
    calendar = icalendar.Calendar.from_ical(capfdbinary.readouterr().out)
    assert f"garbage.20261126.{HOME}@falls-city.example" in {str(each["UID"]) for each in calendar.walk("VEVENT")}


def test_ics_has_the_days_asked_for_each_event_as_the_feed_has_it(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    ask(ics=True)
    every = _events(capfdbinary.readouterr().out)
    for first, last in (("2026-11-20", "2026-12-05"), ("2026-12-01", ""), ("", "2026-12-05")):
        ask(ics=True, first=first, last=last)
        found = _events(capfdbinary.readouterr().out)
        inside = {
            uid: event
            for uid, event in every.items()
            if (not first or f"{event['DTEND'].dt.date()}" >= first)
            and (not last or f"{event['DTEND'].dt.date()}" <= last)
        }
        assert found.items() >= inside.items()
        assert bool(last) <= (found.keys() == inside.keys())
        assert len(found) > 2


def test_ics_of_days_without_a_set_out_is_a_no(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with pytest.raises(commands.typer.Exit) as left:
        ask(ics=True, first="2026-11-21", last="2026-11-22")
    assert left.value.exit_code == 1
    assert _events(capfdbinary.readouterr().out) == {}


def _events(feed: bytes) -> dict[str, icalendar.cal.Component]:
    return {str(each["UID"]): each for each in icalendar.Calendar.from_ical(feed).walk("VEVENT")}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"first": "soon"}, "--from is no day: write it as 2026-11-26."),
        ({"last": "2026-02-30"}, "--to is no day"),
        ({"first": "2026-12-01", "last": "2026-11-01"}, "is before the first"),
        ({"first": "2020-01-01", "last": "2030-01-01"}, "more than two years"),
        ({"first": "2026-12-01", "last": "2026-11-01", "ics": True}, "is before the first"),
        ({"first": "2020-01-01", "last": "2030-01-01", "ics": True}, "more than two years"),
        ({"ics": True, "as_json": True}, "two answers"),
    ],
)
def test_a_mistake_is_one_sentence(given: dict[str, Any], said: str) -> None:
    with pytest.raises(Invalid, match=said):
        ask(**given)


def test_an_address_nobody_has_is_a_no(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(commands.typer.Exit) as left:
        ask("qqqqzzzz")
    assert left.value.exit_code == 1
    assert capsys.readouterr().err == "The city has no address 'qqqqzzzz'. Check the spelling.\n"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1606 harbor st", "The city has no address '1606 harbor st'. Did you mean 1604 Harbor St, 40203; "),
        ("1604 Harbor St, Louisville KY", "The city has no address '1604 Harbor St, Louisville KY'. Did you mean 1604"),
        ("304 oak ave", "'304 oak ave' may be more than one address. Did you mean 304 Oak Ave Apt 1, 40203; "),
        ("harbor st", "'harbor st' lacks the house number: write it before Harbor St."),
        ("40299", "There is no ZIP 40299 in Falls City."),
        ("40203", "'40203' lacks house number and street: write them before the ZIP."),
    ],
)
def test_an_address_in_doubt_is_not_answered_for_another(
    typed: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(commands.typer.Exit) as left:
        ask(typed)
    written = capsys.readouterr()
    assert (left.value.exit_code, written.out, written.err.count("\n")) == (1, "", 1)
    assert written.err.startswith(said)
