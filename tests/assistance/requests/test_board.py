"""The board: only what may be sent, sent once, the commander among the units."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from brightline.assistance.requests import actions
from brightline.assistance.requests.models import Arrival, Dispatch, Request
from brightline.assistance.requests.states import State
from brightline.platform.kernel import clock
from tests.support.builders import Crew, again, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def crew() -> Crew:
    return Crew()


@pytest.fixture
def board(client: Client, crew: Crew) -> Client:
    client.force_login(crew.dispatcher, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def shown(board: Client) -> str:
    return board.get("/board/").content.decode()


def send(board: Client, request: Request, units: str, **more: Any) -> Any:
    return board.post(f"/board/{request.number}/send/", {"units": units, "key": str(uuid.uuid4()), **more})


def test_only_what_may_be_sent_is_shown(board: Client, crew: Crew) -> None:
    assert "Nothing may be sent now" in shown(board)
    waiting, declined, authorized = crew.received(), crew.declined(), crew.authorized()
    dangerous = crew.received(danger_now=True)

    page = shown(board)

    assert authorized.number in page
    assert dangerous.number in page
    assert waiting.number not in page
    assert declined.number not in page


def test_a_ticket_names_what_is_not_authorized_and_holds_the_commanders_call_sign(board: Client, crew: Crew) -> None:
    crew.authorized("serve_criminal_warrant")

    page = shown(board)

    assert "Serve a criminal warrant" in page
    assert "<strong>not:</strong> Hold a perimeter" in page
    assert f'value="{crew.commander.call_sign} "' in page


def test_one_line_of_call_signs_sends(board: Client, crew: Crew) -> None:
    request = crew.authorized()

    answer = send(board, request, f" 412a, {crew.commander.call_sign} 460 ")

    assert answer.status_code == 302
    assert [unit.call_sign for unit in Dispatch.objects.get().units.all()] == ["412A", crew.commander.call_sign, "460"]
    assert again(request).state == State.UNITS_SENT


def test_without_the_commander_nobody_is_sent_and_the_line_stays(board: Client, crew: Crew) -> None:
    request = crew.authorized()

    answer = send(board, request, "412A 460")

    assert answer.status_code == 400
    assert f"add {crew.commander.call_sign} to the units" in answer.content.decode()
    assert 'value="412A 460"' in answer.content.decode()
    assert not Dispatch.objects.exists()


def test_a_refusal_goes_beside_the_form_it_belongs_to(board: Client, crew: Crew) -> None:
    request = crew.authorized()
    form = f"send-{request.number}-0"

    answer = board.post(
        f"/board/{request.number}/send/",
        {"units": "", "key": str(uuid.uuid4())},
        headers={"HX-Request": "true", "HX-Trigger": form},
    )

    assert answer.status_code == 422
    assert answer["HX-Retarget"] == f"#{form} .ticket__refused"
    assert "Type the units to send" in answer.content.decode()


def test_the_same_form_sends_once(board: Client, crew: Crew) -> None:
    request = crew.authorized()
    key = str(uuid.uuid4())

    first = send(board, request, f"412A {crew.commander.call_sign}", key=key)
    again_ = send(board, request, f"412A {crew.commander.call_sign}", key=key)
    changed = send(board, request, "460", key=key)

    assert first.status_code == again_.status_code == 302
    assert changed.status_code == 409
    assert "had already sent 412A" in changed.content.decode()
    assert Dispatch.objects.count() == 1


def test_a_danger_is_sent_before_assessment_without_a_commander(board: Client, crew: Crew) -> None:
    request = crew.received(danger_now=True, asks=["knock_and_clear", "backup_officer_safety"])
    page = shown(board)

    send(board, request, "412A 415")

    assert "danger: send now" in page
    assert "<strong>not:</strong> Knock and clear" in page
    assert again(request).state == State.SENT_BEFORE_ASSESSMENT
    assert "danger: sent before assessment" in shown(board)


def test_what_was_taken_back_meanwhile_is_not_sent(board: Client, crew: Crew) -> None:
    request = crew.authorized()
    actions.stand_down(request.number, reason="The agency called it off.", by=crew.commander)

    answer = send(board, request, crew.commander.call_sign)

    assert answer.status_code == 409
    assert "Nobody was sent." in answer.content.decode()
    assert not Dispatch.objects.exists()


def test_units_stood_down_stay_on_the_board_until_the_request_is_closed(board: Client, crew: Crew) -> None:
    request = crew.sent()
    actions.stand_down(request.number, reason="No longer needed.", by=crew.commander)
    assert "Call these units back." in shown(board)

    actions.close(request.number, outcome="called_off", note="", by=crew.commander)
    assert request.number not in shown(board)


def test_arrival_is_one_button_or_a_time_written_down_late(board: Client, crew: Crew) -> None:
    request = crew.sent()
    address = f"/board/{request.number}/arrive/"

    assert board.post(address, {"call_sign": "412A"}).status_code == 302
    impossible = board.post(address, {"call_sign": crew.commander.call_sign, "at": "25:99"})

    assert impossible.status_code == 422
    assert "hours and minutes" in impossible.content.decode()
    assert Arrival.objects.get().unit.call_sign == "412A"
    assert again(request).state == State.ON_SCENE


def test_a_unit_cannot_arrive_before_it_was_sent(board: Client, crew: Crew) -> None:
    request = crew.sent()
    earlier = (Dispatch.objects.get().at - timedelta(hours=3)).astimezone(_zone())

    answer = board.post(f"/board/{request.number}/arrive/", {"call_sign": "412A", "at": f"{earlier:%H:%M}"})

    assert answer.status_code == 400
    assert "cannot have arrived" in answer.content.decode()
    assert not Arrival.objects.exists()


def test_the_minute_of_sending_is_not_before_it(board: Client, crew: Crew) -> None:
    sending = datetime(2026, 3, 12, 14, 0, 40, tzinfo=_zone())
    with clock.at(sending):
        request = crew.sent()
    with clock.at(sending + timedelta(minutes=30)):
        board.post(f"/board/{request.number}/arrive/", {"call_sign": "412A", "at": "14.00"})

    assert Arrival.objects.get().at == Dispatch.objects.get().at == sending


def test_a_commander_sees_the_board_and_sends_nothing(client: Client, crew: Crew) -> None:
    request = crew.authorized()
    client.force_login(crew.commander, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert request.number in shown(client)
    assert send(client, request, crew.commander.call_sign).status_code == 403
    assert not Dispatch.objects.exists()


def test_confirmed_after_danger_the_board_asks_for_the_commanders_unit(board: Client, crew: Crew) -> None:
    request = crew.received(danger_now=True, asks=["backup_officer_safety"])
    send(board, request, "412A")
    actions.take_command(request.number, by=crew.commander)
    actions.record_facts(request.number, ticked={"commander_joins": True, "call_recorded": True}, by=crew.commander)
    actions.decide(
        request.number, tasks=["backup_officer_safety"], reason="Shots heard.", by=crew.commander, seen=seen(request)
    )

    assert f"keep {crew.commander.call_sign} among the units" in shown(board)


def _zone() -> Any:
    from brightline.city import queries as city

    return city.zone()


def test_a_unit_that_may_be_mistyped_is_asked_about_once(board: Client, crew: Crew) -> None:
    crew.sent()
    request = crew.authorized()
    units = f"{crew.commander.call_sign} 41"

    asked = send(board, request, units)
    sent = send(board, request, units, sure="41")

    assert asked.status_code == 422
    assert "41 was never sent before" in asked.content.decode()
    assert sent.status_code == 302
    assert again(request).state == State.UNITS_SENT


def test_a_danger_is_never_held_up_by_a_question(board: Client, crew: Crew) -> None:
    crew.sent()

    assert send(board, crew.received(danger_now=True), "41").status_code == 302


def test_a_ticket_says_who_asks_and_the_number_in_the_dispatch_system(board: Client, crew: Crew) -> None:
    crew.received(agency="ICE, Removal", cad_number="FC-0912", danger_now=True)

    page = shown(board)

    assert "ICE, Removal" in page
    assert "FC-0912" in page
