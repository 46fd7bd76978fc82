"""Changes of accounts are in the record: which roles, and a commitment to who."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from brightline.platform.accounts import actions
from brightline.platform.accounts.actions import Details
from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role
from brightline.platform.accounts.signals import account_changed
from brightline.record.ledger import commitment, queries
from brightline.record.ledger.models import Private
from tests.support.builders import Crew, a_person

pytestmark = pytest.mark.django_db


def _entries() -> list[tuple[str, dict[str, Any]]]:
    return [(entry.kind, dict(entry.public)) for _index, entry in queries.entries_about("accounts")]


def _details(**changes: Any) -> Details:
    return Details(**({"email": "nia@falls-city.example", "display_name": "Nia Park", "roles": ["reviewer"]} | changes))


def test_each_change_of_an_account_is_an_entry_without_a_name() -> None:
    keeper = a_person(Role.ADMINISTRATOR)
    person = actions.add(_details(), by=keeper)
    actions.change(person.pk, _details(roles=["auditor", "reviewer"]), by=keeper)
    actions.new_link(person.pk, by=keeper)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    actions.reset_second_factor(person.pk, by=None)
    actions.close(person.pk, by=keeper)
    actions.reopen(person.pk, by=keeper)
    both = {"roles": ["auditor", "reviewer"]}
    assert _entries() == [
        ("account.opened", {"roles": ["reviewer"]}),
        ("account.changed", both | {"roles_before": ["reviewer"]}),
        ("account.link_made", both),
        ("account.second_factor_reset", both),
        ("account.closed", both),
        ("account.reopened", both),
    ]


def test_who_it_was_opens_the_commitment() -> None:
    keeper = a_person(Role.ADMINISTRATOR)
    actions.add(_details(), by=keeper)
    ((index, entry),) = queries.entries_about("accounts")
    for name, value in (("who", "nia@falls-city.example"), ("by", keeper.email)):
        kept = Private.objects.get(entry_id=index, name=name)
        assert commitment.opens(entry.private[name], name, value, bytes(kept.salt))


def test_what_changes_nothing_is_no_entry() -> None:
    person = actions.add(_details(), by=None)
    actions.change(person.pk, _details(), by=None)
    actions.reopen(person.pk, by=None)
    assert [kind for kind, _public in _entries()] == ["account.opened"]


def test_change_and_entry_die_together() -> None:
    def fails(**_sent: object) -> None:
        raise RuntimeError("a listener failed")

    account_changed.connect(fails)
    try:
        with pytest.raises(RuntimeError):
            actions.add(_details(), by=None)
    finally:
        account_changed.disconnect(fails)
    assert not Person.objects.filter(email="nia@falls-city.example").exists()
    assert _entries() == []


def test_the_public_record_shows_the_entry_and_neither_name_nor_figure_of_it() -> None:
    Crew().closed()
    before = Client().get("/record/figures.json").json()
    actions.add(_details(), by=None)
    shown = Client().get("/record/entries.json").content.decode()
    assert "account.opened" in shown
    assert "nia" not in shown.lower()
    after = Client().get("/record/figures.json").json()
    assert after["figures"] == before["figures"]
    assert Client().get("/record/").status_code == 200
