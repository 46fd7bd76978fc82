"""Who may add and change people, and the link by which someone sets their first password."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from brightline.platform.accounts import actions, links
from brightline.platform.accounts.actions import Details
from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import Denied, Invalid, WrongState
from tests.support.builders import a_person

pytestmark = pytest.mark.django_db
GOOD = "four plain words here"


def _details(**changes: object) -> Details:
    given: dict[str, object] = {"email": "nia@falls-city.example", "display_name": "Nia Park", "roles": ["reviewer"]}
    return Details(**(given | changes))  # type: ignore[arg-type]


def _as(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_an_administrator_keeps_the_list_of_people(role: Role) -> None:
    someone = a_person(role)
    client = _as(someone)
    assert client.get("/account/people/").status_code == 403
    assert client.post("/account/people/add/", {"email": "x@y.example"}).status_code == 403
    with pytest.raises(Denied):
        actions.add(_details(), by=someone)


def test_a_new_person_gets_a_link_shown_once() -> None:
    client = _as(a_person(Role.ADMINISTRATOR))
    answer = client.post(
        "/account/people/add/",
        {"email": "Nia@Falls-City.example", "display_name": "Nia  Park", "roles": ["commander"], "call_sign": "c9"},
    )
    person = Person.objects.get(email="nia@falls-city.example")
    assert (person.display_name, person.call_sign, person.has_usable_password()) == ("Nia Park", "C9", False)
    assert "/account/first-password/" in client.get(answer["Location"]).content.decode()
    assert "/account/first-password/" not in client.get(answer["Location"]).content.decode()


def test_the_link_sets_a_password_once_and_then_signs_in() -> None:
    person = actions.add(_details(), by=None)
    path, client = links.path(person), Client()
    assert "Nia Park" in client.get(path).content.decode()
    assert client.post(path, {"password": GOOD, "again": "another plain word"}).status_code == 400
    assert client.post(path, {"password": "short", "again": "short"}).status_code == 400
    assert client.post(path, {"password": GOOD, "again": GOOD}).status_code == 302
    again = client.post(path, {"password": GOOD + "!", "again": GOOD + "!"})
    assert again.status_code == 400
    assert "This link has been used" in again.content.decode()
    signed_in = client.post("/account/sign-in/", {"login": person.email, "password": GOOD})
    assert signed_in["Location"] == "/oversight/"


def test_a_link_ends_after_a_day_with_a_newer_link_and_with_the_account() -> None:
    administrator = a_person(Role.ADMINISTRATOR)
    person = actions.add(_details(), by=administrator)
    first = links.make(person)
    with time_machine.travel(clock.now() + timedelta(hours=25)), pytest.raises(Invalid, match="24 hours"):
        links.person_of(first)
    second = links.make(actions.new_link(person.pk, by=administrator))
    with pytest.raises(Invalid, match="newer one"):
        links.person_of(first)
    actions.close(person.pk, by=administrator)
    with pytest.raises(Invalid):
        links.person_of(second)
    with pytest.raises(Invalid, match="not whole"):
        links.person_of(second[:-3])


def test_the_last_administrator_stays_one() -> None:
    last = a_person(Role.ADMINISTRATOR, name="Kit")
    Person.objects.exclude(pk=last.pk).update(is_active=False)
    details = _details(email=last.email, display_name="Kit", roles=["auditor"])
    with pytest.raises(WrongState, match="last administrator"):
        actions.change(last.pk, details, by=last)
    with pytest.raises(WrongState, match="last administrator"):
        actions.close(last.pk, by=last)
    a_person(Role.ADMINISTRATOR)
    actions.change(last.pk, details, by=last)
    assert Person.objects.get(pk=last.pk).roles == ["auditor"]


def test_a_closed_account_is_signed_out_at_once_and_told_so_when_signing_in() -> None:
    administrator, person = a_person(Role.ADMINISTRATOR), a_person(Role.AUDITOR)
    person.set_password(GOOD)
    person.save()
    client = _as(person)
    actions.close(person.pk, by=administrator)
    assert client.get("/account/second-factor/").status_code == 302
    answer = client.post("/account/sign-in/", {"login": person.email, "password": GOOD}, follow=True)
    assert "This account is closed" in answer.content.decode()
    actions.reopen(person.pk, by=administrator)
    assert client.post("/account/sign-in/", {"login": person.email, "password": GOOD})["Location"] == "/oversight/"


def test_a_session_from_before_the_closing_does_not_come_back_with_the_account() -> None:
    administrator, person = a_person(Role.ADMINISTRATOR), a_person(Role.AUDITOR)
    person.set_password(GOOD)
    person.save()
    before, link = _as(person), links.make(person)
    assert before.get("/account/second-factor/").status_code == 200
    actions.close(person.pk, by=administrator)
    actions.reopen(person.pk, by=administrator)
    assert before.get("/account/second-factor/").status_code == 302
    with pytest.raises(Invalid, match="newer one"):
        links.person_of(link)
    after = Client()
    after.post("/account/sign-in/", {"login": person.email, "password": GOOD})
    assert after.get("/account/second-factor/").status_code == 200


def test_sessions_outlive_a_change_of_the_secret_key(settings: Any) -> None:
    client = _as(a_person(Role.AUDITOR))
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key" * 5, [settings.SECRET_KEY]
    assert client.get("/account/second-factor/").status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    settings.SECRET_KEY = "a-third-key" * 5
    assert client.get("/account/second-factor/").status_code == 302


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": "nobody"}, "no e-mail address"),
        ({"display_name": "  "}, "name"),
        ({"roles": ["sheriff"]}, "at least one role"),
        ({"roles": ["commander"]}, "needs a call sign"),
        ({"roles": ["commander"], "call_sign": "C 1; --"}, "no call sign"),
        ({"roles": ["commander"], "call_sign": "taken"}, "call sign of"),
        ({"email": "TAKEN@falls-city.example"}, "belongs to someone"),
        ({"email": "x" * 250 + "@y.example"}, "e-mail address has 260 characters. Write at most 254"),
        ({"display_name": "N" * 81}, "name has 81 characters. Write at most 80"),
        ({"badge": "B" * 21}, "badge has 21 characters. Write at most 20"),
        ({"position": "P" * 81}, "position has 81 characters. Write at most 80"),
        ({"display_name": "N\udcff"}, "cannot be written"),
    ],
)
def test_each_mistake_is_one_sentence_and_changes_nothing(wrong: dict[str, object], sentence: str) -> None:
    actions.add(_details(email="taken@falls-city.example", roles=["commander"], call_sign="TAKEN"), by=None)
    with pytest.raises(Invalid, match=sentence):
        actions.add(_details(**wrong), by=None)
    assert not Person.objects.filter(email="nia@falls-city.example").exists()
