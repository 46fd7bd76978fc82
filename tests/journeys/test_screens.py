"""Every screen, at both widths and in both directions: nothing for axe to find, nothing wider than the screen."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Person
from tests.journeys.people import CallTaker
from tests.support.running import Town

LOOKED_BACK = "/record/?from=2026-05&to=2026-05"
SCREENS = {
    "": ["/", "/record/", LOOKED_BACK, "/record/data/", "/account/sign-in/", "/nowhere/"],
    "ana": ["/desk/"],
    "ellery": ["/console/", "/console/{number}/"],
    "dev": ["/board/"],
    "rosa": [
        "/oversight/",
        "/oversight/exceptions/",
        "/oversight/exceptions/?show=explained",
        "/oversight/to-review/",
        "/oversight/requests/{number}/",
        "/duty/roster/",
        "/oversight/look-back/",
        "/oversight/look-back/{examination}/?show=all",
        "/oversight/look-back/findings/{request}/",
        "/oversight/look-back/findings/{mention}/",
        "/oversight/look-back/findings/{unlogged}/",
        "/oversight/look-back/findings/{explained}/",
    ],
    "ida": ["/collections/", "/collections/announce/"],
    "kit": ["/account/people/"],
}


@pytest.fixture(scope="module")
def number(city: Town) -> str:
    return city.python(
        "import django, uuid; django.setup()\n"
        "from brightline.assistance.requests import actions\n"
        "from brightline.assistance.requests.actions.intake import Written\n"
        "from brightline.demo.people import person\n"
        "written = Written(agency='ICE', asks=['perimeter'])\n"
        "request = actions.receive(key=uuid.uuid4(), by=person('ana'), written=written)\n"
        "actions.take_command(request.number, by=person('ellery'))\n"
        "print(request.number)"
    ).strip()


@pytest.fixture(scope="module")
def looked_back(city: Town) -> dict[str, str]:
    """An examination with a settled request that is compared with the register, and a mention still to judge; and one
    whose result is entered, with two requests that were not logged, one of them explained.
    """
    said = city.python(
        "import django; django.setup()\n"
        "from django.db import transaction\n"
        "from brightline.assistance.review import actions\n"
        "from brightline.assistance.review.models import Finding\n"
        "from brightline.demo.people import person\n"
        "from tests.assistance.review.examined import as_the_engine, examined, found\n"
        "with transaction.atomic():\n"
        "    each = examined(person('rosa'), [found(), found('mention', narrative='ICE \u0642\u0627\u0644 ' * 40)])\n"
        "    request, mention = Finding.objects.filter(examination=each)\n"
        "    for key in ('noor', 'tomas'):\n"
        "        actions.judge(request.pk, said=as_the_engine(request), by=person(key))\n"
        "    entered = examined(person('rosa'), [found(), found()])\n"
        "    unlogged, explained = Finding.objects.filter(examination=entered)\n"
        "    for finding in (unlogged, explained):\n"
        "        for key in ('noor', 'tomas'):\n"
        "            actions.judge(finding.pk, said=as_the_engine(finding), by=person(key))\n"
        "        for key in ('noor', 'tomas'):\n"
        "            actions.match(finding.pk, number='', by=person(key))\n"
        "    actions.explain(explained.pk, explanation='Taken for a traffic matter. ' * 9, by=person('rosa'))\n"
        "    actions.enter(entered.pk, by=person('rosa'))\n"
        "print(each.pk, request.pk, mention.pk, unlogged.pk, explained.pk)"
    )
    return dict(zip(("examination", "request", "mention", "unlogged", "explained"), said.split(), strict=True))


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (390, "en"), (1280, "ar"), (390, "ar")])
@pytest.mark.parametrize("key", SCREENS, ids=lambda key: key or "public")
def test_a_screen_can_be_used_by_everyone(
    city: Town, person: Person, number: str, looked_back: dict[str, str], key: str, width: int, language: str
) -> None:
    page = person(city, key, width=width, height=844, language=language)
    wrong = []
    for path in SCREENS[key]:
        page.goto(path.format(number=number, **looked_back))
        page.wait_for_load_state("load")
        direction = page.locator("html").get_attribute("dir")
        assert direction == ("rtl" if language == "ar" else "ltr")
        wrong += [f"{path}: {each}" for each in mistakes(page)]
    assert wrong == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Of 1,000 calls in the period, 2 were requests; 2 had not been logged."),
        ("es", "llamadas en el período, 2 eran solicitudes; sin anotar: 2."),
        ("ar", "وُجد طلبان من الجهات. غير المسجَّل منها: 2."),
    ],
)
def test_the_public_reads_what_looking_back_came_to(
    city: Town, person: Person, looked_back: dict[str, str], language: str, sentence: str, width: int
) -> None:
    page = person(city, width=width, height=844, language=language)
    page.goto(LOOKED_BACK)
    expect(page.locator("#looked-back")).to_contain_text(sentence)
    assert mistakes(page) == []


def mistakes(page: Page) -> list[str]:
    """What axe finds, and whether the page is wider than the screen."""
    found = Axe().run(page).response["violations"]
    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    too_wide = [f"{wider} px wider than the screen"] if wider > 0 else []
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found] + too_wide


def test_what_is_typed_outlives_a_lost_connection_and_a_reload(city: Town, person: Person) -> None:
    page = person(city, "ana")
    desk = CallTaker(page)
    page.goto("/desk/")
    page.get_by_label("In their words").fill("Two units to help clear the apartment.")
    page.reload()
    expect(page.get_by_label("In their words")).to_have_value("Two units to help clear the apartment.")
    page.get_by_label("Agency", exact=False).first.fill("ICE, Enforcement and Removal")
    before = _requests(city)
    page.context.set_offline(True)
    page.keyboard.press("F4")
    expect(page.locator("[data-draft-status]").first).to_contain_text("Not sent yet")
    assert _requests(city) == before
    page.context.set_offline(False)
    desk.sees("Paged")
    assert _requests(city) == before + 1


def test_a_page_rings_and_stops_when_answered(city: Town, person: Person) -> None:
    commander = person(city, "osei", width=390, height=844)
    _watch_sound(commander)
    commander.goto("/console/")
    commander.get_by_role("button", name="Turn sound on").click()
    number = CallTaker(person(city, "ana")).hears_of_danger()
    commander.wait_for_selector(f"#page-{number} [data-page-alarm]")
    commander.wait_for_timeout(1500)
    assert commander.evaluate("window.__tones") > 0
    commander.locator(f"#page-{number}").get_by_role("button").first.click()
    expect(commander.locator("#console")).to_contain_text(number)


def _watch_sound(page: Page) -> None:
    """Count the oscillators that the page starts: a headless browser has no ears."""
    page.add_init_script(path=str(Path(__file__).with_name("count_tones.js")))


def _requests(city: Town) -> int:
    ((count,),) = city.sql("SELECT count(*) FROM requests_request")
    return int(str(count))
