"""Rules of the oversight screens: what they show, who may do what there, and that hearing leaves its entry first."""

import csv
import io
import uuid
from datetime import timedelta

import pytest
import time_machine
from asgiref.sync import async_to_sync
from django.core import signing
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse

from brightline.assistance.line.models import Listening, Recording
from brightline.assistance.requests import actions, queries
from brightline.assistance.requests.forms.desk import NOT_YET_KNOWN
from brightline.assistance.requests.models import Request
from brightline.assistance.requests.queries import oversight
from brightline.assistance.requests.views.oversight import safe_cell
from brightline.assistance.requests.views.oversight_bytes import Unsatisfiable, byte_range
from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role
from brightline.platform.kernel import clock
from brightline.record.ledger import queries as ledger
from tests.support.builders import Crew, a_person, again

AUDIO = b"RIFF\x00\x00\x00\x00WAVE" + bytes(range(256)) * 40


def as_seen_by(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def page(person: Person, route: str, *args: object, **query: str) -> str:
    answer = as_seen_by(person).get(reverse(route, args=args), query)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return answer.content.decode()


def attached(crew: Crew, request: Request) -> Recording:
    return actions.attach_recording(request.number, audio=io.BytesIO(AUDIO), by=crew.commander)


def listen(person: Person, recording: Recording) -> str:
    """Press Listen and return the address of the bytes."""
    answer = as_seen_by(person).post(reverse("oversight_listen", args=[recording.pk]), headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode().split('src="')[1].split('"')[0]


def body(answer: object) -> bytes:
    assert isinstance(answer, StreamingHttpResponse)

    async def read() -> bytes:
        return b"".join([block async for block in answer])

    return async_to_sync(read)()


# The register


@pytest.mark.django_db
def test_the_register_is_found_by_number_cad_number_agency_state_ground_district_and_month() -> None:
    crew = Crew()
    sent = crew.sent()
    declined = crew.declined()
    other = crew.received(agency="US Marshals Service", cad_number="CAD-7781", district="3rd Division")

    def found(**by: str) -> set[str]:
        return {request.number for request in oversight.narrowed(**by)}

    assert found(text=sent.number[-4:]) == {sent.number}
    assert found(text="marshals 7781") == {other.number}
    assert found(state="paged") == {other.number}
    assert found(ground="criminal_warrant") == {sent.number}
    assert found(ground="none") == {declined.number}
    assert found(district="3rd Division") == {other.number}
    assert found(month=f"{oversight.months()[0]:%Y-%m}") == {sent.number, declined.number, other.number}
    assert found(month="2001-01") == set()


@pytest.mark.django_db
def test_a_choice_that_does_not_exist_narrows_nothing_and_is_said() -> None:
    crew = Crew()
    received = crew.received()
    answer = page(crew.auditor, "oversight", state="imaginary")
    assert received.number in answer
    assert "imaginary" in answer


@pytest.mark.django_db
@pytest.mark.parametrize("route", ["oversight", "oversight_exceptions", "oversight_to_review", "oversight_calls"])
def test_a_call_taker_sees_nothing_of_oversight(route: str) -> None:
    crew = Crew()
    assert as_seen_by(crew.call_taker).get(reverse(route)).status_code == 403


@pytest.mark.parametrize("said", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_of_the_csv_is_a_formula(said: str) -> None:
    assert safe_cell(said) == f"'{said}"
    assert safe_cell("ICE = one of them") == "ICE = one of them"


@pytest.mark.django_db
def test_the_csv_is_what_the_register_shows_and_is_for_oversight_only() -> None:
    crew = Crew()
    crew.received(agency="=cmd|' /C calc'!A0", cad_number="+44")
    crew.received(agency="ICE", district="2nd Division")
    answer = as_seen_by(crew.auditor).get(reverse("oversight_csv"), {"q": "cmd"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [(row["agency"], row["cad_number"]) for row in rows] == [("'=cmd|' /C calc'!A0", "'+44")]
    assert as_seen_by(crew.commander).get(reverse("oversight_csv")).status_code == 403


# Exceptions and reviews


@pytest.mark.django_db
def test_an_explained_exception_moves_to_its_tab_and_stays_an_exception() -> None:
    crew = Crew()
    closed = crew.closed()
    actions.report_sent_outside(closed.number, what="412A went on its own.", by=crew.auditor)
    assert closed.number in page(crew.reviewer, "oversight_exceptions")
    for kind in {each.kind for each in queries.exceptions(closed.number)}:
        answer = as_seen_by(crew.commander).post(
            reverse("oversight_explain", args=[closed.number]),
            {"exception": kind, "explanation": "They heard it on the radio.", "next": reverse("oversight_exceptions")},
        )
        assert answer["Location"] == reverse("oversight_exceptions")
    assert closed.number not in page(crew.reviewer, "oversight_exceptions")
    assert "They heard it on the radio." in page(crew.reviewer, "oversight_exceptions", show="explained")


@pytest.mark.django_db
def test_an_agency_nobody_has_named_is_said_in_the_readers_words() -> None:
    crew = Crew()
    request = crew.received(agency=NOT_YET_KNOWN)
    actions.report_sent_outside(request.number, what="412A went on its own.", by=crew.auditor)
    for route in ("oversight", "oversight_exceptions"):
        assert "Agency not yet known" in page(crew.reviewer, route)
    shown = page(crew.reviewer, "oversight_request", request.number)
    assert shown.count("Agency not yet known") == 2, "at its head and where it came in; the entry itself is as signed"


@pytest.mark.django_db
def test_after_explaining_nobody_is_sent_to_another_site() -> None:
    crew = Crew()
    closed = crew.closed()
    actions.report_sent_outside(closed.number, what="412A went on its own.", by=crew.auditor)
    answer = as_seen_by(crew.reviewer).post(
        reverse("oversight_explain", args=[closed.number]),
        {"exception": "sent_outside", "explanation": "Explained.", "next": "https://elsewhere.example/"},
    )
    assert answer["Location"] == reverse("oversight_request", args=[closed.number])


@pytest.mark.django_db
def test_the_review_list_marks_what_the_reviewer_took_part_in_exactly_as_the_permission_does() -> None:
    crew = Crew()
    both = a_person(Role.REVIEWER, Role.CALL_TAKER, Role.DISPATCHER, Role.COMMANDER, call_sign="R1")
    crew.call_taker = both
    mine = crew.closed()
    crew.call_taker = crew.administrator = a_person(Role.CALL_TAKER)
    others = crew.closed()
    withdrew, recorded = a_person(Role.CALL_TAKER), a_person(Role.CALL_TAKER)
    taken_back = crew.received()
    actions.withdraw(taken_back.number, reason="They called back.", by=withdrew)
    actions.attach_recording(taken_back.number, audio=io.BytesIO(AUDIO), by=recorded)
    everyone = [crew.commander, crew.backup, crew.dispatcher, crew.reviewer, crew.call_taker, both, withdrew, recorded]
    requests = (mine, others, taken_back)
    for person in everyone:
        took_part = oversight.took_part(person, requests)
        assert took_part == {each.pk for each in requests if person.pk in queries.participants(each)}
    assert {withdrew.pk, recorded.pk} < queries.participants(taken_back)
    shown = page(both, "oversight_to_review")
    assert "not yours" in shown
    assert f"{reverse('oversight_request', args=[others.number])}#review" in shown
    assert f"{reverse('oversight_request', args=[mine.number])}#review" not in shown
    refused = as_seen_by(both).post(
        reverse("oversight_review", args=[mine.number]), {"finding": "within_policy", "note": "Mine."}
    )
    assert refused.status_code == 403
    assert not hasattr(again(mine), "second_review")


@pytest.mark.django_db
def test_a_review_without_a_note_is_refused_beside_what_was_chosen() -> None:
    crew = Crew()
    closed = crew.closed()
    address = reverse("oversight_review", args=[closed.number])
    refused = as_seen_by(crew.reviewer).post(address, {"finding": "outside_policy", "note": "  "})
    assert refused.status_code == 400
    assert "Say in a few words what you looked at." in refused.content.decode()
    assert 'value="outside_policy"' in refused.content.decode()
    done = as_seen_by(crew.reviewer).post(address, {"finding": "within_policy", "note": "I heard the call."})
    assert done.status_code == 302
    assert "I heard the call." in page(crew.auditor, "oversight_request", closed.number)


# One request


@pytest.mark.django_db
def test_the_page_of_a_request_shows_each_entry_by_its_index_with_what_it_keeps_private() -> None:
    crew = Crew()
    closed = crew.closed()
    shown = page(crew.auditor, "oversight_request", closed.number)
    for index, _entry in ledger.entries_about(closed.number):
        assert f'id="entry-{index}"' in shown
    assert "The clerk confirmed the warrant." in shown
    assert "the same answer" in shown


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["received", "assessed", "declined", "sent", "on_scene"])
def test_a_request_opens_in_every_state(state: str) -> None:
    crew = Crew()
    request = getattr(crew, state)()
    assert request.number in page(crew.reviewer, "oversight_request", request.number)


@pytest.mark.django_db
def test_another_policy_is_chosen_from_the_catalog_and_never_by_a_path() -> None:
    crew = Crew()
    declined = crew.declined()
    assert "Only a comparison" in page(crew.auditor, "oversight_request", declined.number, pack="lmco-2017-10")
    client = as_seen_by(crew.auditor)
    address = reverse("oversight_request", args=[declined.number])
    for pack in ("/etc", "../policies/lmco-2017-10", "none"):
        assert client.get(address, {"pack": pack}).status_code == 404


@pytest.mark.django_db
def test_anyone_on_staff_can_write_down_that_officers_went_without_authorization() -> None:
    crew = Crew()
    request = crew.received()
    address = reverse("oversight_outside", args=[request.number])
    assert as_seen_by(crew.dispatcher).post(address, {"what": " "}).status_code == 400
    assert as_seen_by(crew.dispatcher).post(address, {"what": "412A went on its own."}).status_code == 302
    assert "sent_outside" in {each.kind for each in queries.exceptions(request.number)}


# Recordings


@pytest.mark.django_db
def test_no_byte_is_handed_out_before_the_listening_is_entered() -> None:
    crew = Crew()
    recording = attached(crew, crew.closed())
    client = as_seen_by(crew.reviewer)
    address = reverse("oversight_recording", args=[recording.pk])
    forged = signing.dumps([recording.pk, crew.reviewer.pk], salt="another")
    assert client.get(address).status_code == 403
    assert client.get(address, {"key": forged}).status_code == 403
    assert not Listening.objects.exists()
    heard = client.get(listen(crew.reviewer, recording))
    assert heard.status_code == 200
    assert body(heard) == AUDIO
    assert [entry.subject for _index, entry in ledger.entries_of("recording.heard")] == [recording.subject]


@pytest.mark.django_db
def test_a_player_that_jumps_is_one_listening() -> None:
    crew = Crew()
    recording = attached(crew, crew.closed())
    url = listen(crew.auditor, recording)
    client = as_seen_by(crew.auditor)
    for header, status, part in (
        ("bytes=0-", 206, AUDIO),
        ("bytes=100-199", 206, AUDIO[100:200]),
        ("bytes=-10", 206, AUDIO[-10:]),
    ):
        answer = client.get(url, headers={"Range": header})
        assert (answer.status_code, body(answer)) == (status, part)
    assert client.get(url, headers={"Range": f"bytes={len(AUDIO)}-"}).status_code == 416
    stale = client.get(url, headers={"Range": "bytes=5-9", "If-Range": '"an older file"'})
    assert body(stale) == AUDIO
    assert Listening.objects.count() == 1


@pytest.mark.django_db
def test_the_address_of_the_bytes_is_one_persons_for_one_recording_and_a_while() -> None:
    crew = Crew()
    recording = attached(crew, crew.closed())
    url = listen(crew.reviewer, recording)
    assert as_seen_by(crew.auditor).get(url).status_code == 403
    with time_machine.travel(clock.now() + timedelta(minutes=29), tick=False):
        assert as_seen_by(crew.reviewer).get(url).status_code == 200
    with time_machine.travel(clock.now() + timedelta(minutes=31), tick=False):
        assert as_seen_by(crew.reviewer).get(url).status_code == 403


@pytest.mark.django_db
def test_a_commander_hears_only_the_calls_they_commanded() -> None:
    crew = Crew()
    recording = attached(crew, crew.closed())
    address = reverse("oversight_listen", args=[recording.pk])
    assert as_seen_by(crew.backup).post(address).status_code == 403
    assert as_seen_by(crew.commander).post(address).status_code == 302
    assert Listening.objects.count() == 1


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("", None),
        ("bytes=0-0", (0, 0)),
        ("bytes=5-", (5, 9)),
        ("bytes=-3", (7, 9)),
        ("bytes=-99", (0, 9)),
        ("bytes=8-99", (8, 9)),
        # What RFC 9110 lets a server pass over: another unit, several ranges, a range that ends before it begins.
        ("items=0-1", None),
        ("bytes=0-1,4-5", None),
        ("bytes=5-2", None),
        ("bytes=-", None),
    ],
)
def test_a_range_is_read_as_rfc_9110_writes_it(header: str, span: tuple[int, int] | None) -> None:
    assert byte_range(header, 10) == span


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=10-12", "bytes=-0"])
def test_a_range_outside_the_file_is_not_satisfiable(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        byte_range(header, 10)


# Calls for service


@pytest.mark.django_db
def test_a_later_count_replaces_the_earlier_one_and_both_are_shown() -> None:
    crew = Crew()
    client = as_seen_by(crew.administrator)
    for calls in ("45210", "45300"):
        answer = client.post(reverse("oversight_calls"), {"month": "2026-05", "calls": calls, "source": "MetroSafe"})
        assert answer.status_code == 302
    shown = page(crew.reviewer, "oversight_calls")
    assert "<s>45,210</s>" in shown
    assert "<strong>45,300</strong>" in shown


@pytest.mark.django_db
@pytest.mark.parametrize("month", ["2026-13", "may", "2999-01"])
def test_an_impossible_month_is_one_sentence_beside_what_was_typed(month: str) -> None:
    crew = Crew()
    given = {"month": month, "calls": "45210", "source": "MetroSafe"}
    answer = as_seen_by(crew.auditor).post(reverse("oversight_calls"), given)
    assert answer.status_code == 400
    assert month in answer.content.decode()
    assert 'value="45210"' in answer.content.decode()
    assert not ledger.entries_of("calls.counted")


@pytest.mark.django_db
def test_a_reviewer_looks_at_the_counts_and_enters_none() -> None:
    crew = Crew()
    given = {"month": "2026-05", "calls": "1", "source": str(uuid.uuid4())}
    assert as_seen_by(crew.reviewer).post(reverse("oversight_calls"), given).status_code == 403
    assert "Enter a month" not in page(crew.reviewer, "oversight_calls")
