"""What a stranger can send, answered in one sentence."""

import pytest
from django.test import Client

from tests.support.builders import a_city

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
