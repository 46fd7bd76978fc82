"""What the actions refuse: one clear sentence, and nothing changed."""

import io
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from functools import partial

import pytest

from brightline.assistance.requests import actions, queries
from brightline.assistance.requests.actions.intake import Written
from brightline.assistance.requests.models import Arrival, Decision, Dispatch, Request
from brightline.assistance.requests.queries.replay import replay
from brightline.platform.accounts.roles import Role
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import BrightlineError, Denied, GateRefused, Invalid, NotFound, WrongState
from brightline.record.ledger import queries as ledger
from tests.support.builders import CRIMINAL_WARRANT, Crew, a_person, again, seen

pytestmark = pytest.mark.django_db
SOUND = b"RIFF\x24\x00\x00\x00WAVE" + bytes(100)


@pytest.fixture
def crew() -> Crew:
    return Crew()


def refused(kind: type[BrightlineError], sentence: str, act: Callable[[], object]) -> None:
    """`act` is refused in these words and leaves no entry behind."""
    before = ledger.size()
    with pytest.raises(kind, match=sentence):
        act()
    assert ledger.size() == before


def test_a_form_sent_twice_is_one_request(crew: Crew) -> None:
    key, written = uuid.uuid4(), Written(agency="ICE")
    first = actions.receive(key=key, written=written, by=crew.call_taker)
    size = ledger.size()
    assert actions.receive(key=key, written=written, by=crew.call_taker) == first
    assert ledger.size() == size
    assert Request.objects.count() == 1


def test_numbers_count_on_without_gaps(crew: Crew) -> None:
    with pytest.raises(Invalid):
        crew.received(asks=["juggle"])
    assert [crew.received().number[-4:] for _each in range(3)] == ["0001", "0002", "0003"]


def test_an_unknown_task_is_named(crew: Crew) -> None:
    refused(Invalid, "juggle", lambda: crew.received(asks=["juggle"]))


def test_a_dispatcher_cannot_decide(crew: Crew) -> None:
    request = crew.assessed(CRIMINAL_WARRANT, asks=["perimeter"])
    refused(
        Denied,
        "Only a commander can do this",
        lambda: actions.decide(
            request.number, tasks=["perimeter"], reason="why not", by=crew.dispatcher, seen=seen(request)
        ),
    )


def test_the_gate_stands_between_a_commander_and_a_dispatch(crew: Crew) -> None:
    request = crew.assessed({"warrant": "administrative", "commander_joins": True}, asks=["perimeter"])
    refused(
        GateRefused,
        "An administrative warrant is not a criminal warrant",
        lambda: actions.decide(
            request.number, tasks=["perimeter"], reason="please", by=crew.commander, seen=seen(request)
        ),
    )


def test_a_task_refused_whatever_else_holds_is_not_authorized(crew: Crew) -> None:
    request = crew.assessed(CRIMINAL_WARRANT, asks=["perimeter", "knock_and_clear"])
    refused(
        GateRefused,
        "Knock and clear",
        lambda: actions.decide(
            request.number,
            tasks=["perimeter", "knock_and_clear"],
            reason="both",
            by=crew.commander,
            seen=seen(request),
        ),
    )


def test_a_decision_on_facts_that_changed_since_is_refused(crew: Crew) -> None:
    request = crew.assessed(CRIMINAL_WARRANT, asks=["perimeter"])
    stale = seen(request)
    actions.record_facts(request.number, ticked={"warrant_verified": False}, by=crew.commander)
    refused(
        WrongState,
        "has changed since this page was shown",
        lambda: actions.decide(request.number, tasks=["perimeter"], reason="yes", by=crew.commander, seen=stale),
    )


def test_the_second_of_two_decisions_is_told_who_was_first(crew: Crew) -> None:
    request = crew.declined()
    refused(
        WrongState,
        "Commander has already decided .* Declined",
        lambda: actions.decide(
            request.number, tasks=["perimeter"], reason="again", by=crew.commander, seen=seen(request)
        ),
    )
    assert Decision.objects.count() == 1


def test_a_decision_needs_a_reason(crew: Crew) -> None:
    request = crew.assessed()
    refused(
        Invalid,
        "Give your reason",
        lambda: actions.decide(
            request.number, tasks=[], reason=" ", by=crew.commander, seen=seen(request), decline=True
        ),
    )


def test_what_the_system_knows_is_not_ticked(crew: Crew) -> None:
    request = crew.assessed()
    refused(
        Invalid,
        "handled_by_commander cannot be set by hand",
        lambda: actions.record_facts(request.number, ticked={"handled_by_commander": False}, by=crew.commander),
    )


def test_another_commander_takes_over_before_acting(crew: Crew) -> None:
    request = crew.assessed(CRIMINAL_WARRANT, asks=["perimeter"])
    refused(
        Denied,
        "Commander is in charge",
        lambda: actions.record_facts(request.number, ticked={"crime": "occurring"}, by=crew.backup),
    )
    actions.take_command(request.number, by=crew.backup)
    assert queries.commander_in_charge(request) == crew.backup


def test_units_go_only_with_the_commander(crew: Crew) -> None:
    request = crew.authorized()
    refused(
        Invalid,
        f"add {crew.commander.call_sign} to the units",
        lambda: actions.send_units(request.number, call_signs=["412A"], key=uuid.uuid4(), by=crew.dispatcher),
    )


@pytest.mark.parametrize("signs", [[], ["  "], ["way too long for one"], ["412A; DROP"], [str(n) for n in range(41)]])
def test_units_that_are_no_units_send_nobody(crew: Crew, signs: list[str]) -> None:
    request = crew.authorized()
    refused(
        Invalid,
        "Nobody was sent",
        lambda: actions.send_units(request.number, call_signs=signs, key=uuid.uuid4(), by=crew.dispatcher),
    )


def test_sending_twice_with_one_key_sends_once(crew: Crew) -> None:
    request, key = crew.authorized(), uuid.uuid4()
    signs = ["412A", crew.commander.call_sign]
    first = actions.send_units(request.number, call_signs=signs, key=key, by=crew.dispatcher)
    assert actions.send_units(request.number, call_signs=signs, key=key, by=crew.dispatcher) == first
    assert Dispatch.objects.count() == 1


def test_nothing_is_sent_on_what_was_declined(crew: Crew) -> None:
    request = crew.declined()
    refused(
        WrongState,
        "nothing is authorized",
        lambda: actions.send_units(request.number, call_signs=["C1"], key=uuid.uuid4(), by=crew.dispatcher),
    )


def test_without_danger_nobody_goes_before_assessment(crew: Crew) -> None:
    request = crew.received(danger="no")
    refused(
        GateRefused,
        "Only a clear danger",
        lambda: actions.send_before_assessment(
            request.number, call_signs=["412A"], key=uuid.uuid4(), by=crew.dispatcher
        ),
    )


def test_a_unit_does_not_arrive_before_it_was_sent_nor_in_the_future(crew: Crew) -> None:
    request = crew.sent()
    for wrong in (clock.now() - timedelta(hours=1), clock.now() + timedelta(hours=1)):
        refused(
            Invalid,
            "412A cannot have arrived at",
            lambda at=wrong: actions.arrive(request.number, call_sign="412a", at=at, by=crew.dispatcher),
        )


def test_hours_and_minutes_that_have_not_been_since_the_sending_are_one_clear_sentence(crew: Crew) -> None:
    """Sent at 01:50 in the night the clocks go back: 01:20 is the second one, once that has been."""
    sent = datetime(2026, 11, 1, 5, 50, 30, tzinfo=UTC)
    with clock.at(sent):
        request = crew.sent()
    sentence = (
        "412A cannot have arrived at 01:20: it was sent at 2026-11-01 01:50:30 EDT and it is now "
        "2026-11-01 01:05:00 EST. Correct the time; nothing was changed."
    )
    arrive = partial(actions.arrive, request.number, call_sign="412A", by=crew.dispatcher)
    with clock.at(datetime(2026, 11, 1, 6, 5, tzinfo=UTC)):
        refused(Invalid, sentence, lambda: arrive(at=time(1, 20)))
    with clock.at(datetime(2026, 11, 1, 6, 40, tzinfo=UTC)):
        arrive(at=time(1, 20))
    assert Arrival.objects.get().at == datetime(2026, 11, 1, 6, 20, tzinfo=UTC)


def test_a_unit_that_was_not_sent_does_not_arrive(crew: Crew) -> None:
    request = crew.sent()
    refused(NotFound, "999 was not sent", lambda: actions.arrive(request.number, call_sign="999", by=crew.dispatcher))


def test_danger_lets_units_go_and_declining_stands_them_down(crew: Crew) -> None:
    request = crew.received(danger_now=True)
    actions.send_before_assessment(request.number, call_signs=["412A"], key=uuid.uuid4(), by=crew.dispatcher)
    actions.take_command(request.number, by=crew.commander)
    assert again(request).state == "sent_before_assessment"
    actions.decide(
        request.number, tasks=[], reason="Nobody was in danger.", by=crew.commander, seen=seen(request), decline=True
    )
    assert again(request).state == "stood_down"


def test_danger_confirmed_goes_on_as_sent_or_on_scene(crew: Crew) -> None:
    request = crew.received(danger_now=True, asks=["backup_officer_safety"])
    actions.send_before_assessment(request.number, call_signs=["412A"], key=uuid.uuid4(), by=crew.dispatcher)
    actions.take_command(request.number, by=crew.commander)
    actions.arrive(request.number, call_sign="412A", by=crew.dispatcher)
    actions.record_facts(request.number, ticked={"commander_joins": True}, by=crew.commander)
    actions.decide(request.number, tasks=["backup_officer_safety"], reason="Go.", by=crew.commander, seen=seen(request))
    assert again(request).state == "on_scene"


def test_a_reviewer_who_took_part_is_turned_away(crew: Crew) -> None:
    both = a_person(Role.REVIEWER, Role.CALL_TAKER)
    request = actions.receive(key=uuid.uuid4(), written=Written(agency="ICE"), by=both)
    actions.withdraw(request.number, reason="They called back.", by=both)
    actions.close(request.number, outcome="withdrawn", note="", by=both)
    refused(
        Denied,
        "You took part in this request",
        lambda: actions.review(request.number, finding="within_policy", note="fine", by=both),
    )


def test_whoever_withdrew_a_request_does_not_review_it(crew: Crew) -> None:
    both = a_person(Role.REVIEWER, Role.CALL_TAKER)
    request = crew.received()
    refused(Invalid, "what they said", lambda: actions.withdraw(request.number, reason=" ", by=both))
    actions.withdraw(request.number, reason=" They called back. ", by=both)
    actions.close(request.number, outcome="withdrawn", note="", by=crew.call_taker)
    assert again(request).withdrawal.reason == "They called back."
    refused(
        Denied,
        "You took part in this request",
        lambda: actions.review(request.number, finding="within_policy", note="fine", by=both),
    )


def test_whoever_attached_the_recording_does_not_review_it(crew: Crew) -> None:
    both = a_person(Role.REVIEWER, Role.CALL_TAKER)
    request = crew.closed()
    actions.attach_recording(request.number, audio=io.BytesIO(SOUND), by=both)
    refused(
        Denied,
        "You took part in this request",
        lambda: actions.review(request.number, finding="within_policy", note="fine", by=both),
    )


def test_an_open_request_is_not_reviewed(crew: Crew) -> None:
    request = crew.on_scene()
    refused(
        WrongState,
        "is not closed yet",
        lambda: actions.review(request.number, finding="within_policy", note="fine", by=crew.reviewer),
    )


def test_a_request_ends_only_as_its_state_allows(crew: Crew) -> None:
    request = crew.declined()
    refused(
        Invalid,
        "not how this request can end",
        lambda: actions.close(request.number, outcome="helped", note="", by=crew.commander),
    )


@pytest.mark.parametrize(
    "content", [b"", b"<html>", "text, not sound. ".encode("utf-16") * 9, b"RIFF....WAVE", b"\xff\xe0"]
)
def test_what_is_no_recording_is_not_attached(crew: Crew, content: bytes) -> None:
    request = crew.closed()
    refused(
        Invalid,
        "not a recording we can play",
        lambda: actions.attach_recording(request.number, audio=io.BytesIO(content), by=crew.commander),
    )


def test_a_recording_is_heard_by_oversight_and_its_commander_only(crew: Crew) -> None:
    request = crew.closed()
    sound = io.BytesIO(SOUND)
    recording = actions.attach_recording(request.number, audio=sound, by=crew.commander)
    for person in (crew.reviewer, crew.auditor, crew.commander):
        actions.hear_recording(recording.pk, by=person)
    assert [entry.kind for _index, entry in ledger.entries_about(request.number)].count("recording.heard") == 3
    for person in (crew.backup, crew.dispatcher, crew.call_taker):
        refused(Denied, "Recordings are open to", lambda who=person: actions.hear_recording(recording.pk, by=who))


def test_each_step_leaves_its_entry(crew: Crew) -> None:
    request = crew.closed()
    actions.review(request.number, finding="within_policy", note="Read it all.", by=crew.reviewer)
    assert [entry.kind for _index, entry in ledger.entries_about(request.number)] == [
        "request.received",
        "page.sent",
        "page.acknowledged",
        "request.command_taken",
        "request.facts_recorded",
        "request.decided",
        "request.units_sent",
        "request.unit_arrived",
        "request.closed",
        "request.reviewed",
    ]


def test_nothing_private_stands_in_an_entry(crew: Crew) -> None:
    request = crew.received(
        officer="T. Varga", callback="(502) 555-0138", location="1604 Harbor St", words="Two units", cad_number="FC-1"
    )
    shown = b"".join(entry.encode() for _index, entry in ledger.entries_about(request.number)).decode()
    for secret in ("Varga", "555-0138", "Harbor", "Two units", "FC-1", crew.call_taker.email, crew.commander.email):
        assert secret not in shown


def test_an_agency_that_is_not_covered_is_never_sent_help_here(crew: Crew) -> None:
    request = crew.assessed(CRIMINAL_WARRANT, agency="US Marshals Service", agency_kind="federal", asks=["perimeter"])
    assert queries.gate_now(request).dispatch == "not_covered"
    refused(
        GateRefused,
        "does not permit",
        lambda: actions.decide(request.number, tasks=["perimeter"], reason="ok", by=crew.commander, seen=seen(request)),
    )


def test_a_form_that_sent_to_one_request_does_not_send_to_another(crew: Crew) -> None:
    first, second, key = crew.authorized(), crew.authorized(), uuid.uuid4()
    signs = ["412A", crew.commander.call_sign]
    actions.send_units(first.number, call_signs=signs, key=key, by=crew.dispatcher)
    refused(
        Invalid,
        f"has sent units to {first.number}",
        lambda: actions.send_units(second.number, call_signs=signs, key=key, by=crew.dispatcher),
    )


@pytest.mark.parametrize("month", ["0001-01", "1-01", "1999-12", "2026-13", "2026-5", "9999-01", "", "2026-05-01"])
def test_a_month_that_is_none_never_reaches_the_ledger(crew: Crew, month: str) -> None:
    refused(
        Invalid,
        "is no month|has not begun",
        lambda: actions.count_calls(month=month, calls=1, source="hand", by=crew.administrator),
    )


def test_what_the_commander_adds_is_not_recorded_as_asked(crew: Crew) -> None:
    request = crew.assessed(CRIMINAL_WARRANT, asks=["serve_criminal_warrant"])
    decision = actions.decide(
        request.number,
        tasks=["serve_criminal_warrant", "perimeter"],
        reason="The clerk confirmed it.",
        by=crew.commander,
        seen=seen(request),
    )
    assert decision.facts["asks"] == ["serve_criminal_warrant"]
    assert decision.tasks == ["serve_criminal_warrant", "perimeter"]
    assert replay(request.number).holds
