"""One-click sign-in in the demo: for whoever sits at this computer, and for nobody a proxy lets in."""

import pytest
from django.test import RequestFactory, override_settings

from brightline.platform.accounts.loopback import is_loopback


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]", "[::1]:8000"])
def test_this_computer_is_let_in(host: str) -> None:
    assert is_loopback(RequestFactory().get("/", headers={"host": host}))


@pytest.mark.parametrize(
    "header",
    [
        "CF-Connecting-IP",
        "CF-Ray",
        "Client-IP",
        "Fastly-Client-IP",
        "Fly-Client-IP",
        "Forwarded",
        "Tailscale-User-Login",
        "True-Client-IP",
        "Via",
        "X-Amzn-Trace-Id",
        "X-Client-IP",
        "X-Cluster-Client-IP",
        "X-Envoy-External-Address",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Port",
        "X-Forwarded-Proto",
        "X-Forwarded-Server",
        "X-Original-Host",
        "X-Real-IP",
    ],
)
def test_whatever_shows_a_proxy_in_front_closes_it(header: str) -> None:
    assert not is_loopback(RequestFactory().get("/", headers={"host": "localhost", header: "127.0.0.1"}))


@override_settings(ALLOWED_HOSTS=["*"])
def test_another_computer_or_another_name_is_not_let_in() -> None:
    assert not is_loopback(RequestFactory().get("/", headers={"host": "localhost"}, REMOTE_ADDR="203.0.113.7"))
    assert not is_loopback(RequestFactory().get("/", headers={"host": "127.0.0.1.example"}))
