"""A resident types an address: by keyboard, by thumb, without script, without a connection, in three languages."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.conftest import Person
from tests.journeys.test_screens import mistakes
from tests.support.running import Town

HOME, PLACE = "/address/1604-harbor-st-40203/", "1604 Harbor St"


@pytest.fixture
def without_script(browser: Browser, city: Town) -> Iterator[Page]:
    context = browser.new_context(base_url=city.base, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_typed_chosen_with_an_arrow_opened_with_enter(city: Town, person: Person) -> None:
    page = person(city)
    box = page.get_by_role("combobox", name="Your address")
    box.press_sequentially("1604 har")
    first = page.get_by_role("option").first
    expect(first).to_contain_text(PLACE)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("[data-announced]")).to_contain_text("Suggestions:")
    box.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", str(first.get_attribute("id")))
    expect(box).to_be_focused()
    box.press("Enter")
    expect(page).to_have_url(city.base + HOME)
    expect(page.get_by_role("heading", level=1)).to_have_text(PLACE)
    for group in ("Solid waste", "Emergency services", "Political", "General location"):
        expect(page.get_by_role("heading", name=group, level=2)).to_be_visible()


def test_escape_gives_back_what_was_typed_and_then_clears_it(city: Town, person: Person) -> None:
    page = person(city)
    box = page.get_by_role("combobox", name="Your address")
    box.press_sequentially("1604 har")
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("ArrowDown")
    box.press("Escape")
    expect(box).to_have_value("1604 har")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.locator("[data-announced]")).to_be_empty()
    box.press("Escape")
    expect(box).to_have_value("")


def test_a_street_leaves_room_for_its_number(city: Town, person: Person) -> None:
    page = person(city)
    box = page.get_by_role("combobox", name="Your address")
    box.press_sequentially("harbor st")
    page.get_by_role("option", name="Harbor St").first.click()
    expect(box).to_be_focused()
    page.keyboard.type("1604")
    page.keyboard.press("Enter")
    expect(page).to_have_url(city.base + HOME)


def test_nothing_takes_the_focus_when_the_page_opens(city: Town, person: Person) -> None:
    page = person(city)
    assert page.evaluate("document.activeElement === document.body")


def test_the_whole_way_without_script(without_script: Page) -> None:
    page = without_script
    page.goto("/")
    page.get_by_label("Your address").fill("1604 harbor st")
    page.get_by_role("button", name="Look up").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(PLACE)
    expect(page.locator(".map__drawing")).to_be_visible()
    # What needs a script is not offered.
    for name in ("Share", "Print", "Zoom and move", "Use my location", "Forget it"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    page.locator("[data-shows-area^=precinct]").click()
    expect(page.locator("path[data-area^=precinct]")).to_have_css("stroke-dasharray", "none")


def test_my_location_is_asked_for_only_when_the_button_is_pressed(city: Town, browser: Browser) -> None:
    at = {"latitude": 38.252, "longitude": -85.786}
    context = browser.new_context(base_url=city.base, geolocation=at, permissions=["geolocation"])
    page = context.new_page()
    page.add_init_script(path=str(Path(__file__).with_name("watch_location.js")))
    page.goto("/")
    assert page.evaluate("window.asked") is None
    page.get_by_role("button", name="Use my location").click()
    expect(page).to_have_url(f"{city.base}/address/near/?lat=38.25200&lon=-85.78600")
    expect(page.get_by_role("heading", level=1)).to_have_text("Where you are")
    context.close()


@pytest.mark.parametrize(
    ("granted", "at", "says"),
    [
        ([], {"latitude": 38.252, "longitude": -85.786}, "does not share your location"),
        (["geolocation"], {"latitude": 10, "longitude": 10}, "outside the city"),
    ],
)
def test_a_location_that_cannot_be_used_is_said_so(
    city: Town, browser: Browser, granted: list[str], at: Any, says: str
) -> None:
    context = browser.new_context(base_url=city.base, geolocation=at, permissions=granted)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("button", name="Use my location").click()
    expect(page.locator("main")).to_contain_text(says)
    context.close()


def test_the_map_moves_when_asked_and_shows_an_area(city: Town, person: Person) -> None:
    page = person(city)
    outside: list[str] = []
    page.on(
        "request", lambda each: None if each.url.startswith((city.base, "blob:", "data:")) else outside.append(each.url)
    )
    page.goto(HOME)
    assert page.evaluate("!performance.getEntriesByType('resource').some((each) => each.name.includes('map.js'))")
    page.get_by_role("button", name="Zoom and move").click()
    expect(page.locator(".map__canvas canvas")).to_be_visible()
    expect(page.locator("#map[data-moving]")).to_have_count(1)
    page.get_by_role("button", name="Zoom in").click()
    with page.expect_response(lambda each: "/address/map/areas/precinct/" in each.url):
        page.locator("[data-shows-area^=precinct]").click()
    expect(page.locator("[data-map-legend]")).to_contain_text("Precinct")
    assert mistakes(page) == []
    assert outside == []


def test_the_drawn_map_stays_until_the_moving_one_shows_as_much(city: Town, person: Person) -> None:
    page = person(city, width=390, height=844)
    page.goto(HOME)
    held: list[Route] = []
    page.route("**/address/map/streets/**", lambda route: held.append(route))
    with page.expect_request("**/address/map/streets/**"):
        page.get_by_role("button", name="Zoom and move").click()
    expect(page.get_by_role("button", name="Loading the map…")).to_be_visible()
    # Its canvas is there and has drawn what it has; the resident still sees names of streets.
    expect(page.locator(".map__canvas canvas")).to_have_count(1)
    expect(page.locator(".map__canvas canvas")).to_be_hidden()
    expect(page.locator(".map__names text").first).to_be_visible()
    for route in held:
        route.continue_()
    expect(page.locator(".map__canvas canvas")).to_be_visible()
    expect(page.locator(".map__drawing")).to_be_hidden()


def test_the_next_set_outs_are_on_the_first_screen_of_a_phone(city: Town, person: Person) -> None:
    for language in ("en", "es", "ar"):
        page = person(city, width=390, height=844, language=language)
        page.goto(HOME)
        # What a phone's browser leaves of its 844 pixels: the soonest with why, and the day after it.
        for seen in (page.locator(".set-out").first, page.locator(".set-out__day").nth(1)):
            box = seen.bounding_box()
            assert box is not None
            assert box["y"] + box["height"] < 664


def test_what_is_asked_for_less_often_is_closed_on_screen_and_open_on_paper(without_script: Page) -> None:
    page = without_script
    page.goto(HOME)
    senate = page.get_by_text("Senate District 33", exact=True)
    expect(senate).to_be_hidden()
    page.emulate_media(media="print")
    expect(senate).to_be_visible()
    expect(page.get_by_text("senate33@legislature.falls-city.example")).to_be_visible()
    page.emulate_media(media="screen")
    page.locator("summary", has_text="State senate").click()
    expect(senate).to_be_visible()


def test_the_last_address_opens_without_a_connection_until_it_is_forgotten(city: Town, person: Person) -> None:
    page = person(city)
    page.goto(HOME)
    # Said once it is so, and not before: from then on the connection may go.
    expect(page.get_by_text("This address is kept on this device alone")).to_be_visible(timeout=15_000)
    # What the browser itself kept for a minute is out of the way.
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")
    page.context.set_offline(True)
    page.goto(HOME)
    expect(page.get_by_role("heading", level=1)).to_have_text(PLACE)
    expect(page.locator(".kept-note--offline")).to_contain_text("You are offline")
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are offline")
    page.get_by_role("link", name=PLACE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(PLACE)
    page.get_by_role("link", name="All set-out days").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Set-out days")
    expect(page.locator(".kept-note--offline")).to_contain_text("You are offline")
    _other_months_are_not_passed_off_as_kept(page)
    page.context.set_offline(False)
    page.goto("/")
    expect(page.get_by_role("link", name=PLACE)).to_have_attribute("href", HOME)
    page.get_by_role("button", name="Forget it").click()
    expect(page.get_by_role("link", name=PLACE)).to_have_count(0)
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("localStorage.getItem('brightline:last-address')") is None
    page.goto(HOME)
    expect(page.locator("[data-kept-note]")).to_contain_text("has forgotten")


def _other_months_are_not_passed_off_as_kept(page: Page) -> None:
    """Without a connection, on the calendar: the next month is kept too, any other is said not to be, in sight."""
    title, note = page.locator("#month-title"), page.locator(".kept-note--offline")
    this = title.inner_text()
    page.set_viewport_size({"width": 390, "height": 700})
    page.locator("a[rel=next]").click()
    expect(title).not_to_have_text(this)
    expect(note.locator(".kept-note__other")).to_be_hidden()
    following = title.inner_text()
    page.locator("a[rel=next]").click()
    expect(note).to_contain_text(f"The month you asked for is not kept: this is {this}.")
    expect(note).to_contain_text(f"This device has {this} and {following}. Other months need a connection.")
    expect(note.locator(".kept-note__other")).to_be_in_viewport(ratio=1)
    expect(title).to_be_in_viewport(ratio=1)


def test_the_link_is_copied_and_nothing_else(city: Town, browser: Browser) -> None:
    context = browser.new_context(base_url=city.base, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(HOME)
    page.get_by_role("button", name="Share").click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == city.base + HOME
    context.close()


def test_it_prints_on_one_sheet(city: Town, person: Person) -> None:
    page = person(city)
    page.goto(HOME)
    printed = page.pdf(format="Letter")
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") == 1


def test_a_printed_calendar_gives_more_of_the_next_set_outs_than_the_screen_and_its_month(
    city: Town, person: Person
) -> None:
    page = person(city)
    page.goto(f"{HOME}calendar/")
    on_screen = page.locator(".set-out:visible").count()
    page.emulate_media(media="print")
    assert page.locator(".set-out:visible").count() >= on_screen + 4
    expect(page.locator(".month")).to_be_visible()


def test_beside_what_is_read_the_column_of_the_map_has_the_color_of_the_page(city: Town, person: Person) -> None:
    page = person(city)
    page.goto(HOME)
    column, pane = page.locator(".map").bounding_box(), page.locator(".map__pane").bounding_box()
    assert column is not None
    assert pane is not None
    assert column["height"] > pane["height"]
    assert page.locator(".map").evaluate("each => getComputedStyle(each).backgroundColor") == "rgba(0, 0, 0, 0)"


@pytest.mark.parametrize("typed", ["x" * 10_000, "<b>1604</b>", "'; DROP TABLE city_address; --", "🏠", "\u202e1604"])
def test_whatever_is_pasted_the_box_goes_on(city: Town, person: Person, typed: str) -> None:
    page = person(city)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    box = page.get_by_role("combobox", name="Your address")
    box.fill(typed)
    box.press("Enter")
    expect(page.locator("#look-up")).to_be_visible()
    assert errors == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_every_page_of_an_address_can_be_used_by_everyone(
    city: Town, person: Person, width: int, language: str
) -> None:
    page = person(city, width=width, height=844, language=language)
    wrong = []
    for path in (
        "/",
        HOME,
        "/address/?q=1606+harbor+st",
        "/address/?q=harbor+st",
        "/address/?q=qqqqzzzz",
        "/address/offline/",
        f"{HOME}calendar/",
        f"{HOME}calendar/?view=list",
    ):
        page.goto(path)
        wrong += [f"{path}: {each}" for each in mistakes(page)]
    page.goto(HOME)
    for summary in page.locator("summary").all():
        summary.click()
    wrong += [f"opened: {each}" for each in mistakes(page)]
    page.goto("/")
    page.locator("#look-up").press_sequentially("16")
    expect(page.get_by_role("option").first).to_be_visible()
    wrong += [f"suggestions: {each}" for each in mistakes(page)]
    assert wrong == []


def test_the_web_server_writes_down_nothing_of_it(city: Town, person: Person) -> None:
    page = person(city)
    page.goto("/address/?q=9999+zqxv+ave")
    page.goto("/address/9999-zqxv-ave-40203/")
    page.request.get("/api/places/?q=9999+zqxv+ave")
    assert "zqxv" not in city.log("web")
    assert "harbor" not in city.log("web")
