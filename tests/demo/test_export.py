"""The demo hands the look back an export in which there is something to judge."""

import pytest

from brightline.assistance.review import actions
from brightline.assistance.review.models import Finding
from brightline.assistance.review.queries import examinations, matching
from brightline.assistance.review.states import State
from brightline.demo import commands, export
from brightline.platform.kernel.errors import WrongState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _django_is_set_up_already(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "ready", lambda: None)


def test_a_seed_always_gives_the_same_export_and_another_another() -> None:
    one, again = (export.written(2026, 5, of_history=5) for _time in range(2))
    assert one == again != export.written(2026, 5, of_history=5, seed=7)
    assert one.count(b"\n") == export.CALLS + 1


def test_a_newcomer_finds_requests_to_judge_some_of_them_in_no_register() -> None:
    commands.history()
    commands.look_back()
    taken = actions.read_next()
    assert taken is not None
    examination = examinations.get(taken.pk)
    assert (examination.state, examination.calls, examination.problem) == (State.JUDGING, export.CALLS, "")
    requests = Finding.objects.filter(examination=examination, label="request")
    logged = [finding.call_id for finding in requests if matching.candidates_for(finding)]
    assert sorted(logged) == ["FC-0021", "FC-0022", "FC-0023"]
    assert requests.count() == len(logged) + 3
    assert Finding.objects.filter(examination=examination, label__in=["mention", "other_contact"]).exists()


def test_it_is_handed_in_once() -> None:
    commands.load()
    commands.look_back()
    with pytest.raises(WrongState, match="handed in before"):
        commands.look_back()
