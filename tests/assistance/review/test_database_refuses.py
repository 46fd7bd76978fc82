"""What PostgreSQL itself refuses of looking back, tried as raw SQL in the role that web and worker connect as."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import Error as DatabaseError

from brightline.assistance.review import actions
from tests.assistance.review.examined import Reviewers, a_settled_request, as_the_engine, handed_in, the_finding

pytestmark = pytest.mark.django_db
JUDGE = (
    "INSERT INTO review_judgement (finding_id, label, agency, asks, grounds, commander, note, by_id, at)"
    " VALUES (%s, %s, '', %s, '{}', false, '', %s, clock_timestamp())"
)
SETTLE = (
    "INSERT INTO review_settlement (finding_id, label, agency, asks, grounds, commander, at)"
    " VALUES (%s, %s, '', %s, '{}', false, clock_timestamp())"
)
MATCH = "INSERT INTO review_match (finding_id, number, by_id, at) VALUES (%s, %s, %s, clock_timestamp())"

EXPLAIN = (
    "INSERT INTO review_explanation (finding_id, explanation, by_id, at) VALUES (%s, 'why', %s, clock_timestamp())"
)


@pytest.fixture
def crew() -> Reviewers:
    return Reviewers()


def run(sql: str, *values: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def refused(words: str, sql: str, *values: Any) -> None:
    with pytest.raises(DatabaseError, match=words):
        run(sql, *values)


def test_one_person_judges_a_finding_once(crew: Reviewers) -> None:
    finding = the_finding(crew.reviewer)
    run(JUDGE, finding.pk, "request", ["perimeter"], crew.reviewer.pk)
    refused("one_judgement_a_person", JUDGE, finding.pk, "request", ["perimeter"], crew.reviewer.pk)


def test_only_an_active_reviewer_judges(crew: Reviewers) -> None:
    finding = the_finding(crew.reviewer)
    refused("only a reviewer", JUDGE, finding.pk, "mention", [], crew.auditor.pk)
    refused("only a reviewer", JUDGE, finding.pk, "mention", [], crew.commander.pk)


def test_only_a_request_asks_for_anything(crew: Reviewers) -> None:
    finding = the_finding(crew.reviewer)
    refused("only_a_request_asks", JUDGE, finding.pk, "mention", ["perimeter"], crew.reviewer.pk)
    refused("judgement_label_is_known", JUDGE, finding.pk, "perhaps", [], crew.reviewer.pk)


def test_a_request_is_not_settled_by_one_person(crew: Reviewers) -> None:
    finding = the_finding(crew.reviewer)
    refused("as its last judge said", SETTLE, finding.pk, "request", ["perimeter"])
    run(JUDGE, finding.pk, "request", ["perimeter"], crew.reviewer.pk)
    refused("takes two persons", SETTLE, finding.pk, "request", ["perimeter"])
    refused("as its last judge said", SETTLE, finding.pk, "mention", [])
    run(JUDGE, finding.pk, "request", ["perimeter"], crew.second.pk)
    run(SETTLE, finding.pk, "request", ["perimeter"])


def test_whoever_differs_from_the_engine_does_not_settle_alone(crew: Reviewers) -> None:
    finding = the_finding(crew.reviewer, "mention")
    run(JUDGE, finding.pk, "none", [], crew.reviewer.pk)
    refused("takes two persons", SETTLE, finding.pk, "none", [])


def test_where_two_differ_only_a_third_settles(crew: Reviewers) -> None:
    finding = the_finding(crew.reviewer)
    run(JUDGE, finding.pk, "request", ["perimeter"], crew.reviewer.pk)
    run(JUDGE, finding.pk, "mention", [], crew.second.pk)
    refused("a third decides", SETTLE, finding.pk, "mention", [])
    run(JUDGE, finding.pk, "mention", [], crew.third.pk)
    run(SETTLE, finding.pk, "mention", [])


def test_a_settled_finding_is_not_judged_again(crew: Reviewers) -> None:
    finding = a_settled_request(crew)
    refused("not judged again", JUDGE, finding.pk, "mention", [], crew.third.pk)


def test_that_a_request_is_nowhere_takes_two_different_reviewers(crew: Reviewers) -> None:
    finding = a_settled_request(crew)
    refused("no such request", MATCH, finding.pk, "AR-1999-0001", crew.reviewer.pk)
    refused("only a reviewer", MATCH, finding.pk, "", crew.auditor.pk)
    run(MATCH, finding.pk, "", crew.reviewer.pk)
    refused("one_look_in_the_register_a_person", MATCH, finding.pk, "", crew.reviewer.pk)
    run(MATCH, finding.pk, "", crew.second.pk)
    refused("reconciled already", MATCH, finding.pk, "", crew.third.pk)


def test_only_a_settled_request_is_looked_up(crew: Reviewers) -> None:
    finding = the_finding(crew.reviewer, "mention")
    refused("only a settled request", MATCH, finding.pk, "", crew.reviewer.pk)
    actions.judge(finding.pk, said=as_the_engine(finding), by=crew.reviewer)
    refused("only a settled request", MATCH, finding.pk, "", crew.reviewer.pk)


def test_only_a_reviewer_explains_and_only_what_two_persons_did_not_find(crew: Reviewers) -> None:
    finding = a_settled_request(crew)
    run(MATCH, finding.pk, "", crew.reviewer.pk)
    refused("two persons did not find", EXPLAIN, finding.pk, crew.third.pk)
    run(MATCH, finding.pk, "", crew.second.pk)
    for other in (crew.auditor, crew.commander):
        refused("only a reviewer explains", EXPLAIN, finding.pk, other.pk)
    run(EXPLAIN, finding.pk, crew.second.pk)


def test_only_oversight_reads_a_narrative(crew: Reviewers) -> None:
    finding = the_finding(crew.reviewer)
    refused(
        "by oversight only",
        "INSERT INTO review_reading (finding_id, by_id, at) VALUES (%s, %s, clock_timestamp())",
        *(finding.pk, crew.commander.pk),
    )


def test_an_examination_moves_only_along_the_table_and_stays_what_it_was(crew: Reviewers) -> None:
    finding = the_finding(crew.reviewer)
    read = finding.examination_id
    waiting = handed_in(crew.reviewer).pk
    refused("transition", "UPDATE review_examination SET state = 'entered' WHERE id = %s", waiting)
    refused("Cannot update", "UPDATE review_examination SET sha256 = repeat('0', 64) WHERE id = %s", waiting)
    refused("Cannot update", "UPDATE review_examination SET calls = 7 WHERE id = %s", read)
    refused("Cannot delete", "DELETE FROM review_examination WHERE id = %s", read)
