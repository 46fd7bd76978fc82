"""The second factor a city requires: without it nothing opens but setting it up, and each session shows it anew."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client, override_settings

from brightline.config.routes import all_routes
from brightline.platform.accounts import actions
from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role
from brightline.platform.kernel.errors import Denied, WrongState
from tests.guards.test_access import address
from tests.support.builders import a_city, a_person

pytestmark = pytest.mark.django_db
GOOD = "four plain words here"
SET_UP = "/account/second-factor/app/"
required = override_settings(REQUIRE_SECOND_FACTOR=True)


@pytest.fixture(autouse=True)
def _no_tries_yet() -> None:
    cache.clear()


def _with_password(role: Role = Role.AUDITOR) -> Person:
    person = a_person(role)
    person.set_password(GOOD)
    person.save()
    return person


def _signed_in(person: Person) -> Client:
    client = Client()
    client.post("/account/sign-in/", {"login": person.email, "password": GOOD})
    return client


def _set_up(client: Client) -> list[str]:
    """Go through the pages of setting it up, and return the recovery codes."""
    confirm = client.get(SET_UP)["Location"]
    page = client.get(client.post(confirm, {"password": GOOD})["Location"])
    done = client.post(SET_UP, {"code": _code(page.context["form"].secret)})
    return list(client.get(done["Location"]).context["unused_codes"])


def _code(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


@required
@pytest.mark.parametrize("role", Role)
def test_without_one_no_role_opens_anything_but_setting_it_up(role: Role) -> None:
    a_city()
    client = Client()
    client.force_login(a_person(role))
    opened = []
    for route in all_routes():
        if route.access is None or route.access.public or route.name == "account_logout":
            continue
        for method in ("get", "post"):
            answer = getattr(client, method)(address(route))
            if answer.status_code != 302 or answer["Location"] != SET_UP:
                opened.append(route.name)
    assert set(opened) == {"mfa_activate_totp", "account_reauthenticate"}


@required
def test_the_page_says_why_in_one_sentence_and_offers_a_way_out() -> None:
    client = _signed_in(_with_password())
    page = client.get("/oversight/", follow=True).content.decode()
    assert page.count("Your city requires a second factor") == 1
    assert "/account/sign-out/" in page
    assert client.post("/account/sign-out/").status_code == 302
    assert client.get("/oversight/")["Location"].startswith("/account/sign-in/")


@required
def test_a_fragment_sends_its_screen_there_and_a_program_is_told() -> None:
    client = Client()
    client.force_login(a_person(Role.CALL_TAKER))
    fragment = client.get("/desk/", headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment["HX-Redirect"]) == (403, SET_UP)
    told = client.get("/desk/", headers={"Accept": "application/json"})
    assert told.status_code == 403
    assert "requires a second factor" in told.json()["error"]
    assert client.get("/live/?topic=register", headers={"Accept": "text/event-stream"}).status_code == 403


@required
def test_once_set_up_everything_opens_and_the_next_sign_in_asks_for_it() -> None:
    a_city()
    person = _with_password()
    client = _signed_in(person)
    codes = _set_up(client)
    assert client.get("/oversight/").status_code == 200
    fresh = _signed_in(person)
    assert fresh.get("/oversight/")["Location"].startswith("/account/sign-in/")
    shown = fresh.post("/account/second-factor/sign-in/", {"code": codes[0]})
    assert shown["Location"] == "/oversight/"
    assert fresh.get("/oversight/").status_code == 200


@required
def test_a_session_of_a_password_alone_gains_nothing_when_its_owner_sets_one_up_elsewhere() -> None:
    a_city()
    person = _with_password()
    stolen, owners = _signed_in(person), _signed_in(person)
    _set_up(owners)
    assert stolen.get("/oversight/")["Location"].startswith("/account/sign-in/")
    assert "_auth_user_id" not in stolen.session
    assert owners.get("/oversight/").status_code == 200


@required
def test_an_administrator_resets_a_lost_one_which_signs_its_owner_out_to_set_up_anew() -> None:
    a_city()
    person, administrator = _with_password(), _with_password(Role.ADMINISTRATOR)
    client, office = _signed_in(person), _signed_in(administrator)
    _set_up(client)
    _set_up(office)
    reset = f"/account/people/{person.pk}/second-factor/reset/"
    assert reset in office.get(f"/account/people/{person.pk}/").content.decode()
    assert client.post(reset).status_code == 403
    assert office.post(reset).status_code == 302
    assert not Authenticator.objects.filter(user=person).exists()
    assert client.get("/oversight/")["Location"].startswith("/account/sign-in/")
    assert _signed_in(person).get("/oversight/")["Location"] == SET_UP
    assert reset not in office.get(f"/account/people/{person.pk}/").content.decode()
    with pytest.raises(WrongState, match="no second factor"):
        actions.reset_second_factor(person.pk, by=administrator)
    with pytest.raises(Denied, match="your account's page"):
        actions.reset_second_factor(administrator.pk, by=administrator)


def test_where_none_is_required_it_stays_an_offer() -> None:
    a_city()
    client = _signed_in(_with_password())
    assert client.get("/oversight/").status_code == 200
