"""The live stream, on the real server: what a screen hears and when."""

import time
import urllib.request
from http.cookiejar import CookieJar

from tests.support.running import Town


def test_a_screen_hears_of_a_change_at_once(city: Town) -> None:
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    opener.open(f"{city.base}/demo/sign-in/ana/").read()
    with opener.open(f"{city.base}/live/?topic=register", timeout=20) as stream:
        assert stream.headers["Content-Type"].startswith("text/event-stream")
        stream.readline()
        time.sleep(0.5)
        city.sql("SELECT pg_notify('brightline_live', 'register')")
        began = time.monotonic()
        while b"event: register" not in stream.readline():
            assert time.monotonic() - began < 10
