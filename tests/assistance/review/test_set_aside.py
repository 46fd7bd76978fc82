"""Rules of the sample of what the engine set aside: it measures, it is no finding, and it holds nothing up."""

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test import Client

from brightline.assistance.requests import queries as requests
from brightline.assistance.review import actions
from brightline.assistance.review.models import Examination, Finding, Label
from brightline.assistance.review.queries import accuracy, findings, results
from brightline.assistance.review.queries.examinations import listed
from brightline.assistance.review.states import State
from brightline.platform.accounts.models import Person
from brightline.record.ledger import queries as ledger
from tests.assistance.review.examined import Reviewers, as_the_engine, examined, found, handed_in, set_aside
from tests.assistance.review.test_judging import page
from tests.assistance.review.test_reading import EXPORT

pytestmark = pytest.mark.django_db
_REQUEST = actions.Said("request", asks=["perimeter"])


@pytest.fixture
def crew() -> Reviewers:
    return Reviewers()


def drawn(examination: Examination) -> list[Finding]:
    return list(Finding.objects.filter(examination=examination, label=Label.NONE))


def settle(finding: Finding, said: actions.Said, *people: Person) -> None:
    for person in people:
        actions.judge(finding.pk, said=said, by=person)


def with_one_request(crew: Reviewers, *, sample: int = 4, calls: int = 100, month: int = 5) -> Examination:
    """One request found and settled, and a sample of calls set aside."""
    days = {"first_call": f"2026-{month:02d}-01", "last_call": f"2026-{month:02d}-28"}
    aside = [set_aside(received_at=f"2026-{month:02d}-12T09:00:00") for _each in range(sample)]
    made = examined(
        crew.reviewer,
        [found(received_at=f"2026-{month:02d}-10T14:30:00")],
        aside,
        set_aside={"calls": calls, "sampled": sample},
        months={f"2026-{month:02d}": 1000},
        **days,
    )
    finding = Finding.objects.get(examination=made, label=Label.REQUEST)
    settle(finding, as_the_engine(finding), crew.reviewer, crew.second)
    actions.match(finding.pk, number="", by=crew.reviewer)
    actions.match(finding.pk, number="", by=crew.second)
    return made


def test_what_the_engine_sets_aside_is_filed_and_is_no_finding(crew: Reviewers) -> None:
    handed_in(crew.reviewer, EXPORT.encode())
    actions.read_next()
    examination = Examination.objects.get()
    assert (examination.state, examination.found) == (State.JUDGING, 1)
    assert examination.summary is not None
    assert examination.summary["set_aside"] == {"calls": 1, "sampled": 1}
    (sampled,) = drawn(examination)
    assert (sampled.call_id, sampled.place, sampled.score, sampled.set_aside) == ("26-2", 2, None, True)
    assert findings.counts(examination, crew.reviewer) == {"mine": 2, "open": 1, "settled": 0, "all": 1, "set_aside": 1}


def test_one_who_agrees_settles_it_and_a_request_takes_two(crew: Reviewers) -> None:
    first, second, *_rest = drawn(with_one_request(crew))
    assert actions.judge(first.pk, said=actions.Said("none"), by=crew.reviewer) is not None
    assert actions.judge(second.pk, said=_REQUEST, by=crew.reviewer) is None
    assert actions.judge(second.pk, said=_REQUEST, by=crew.second) is not None


def test_the_screen_says_why_it_is_shown_and_chooses_nothing_for_the_reader(crew: Reviewers) -> None:
    examination = with_one_request(crew)
    shown = page(crew.reviewer, "finding", drawn(examination)[0].pk)
    assert "The engine set this call aside." in shown
    assert "checked" not in shown.split('id="judge_label"')[1].split("</fieldset>")[0]
    assert "set this call aside" not in page(crew.third, "finding", Finding.objects.get(label="request").pk)
    assert "Set aside" in page(crew.reviewer, "examination", examination.pk)


def test_recall_is_not_measured_until_some_of_a_sample_is_settled(crew: Reviewers) -> None:
    examination = with_one_request(crew)
    assert accuracy.recall().value is None
    assert "Recall: not measured." in page(crew.reviewer, "review")
    settle(drawn(examination)[0], actions.Said("none"), crew.reviewer)
    assert accuracy.recall().value == 1
    assert "in calls with a word the engine looks for" in page(crew.reviewer, "review")


def test_a_judged_sample_moves_recall(crew: Reviewers) -> None:
    first, *others = drawn(with_one_request(crew))
    for each in others:
        settle(each, actions.Said("none"), crew.reviewer)
    before = accuracy.recall()
    assert (before.found, before.missed.right, before.missed.of, before.value, before.high) == (1, 0, 3, 1, 1)
    assert before.low is not None
    assert before.low < 0.05
    settle(first, _REQUEST, crew.reviewer, crew.second)
    after = accuracy.recall()
    # One of four drawn from a hundred: 25 missed for the one found.
    assert after.value == pytest.approx(1 / 26)
    assert after.low is not None
    assert after.high is not None
    assert after.low < 1 / 26 < after.high < 1


def test_a_sample_weighs_as_much_as_what_it_was_drawn_from(crew: Reviewers) -> None:
    for month, calls in ((4, 2), (5, 100)):
        sampled = drawn(with_one_request(crew, sample=2, calls=calls, month=month))
        settle(sampled[0], _REQUEST, crew.reviewer, crew.second)
        settle(sampled[1], actions.Said("none"), crew.reviewer)
    # 1 of 2, and half of 100, for the two found.
    assert accuracy.recall().value == pytest.approx(2 / (2 + 1 + 50))


def test_the_result_does_not_wait_for_the_sample(crew: Reviewers) -> None:
    examination = with_one_request(crew)
    assert results.still_open(examination) == 0
    (row,) = listed()
    assert (row.settled, row.found) == (1, 1)
    actions.enter(examination.pk, by=crew.reviewer)
    ((_index, entry),) = ledger.entries_of("calls.examined")
    assert (entry.public["calls"], entry.public["requests"]) == (1000, 1)
    assert "4 calls that the engine set aside are still to be judged." in page(
        crew.reviewer, "examination", examination.pk
    )


def test_but_it_waits_for_a_request_of_the_sample_once_that_is_settled(crew: Reviewers) -> None:
    examination = with_one_request(crew)
    (missed, *_rest) = drawn(examination)
    actions.judge(missed.pk, said=_REQUEST, by=crew.reviewer)
    assert results.still_open(examination) == 0
    actions.judge(missed.pk, said=_REQUEST, by=crew.second)
    assert results.still_open(examination) == 1
    assert findings.counts(examination, crew.third)["open"] == 1
    actions.match(missed.pk, number="", by=crew.reviewer)
    actions.match(missed.pk, number="", by=crew.second)
    actions.enter(examination.pk, by=crew.reviewer)
    ((_index, entry),) = ledger.entries_of("calls.examined")
    assert (entry.public["requests"], entry.public["unlogged"]) == (2, 2)


def test_a_request_found_in_the_sample_after_the_result_is_added_to_the_public_record(crew: Reviewers) -> None:
    logged = crew.received()
    examination = with_one_request(crew)
    missed, other, *_rest = drawn(examination)
    actions.enter(examination.pk, by=crew.reviewer)
    settle(missed, _REQUEST, crew.reviewer, crew.second)
    settle(other, _REQUEST, crew.reviewer, crew.second)
    actions.match(missed.pk, number="", by=crew.reviewer)
    assert len(ledger.entries_of("calls.examined")) == 1
    actions.match(missed.pk, number="", by=crew.third)
    assert len(requests.other_exceptions(crew.reviewer)) == 2
    assert looked_back() == {"requests": 2, "logged": 0, "not_logged": 2, "calls": 1000, "rows_not_read": 2}
    actions.match(other.pk, number=logged.number, by=crew.reviewer)
    assert looked_back() == {"requests": 3, "logged": 1, "not_logged": 2, "calls": 1000, "rows_not_read": 2}
    assert len(ledger.entries_of("calls.examined")) == 3
    assert len(ledger.entries_of("request.found_unlogged")) == 2


def test_the_engine_says_nothing_more_of_what_it_set_aside(crew: Reviewers) -> None:
    (sampled, *_rest) = drawn(with_one_request(crew))
    with (
        pytest.raises(IntegrityError, match="of_what_is_set_aside_the_engine_says_nothing"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO review_finding (examination_id, place, call_id, label, agency, asks, grounds,"
            " commander_involved, score, spans, received_at, nature, address, narrative, file, row, gate, because,"
            " digest)"
            " SELECT examination_id, 99, call_id, 'none', 'ICE', '{}', '{}', false, 0.9, spans, received_at, nature,"
            " address, narrative, file, row, '', because, 'another' FROM review_finding WHERE id = %s",
            [sampled.pk],
        )


def looked_back() -> dict[str, int]:
    figures = Client().get("/record/figures.json?from=2026-05&to=2026-05").json()["figures"]["looked_back"]
    del figures["months"]
    counted: dict[str, int] = figures
    return counted
