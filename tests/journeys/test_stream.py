"""The live stream, on the real server: what a screen hears and when."""

import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from typing import cast

import pytest

from tests.support.running import Town

SAM = "sam@falls-city.example"
ACT = (
    "import django; django.setup()\n"
    "from brightline.platform.accounts import actions\n"
    "from brightline.platform.accounts.models import Person\n"
    "actions.{act}(Person.objects.get(email='{email}').pk, by=None)"
)
Opener = urllib.request.OpenerDirector


@contextmanager
def listening(city: Town, key: str, *, patience: float = 20) -> Iterator[tuple[Opener, HTTPResponse]]:
    """A browser signed in as that demo person, and the stream it keeps open."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    opener.open(f"{city.base}/demo/sign-in/{key}/").read()
    with opener.open(f"{city.base}/live/?topic=register", timeout=patience) as stream:
        assert stream.headers["Content-Type"].startswith("text/event-stream")
        stream.readline()
        time.sleep(0.5)
        yield opener, cast(HTTPResponse, stream)


def test_a_screen_hears_of_a_change_at_once(city: Town) -> None:
    with listening(city, "ana") as (_opener, stream):
        city.sql("SELECT pg_notify('brightline_live', 'register')")
        began = time.monotonic()
        while b"event: register" not in stream.readline():
            assert time.monotonic() - began < 10


def _by_the_administrator(city: Town) -> None:
    city.python(ACT.format(act="close", email=SAM))


def _by_hand(city: Town) -> None:
    """Past our actions, so that nobody is told."""
    city.sql(
        "UPDATE accounts_person SET is_active = false, session_epoch = session_epoch + 1 WHERE email = %s RETURNING id",
        SAM,
    )


@pytest.mark.parametrize(("closed", "seconds"), [(_by_the_administrator, 8), (_by_hand, 25)])
def test_the_stream_of_a_closed_account_ends_and_its_session_stays_ended(
    city: Town, closed: Callable[[Town], None], seconds: float
) -> None:
    try:
        with listening(city, "sam", patience=30) as (opener, stream), listening(city, "rosa") as (_rosas, another):
            closed(city)
            began = time.monotonic()
            while stream.readline():
                assert time.monotonic() - began < seconds
            assert time.monotonic() - began < seconds
            city.sql("SELECT pg_notify('brightline_live', 'register')")
            while b"event: register" not in another.readline():
                assert time.monotonic() - began < seconds + 10
    finally:
        city.python(ACT.format(act="reopen", email=SAM))
    assert "/account/sign-in/" in opener.open(f"{city.base}/oversight/").geturl()
