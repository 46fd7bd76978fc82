"""The console: what a commander sees and does, and what is refused in place."""

import json
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from brightline.assistance.requests import actions, queries
from brightline.assistance.requests.models import Arrival, Decision, Request
from brightline.assistance.requests.states import State
from brightline.city import queries as city
from brightline.platform.accounts.models import Person
from brightline.platform.kernel import clock
from tests.support.builders import CRIMINAL_WARRANT, Crew, again, seen

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt " + b"\x00" * 40


@pytest.fixture
def crew() -> Crew:
    return Crew()


def console(person: Person) -> Client:
    client = Client(HTTP_ACCEPT="text/html")
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def shown(request: Request, **ticked: Any) -> dict[str, Any]:
    """The facts form as a page shown now would send it, with these changes."""
    known = queries.facts_now(request).to_json()
    sent = known | ticked
    return {name: value for name, value in sent.items() if value is not False} | {"was": json.dumps(known)}


def url(request: Request, act: str = "") -> str:
    return f"/console/{request.number}/{act}"


def page(client: Client, request: Request) -> str:
    return client.get(url(request)).content.decode()


def test_two_taps_lead_from_the_page_to_the_recorded_line(crew: Crew) -> None:
    request = crew.received(callback="(502) 555-0138")
    client = console(crew.commander)

    rings = client.get("/console/").content.decode()
    client.post(url(request, "answer/"))
    client.post(url(request, "facts/"), shown(again(request), call_recorded="on"))

    assert "data-page-alarm" in rings
    assert url(request, "answer/") in rings
    assert queries.facts_now(request).call_recorded
    assert 'href="tel:5025550138"' in page(client, request)


def test_of_two_who_answer_the_second_takes_nothing_from_the_first(crew: Crew) -> None:
    request = crew.assessed()

    late = console(crew.backup).post(url(request, "answer/"), follow=True)

    assert late.redirect_chain == [(url(request), 302)]
    assert "Commander has already answered" in late.content.decode()
    assert queries.commander_in_charge(request) == crew.commander


def test_taking_over_is_asked_for_by_name(crew: Crew) -> None:
    request = crew.assessed()
    client = console(crew.backup)

    asked = page(client, request)
    client.post(url(request, "answer/"), {"take_over": "1"})

    assert "Take over from Commander?" in asked
    assert "What only you can say starts at no again" in asked
    assert "starts at no again" not in page(console(crew.backup), crew.authorized())
    assert queries.commander_in_charge(request) == crew.backup


def test_a_changed_fact_answers_with_the_line_the_foot_and_what_was_seen(crew: Crew) -> None:
    request = crew.assessed({"commander_joins": True, "call_recorded": True}, asks=["perimeter", "knock_and_clear"])
    client = console(crew.commander)

    answer = client.post(
        url(request, "facts/"), shown(request, warrant="criminal", warrant_verified="on"), headers=HTMX
    ).content.decode()

    may, may_not = answer.split('id="side-may-not"')
    assert "task-perimeter" in may
    assert "task-knock_and_clear" in may_not
    assert "Officers may be sent" in answer
    assert f'name="seen" value="{seen(request)}"' in answer
    assert "never-knock-and-clear" in answer
    assert "<html" not in answer


def test_a_page_a_second_old_never_takes_back_a_danger(crew: Crew) -> None:
    request = crew.assessed()
    old = shown(request, commander_joins="on")
    actions.declare_danger(request.number, by=crew.dispatcher)

    console(crew.commander).post(url(request, "facts/"), old)

    facts = queries.facts_now(request)
    assert facts.clear_public_danger
    assert facts.commander_joins


def test_a_verified_warrant_is_one_that_is_there(crew: Crew) -> None:
    request = crew.assessed(CRIMINAL_WARRANT)

    console(crew.commander).post(url(request, "facts/"), shown(request, warrant="administrative"))

    assert not queries.facts_now(request).warrant_verified


def test_what_is_missing_is_said_in_plain_words(crew: Crew) -> None:
    joins = crew.assessed(CRIMINAL_WARRANT | {"commander_joins": False})
    no_ground = crew.assessed({"warrant": "administrative"})
    client = console(crew.commander)

    assert "You join the officers at the scene." in page(client, joins)
    text = page(client, no_ground)
    assert "Any one of these:" in text
    assert "There is a clear danger to the public." in text
    assert 'id="authorize-closed"' in text
    assert "An administrative warrant is not a criminal warrant." in text


def test_the_rules_speak_the_readers_language(crew: Crew) -> None:
    request = crew.assessed({"warrant": "administrative"})
    pack = queries.pack_for(request)
    client = console(crew.commander)
    client.cookies["django_language"] = "ar"

    text = page(client, request)

    assert 'dir="rtl"' in text
    assert pack.says("no-ground-administrative", "ar") in text
    translation.activate("en")


def test_the_commander_authorizes_what_is_permitted_with_a_reason(crew: Crew) -> None:
    request = crew.assessed(CRIMINAL_WARRANT, asks=["serve_criminal_warrant"])

    done = console(crew.commander).post(
        url(request, "decide/"),
        {
            "decision": "authorize",
            "tasks": ["serve_criminal_warrant"],
            "quick": ["A judge's criminal warrant has been verified."],
            "reason": "By the clerk.",
            "seen": seen(request) or "",
        },
        headers=HTMX,
    )

    decision = Decision.objects.get(request=request)
    assert done.headers["HX-Redirect"] == url(request)
    assert decision.tasks == ["serve_criminal_warrant"]
    assert decision.reason == "A judge's criminal warrant has been verified. By the clerk."
    assert "Waiting for the dispatcher" in page(console(crew.commander), request)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"reason": ""}, "Give your reason"),
        ({"tasks": []}, "Choose at least one task"),
        ({"tasks": ["knock_and_clear"]}, "does not permit: Knock and clear"),
        ({"tasks": ["dance"]}, "Nothing was changed."),
        ({"seen": ""}, "has changed since this page was shown"),
        ({"seen": "x"}, "Nothing was changed."),
        ({"decision": "maybe"}, "Nothing was changed."),
    ],
)
def test_a_decision_that_cannot_be_is_one_sentence_and_changes_nothing(
    crew: Crew, change: dict[str, Any], says: str
) -> None:
    request = crew.assessed(CRIMINAL_WARRANT, asks=["serve_criminal_warrant"])
    good = {"decision": "authorize", "tasks": ["perimeter"], "reason": "Yes.", "seen": seen(request)}

    refused = console(crew.commander).post(url(request, "decide/"), good | change, headers=HTMX)

    assert refused.status_code in (400, 409)
    assert refused.headers["HX-Retarget"] == "#notice"
    assert says in refused.content.decode()
    assert not Decision.objects.filter(request=request).exists()


def test_a_decision_on_a_stale_page_says_who_was_first(crew: Crew) -> None:
    request = crew.assessed({"warrant": "administrative"})
    form = {"decision": "decline", "reason": "No ground.", "seen": seen(request)}
    first = console(crew.commander)

    first.post(url(request, "decide/"), form)
    second = first.post(url(request, "decide/"), form, headers=HTMX)

    assert second.status_code == 409
    assert "Commander has already decided" in second.content.decode()
    assert Decision.objects.filter(request=request).count() == 1


def test_a_commander_who_is_not_in_charge_sees_the_line_and_cannot_move_it(crew: Crew) -> None:
    request = crew.assessed(asks=["perimeter"])
    client = console(crew.backup)

    text = page(client, request)
    refused = client.post(url(request, "facts/"), shown(request, clear_public_danger="on"))

    assert "data-facts" not in text
    assert 'id="line-panel"' in text
    assert refused.status_code == 403
    assert not queries.facts_now(request).clear_public_danger


@pytest.mark.parametrize("who", ["call_taker", "dispatcher", "reviewer", "auditor", "administrator"])
def test_only_commanders_have_a_console(crew: Crew, who: str) -> None:
    request = crew.assessed()
    client = console(getattr(crew, who))

    answers = [client.get("/console/"), client.get(url(request)), client.post(url(request, "decide/"), {})]

    assert {answer.status_code for answer in answers} == {403}
    assert again(request).state == State.UNDER_ASSESSMENT


def test_units_sent_before_assessment_are_confirmed_or_stood_down(crew: Crew) -> None:
    request = crew.received(danger_now=True, asks=["backup_officer_safety"])
    actions.send_before_assessment(request.number, call_signs=["412A"], key=uuid.uuid4(), by=crew.dispatcher)
    client = console(crew.commander)
    client.post(url(request, "answer/"))

    text = page(client, request)
    client.post(
        url(request, "decide/"),
        {"decision": "decline", "quick": ["The danger has passed."], "seen": seen(request)},
    )

    assert "Units went before assessment." in text
    assert "Stand them down…" in text
    assert again(request).state == State.STOOD_DOWN


def test_the_commander_notes_their_own_arrival_and_never_one_before_the_dispatch(crew: Crew) -> None:
    request = crew.sent()
    client = console(crew.commander)

    early = client.post(url(request, "arrive/"), {"at": "00:00"})
    nonsense = client.post(url(request, "arrive/"), {"at": "half past"})
    client.post(url(request, "arrive/"))
    twice = client.post(url(request, "arrive/"))

    assert early.status_code == 400
    assert "cannot have arrived" in early.content.decode()
    assert "such as 15:04" in nonsense.content.decode()
    assert again(request).state == State.ON_SCENE
    assert twice.status_code == 409


def test_a_time_typed_at_the_console_is_read_as_on_the_board(crew: Crew) -> None:
    sending = datetime(2026, 3, 12, 23, 58, 40, tzinfo=city.zone())
    with clock.at(sending):
        request = crew.sent()
    with clock.at(sending + timedelta(minutes=5)):
        answer = console(crew.commander).post(url(request, "arrive/"), {"at": "23:58"})

    assert answer.status_code == 302
    assert Arrival.objects.get().at == sending


def test_each_state_offers_what_comes_next_and_nothing_else(crew: Crew) -> None:
    client = console(crew.commander)
    acts = ("decide/", "arrive/", "stand-down/", "close/")

    def offered(request: Request) -> list[str]:
        text = page(client, request)
        return [act for act in acts if f'action="{url(request, act)}"' in text]

    assert offered(crew.assessed()) == ["decide/"]
    assert offered(crew.authorized()) == ["stand-down/"]
    assert offered(crew.sent()) == ["arrive/", "stand-down/"]
    assert offered(crew.on_scene()) == ["stand-down/", "close/"]
    assert offered(crew.declined()) == ["close/"]
    assert offered(crew.closed()) == []


def test_standing_down_and_closing_take_a_reason_and_an_outcome_that_fits(crew: Crew) -> None:
    request = crew.sent()
    client = console(crew.commander)

    unsaid = client.post(url(request, "stand-down/"), {})
    client.post(url(request, "stand-down/"), {"quick": ["Officers are needed elsewhere."]})
    unfit = client.post(url(request, "close/"), {"outcome": "caller_told"})
    client.post(url(request, "close/"), {"outcome": "called_off", "note": "Nobody there."})

    assert unsaid.status_code == 400
    assert unfit.status_code == 400
    assert again(request).state == State.CLOSED


def test_a_missing_recording_is_attached_or_explained(crew: Crew, settings: Any, tmp_path: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    from django.core.files.uploadedfile import SimpleUploadedFile

    request = crew.closed()
    client = console(crew.commander)

    owed = page(client, request)
    client.post(url(request, "explain/"), {"exception": "no_recording", "explanation": "The line was down."})
    text = client.post(url(request, "recording/"), {"audio": SimpleUploadedFile("call.txt", b"hello")})
    client.post(url(request, "recording/"), {"audio": SimpleUploadedFile("call.wav", WAV)})

    assert "No recording of the call" in owed
    assert text.status_code == 400
    assert request.explanations.get().explanation == "The line was down."
    assert "None attached yet" not in page(client, request)


def test_anyone_on_the_console_can_report_a_danger(crew: Crew) -> None:
    request = crew.received()

    console(crew.backup).post(url(request, "danger/"))

    assert queries.facts_now(request).clear_public_danger


def test_a_number_that_is_none_is_said_to_be_none(crew: Crew) -> None:
    missing = console(crew.commander).get("/console/AR-1999-0001/")

    assert missing.status_code == 404
    assert "There is no request AR-1999-0001." in missing.content.decode()


def test_the_facts_a_pack_declares_itself_are_asked(crew: Crew) -> None:
    from brightline.assistance.policy import packs
    from brightline.assistance.requests.forms.console import FactsForm

    form = FactsForm(pack=packs.load("lmco-2017-10"), language="en", known={})

    assert [field.name for field in form.own_fields] == ["articulated_risk_of_violence"]
    assert "reasons to suspect a risk of violence" in str(form.own_fields[0].label)


@pytest.mark.parametrize("was", ["[" * 100_000, '{"a": ' + "9" * 5000 + "}", "{", "[]", "null\x00"])
def test_facts_that_cannot_be_read_are_one_sentence_and_change_nothing(client: Client, was: str) -> None:
    crew = Crew()
    request = crew.assessed({"warrant": "criminal"})
    before = request.facts_records.count()
    client.force_login(crew.commander)
    answer = client.post(f"/console/{request.number}/facts/", {"was": was, "warrant": "none"}, HTTP_HX_REQUEST="true")
    assert answer.status_code == 400
    assert request.facts_records.count() == before


def test_where_no_ground_holds_everything_that_would_change_it_is_listed(crew: Crew) -> None:
    request = crew.assessed({"warrant": "administrative"}, asks=["perimeter", "knock_and_clear"])

    line = page(console(crew.commander), request).split('id="line-change"')[1].split('id="line-because"')[0]

    assert "You join the officers at the scene." in line
    assert "recorded line. Not needed for: Clear public danger." in line
    assert "Knock and clear: never permitted, whatever else holds." in line


def test_no_ground_is_offered_for_what_is_never_permitted(crew: Crew) -> None:
    declined = crew.declined()
    asked = crew.assessed(asks=["knock_and_clear"])
    client = console(crew.commander)

    line = page(client, asked).split('id="line-change"')[1].split('id="line-because"')[0]
    told = page(client, declined).split('id="next"')[1].split('id="decided"')[0]

    assert "never permitted" in line
    assert "criminal warrant" not in line
    assert "never permitted" in told
    assert "three grounds" not in told


def test_units_out_for_a_danger_are_not_called_refused(crew: Crew) -> None:
    request = crew.received(danger_now=True)
    actions.send_before_assessment(request.number, call_signs=["412A"], key=uuid.uuid4(), by=crew.dispatcher)
    actions.take_command(request.number, by=crew.commander)

    shown = page(console(crew.commander), request)

    assert "To confirm: say that you are joining" in shown
    assert "Officers may not be sent" not in shown
