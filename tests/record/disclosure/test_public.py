"""What the public sees, made by the real actions and read over HTTP."""

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client

from brightline.assistance.requests import actions
from brightline.city import queries as city
from brightline.record.disclosure import check_record, queries
from brightline.record.ledger import actions as ledger
from brightline.record.ledger.models import Private
from tests.support.builders import Crew, a_city

pytestmark = pytest.mark.django_db


def _get(path: str, **headers: str) -> Any:
    answer = Client().get(f"/record/{path}", headers=headers)
    assert answer.status_code in (200, 304), (path, answer.status_code)
    return answer


def _figures(period: str = "all") -> dict[str, Any]:
    figures: dict[str, Any] = _get(f"figures.json?period={period}").json()["figures"]
    return figures


def test_an_empty_record_is_a_designed_page() -> None:
    a_city()
    assert "No request has come in yet" in _get("").content.decode()
    assert Client().get("/").status_code == 200


def test_before_any_city_is_loaded_the_pages_still_open() -> None:
    for path in ("/", "/record/", "/record/data/", "/record/requests.csv", "/record/figures.json"):
        assert Client().get(path).status_code == 200, path


def test_each_step_changes_what_the_public_sees() -> None:
    crew = Crew()
    crew.declined()
    assert _figures()["status"] | {"requests": _figures()["requests"]} == {
        "requests": 1, "sent": 0, "authorized": 0, "declined": 1, "withdrawn": 0, "undecided": 0,
    }  # fmt: skip
    crew.on_scene()
    shown = _figures()
    assert (shown["requests"], shown["status"]["sent"], shown["grounds"]["criminal_warrant"]) == (2, 1, 1)
    assert shown["sent_with_commander_on_scene"] == 1
    assert "2</dd>" in _get("").content.decode()


def test_one_requests_page_tells_it_in_plain_words_and_says_what_is_kept_private() -> None:
    crew = Crew()
    request = crew.closed()
    page = _get(f"requests/{request.number}/").content.decode()
    for words in ("asked for police help", "The commander authorized", "The commander was on scene", "Closed"):
        assert words in page
    assert "A criminal warrant" in page or "criminal warrant" in page
    assert "kept private, but committed to" in page


def test_nothing_private_is_on_any_public_page() -> None:
    crew = Crew()
    secrets = {"officer": "T. Varga 4471", "callback": "502-555-0138", "location": "1604 Harbor St", "words": "Says so"}
    request = crew.received(**secrets)
    actions.take_command(request.number, by=crew.commander)
    paths = [
        "",
        f"requests/{request.number}/",
        "requests.json",
        "requests.csv",
        "entries.json",
        "figures.json?period=all",
    ]
    everything = "".join(_get(path).content.decode() for path in paths)
    for secret in (*secrets.values(), crew.commander.email, crew.commander.display_name + "<"):
        assert secret not in everything
    assert Private.objects.filter(name="officer", value="T. Varga 4471").exists()


def test_a_request_unknown_to_the_record_is_not_found() -> None:
    a_city()
    assert Client().get("/record/requests/AR-1999-0001/").status_code == 404


@pytest.mark.parametrize(
    "query", ["?from=2026-13", "?from=2026-10&to=2026-05", "?from=x&to=y", "?from=0001-01&to=9999-01"]
)
def test_a_period_that_cannot_be_is_one_clear_sentence(query: str) -> None:
    Crew().declined()
    answer = Client().get(f"/record/{query}")
    assert answer.status_code == 400
    assert "That is no period" in answer.content.decode()


def test_a_cell_that_begins_like_a_formula_is_text_to_a_spreadsheet() -> None:
    Crew().received(agency='=HYPERLINK("http://evil.example")', district="@SUM(1)")
    rows = list(csv.DictReader(io.StringIO(_get("requests.csv").content.decode("utf-8-sig"))))
    assert rows[0]["agency"].startswith("'=")
    assert rows[0]["district"].startswith("'@")


def test_csv_and_json_say_the_same() -> None:
    crew = Crew()
    crew.closed()
    crew.declined()
    rows = list(csv.DictReader(io.StringIO(_get("requests.csv").content.decode("utf-8-sig"))))
    values = _get("requests.json").json()["requests"]
    assert [row["number"] for row in rows] == [value["number"] for value in values]
    assert [row["entries"].split() for row in rows] == [[str(i) for i in value["entries"]] for value in values]
    assert [row["status"] for row in rows] == ["sent", "declined"]


def test_entries_are_handed_out_byte_for_byte_and_in_pages() -> None:
    Crew().declined()
    since: int | None = 0
    seen: list[str] = []
    while since is not None:
        page = _get(f"entries.json?since={since}&limit=3").json()
        assert [row["index"] for row in page["entries"]] == list(range(since, since + len(page["entries"])))
        seen += [row["entry"] for row in page["entries"]]
        since = page["next"]
    assert len(seen) == queries.record().size
    assert all(json.loads(entry)["v"] == 1 for entry in seen)
    assert Client().get("/record/entries.json?since=-1").status_code == 400


def test_answers_hold_until_the_ledger_grows() -> None:
    crew = Crew()
    first = _get("requests.json")
    assert _get("requests.json", if_none_match=first["ETag"]).status_code == 304
    crew.received()
    assert _get("requests.json", if_none_match=first["ETag"]).status_code == 200
    assert "max-age" in first["Cache-Control"]
    # A page is asked about each time, so that a step is seen within seconds.
    assert _get("")["Cache-Control"] == "no-cache"


def test_the_readers_script_confirms_an_honest_record_and_finds_a_changed_one() -> None:
    crew = Crew()
    crew.closed()
    ledger.sign_checkpoint(city.city().log_origin)
    kept = _get("checkpoint").content.decode()
    crew.declined()
    ledger.sign_checkpoint(city.city().log_origin)

    def honest(path: str) -> bytes:
        content: bytes = _get(path).content
        return content

    def lying(path: str) -> bytes:
        return honest(path).replace(b"knock_and_clear", b"keep_the_peace")

    said: list[str] = []
    assert check_record.check(honest, [kept], said.append), said
    assert "The checkpoint's signature holds." in said
    assert not check_record.check(lying, [kept], said.append)


def test_the_script_finds_figures_that_the_entries_do_not_bear_out() -> None:
    crew = Crew()
    crew.declined()
    ledger.sign_checkpoint(city.city().log_origin)

    def lying(path: str) -> bytes:
        return bytes(_get(path).content).replace(b'"declined": 1', b'"declined": 0')

    assert not check_record.check(lying, [], lambda _line: None)


def test_before_the_first_signature_there_is_no_checkpoint_to_hand_out() -> None:
    a_city()
    assert Client().get("/record/checkpoint").status_code == 404


def test_a_request_of_another_kind_of_agency_is_listed_and_not_counted() -> None:
    crew = Crew()
    crew.received(agency="US Marshals Service", agency_kind="federal")
    shown = _figures()
    assert (shown["requests"], shown["requests_of_other_agencies"]) == (0, 1)
    assert "Other federal agency" in _get("").content.decode()
