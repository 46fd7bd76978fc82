"""The demo's history goes in first, or not at all."""

import uuid

import pytest
from django.test import Client

from brightline.assistance.requests import actions
from brightline.assistance.requests.actions.intake import Written
from brightline.assistance.requests.models import Request
from brightline.demo import commands, history, people
from brightline.platform.kernel.errors import Invalid
from brightline.record.ledger import audit, queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _django_is_set_up_already(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "ready", lambda: None)


def test_the_history_loads_the_city_and_its_record_reads_forward() -> None:
    commands.history()
    assert Request.objects.count() == 23
    report = audit.audit(queries.stored(), [])
    assert report.ok
    assert "time_backwards" not in report.counts
    assert Client().get("/record/").status_code == 200


def test_the_history_is_refused_once_the_ledger_holds_later_entries() -> None:
    commands.load()
    actions.receive(key=uuid.uuid4(), written=Written(agency="ICE"), by=people.person("ana"), danger_now=False)
    before = queries.size()
    with pytest.raises(Invalid, match="start with an empty folder") as refused:
        history.play()
    assert "\n" not in str(refused.value)
    assert queries.size() == before
