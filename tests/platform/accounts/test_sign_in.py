"""Signing in: one sentence on failure, a limit on tries, everyone to their own screen, the second factor."""

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client, override_settings

from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role
from tests.support.builders import a_city, a_person

pytestmark = pytest.mark.django_db
GOOD = "four plain words here"


@pytest.fixture(autouse=True)
def _no_tries_yet() -> None:
    cache.clear()


def _with_password(role: Role) -> Person:
    person = a_person(role)
    person.set_password(GOOD)
    person.save()
    return person


def _sign_in(client: Client, person: Person, password: str = GOOD) -> str:
    answer = client.post("/account/sign-in/", {"login": person.email, "password": password})
    return answer["Location"] if answer.status_code == 302 else answer.content.decode()


@pytest.mark.parametrize(
    ("role", "screen"),
    [
        (Role.CALL_TAKER, "/desk/"),
        (Role.COMMANDER, "/console/"),
        (Role.DISPATCHER, "/board/"),
        (Role.REVIEWER, "/oversight/"),
        (Role.AUDITOR, "/oversight/"),
    ],
)
def test_everyone_goes_to_their_own_screen(role: Role, screen: str) -> None:
    assert _sign_in(Client(), _with_password(role)) == screen


def test_an_administrator_goes_to_a_screen_that_opens_for_them() -> None:
    a_city()
    client = Client()
    screen = _sign_in(client, _with_password(Role.ADMINISTRATOR))
    assert client.get(screen).status_code == 200


def test_a_failure_is_one_sentence_and_does_not_tell_who_works_here() -> None:
    person = _with_password(Role.AUDITOR)
    known = _sign_in(Client(), person, "a wrong password")
    unknown = _sign_in(Client(), Person(email="nobody@falls-city.example"), "a wrong password")
    sentence = "This e-mail address and password do not belong together."
    assert known.count(sentence) == unknown.count(sentence) == 1
    assert "a wrong password" not in known


def test_after_five_wrong_tries_even_the_right_password_waits() -> None:
    person = _with_password(Role.AUDITOR)
    for _try in range(5):
        _sign_in(Client(), person, "a wrong password")
    assert "Too many tries" in _sign_in(Client(), person)


def test_the_demo_list_is_shown_only_in_the_demo() -> None:
    assert "one press" not in Client().get("/account/sign-in/").content.decode()


@override_settings(DEMO=True)
def test_the_demo_list_is_never_shown_to_another_computer() -> None:
    page = Client().get("/account/sign-in/", REMOTE_ADDR="203.0.113.7", headers={"host": "localhost"})
    assert "one press" not in page.content.decode()


def test_the_second_factor_is_asked_for_once_it_is_on() -> None:
    person, client = _with_password(Role.AUDITOR), Client()
    assert _sign_in(client, person) == "/oversight/"
    asked = client.get("/account/second-factor/app/")["Location"]
    assert asked.startswith("/account/confirm/")  # whoever found the screen open does not know the password
    assert "not your password" in client.post(asked, {"password": "a wrong password"}).content.decode()
    page = client.get(client.post(asked, {"password": GOOD})["Location"])
    secret = page.context["form"].secret
    assert client.post("/account/second-factor/app/", {"code": "000000"}).status_code == 200
    turned_on = client.post("/account/second-factor/app/", {"code": _code(secret)})
    assert turned_on["Location"] == "/account/second-factor/codes/"
    codes = client.get(turned_on["Location"]).context["unused_codes"]
    assert len(codes) == 10

    fresh = Client()
    assert _sign_in(fresh, person) == "/account/second-factor/sign-in/"
    assert fresh.get("/account/second-factor/").status_code == 302  # not signed in yet
    assert fresh.get("/account/second-factor/sign-in/").status_code == 200
    assert "Incorrect" in fresh.post("/account/second-factor/sign-in/", {"code": "000000"}).content.decode()
    assert fresh.post("/account/second-factor/sign-in/", {"code": codes[0]})["Location"] == "/oversight/"
    # A recovery code works once.
    third = Client()
    _sign_in(third, person)
    assert third.post("/account/second-factor/sign-in/", {"code": codes[0]}).status_code == 200


def test_every_account_page_opens_for_whoever_may_open_it() -> None:
    client = Client()
    _sign_in(client, _with_password(Role.AUDITOR))
    for path in ("second-factor/", "password/", "confirm/", "sign-out/"):
        assert client.get(f"/account/{path}").status_code == 200, path
    assert client.get("/account/")["Location"] == "/oversight/"


def test_someone_without_a_password_is_told_how_to_get_one() -> None:
    client = Client()
    client.force_login(a_person(Role.AUDITOR))
    answer = client.get("/account/password/", follow=True)
    assert answer.status_code == 403
    assert "Ask an administrator for a link" in answer.content.decode()


def _code(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))
