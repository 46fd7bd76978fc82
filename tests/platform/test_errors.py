"""What a stranger can send, answered in one sentence."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import translation

from brightline.platform.accounts.roles import Role
from brightline.platform.kernel import clock
from brightline.platform.ui.templatetags.ui import grouped
from tests.support.builders import a_city, a_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("accept", ["", "x", "*/*", "application/json", "text/html", ";;;", "a/b/c"])
@pytest.mark.parametrize("path", ["/nowhere/", "/record/requests/AR-1999-0001/", "/record/?from=zzz"])
def test_whatever_a_client_accepts_a_mistake_is_no_defect_of_ours(path: str, accept: str) -> None:
    a_city()
    assert Client().get(path, HTTP_ACCEPT=accept).status_code in (400, 404)


def test_an_address_with_a_nul_leads_nowhere() -> None:
    a_city()
    assert Client().get("/record/requests/%00/").status_code == 404


@pytest.mark.parametrize("charset", ["utf-16", "latin-1"])
def test_a_form_in_another_coding_is_one_sentence(charset: str) -> None:
    a_city()
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    answer = Client().post("/account/sign-in/", b"login=a", content_type=kind)
    assert answer.status_code == 400


@pytest.mark.parametrize(("method", "path"), [("OPTIONS", "/record/"), ("DELETE", "/"), ("GET", "/board/x/send/")])
def test_a_method_that_does_nothing_here_is_answered_with_a_page(method: str, path: str) -> None:
    a_city()
    client = Client(HTTP_ACCEPT="text/html")
    client.force_login(a_person(Role.DISPATCHER), backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = client.generic(method, path)

    assert answer.status_code == 405
    assert "cannot be used in this way" in answer.content.decode()
    assert "POST" in answer["Allow"]


def test_someone_signed_out_for_idleness_is_told_why() -> None:
    a_city()
    client = Client(HTTP_ACCEPT="text/html")
    client.force_login(a_person(Role.AUDITOR), backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get("/oversight/")

    with clock.at(clock.now() + timedelta(minutes=31)):
        page = client.get("/oversight/", follow=True)

    assert "signed out after 30 minutes" in page.content.decode()


def test_adding_nobody_says_what_is_missing() -> None:
    a_city()
    client = Client(HTTP_ACCEPT="text/html")
    client.force_login(a_person(Role.ADMINISTRATOR), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post("/account/people/add/").status_code == 400


def test_numbers_in_arabic_are_grouped_and_not_taken_for_fractions() -> None:
    with translation.override("ar"):
        assert grouped(275114) == "275,114"
