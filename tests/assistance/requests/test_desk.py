"""The desk: one required field, one request however often a form is sent, and a danger that nothing holds up."""

import uuid
from typing import Any

import pytest
from django.test import Client

from brightline.assistance.duty import actions as duty
from brightline.assistance.duty import queries as duty_queries
from brightline.assistance.duty.models import Page
from brightline.assistance.requests import actions, queries
from brightline.assistance.requests.models import Request
from brightline.assistance.requests.states import State
from brightline.platform.kernel import clock
from tests.support.builders import CRIMINAL_WARRANT, Crew, again, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def crew() -> Crew:
    return Crew()


@pytest.fixture
def desk(client: Client, crew: Crew) -> Client:
    client.force_login(crew.call_taker, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def a_form(**typed: Any) -> dict[str, Any]:
    return {"key": str(uuid.uuid4()), "agency": "ICE, Enforcement and Removal", "do": "page", **typed}


def the_request() -> Request:
    return Request.objects.get()


def test_the_agency_alone_makes_a_request_and_pages_the_commander(desk: Client, crew: Crew) -> None:
    answer = desk.post("/desk/", a_form())

    assert answer.status_code == 302
    assert answer["Location"] == f"/desk/requests/{the_request().number}/"
    shown = desk.get(answer["Location"]).content.decode()
    assert f"Paged {crew.commander}" in shown
    assert f"When the clock runs out we page {crew.backup}." in shown
    assert "A commanding officer will speak with you now on a recorded line." in shown
    assert "data-countdown" in shown


def test_an_empty_agency_is_one_sentence_and_changes_nothing(desk: Client) -> None:
    answer = desk.post("/desk/", a_form(agency=" ", location="1604 Harbor St"))

    assert answer.status_code == 422
    assert "Type who is asking" in answer.content.decode()
    assert "1604 Harbor St" in answer.content.decode()
    assert not Request.objects.exists()


def test_a_form_sent_twice_is_one_request(desk: Client) -> None:
    form = a_form(location="1604 Harbor St")

    first, second = desk.post("/desk/", form), desk.post("/desk/", form)

    assert first["Location"] == second["Location"]
    assert Request.objects.count() == 1


def test_a_form_changed_after_it_made_a_request_is_not_lost(desk: Client) -> None:
    form = a_form()
    desk.post("/desk/", form)

    answer = desk.post("/desk/", form | {"agency": "Customs and Border Protection"})

    shown = answer.content.decode()
    assert answer.status_code == 409
    assert f"This form has already made {the_request().number}" in shown
    assert "Customs and Border Protection" in shown
    assert form["key"] not in shown


def test_danger_is_one_key_even_with_an_empty_form(desk: Client, crew: Crew) -> None:
    desk.post("/desk/", a_form(agency="", do="danger"))

    request = the_request()
    page = duty_queries.open_page(request.number)
    assert queries.latest_intake(request).agency == "Not yet known"
    assert page is not None
    assert page.reason == Page.Reason.DANGER
    assert {call.commander for call in page.calls.all()} == {crew.commander, crew.backup}
    assert request in queries.sendable()
    assert "Danger: all commanders paged" in desk.get(f"/desk/requests/{request.number}/").content.decode()


def test_a_field_that_cannot_be_read_never_holds_up_a_danger(desk: Client) -> None:
    answer = desk.post("/desk/", {"do": "danger", "location": "x" * 300, "callback": "555-0138"}, follow=True)

    assert the_request() in queries.sendable()
    assert queries.latest_intake(the_request()).callback == "555-0138"
    assert "Not saved, write it again: Where." in answer.content.decode()


def test_danger_pressed_after_the_same_form_was_sent_still_counts(desk: Client) -> None:
    form = a_form()
    desk.post("/desk/", form)

    answer = desk.post("/desk/", form | {"do": "danger", "location": "Liberty St and 4th"})

    assert answer.status_code == 302
    assert the_request() in queries.sendable()
    assert queries.latest_intake(the_request()).location == "Liberty St and 4th"


def test_the_kind_follows_the_agency_unless_someone_chose_it(desk: Client) -> None:
    for typed, kind in (
        ({"agency": "us marshals service"}, "federal"),
        ({"agency": "An office nobody listed"}, "immigration"),
        ({"agency": "An office nobody listed", "agency_kind": "state"}, "state"),
    ):
        answer = desk.post("/desk/", a_form(**typed))
        number = answer["Location"].split("/")[-2]
        assert queries.latest_intake(queries.get(number)).agency_kind == kind


def test_an_unanswered_page_says_to_whom_it_escalated(desk: Client, crew: Crew) -> None:
    request = crew.received()
    page = duty_queries.open_page(request.number)
    assert page is not None
    assert page.next_step_at is not None
    with clock.at(page.next_step_at):
        duty.escalate_due()

    shown = desk.get("/desk/open/").content.decode()

    assert f"Escalated to {crew.backup}" in shown
    assert f"{crew.commander} did not answer. When the clock runs out we page all commanders." in shown


def test_what_is_added_is_saved_and_what_someone_else_added_is_not_overwritten(desk: Client, crew: Crew) -> None:
    request = crew.received(location="1604 Harbor St")
    shown_first = queries.latest_intake(request).pk
    form = {"agency": "ICE, Enforcement and Removal", "location": "1604 Harbor St, apt 9", "seen": shown_first}

    saved = desk.post(f"/desk/requests/{request.number}/", form)
    stale = desk.post(f"/desk/requests/{request.number}/", form | {"location": "1604 Harbor St, rear"})

    assert saved.status_code == 302
    assert stale.status_code == 409
    assert "changed this request meanwhile" in stale.content.decode()
    assert "1604 Harbor St, rear" in stale.content.decode()
    assert queries.latest_intake(request).location == "1604 Harbor St, apt 9"


def test_adding_to_a_decided_request_is_refused_and_what_was_typed_stays(desk: Client, crew: Crew) -> None:
    request = crew.assessed(CRIMINAL_WARRANT, asks=["perimeter"])
    form = {
        "agency": "ICE",
        "location": "1604 Harbor St",
        "seen": queries.latest_intake(request).pk,
    }
    actions.decide(
        request.number, tasks=["perimeter"], reason="Verified.", by=crew.commander, seen=seen(request), decline=False
    )

    answer = desk.post(f"/desk/requests/{request.number}/", form)

    assert answer.status_code == 409
    assert "is now “Authorized”" in answer.content.decode()
    assert "1604 Harbor St" in answer.content.decode()


def test_a_declined_request_shows_what_to_tell_the_caller(desk: Client, crew: Crew) -> None:
    request = crew.declined()

    shown = desk.get(f"/desk/requests/{request.number}/").content.decode()

    assert "our officers will not take part" in shown
    assert "No ground." in shown
    assert "Knock and clear: never permitted, whatever else holds." in shown
    assert "Officers can be sent only for" not in shown
    assert 'name="agency"' not in shown


def test_a_request_taken_back_unanswered_is_closed_at_the_desk(desk: Client, crew: Crew) -> None:
    request = crew.received()
    address = f"/desk/requests/{request.number}/"

    without_reason = desk.post(f"{address}withdraw/", {"reason": ""})
    desk.post(f"{address}withdraw/", {"reason": "They found him elsewhere."})
    assert again(request).state == State.WITHDRAWN
    desk.post(f"{address}close/")

    assert without_reason.status_code == 422
    assert again(request).state == State.CLOSED


def test_a_reviewer_has_no_desk(client: Client, crew: Crew) -> None:
    client.force_login(crew.reviewer, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.get("/desk/").status_code == 403
    assert client.post("/desk/", a_form()).status_code == 403
    assert not Request.objects.exists()


@pytest.mark.parametrize("state", ["declined", "closed"])
def test_danger_on_a_decided_request_opens_one_of_its_own(desk: Client, crew: Crew, state: str) -> None:
    """What was decided stays; nobody in danger waits for that. Pressed twice, it is still one."""
    decided = getattr(crew, state)()
    assert "F9" in desk.get(f"/desk/requests/{decided.number}/").content.decode()
    for _press in range(2):
        answer = desk.post(f"/desk/requests/{decided.number}/danger/")
        assert answer.status_code == 302
    opened = Request.objects.exclude(pk=decided.pk).get()
    assert answer["Location"].endswith(f"/{opened.number}/")
    assert queries.gate_now(opened).before_assessment == "permitted"
    assert opened in queries.sendable()
    assert queries.latest_intake(opened).agency == queries.latest_intake(decided).agency
    assert queries.get(decided.number).state == state
