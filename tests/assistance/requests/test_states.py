"""The state table is total, reachable, and the same in the database."""

import pytest
from django.db import connection, transaction
from django.db.utils import Error as DatabaseError

from brightline.assistance.requests import states
from brightline.assistance.requests.actions.aftermath import OUTCOMES
from brightline.assistance.requests.states import TRANSITIONS, State
from brightline.platform.kernel.errors import WrongState
from tests.support.builders import Crew


def test_every_state_declares_its_exits() -> None:
    assert TRANSITIONS.keys() == set(State)


def test_every_state_can_be_reached_and_ends_closed() -> None:
    reached, ahead = {State.PAGED}, [State.PAGED]
    while ahead:
        ahead = [to for state in ahead for to in TRANSITIONS[state] if to not in reached]
        reached.update(ahead)
    assert reached == set(State)
    assert [state for state, exits in TRANSITIONS.items() if not exits] == [State.CLOSED]


def test_whatever_can_close_has_an_outcome_to_choose() -> None:
    assert OUTCOMES.keys() == {state for state, exits in TRANSITIONS.items() if State.CLOSED in exits}


@pytest.mark.django_db
@pytest.mark.parametrize("state", State)
def test_the_database_takes_exactly_the_steps_of_the_table(state: State) -> None:
    """Each step is tried in SQL from a request put into `state` by the steps that lead there."""
    request = Crew().received()
    for step in _way_to(state):
        _update(request.pk, step)
    for to in State:
        if to == state:
            continue
        if to in TRANSITIONS[state]:
            with transaction.atomic():
                _update(request.pk, to)
                transaction.set_rollback(True)
        else:
            with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
                _update(request.pk, to)


def _update(pk: int, state: State) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE requests_request SET state = %s WHERE id = %s", [state.value, pk])


def _way_to(goal: State) -> list[State]:
    """The shortest way from a new request to `goal`."""
    ways: dict[State, list[State]] = {State.PAGED: []}
    ahead = [State.PAGED]
    while goal not in ways:
        state = ahead.pop(0)
        for to in TRANSITIONS[state]:
            if to not in ways:
                ways[to] = [*ways[state], to]
                ahead.append(to)
    return ways[goal]


@pytest.mark.django_db
def test_a_step_outside_the_table_is_one_sentence_and_changes_nothing() -> None:
    request = Crew().received()
    with pytest.raises(WrongState, match="is now “Waiting for a commander”"):
        states.move(request, State.AUTHORIZED)
    request.refresh_from_db()
    assert request.state == State.PAGED
