"""A browser, and a person in it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.support.running import Town, town

# The same browser without its windows, menus and services takes half the processor time; where it is not installed
# the whole one does.
CHROMIUM = next(
    (path for path in ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium") if os.access(path, os.X_OK)),
    "/usr/bin/chromium-headless-shell",
)
# Generous, since two cores run three browsers, a web server, a worker and a database; no test asserts a time.
PATIENCE_MS = 120_000
expect.set_options(timeout=PATIENCE_MS)
Person = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Ended with its module: Playwright holds an event loop, inside which Django refuses to touch the database."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A running demo city that the journeys of one worker share, as days share a year."""
    folder = _reachable(tmp_path_factory.mktemp("city"))
    with town(f"journeys_{_worker()}", folder) as running:
        yield running


@pytest.fixture(scope="session")
def hasty_city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The same, where a commander has three seconds to answer."""
    folder = _reachable(tmp_path_factory.mktemp("hasty"))
    with town(f"hasty_{_worker()}", folder, answer_within="3 seconds") as running:
        yield running


@pytest.fixture
def person(browser: Browser) -> Iterator[Person]:
    """`person(city, "ana")`: a browser of their own, signed in as that demo person ("" for the public)."""
    contexts = []

    def arrive(city: Town, key: str = "", *, width: int = 1280, height: int = 900, language: str = "en") -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, base_url=city.base, locale="en-US")
        context.add_cookies([{"name": "django_language", "value": language, "url": city.base}])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(f"/demo/sign-in/{key}/" if key else "/")
        return page

    yield arrive
    for context in contexts:
        context.close()


def _worker() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


def _reachable(folder: Path) -> Path:
    folder.chmod(0o755)
    return folder
