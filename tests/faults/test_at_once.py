"""Several people at the same instant, on connections of their own: the second sees what the first did."""

import threading
import uuid
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from django.db import connection

from brightline.assistance.duty import actions as duty
from brightline.assistance.duty.models import PageCall
from brightline.assistance.requests import actions
from brightline.assistance.requests.actions.intake import Written
from brightline.assistance.requests.models import Command, Decision, Dispatch, Request
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import BrightlineError
from brightline.record.ledger import audit, queries
from tests.support.builders import CRIMINAL_WARRANT, Crew, seen

pytestmark = pytest.mark.usefixtures("own_database")


def at_once(acts: Sequence[Callable[[], object]]) -> list[object]:
    """Run all of them together and return what each gave, or the refusal it met."""
    start = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        start.wait()
        try:
            results[place] = act()
        except BrightlineError as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def test_eight_copies_of_one_form_are_one_request() -> None:
    crew, key = Crew(), uuid.uuid4()
    results = at_once(
        [lambda: actions.receive(key=key, written=Written(agency="ICE"), by=crew.call_taker) for _each in range(8)]
    )
    assert {str(each) for each in results} == {Request.objects.get().number}


def test_eight_requests_get_eight_numbers_without_a_gap() -> None:
    crew = Crew()
    at_once([crew.received for _each in range(8)])
    assert sorted(int(number[-4:]) for number in Request.objects.values_list("number", flat=True)) == list(range(1, 9))
    assert audit.audit(queries.stored(), []).ok


def test_of_two_decisions_one_counts() -> None:
    crew = Crew()
    request = crew.assessed(CRIMINAL_WARRANT, asks=["perimeter"])
    key = seen(request)
    results = at_once(
        [
            lambda: actions.decide(request.number, tasks=["perimeter"], reason="a", by=crew.commander, seen=key),
            lambda: actions.decide(request.number, tasks=[], reason="b", by=crew.commander, seen=key, decline=True),
        ]
    )
    assert sorted(type(each).__name__ for each in results) == ["Decision", "WrongState"]
    assert Decision.objects.count() == 1


def test_of_two_commanders_one_is_in_charge() -> None:
    crew = Crew()
    request = crew.received()
    at_once(
        [
            lambda: actions.take_command(request.number, by=crew.commander),
            lambda: actions.take_command(request.number, by=crew.backup),
        ]
    )
    assert Command.objects.filter(request=request, released_at=None).count() == 1


def test_a_form_to_send_pressed_twice_sends_once() -> None:
    crew = Crew()
    request, key = crew.authorized(), uuid.uuid4()
    signs = ["412A", crew.commander.call_sign]
    at_once(
        [
            lambda: actions.send_units(request.number, call_signs=signs, key=key, by=crew.dispatcher)
            for _each in range(4)
        ]
    )
    assert Dispatch.objects.count() == 1


def test_four_workers_take_each_step_of_a_page_once() -> None:
    crew = Crew()
    crew.received()

    def later() -> int:
        with clock.at(clock.now() + timedelta(minutes=3)):
            return duty.escalate_due()

    assert sum(int(str(each)) for each in at_once([later] * 4)) == 1
    assert list(PageCall.objects.values_list("step", flat=True)) == [0, 1]
