"""Rules of answering for a request that nobody logged, and of what oversight's list then shows to whom."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from brightline.assistance.requests import queries as requests
from brightline.assistance.review import actions
from brightline.assistance.review.models import Explanation, Finding
from brightline.platform.accounts.models import Person
from brightline.platform.kernel.errors import Denied, Invalid, WrongState
from brightline.record.ledger import queries as ledger
from tests.assistance.review.examined import Reviewers, a_settled_request

pytestmark = pytest.mark.django_db
WHY = "The call-taker took it for a traffic matter; briefed on 12 June."


@pytest.fixture
def crew() -> Reviewers:
    return Reviewers()


def not_logged(crew: Reviewers, **changes: object) -> Finding:
    finding = a_settled_request(crew, **changes)
    for person in (crew.reviewer, crew.second):
        actions.match(finding.pk, number="", by=person)
    return finding


def as_(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_explanation_is_an_entry_that_keeps_its_words_private(crew: Reviewers) -> None:
    finding = not_logged(crew)
    actions.explain(finding.pk, explanation=f" {WHY} ", by=crew.third)
    actions.explain(finding.pk, explanation="And the cue card was changed.", by=crew.reviewer)
    (index, entry), _second = ledger.entries_of("request.unlogged_explained")
    assert (entry.subject, entry.public) == (finding.reference, {"examination": finding.examination.reference})
    assert ledger.private_values(finding.reference)[index] == {"explanation": WHY, "by": crew.third.email}
    assert WHY not in entry.encode().decode()
    (exception,) = requests.other_exceptions(crew.auditor)
    assert [each.explanation for each in exception.explanations] == [WHY, "And the cue card was changed."]


def test_only_a_reviewer_explains(crew: Reviewers) -> None:
    finding = not_logged(crew)
    for person in (crew.commander, crew.auditor, crew.administrator, crew.call_taker):
        with pytest.raises(Denied):
            actions.explain(finding.pk, explanation=WHY, by=person)
        assert not any(each.may_explain for each in requests.other_exceptions(person))


def test_there_is_nothing_to_explain_until_a_second_person_has_confirmed_it(crew: Reviewers) -> None:
    finding = a_settled_request(crew)
    for person in (crew.reviewer, crew.third):
        with pytest.raises(WrongState, match="Two persons have not yet"):
            actions.explain(finding.pk, explanation=WHY, by=person)
        actions.match(finding.pk, number="", by=person)
    actions.explain(finding.pk, explanation=WHY, by=crew.reviewer)


def test_what_was_found_in_the_register_is_not_explained(crew: Reviewers) -> None:
    logged = crew.received()
    finding = a_settled_request(crew)
    actions.match(finding.pk, number="", by=crew.reviewer)
    actions.match(finding.pk, number=logged.number, by=crew.second)
    with pytest.raises(WrongState):
        actions.explain(finding.pk, explanation=WHY, by=crew.third)


def test_an_explanation_without_words_is_refused_beside_the_field(crew: Reviewers) -> None:
    finding = not_logged(crew)
    with pytest.raises(Invalid):
        actions.explain(finding.pk, explanation="  ", by=crew.reviewer)
    answer = as_(crew.reviewer).post(reverse("finding_explain", args=[finding.pk]), {"explanation": ""})
    assert answer.status_code == 400
    assert "Write the explanation in a few words." in answer.content.decode()
    assert not Explanation.objects.exists()


def test_an_explained_one_moves_to_the_explained_and_counts_there(crew: Reviewers) -> None:
    finding = not_logged(crew)
    client, address = as_(crew.reviewer), reverse("oversight_exceptions")
    counts = re.compile(r'tabs__count">(\d+)<')
    assert counts.findall(text(client, address)) == ["1", "0"]
    page = text(client, reverse("finding", args=[finding.pk]))
    assert reverse("finding_explain", args=[finding.pk]) in page
    client.post(reverse("finding_explain", args=[finding.pk]), {"explanation": WHY})
    assert WHY in text(client, reverse("finding", args=[finding.pk]))
    opened = text(client, address)
    assert counts.findall(opened) == ["0", "1"]
    assert finding.reference not in opened
    assert "No open exceptions" in opened
    explained = text(client, f"{address}?show=explained")
    assert counts.findall(explained) == ["0", "1"]
    assert finding.reference in explained
    assert WHY in explained
    assert "Nothing is explained yet" not in explained


@pytest.mark.parametrize("show", ["open", "explained"])
def test_no_link_of_the_list_leads_anyone_where_they_may_not_go(crew: Reviewers, show: str) -> None:
    crew.received()
    finding = not_logged(crew)
    if show == "explained":
        actions.explain(finding.pk, explanation=WHY, by=crew.reviewer)
    for person in (crew.commander, crew.auditor, crew.reviewer):
        client = as_(person)
        shown = text(client, f"{reverse('oversight_exceptions')}?show={show}")
        assert finding.reference in shown
        for address in sorted(set(re.findall(r'href="(/[^"#]*)', shown))):
            assert client.get(address).status_code != 403, f"{person}: {address}"


@pytest.mark.parametrize("narrative", ["ICE asks for two units.", "ICE asks for two units. | 14:50 Two units sent."])
def test_a_call_in_two_exports_is_explained_once(crew: Reviewers, narrative: str) -> None:
    same = {"call_id": "26-1", "received_at": "2026-05-10T14:30:00"}
    first = not_logged(crew, narrative="ICE asks for two units.", **same)
    second = not_logged(crew, narrative=narrative, **same)
    (exception,) = requests.other_exceptions(crew.auditor)
    assert (exception.reference, exception.explanations) == (first.reference, [])
    assert len(ledger.entries_of("request.found_unlogged")) == 1
    actions.explain(second.pk, explanation=WHY, by=crew.third)
    (exception,) = requests.other_exceptions(crew.auditor)
    assert [each.explanation for each in exception.explanations] == [WHY]
    assert WHY in text(as_(crew.reviewer), reverse("finding", args=[first.pk]))


def test_calls_that_share_only_a_number_or_a_time_are_two(crew: Reviewers) -> None:
    for call_id, received_at in (("26-1", "2026-05-10T14:30:00"), ("26-1", "2026-05-11T14:30:00"), ("", "")):
        not_logged(crew, call_id=call_id, received_at=received_at, narrative=f"{call_id}{received_at}")
    not_logged(crew, call_id="", received_at="", narrative="Another of which nothing else is known.")
    assert len(requests.other_exceptions(crew.auditor)) == 4
