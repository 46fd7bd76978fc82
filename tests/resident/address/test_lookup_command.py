"""`brightline lookup`, on a town in the test's own database."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from brightline.platform.kernel.errors import Invalid
from brightline.resident.address import commands
from tests.resident.collection.placed import announced, load
from tests.resident.collection.ruled import example
from tests.support.places import HOME, a_town

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _town(monkeypatch: pytest.MonkeyPatch) -> None:
    a_town()
    # The test has Django ready, and its own database.
    monkeypatch.setattr(commands, "ready", lambda: None)


def test_json_holds_the_best_match_and_what_serves_it(capsys: pytest.CaptureFixture[str]) -> None:
    commands.lookup("1604 harbor", as_json=True, batch="")
    said = json.loads(capsys.readouterr().out)
    assert (said["id"], said["address"]) == (HOME, "1604 Harbor St, 40203")
    assert said["matches"][0]["id"] == HOME
    assert said["place"]["groups"]["political"]["areas"][0]["details"]["holder"] == "Ada Quill"


def test_a_terminal_reads_it_in_lines(capsys: pytest.CaptureFixture[str]) -> None:
    commands.lookup("1604 harbor", as_json=False, batch="")
    said = capsys.readouterr().out
    for words in ("1604 Harbor St, 40203", "Solid waste", "District 6", "Ada Quill", "Engine 6"):
        assert words in said


def test_a_terminal_reads_first_that_the_next_set_out_is_not_collected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with time_machine.travel(datetime(2026, 11, 30, 15, tzinfo=UTC), tick=False):
        load(tmp_path, example().partition('[[services]]\nid = "yard_waste"')[0])
        announced(date(2026, 12, 3), services=["garbage"])
        commands.lookup("1604 harbor", as_json=False, batch="")
    said = [line.strip() for line in capsys.readouterr().out.splitlines() if "Garbage " in line]
    assert "Thu 3 Dec, Not collected: Snow on the streets" in said[0]
    assert "Thu 10 Dec" in said[1]


def test_nothing_found_is_a_no(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(commands.typer.Exit) as left:
        commands.lookup("qqqqzzzz", as_json=True, batch="")
    assert left.value.exit_code == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["id"], said["matches"]) == ("", [])


@pytest.mark.parametrize(("query", "batch"), [("", ""), ("1604 harbor", "file.txt"), (" ", "")])
def test_one_query_or_one_file_and_not_both(query: str, batch: str) -> None:
    with pytest.raises(Invalid, match="Give one query"):
        commands.lookup(query, as_json=False, batch=batch)


def test_each_line_of_a_file_is_answered_on_a_line(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    file = tmp_path / "queries.txt"
    queries = ["1604 harbor", "", "qqqqzzzz", "x" * 300, "304 Oak\u2028Ave Apt 2", "<b>1604 Harbor St</b>\0"]
    file.write_text("\ufeff" + "\r\n".join(queries) + "\n", encoding="utf-8")
    commands.lookup("", as_json=True, batch=str(file))
    said = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert len(said) == len(queries)
    assert said[0]["id"] == HOME
    assert (said[1]["matches"], said[2]["matches"]) == ([], [])
    assert "at most 200 characters" in said[3]["error"]
    assert said[4]["id"] == "304-oak-ave-apt-2-40203"


@pytest.mark.parametrize(
    ("query", "found", "sure", "instead", "missing"),
    [
        ("1604 harbor", HOME, True, False, ""),
        ("1606 Harbor St", HOME, False, True, "number"),
        ("1604 Harbor St Apt 999", HOME, False, False, "unit"),
        ("1604 Harbor St, Louisville KY", HOME, False, False, "city"),
        ("1604 Harbor St 40299", HOME, False, False, "zip"),
        ("1604 Harbor St 40204", HOME, False, False, "zip"),
        ("40299", "", False, False, "zip"),
        ("Harbor St", "", False, False, ""),
        ("qqqqzzzz", "", False, False, ""),
    ],
)
def test_what_is_not_as_typed_is_said_beside_the_id(
    query: str, found: str, sure: bool, instead: bool, missing: str, tmp_path: Path, capfdbinary: Any
) -> None:
    file = tmp_path / "queries.txt"
    file.write_text(query)
    commands.lookup("", as_json=True, batch=str(file))
    said = json.loads(capfdbinary.readouterr().out)
    assert (said["id"], said["sure"], said["instead"], said["missing"]) == (found, sure, instead, missing)
    if said["matches"]:
        assert (said["id"], said["address"]) == (said["matches"][0]["id"], said["matches"][0]["address"])


@pytest.mark.parametrize(("content", "says"), [(None, "cannot be read"), (b"ok\n\xff\n", "line 2 is not UTF-8")])
def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path: Path, content: bytes | None, says: str) -> None:
    file = tmp_path / "queries.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(Invalid, match=says):
        commands.lookup("", as_json=True, batch=str(file))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1606 harbor st", "None of these is exactly '1606 harbor st'; the likeliest is first."),
        ("304 oak ave", "Each of these may be '304 oak ave'; add what tells them apart."),
        ("harbor st", "Harbor St has many addresses; add the house number."),
        ("1604 Harbor St, Louisville KY", "None of these is exactly '1604 Harbor St, Louisville KY'"),
    ],
)
def test_doubt_is_said_above_the_list(typed: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    commands.lookup(typed, as_json=False, batch="")
    assert capsys.readouterr().out.startswith(said)


def test_a_zip_the_city_does_not_have_is_called_that(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(commands.typer.Exit):
        commands.lookup("40299", as_json=False, batch="")
    assert capsys.readouterr().err == "There is no ZIP 40299 in Falls City. Check the ZIP, or leave it out.\n"
