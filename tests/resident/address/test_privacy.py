"""We do not keep what you look up: not in a log, not in a cookie, not with anyone else."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from django.test import Client

from brightline.city import queries as city
from brightline.platform.kernel import logs
from tests.support.places import HOME, a_town

pytestmark = pytest.mark.django_db
SECRET = "zqxv 4711 secret"
PAGES = ("/", f"/address/{HOME}/", "/address/?q=oak+ave", "/address/offline/", "/record/", f"/address/{HOME}/calendar/")


@pytest.fixture(autouse=True)
def _town() -> None:
    a_town()


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What our own handler writes."""
    logs.configure()
    (handler,) = logging.getLogger().handlers[:1]
    assert isinstance(handler, logging.StreamHandler)
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)
    logs.configure()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_anyone_may_read_sets_no_cookie(path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 200
    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in answer.content.decode()


@pytest.mark.parametrize(
    "path", [f"/address/?q={SECRET}", f"/api/places/?q={SECRET}", f"/api/places/suggest?q={SECRET}",
             "/address/near/?lat=38.242&lon=-85.756", "/api/places/near?lat=38.242&lon=-85.756"]
)  # fmt: skip
def test_no_cache_keeps_an_answer_to_what_was_typed(path: str) -> None:
    assert Client().get(path)["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("path", ["/", f"/address/{HOME}/", f"/api/places/{HOME}/", "/address/map/ground.json"])
def test_a_shared_cache_may_keep_what_is_the_same_for_all(path: str) -> None:
    answer = Client().get(path)
    assert answer["Cache-Control"] == "public, max-age=60"
    assert {"Accept-Language", "Cookie"} <= {each.strip() for each in answer["Vary"].split(",")}


def test_who_has_chosen_a_language_is_answered_by_us() -> None:
    client = Client()
    client.post("/language/", {"language": "es", "next": "/"})
    answer = client.get("/")
    assert "private" in answer["Cache-Control"]
    assert 'lang="es"' in answer.content.decode()


@pytest.mark.parametrize("path", ["/", f"/address/{HOME}/", "/address/?q=oak+ave", f"/api/places/{HOME}/"])
def test_no_site_learns_from_us_which_page_one_came_from(path: str) -> None:
    assert Client().get(path)["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    "path",
    [f"/address/?q={SECRET}", f"/api/places/?q={SECRET}", f"/api/places/?limit=x&q={SECRET}",
     "/address/4711-zqxv-secret-st/", "/api/places/4711-zqxv-secret-st/", "/address/4711-zqxv-secret-st/calendar/"],
)  # fmt: skip
def test_no_log_names_what_was_looked_up(path: str, logged: io.StringIO) -> None:
    Client().get(path)
    for word in ("zqxv", "secret", "4711"):
        assert word not in logged.getvalue().lower()


def test_a_defect_of_ours_is_logged_without_what_was_typed(
    logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(text: str, limit: int = 8) -> None:
        raise KeyError(text)

    monkeypatch.setattr(city, "search", broken)
    answer = Client(raise_request_exception=False).get("/api/places/", {"q": SECRET})
    assert answer.status_code == 500
    lines = [json.loads(line) for line in logged.getvalue().splitlines()]
    (said,) = [line for line in lines if line.get("reference")]
    assert said["error"] == "KeyError"
    assert "finding.py" in said["lines"]
    assert "zqxv" not in logged.getvalue()
