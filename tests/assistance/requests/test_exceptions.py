"""What did not go as the policy wants shows, and stays."""

import io
import uuid
from datetime import timedelta

import pytest

from brightline.assistance.duty import actions as duty
from brightline.assistance.requests import actions, queries
from brightline.assistance.requests.models import Request
from brightline.assistance.requests.queries import ExceptionKind
from brightline.platform.kernel import clock
from tests.support.builders import CRIMINAL_WARRANT, Crew, seen

pytestmark = pytest.mark.django_db
SOUND = b"RIFF\x24\x00\x00\x00WAVE" + bytes(100)


@pytest.fixture
def crew() -> Crew:
    return Crew()


def kinds(request: Request) -> set[ExceptionKind]:
    return {each.kind for each in queries.exceptions(request.number)}


def test_a_request_that_went_as_it_should_has_none(crew: Crew) -> None:
    request = crew.closed()
    actions.attach_recording(request.number, audio=io.BytesIO(SOUND), by=crew.commander)
    assert kinds(request) == set()


def test_a_closed_phone_request_without_a_recording(crew: Crew) -> None:
    assert kinds(crew.closed()) == {ExceptionKind.NO_RECORDING}


def test_a_page_nobody_answered_in_time(crew: Crew) -> None:
    request = crew.received()
    assert kinds(request) == set()
    with clock.at(clock.now() + timedelta(minutes=3)):
        assert kinds(request) == {ExceptionKind.UNANSWERED_PAGE}
        duty.escalate_due()
        actions.take_command(request.number, by=crew.backup)
    assert kinds(request) == {ExceptionKind.UNANSWERED_PAGE}


def test_officers_were_there_and_the_commander_never_was(crew: Crew) -> None:
    request = crew.sent()
    actions.arrive(request.number, call_sign="412A", by=crew.dispatcher)
    assert kinds(request) == set()
    actions.close(request.number, outcome="helped", note="", by=crew.commander)
    assert ExceptionKind.COMMANDER_NEVER_ON_SCENE in kinds(request)


def test_sent_before_assessment_and_not_confirmed_in_time(crew: Crew) -> None:
    request = crew.received(danger_now=True)
    actions.send_before_assessment(request.number, call_signs=["412A"], key=uuid.uuid4(), by=crew.dispatcher)
    actions.take_command(request.number, by=crew.commander)
    assert kinds(request) == set()
    with clock.at(clock.now() + timedelta(minutes=31)):
        assert kinds(request) == {ExceptionKind.SENT_NOT_CONFIRMED}


def test_not_reviewed_in_time_and_late_stays_late(crew: Crew) -> None:
    request = crew.closed()
    with clock.at(clock.now() + timedelta(days=4)):
        assert ExceptionKind.NOT_REVIEWED in kinds(request)
        actions.review(request.number, finding="within_policy", note="Late.", by=crew.reviewer)
        assert ExceptionKind.NOT_REVIEWED in kinds(request)


def test_a_review_that_finds_it_outside_the_policy(crew: Crew) -> None:
    request = crew.closed()
    actions.review(request.number, finding="outside_policy", note="They also knocked.", by=crew.reviewer)
    assert ExceptionKind.FOUND_OUTSIDE in kinds(request)


def test_officers_who_went_without_authorization(crew: Crew) -> None:
    request = crew.declined()
    actions.report_sent_outside(request.number, what="Two units went by radio.", by=crew.auditor)
    assert ExceptionKind.SENT_OUTSIDE in kinds(request)


def test_an_explanation_stands_beside_its_exception_and_does_not_lift_it(crew: Crew) -> None:
    request = crew.closed()
    actions.explain(request.number, exception="no_recording", explanation="The line was down.", by=crew.commander)
    (found,) = queries.exceptions(request.number)
    assert [each.explanation for each in found.explanations] == ["The line was down."]


def test_a_missing_recording_holds_up_a_warrant_but_never_a_danger(crew: Crew) -> None:
    unrecorded = CRIMINAL_WARRANT | {"call_recorded": False}
    assert queries.gate_now(crew.assessed(unrecorded)).dispatch == "refused"
    in_danger = crew.assessed(unrecorded | {"clear_public_danger": True}, asks=["perimeter"])
    assert queries.gate_now(in_danger).dispatch == "permitted"
    actions.decide(in_danger.number, tasks=["perimeter"], reason="Go.", by=crew.commander, seen=seen(in_danger))
