"""What PostgreSQL itself refuses, tried as raw SQL in the role that web and worker connect as.

Nothing of our Python stands in the way here: whoever steals the runtime role's password meets these same walls.
"""

from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import Error as DatabaseError

from brightline.assistance.requests import actions
from brightline.assistance.requests.models import Request
from brightline.platform.accounts.roles import Role
from brightline.platform.database.models import append_only_tables
from tests.support.builders import CRIMINAL_WARRANT, Crew, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def crew() -> Crew:
    return Crew()


def run(sql: str, *values: Any) -> None:
    """Run one statement and every constraint that waits for the end of the transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def refused(words: str, sql: str, *values: Any) -> None:
    with pytest.raises(DatabaseError, match=words):
        run(sql, *values)


DISPATCH = (
    "WITH d AS (INSERT INTO requests_dispatch (request_id, key, decision_id, danger_id, by_id, at)"
    " VALUES (%s, gen_random_uuid(), %s, %s, %s, clock_timestamp()) RETURNING id)"
    " INSERT INTO requests_unit (dispatch_id, call_sign, commander_id) SELECT id, %s, %s FROM d"
)


REVIEW = (
    "INSERT INTO requests_secondreview (request_id, finding, note, by_id, at)"
    " VALUES (%s, 'within_policy', 'fine', %s, clock_timestamp())"
)


def dispatch(
    crew: Crew, request: Request, *, decision: int | None = None, danger: int | None = None, commander: bool = True
) -> tuple[Any, ...]:
    unit = (crew.commander.call_sign, crew.commander.pk) if commander else ("412A", None)
    return (request.pk, decision, danger, crew.dispatcher.pk, *unit)


def test_the_tests_run_as_the_runtime_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("brightline_app", False)


def test_units_go_on_a_decision_that_permits_it_with_the_commander_among_them(crew: Crew) -> None:
    request = crew.authorized()
    run(DISPATCH, *dispatch(crew, request, decision=request.decision.pk))


def test_no_unit_goes_without_a_decision(crew: Crew) -> None:
    request = crew.assessed(CRIMINAL_WARRANT)
    refused("sent_on_a_decision_or_on_danger", DISPATCH, *dispatch(crew, request))


def test_no_unit_goes_on_a_decision_that_declines(crew: Crew) -> None:
    request = crew.declined()
    refused("no decision permits", DISPATCH, *dispatch(crew, request, decision=request.decision.pk))


def test_no_unit_goes_on_the_decision_of_another_request(crew: Crew) -> None:
    authorized = crew.authorized()
    other = crew.assessed(CRIMINAL_WARRANT)
    refused("no decision permits", DISPATCH, *dispatch(crew, other, decision=authorized.decision.pk))


def test_no_unit_goes_once_the_request_is_closed(crew: Crew) -> None:
    request = crew.closed()
    refused("no decision permits", DISPATCH, *dispatch(crew, request, decision=request.decision.pk))


def test_no_unit_goes_without_the_commander(crew: Crew) -> None:
    request = crew.authorized()
    values = dispatch(crew, request, decision=request.decision.pk, commander=False)
    refused("the commander in charge must be among", DISPATCH, *values)


def test_another_commander_does_not_stand_in_for_the_one_in_charge(crew: Crew) -> None:
    request = crew.authorized()
    values = (request.pk, request.decision.pk, None, crew.dispatcher.pk, crew.backup.call_sign, crew.backup.pk)
    refused("the commander in charge must be among", DISPATCH, *values)


def test_a_unit_cannot_pass_for_the_commanders(crew: Crew) -> None:
    request = crew.authorized()
    values = (request.pk, request.decision.pk, None, crew.dispatcher.pk, "412A", crew.commander.pk)
    refused("is not that commander's", DISPATCH, *values)


def test_a_unit_goes_to_a_request_once(crew: Crew) -> None:
    request = crew.sent()
    refused(
        "412A was sent to this request before",
        DISPATCH,
        *dispatch(crew, request, decision=request.decision.pk, commander=False),
    )


def test_a_dispatch_without_units_is_refused(crew: Crew) -> None:
    request = crew.authorized()
    refused(
        "names at least one unit",
        "INSERT INTO requests_dispatch (request_id, key, decision_id, by_id, at)"
        " VALUES (%s, gen_random_uuid(), %s, %s, clock_timestamp())",
        *(request.pk, request.decision.pk, crew.dispatcher.pk),
    )


def test_a_clear_danger_lets_units_go_before_assessment_even_without_a_commander(crew: Crew) -> None:
    request = crew.received(danger_now=True)
    danger = request.facts_records.get()
    run(DISPATCH, *dispatch(crew, request, danger=danger.pk, commander=False))


def test_without_a_clear_danger_none_go_before_assessment(crew: Crew) -> None:
    request = crew.assessed(CRIMINAL_WARRANT)
    facts = request.facts_records.get()
    refused("only a clear public danger", DISPATCH, *dispatch(crew, request, danger=facts.pk))


def test_a_danger_that_has_passed_lets_none_go(crew: Crew) -> None:
    request = crew.assessed({"clear_public_danger": True})
    danger = request.facts_records.get()
    actions.record_facts(request.number, ticked={"clear_public_danger": False}, by=crew.commander)
    refused("only a clear public danger", DISPATCH, *dispatch(crew, request, danger=danger.pk))


def test_a_decision_cannot_authorize_against_the_gate(crew: Crew) -> None:
    request = crew.assessed({"warrant": "administrative"}, asks=["knock_and_clear"])
    insert = (
        "INSERT INTO requests_decision (request_id, outcome, tasks, grounds, facts, gate, pack, pack_digest, reason,"
        " by_id, at) SELECT request_id, 'authorized', %s, '{}', facts, gate || %s, pack, pack_digest, 'because', %s,"
        " clock_timestamp() FROM requests_factsrecord WHERE request_id = %s"
    )
    forged = '{"tasks": {"perimeter": "permitted"}}'
    refused("a task the gate does not permit", insert, ["knock_and_clear"], "{}", crew.commander.pk, request.pk)
    refused("authorized_only_if_the_gate", insert, ["perimeter"], forged, crew.commander.pk, request.pk)


def test_only_the_commander_in_charge_decides(crew: Crew) -> None:
    request = crew.assessed(CRIMINAL_WARRANT, asks=["perimeter"])
    refused(
        "only the commander in charge",
        "INSERT INTO requests_decision (request_id, outcome, tasks, grounds, facts, gate, pack, pack_digest, reason,"
        " by_id, at) SELECT request_id, 'declined', '{}', '{}', facts, gate, pack, pack_digest, 'because', %s,"
        " clock_timestamp() FROM requests_factsrecord WHERE request_id = %s",
        *(crew.backup.pk, request.pk),
    )


def test_a_request_has_one_commander_at_a_time(crew: Crew) -> None:
    request = crew.assessed()
    refused(
        "one_commander_a_request_at_a_time",
        "INSERT INTO requests_command (request_id, commander_id, taken_at) VALUES (%s, %s, clock_timestamp())",
        *(request.pk, crew.backup.pk),
    )


def test_command_is_held_by_commanders_only(crew: Crew) -> None:
    request = crew.received()
    refused(
        "held by a commander only",
        "INSERT INTO requests_command (request_id, commander_id, taken_at) VALUES (%s, %s, clock_timestamp())",
        *(request.pk, crew.call_taker.pk),
    )


def test_a_state_changes_only_along_the_table(crew: Crew) -> None:
    request = crew.received()
    refused("transition", "UPDATE requests_request SET state = 'authorized' WHERE id = %s", request.pk)
    refused("Cannot update", "UPDATE requests_request SET number = 'AR-1999-0001' WHERE id = %s", request.pk)
    refused("permission denied|Cannot delete", "DELETE FROM requests_request WHERE id = %s", request.pk)


def test_nobody_reviews_what_they_took_part_in(crew: Crew) -> None:
    request = crew.closed()
    for person in (crew.call_taker, crew.commander, crew.dispatcher):
        refused("had no part", REVIEW, request.pk, person.pk)
    run(REVIEW, request.pk, crew.reviewer.pk)


def test_nobody_reviews_what_they_withdrew_or_attached_the_recording_of(crew: Crew) -> None:
    took_down, took_back, attached = crew.received(), a_person(Role.REVIEWER), a_person(Role.REVIEWER)
    actions.withdraw(took_down.number, reason="They called back.", by=crew.commander)
    actions.close(took_down.number, outcome="withdrawn", note="", by=crew.backup)
    closed = crew.closed()
    # Rows as someone with the runtime role's password would write them: no action lets a reviewer do either.
    run(
        "INSERT INTO requests_withdrawal (request_id, reason, by_id, at) VALUES (%s, 'why', %s, clock_timestamp())",
        *(closed.pk, took_back.pk),
    )
    run(
        "INSERT INTO line_recording (subject, file, sha256, size, media_type, by_id, at)"
        " VALUES (%s, 'x', repeat('0', 64), 1, 'audio/wav', %s, clock_timestamp())",
        *(closed.number, attached.pk),
    )
    for request, person in ((took_down, crew.commander), (closed, took_back), (closed, attached)):
        refused("had no part", REVIEW, request.pk, person.pk)
    run(REVIEW, took_down.pk, attached.pk)


def test_a_request_is_withdrawn_once(crew: Crew) -> None:
    request = crew.received()
    actions.withdraw(request.number, reason="They called back.", by=crew.call_taker)
    refused(
        "request_id",
        "INSERT INTO requests_withdrawal (request_id, reason, by_id, at) VALUES (%s, 'why', %s, clock_timestamp())",
        *(request.pk, crew.commander.pk),
    )


def test_a_unit_does_not_arrive_before_it_was_sent(crew: Crew) -> None:
    request = crew.sent()
    unit = request.dispatches.get().units.first()
    assert unit is not None
    refused(
        "arrives after it was sent",
        "INSERT INTO requests_arrival (unit_id, at, noted_at, by_id) "
        "VALUES (%s, clock_timestamp() - interval '1 hour', clock_timestamp(), %s)",
        *(unit.pk, crew.dispatcher.pk),
    )


def test_no_post_is_held_twice_and_none_is_without_a_fallback(crew: Crew) -> None:
    shift = (
        "INSERT INTO duty_shift (post_id, commander_id, starts_at, ends_at)"
        " SELECT id, %s, clock_timestamp(), clock_timestamp() + interval '8 hours' FROM duty_post WHERE rank = 1"
    )
    run(shift, crew.commander.pk)
    refused("one_commander_a_post_at_a_time", shift, crew.backup.pk)
    refused("fallback must be", "INSERT INTO duty_post (name, rank, fallback_id) VALUES ('Third', 3, NULL)")
    refused(
        "must be an active commander",
        "INSERT INTO duty_post (name, rank, fallback_id) VALUES ('Third', 3, %s)",
        crew.call_taker.pk,
    )


SHIFT = (
    "INSERT INTO duty_shift (post_id, commander_id, starts_at, ends_at)"
    " SELECT id, %s, clock_timestamp() + %s::interval, clock_timestamp() + %s::interval FROM duty_post WHERE rank = 1"
)


def test_a_shift_is_a_day_at_most_and_not_over_when_it_is_written_down(crew: Crew) -> None:
    commander = crew.commander.pk
    refused("shift_ends_after_it_starts", SHIFT, commander, "3 hours", "2 hours")
    refused("a shift that is over", SHIFT, commander, "-9 hours", "-1 hour")
    refused("shift_lasts_a_day_at_most", SHIFT, commander, "1 hour", "27 hours")
    run(SHIFT, commander, "-1 hour", "23 hours")


def test_a_shift_that_has_begun_is_neither_rewritten_nor_deleted_only_ended_early(crew: Crew) -> None:
    run(SHIFT, crew.commander.pk, "-1 hour", "2 hours")
    for change in (
        f"commander_id = {crew.backup.pk}",
        "post_id = (SELECT id FROM duty_post WHERE rank = 2)",
        "starts_at = starts_at - interval '1 hour'",
        "ends_at = ends_at + interval '1 hour'",
        "ends_at = clock_timestamp() - interval '30 minutes'",
    ):
        refused("can only be ended early", f"UPDATE duty_shift SET {change}")
    refused("can only be ended early", "DELETE FROM duty_shift")
    refused("permission denied", "TRUNCATE duty_shift")
    run("UPDATE duty_shift SET ends_at = clock_timestamp()")
    refused("can only be ended early", "UPDATE duty_shift SET ends_at = clock_timestamp()")


def test_a_coming_shift_can_be_changed_but_not_into_one_that_is_over(crew: Crew) -> None:
    run(SHIFT, crew.commander.pk, "1 hour", "2 hours")
    run("UPDATE duty_shift SET commander_id = %s", crew.backup.pk)
    past = "UPDATE duty_shift SET starts_at = starts_at - interval '9 hours', ends_at = ends_at - interval '9 hours'"
    refused("a shift that is over", past)
    run("DELETE FROM duty_shift")


WRITTEN_ONCE = [
    "ledger_entry",
    "ledger_private",
    "ledger_checkpoint",
    "requests_decision",
    "requests_factsrecord",
    "requests_intake",
    "requests_dispatch",
    "requests_unit",
    "requests_arrival",
    "requests_closure",
    "requests_secondreview",
    "requests_standdown",
    "requests_withdrawal",
    "requests_explanation",
    "requests_sentoutside",
    "line_recording",
    "line_listening",
    "duty_pagecall",
    "review_finding",
    "review_reading",
    "review_judgement",
    "review_settlement",
    "review_match",
    "review_explanation",
    "collection_loadedrules",
]


@pytest.mark.parametrize("table", WRITTEN_ONCE)
def test_what_is_written_once_is_never_changed(table: str, crew: Crew) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s LIMIT 1", [table])
        (column,) = cursor.fetchone() or ("",)
    for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
        refused("permission denied", statement)


def test_every_table_that_is_written_once_is_tried_above() -> None:
    assert append_only_tables() == sorted(WRITTEN_ONCE)


def test_the_ledger_numbers_its_entries_itself(crew: Crew) -> None:
    refused("permission denied", "UPDATE ledger_head SET size = 0")
    with connection.cursor() as cursor:
        cursor.execute("SELECT size FROM ledger_head")
        (size,) = cursor.fetchone() or (0,)
        cursor.execute(
            "INSERT INTO ledger_entry (index, kind, at, subject, content, leaf_hash)"
            " VALUES (9999, 'a.kind', clock_timestamp(), 's', 'x', sha256('\\x0078'::bytea)) RETURNING index"
        )
        assert cursor.fetchone() == (size,)
    refused(
        "leaf hash is not that of the content",
        "INSERT INTO ledger_entry (index, kind, at, subject, content, leaf_hash)"
        " VALUES (0, 'a.kind', clock_timestamp(), 's', 'x', sha256('y'::bytea))",
    )


def test_the_runtime_role_cannot_disarm_the_triggers(crew: Crew) -> None:
    for statement in (
        "ALTER TABLE requests_decision DISABLE TRIGGER ALL",
        "DROP TRIGGER number_entry ON ledger_entry",
        "SET session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION ledger_number_entry() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    ):
        refused("must be owner|permission denied", statement)
