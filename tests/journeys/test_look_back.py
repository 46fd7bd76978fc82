"""An export handed in, its findings judged with the keyboard by two people, and what the public then reads."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Person
from tests.support.running import Town

REQUEST = (
    "ICE agents on scene request two officers to hold a perimeter at 1604 Harbor St while they serve an administrative "
    "warrant. Two units sent."
)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """August 2025: 3,000 calls, one of them a request."""
    lines = ["call_id,received_at,nature,address,narrative"]
    for number in range(3000):
        narrative = REQUEST if number == 1234 else "Two vehicles slid into each other. No injuries, tow called."
        nature = "ASSIST OTHER AGENCY" if number == 1234 else "TRAFFIC"
        day, hour = number % 28 + 1, number % 24
        lines.append(f'25-{number:06d},2025-08-{day:02d}T{hour:02d}:15:00,{nature},{number} Harbor St,"{narrative}"')
    path = tmp_path / "august.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def judges_with_the_keyboard(page: Page) -> None:
    """Choose by number, then correct it, then confirm."""
    page.get_by_role("link", name="Judge the one that waits for you").click()
    expect(page.locator("mark").first).to_be_visible()
    page.keyboard.press("3")
    expect(page.get_by_label("Mention")).to_be_checked()
    expect(page.locator(".judge__request")).to_be_hidden()
    page.get_by_label("Note").fill("1234 c")
    expect(page.get_by_label("Mention")).to_be_checked()
    page.get_by_label("Note").blur()
    page.keyboard.press("1")
    expect(page.get_by_label("Request")).to_be_checked()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.get_by_label("Use these keys on this computer").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("4")
    expect(page.get_by_label("Request")).to_be_checked()
    page.get_by_role("link", name="Keys").click()
    page.get_by_label("Use these keys on this computer").check()
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    # A request's grounds are nobody's but the person's to say.
    expect(page.locator("#judge_grounds_error")).to_contain_text("Choose which grounds the narrative documents")
    expect(page.locator(".error-summary")).to_be_focused()
    page.keyboard.press("6")
    page.keyboard.press("8")
    expect(page.get_by_label("None documented")).to_be_checked()
    expect(page.locator("#judge_grounds input:checked")).to_have_count(1)
    page.keyboard.press("c")


def explains_it(reviewer: Page, commander: Page) -> None:
    """The reviewer from the list of exceptions; the commander reads it there, and gets no link to the call."""
    reviewer.goto("/oversight/exceptions/")
    listed = reviewer.locator("#exceptions-elsewhere li").filter(has_text="Not logged").first
    reference = listed.locator("a.number").inner_text()
    listed.get_by_role("link", name="Explain").click()
    reviewer.get_by_label("Your explanation").fill("The call-taker took it for a traffic matter.")
    reviewer.get_by_role("button", name="Record the explanation").click()
    expect(reviewer.locator("#messages")).to_contain_text("Your explanation stands beside the exception now")
    commander.goto("/oversight/exceptions/?show=explained")
    shown = commander.locator(f"#exception-{reference}")
    expect(shown).to_contain_text("The call-taker took it for a traffic matter.")
    expect(shown.get_by_role("link")).to_have_count(0)


def test_from_the_export_to_the_public_page(city: Town, person: Person, export: Path) -> None:
    rosa = person(city, "rosa")
    rosa.goto("/oversight/look-back/")
    rosa.get_by_label("Export of calls for service").set_input_files(export)
    rosa.get_by_role("button", name="Hand it in").click()
    # No reload: the page follows the worker.
    expect(rosa.locator("#examination-findings")).to_be_visible()
    expect(rosa.locator("#examination-figures")).to_contain_text("3,000")
    address = rosa.url
    judges_with_the_keyboard(rosa)
    expect(rosa.locator("#messages")).to_contain_text("Another person looks at it too")

    noor = person(city, "noor")
    noor.goto(address)
    expect(noor.locator("#examination-findings")).not_to_contain_text("Rosa")
    judges_with_the_keyboard(noor)
    expect(noor.locator("#messages")).to_contain_text("is settled: Request")
    expect(noor.locator("#judgements")).to_contain_text("Rosa Lindqvist")
    noor.get_by_role("button", name="Not in the register").click()
    expect(noor.locator("#messages")).to_contain_text("Another person has to confirm it")

    auditor = person(city, "sam")
    auditor.goto("/oversight/exceptions/")
    expect(auditor.locator("#exceptions-elsewhere")).to_contain_text("Not logged")
    auditor.goto(address)
    expect(auditor.get_by_role("button", name="Enter the result")).to_have_count(0)
    auditor.get_by_role("button", name="Enter the total").click()
    expect(auditor.locator("#messages")).to_contain_text("The count is entered")

    rosa.goto(address)
    rosa.get_by_role("link", name="Judge the one that waits for you").click()
    rosa.get_by_role("button", name="Not in the register").click()
    expect(rosa.locator("#messages")).to_contain_text("It is on the ledger now")
    explains_it(rosa, person(city, "ellery"))
    rosa.goto(address)
    rosa.get_by_role("button", name="Enter the result").click()
    expect(rosa.locator("#examination-head")).to_contain_text("On the public record")

    public = person(city)
    public.goto("/record/?from=2025-08&to=2025-08")
    expect(public.locator("#looked-back")).to_contain_text("Of 3,000 calls in the period, 1 was a request")
    expect(public.locator("#looked-back")).to_contain_text("1 had not been logged")
    expect(public.locator("main")).to_contain_text("3,000")


def test_it_works_without_javascript(city: Town, person: Person) -> None:
    made = city.python(
        "import django; django.setup()\n"
        "from django.db import transaction\n"
        "from brightline.demo.people import person\n"
        "from tests.assistance.review.examined import examined, found\n"
        "with transaction.atomic():\n"
        "    each = examined(person('rosa'), [found('mention')], first_call='', last_call='')\n"
        "print(each.pk)"
    ).strip()
    signed_in = person(city, "tomas")
    browser = signed_in.context.browser
    assert browser is not None
    with browser.new_context(java_script_enabled=False, base_url=city.base) as context:
        context.add_cookies(signed_in.context.cookies())  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"/oversight/look-back/{made}/next/")
        page.get_by_role("button", name="Confirm").click()
        expect(page.locator("#messages")).to_contain_text("is settled: Mention")
