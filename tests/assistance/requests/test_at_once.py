"""Two people act on one request: nothing is done twice, and nobody answers for what another said."""

import itertools
import uuid

import pytest

from brightline.assistance.policy.facts import TASKS
from brightline.assistance.requests import actions, queries
from brightline.assistance.requests.actions.aftermath import outcomes
from brightline.assistance.requests.models import Closure, Unit
from brightline.assistance.requests.queries.replay import replay
from brightline.platform.kernel.errors import Invalid, WrongState
from tests.support.builders import CRIMINAL_WARRANT, Crew, again, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def crew() -> Crew:
    return Crew()


def test_of_two_dispatchers_the_second_sends_only_who_has_not_gone(crew: Crew) -> None:
    request = crew.sent()

    actions.send_units(
        request.number, call_signs=[crew.commander.call_sign, "413A"], key=uuid.uuid4(), by=crew.dispatcher
    )
    signs = [unit.call_sign for unit in Unit.objects.filter(dispatch__request=request)]

    assert sorted(signs) == sorted(["412A", "413A", crew.commander.call_sign])


def test_a_unit_that_has_gone_is_not_sent_again(crew: Crew) -> None:
    request = crew.sent()

    with pytest.raises(WrongState, match=r"Already sent to .*: 412A. Nobody else was sent"):
        actions.send_units(request.number, call_signs=["412a"], key=uuid.uuid4(), by=crew.dispatcher)


def test_in_a_danger_a_unit_goes_once_as_well(crew: Crew) -> None:
    request = crew.received(danger="yes")
    for signs in (["412A"], ["412A", "413A"]):
        actions.send_before_assessment(request.number, call_signs=signs, key=uuid.uuid4(), by=crew.dispatcher)

    assert Unit.objects.filter(dispatch__request=request).count() == 2


def test_whoever_takes_over_says_for_themselves_what_they_did(crew: Crew) -> None:
    request = crew.assessed(CRIMINAL_WARRANT, asks=["perimeter"])
    before = queries.facts_now(request)

    actions.take_command(request.number, by=crew.backup)
    facts = queries.facts_now(request)

    assert (before.warrant_verified, before.call_recorded, before.commander_joins) == (True, True, True)
    assert (facts.warrant_verified, facts.call_recorded, facts.commander_joins) == (False, False, False)
    assert facts.warrant == "criminal"
    assert queries.gate_now(request).dispatch == "refused"


def test_what_was_decided_is_not_touched_by_whoever_takes_over(crew: Crew) -> None:
    request = crew.sent()

    actions.take_command(request.number, by=crew.backup)

    assert queries.facts_now(request).commander_joins
    assert replay(request.number).holds


@pytest.mark.parametrize("asks", [*itertools.permutations(["knock_and_clear", "perimeter", "transport"]), TASKS])
def test_a_decision_replays_the_same_in_whatever_order_things_were_asked(crew: Crew, asks: tuple[str, ...]) -> None:
    request = crew.assessed(CRIMINAL_WARRANT, asks=list(asks))
    actions.decide(request.number, tasks=["perimeter"], reason="Checked.", by=crew.commander, seen=seen(request))

    again_ = replay(request.number)

    assert again_.same
    assert again_.holds


def test_what_officers_were_at_was_not_called_off_before_they_did_anything(crew: Crew) -> None:
    unseen, seen_there = crew.sent(), crew.on_scene()
    for request in (unseen, seen_there):
        actions.stand_down(request.number, reason="They left.", by=crew.commander)

    assert Closure.Outcome.CALLED_OFF in outcomes(again(unseen))
    assert Closure.Outcome.CALLED_OFF not in outcomes(again(seen_there))
    with pytest.raises(Invalid, match="not how this request can end"):
        actions.close(seen_there.number, outcome="called_off", note="", by=crew.commander)


@pytest.mark.parametrize("nothing", ["\u200b", " \u2060\u200e ", "\ufeff\t"])
def test_a_reason_nobody_can_see_is_none(crew: Crew, nothing: str) -> None:
    request, closed = crew.assessed(), crew.closed()

    with pytest.raises(Invalid, match="Give your reason"):
        actions.decide(request.number, tasks=[], reason=nothing, by=crew.commander, seen=seen(request), decline=True)
    with pytest.raises(Invalid, match="Say in a few words what you looked at"):
        actions.review(closed.number, finding="within_policy", note=nothing, by=crew.reviewer)
