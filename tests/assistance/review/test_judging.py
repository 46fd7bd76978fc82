"""Rules of judging: who, how many, and that each judges by themself."""

import pytest
from django.test import Client
from django.urls import reverse

from brightline.assistance.review import actions
from brightline.assistance.review.models import Judgement, Reading, Settlement
from brightline.platform.kernel.errors import Denied, Invalid, WrongState
from brightline.record.ledger import queries as ledger
from tests.assistance.review.examined import Reviewers, as_the_engine, the_finding
from tests.support.builders import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def crew() -> Reviewers:
    return Reviewers()


def page(person: Person, route: str, *args: object) -> str:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(reverse(route, args=args))
    assert answer.status_code == 200, answer.content.decode()[:300]
    return answer.content.decode()


@pytest.mark.parametrize("label", ["mention", "other_contact"])
def test_one_person_who_agrees_settles_what_is_no_request(crew: Reviewers, label: str) -> None:
    finding = the_finding(crew.reviewer, label)
    settled = actions.judge(finding.pk, said=as_the_engine(finding), by=crew.reviewer)
    assert settled is not None
    assert settled.label == label


def test_a_request_takes_two_persons(crew: Reviewers) -> None:
    finding = the_finding(crew.reviewer)
    assert actions.judge(finding.pk, said=as_the_engine(finding), by=crew.reviewer) is None
    settled = actions.judge(finding.pk, said=as_the_engine(finding), by=crew.second)
    assert settled is not None
    assert (settled.label, settled.asks) == ("request", ["perimeter"])


def test_whoever_differs_from_the_engine_is_not_alone_enough(crew: Reviewers) -> None:
    finding = the_finding(crew.reviewer, "mention")
    assert actions.judge(finding.pk, said=actions.Said("none"), by=crew.reviewer) is None
    settled = actions.judge(finding.pk, said=actions.Said("none"), by=crew.second)
    assert settled is not None
    assert settled.label == "none"


def test_where_two_differ_a_third_decides(crew: Reviewers) -> None:
    finding = the_finding(crew.reviewer, "mention")
    assert actions.judge(finding.pk, said=actions.Said("none"), by=crew.reviewer) is None
    assert actions.judge(finding.pk, said=actions.Said("mention"), by=crew.second) is None
    settled = actions.judge(finding.pk, said=actions.Said("other_contact"), by=crew.third)
    assert settled is not None
    assert settled.label == "other_contact"


def test_two_who_read_another_ground_into_a_request_differ(crew: Reviewers) -> None:
    finding = the_finding(crew.reviewer)
    actions.judge(finding.pk, said=as_the_engine(finding), by=crew.reviewer)
    assert actions.judge(finding.pk, said=as_the_engine(finding, grounds=["crime"]), by=crew.second) is None
    settled = actions.judge(finding.pk, said=as_the_engine(finding, grounds=["crime"]), by=crew.third)
    assert settled is not None
    assert settled.grounds == ["crime"]


def test_nobody_judges_twice_nor_what_is_settled(crew: Reviewers) -> None:
    finding = the_finding(crew.reviewer)
    actions.judge(finding.pk, said=as_the_engine(finding), by=crew.reviewer)
    with pytest.raises(WrongState, match="another reviewer"):
        actions.judge(finding.pk, said=as_the_engine(finding), by=crew.reviewer)
    actions.judge(finding.pk, said=as_the_engine(finding), by=crew.second)
    with pytest.raises(WrongState, match="settled already"):
        actions.judge(finding.pk, said=as_the_engine(finding), by=crew.third)
    assert Judgement.objects.count() == 2
    assert Settlement.objects.count() == 1


@pytest.mark.parametrize("role", ["auditor", "commander", "administrator", "call_taker", "dispatcher"])
def test_only_reviewers_judge(crew: Reviewers, role: str) -> None:
    finding = the_finding(crew.reviewer, "mention")
    with pytest.raises(Denied):
        actions.judge(finding.pk, said=as_the_engine(finding), by=getattr(crew, role))


@pytest.mark.parametrize("said", [actions.Said("perhaps"), actions.Said("request", asks=["dance"])])
def test_what_cannot_be_is_refused_in_one_sentence(crew: Reviewers, said: actions.Said) -> None:
    finding = the_finding(crew.reviewer)
    with pytest.raises(Invalid):
        actions.judge(finding.pk, said=said, by=crew.reviewer)
    assert not Judgement.objects.exists()


def test_nobody_sees_what_another_said_before_it_is_settled(crew: Reviewers) -> None:
    finding = the_finding(crew.reviewer)
    actions.judge(finding.pk, said=as_the_engine(finding, note="Only I know this."), by=crew.reviewer)
    assert "Only I know this." in page(crew.reviewer, "finding", finding.pk)
    for route, key in (("finding", finding.pk), ("examination", finding.examination_id)):
        shown = page(crew.second, route, key)
        assert "Only I know this." not in shown
    actions.judge(finding.pk, said=as_the_engine(finding), by=crew.second)
    assert "Only I know this." in page(crew.third, "finding", finding.pk)


def test_reading_what_was_said_is_entered_once_a_half_hour(crew: Reviewers) -> None:
    finding = the_finding(crew.reviewer)
    for _again in range(2):
        page(crew.auditor, "finding", finding.pk)
    assert Reading.objects.filter(finding=finding, by=crew.auditor).count() == 1
    ((index, entry),) = ledger.entries_of("finding.read")
    assert ledger.private_values(finding.reference)[index] == {"by": crew.auditor.email}
    assert finding.narrative not in entry.encode().decode()


@pytest.mark.parametrize("role", ["commander", "administrator", "call_taker", "dispatcher"])
def test_narratives_are_closed_to_everyone_but_oversight(crew: Reviewers, role: str) -> None:
    finding = the_finding(crew.reviewer)
    client = Client()
    client.force_login(getattr(crew, role), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(reverse("finding", args=[finding.pk])).status_code == 403
    with pytest.raises(Denied):
        actions.read(finding.pk, by=getattr(crew, role))
