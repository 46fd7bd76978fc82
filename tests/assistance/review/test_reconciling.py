"""Rules of comparing with the register, and of what the public then reads."""

import json
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from brightline.assistance.requests import queries as requests
from brightline.assistance.review import actions
from brightline.assistance.review.matching import Reason
from brightline.assistance.review.models import Finding, Match
from brightline.assistance.review.queries import matching, results
from brightline.assistance.review.queries.reconciling import reconcile
from brightline.assistance.review.reconcile_command import requests_in
from brightline.platform.kernel.errors import Invalid, WrongState
from brightline.record.ledger import queries as ledger
from tests.assistance.review.examined import Reviewers, a_settled_request, as_the_engine, examined, found

pytestmark = pytest.mark.django_db


@pytest.fixture
def crew() -> Reviewers:
    return Reviewers()


def test_the_cad_number_alone_decides_where_the_register_has_it(crew: Reviewers) -> None:
    logged = crew.received(cad_number="CAD 26-7781")
    crew.received(location="1604 Harbor St")
    finding = a_settled_request(crew, call_id="26-7781", received_at="2026-01-01T10:00:00")
    (only,) = matching.candidates_for(finding)
    assert (only.number, only.reason) == (logged.number, Reason.CAD_NUMBER)


def test_else_time_in_the_citys_zone_and_place(crew: Reviewers) -> None:
    # 14:30 in Louisville in summer is 18:30 UTC.
    with time_machine.travel("2026-05-10T19:20:00+00:00", tick=False):
        near = crew.received(location="1604 Harbor Street, Apt 2")
        crew.received(location="12 Elm Ave")
    with time_machine.travel("2026-05-10T19:40:00+00:00", tick=False):
        crew.received(location="1604 Harbor St")
    finding = a_settled_request(crew)
    (only,) = matching.candidates_for(finding)
    assert (only.number, only.reason, only.minutes) == (near.number, Reason.TIME_AND_PLACE, 50)


def test_one_who_finds_it_in_the_register_is_enough(crew: Reviewers) -> None:
    logged = crew.received()
    finding = a_settled_request(crew)
    actions.match(finding.pk, number=logged.number.lower(), by=crew.reviewer)
    assert requests.other_exceptions(crew.reviewer) == []
    with pytest.raises(WrongState, match="already"):
        actions.match(finding.pk, number="", by=crew.second)
    assert results.still_open(finding.examination) == 0


def test_not_logged_is_an_exception_at_once_and_an_entry_after_a_second_person(crew: Reviewers) -> None:
    finding = a_settled_request(crew)
    actions.match(finding.pk, number="", by=crew.reviewer)
    (exception,) = requests.other_exceptions(crew.reviewer)
    assert exception.reference == finding.reference
    assert ledger.entries_of("request.found_unlogged") == []
    with pytest.raises(WrongState, match="another reviewer"):
        actions.match(finding.pk, number="", by=crew.reviewer)
    actions.match(finding.pk, number="", by=crew.third)
    ((index, entry),) = ledger.entries_of("request.found_unlogged")
    assert entry.public["month"] == "2026-05"
    assert (entry.public["asks"], entry.public["grounds"], entry.public["gate"]) == (["perimeter"], [], "refused")
    assert entry.public["had_commander"] is False
    for secret in (finding.call_id, finding.address, finding.narrative):
        assert secret not in entry.encode().decode()
    kept = ledger.private_values(finding.reference)[index]
    assert kept.keys() == {"cad_number", "address", "narrative", "by"}
    assert kept["narrative"] != finding.narrative
    assert len(requests.other_exceptions(crew.reviewer)) == 1


def test_the_second_person_may_still_find_it(crew: Reviewers) -> None:
    logged = crew.received()
    finding = a_settled_request(crew)
    actions.match(finding.pk, number="", by=crew.reviewer)
    actions.match(finding.pk, number=logged.number, by=crew.second)
    assert requests.other_exceptions(crew.reviewer) == []
    assert ledger.entries_of("request.found_unlogged") == []


def test_a_number_that_is_none_is_refused(crew: Reviewers) -> None:
    finding = a_settled_request(crew)
    with pytest.raises(Invalid, match="There is no request"):
        actions.match(finding.pk, number="AR-1999-0001", by=crew.reviewer)
    assert not Match.objects.exists()


def test_the_same_call_from_two_exports_is_entered_once(crew: Reviewers) -> None:
    for _export in range(2):
        finding = a_settled_request(crew, call_id="26-1", row=1)
        for person in (crew.reviewer, crew.second):
            actions.match(finding.pk, number="", by=person)
    assert len(ledger.entries_of("request.found_unlogged")) == 1


def test_the_public_reads_the_result_only_when_everything_is_settled_and_reconciled(crew: Reviewers) -> None:
    logged = crew.received()
    lines = [found(), found(received_at="2026-04-02T10:00:00"), found("mention")]
    examination = examined(crew.reviewer, lines, months={"2026-04": 400, "2026-05": 600})
    with pytest.raises(WrongState, match="3 findings"):
        actions.enter(examination.pk, by=crew.reviewer)
    for finding in Finding.objects.filter(examination=examination):
        for person in (crew.reviewer, crew.second)[: 2 if finding.label == "request" else 1]:
            actions.judge(finding.pk, said=as_the_engine(finding), by=person)
    first, second = Finding.objects.filter(examination=examination, label="request")
    actions.match(first.pk, number=logged.number, by=crew.reviewer)
    for person in (crew.reviewer, crew.second):
        actions.match(second.pk, number="", by=person)
    actions.enter(examination.pk, by=crew.reviewer)
    entries = [entry.public for _index, entry in ledger.entries_of("calls.examined")]
    assert [(e["month"], e["calls"], e["requests"], e["logged"], e["unlogged"]) for e in entries] == [
        ("2026-04", 400, 1, 0, 1),
        ("2026-05", 600, 1, 1, 0),
    ]
    assert sum(e["rejected"] for e in entries) == 2
    figures = Client().get("/record/figures.json?from=2026-04&to=2026-05").json()["figures"]
    assert figures["looked_back"] == {
        "months": ["2026-04", "2026-05"],
        "calls": 1000,
        "requests": 2,
        "logged": 1,
        "not_logged": 1,
        "rows_not_read": 2,
    }
    said = Client().get("/record/?from=2026-04&to=2026-05").content.decode()
    assert "Of 1,000 calls in the period, 2 were requests; 1 had not been logged." in said


def test_days_already_on_the_record_are_not_counted_twice(crew: Reviewers) -> None:
    actions.enter(examined(crew.reviewer, []).pk, by=crew.reviewer)
    with pytest.raises(WrongState, match="some of the same days"):
        actions.enter(examined(crew.reviewer, [], first_call="2026-05-31T12:00:00").pk, by=crew.reviewer)
    june = examined(crew.reviewer, [], first_call="2026-06-01T00:00:00", last_call="2026-06-30T23:00:00")
    actions.enter(june.pk, by=crew.reviewer)


def test_the_command_compares_a_folder_with_the_register(crew: Reviewers, tmp_path: Path) -> None:
    logged = crew.received(cad_number="26-9")
    lines = [found(call_id="26-9"), found(call_id="26-10", address="9 Oak Ct"), found("mention")]
    (tmp_path / "findings.jsonl").write_text("".join(json.dumps(each.json()) + "\n" for each in lines))
    with pytest.raises(Invalid, match="no finished review"):
        requests_in(tmp_path)
    (tmp_path / "summary.json").write_text("{}")
    rows = [row.to_json() for row in reconcile(requests_in(tmp_path))]
    assert [row["in_register"] for row in rows] == [True, False]
    assert rows[0]["candidates"][0]["number"] == logged.number
    (tmp_path / "findings.jsonl").write_text("no json\n")
    with pytest.raises(Invalid, match="line 1 is no finding"):
        requests_in(tmp_path)
