"""Three people at once, from the phone call to the public record."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Person
from tests.journeys.people import CallTaker, Commander, Dispatcher, Public
from tests.support.running import Town


@pytest.fixture
def crew(city: Town, person: Person) -> tuple[CallTaker, Commander, Dispatcher, Public]:
    return (
        CallTaker(person(city, "ana")),
        Commander(person(city, "ellery", width=390, height=844)),
        Dispatcher(person(city, "dev")),
        Public(person(city)),
    )


Crew = tuple[CallTaker, Commander, Dispatcher, Public]


def test_a_criminal_warrant(crew: Crew) -> None:
    call_taker, commander, dispatcher, public = crew
    before = public.counts()
    number = call_taker.takes_down("Serve a criminal warrant", "Hold a perimeter", words="Wanted for robbery.")
    call_taker.sees("Paged")
    commander.is_rung(number)
    commander.answers(number)
    call_taker.sees("Maj. R. Ellery")
    dispatcher.does_not_see(number)
    commander.may_not("Serve a criminal warrant")
    commander.ticks("warrant", "criminal")
    commander.ticks("warrant_verified")
    commander.joins_on_the_recorded_line()
    commander.may("Serve a criminal warrant", "Hold a perimeter")
    commander.authorizes("serve_criminal_warrant", "perimeter")
    dispatcher.sees(number, "Serve a criminal warrant", "Hold a perimeter")
    dispatcher.sends(number, "412A")
    commander.arrives()
    dispatcher.notes_arrival(number, "412A")
    commander.closes("helped")
    dispatcher.does_not_see(number)
    public.reads_of(number, "Serve a criminal warrant", "A judge's criminal warrant has been verified")
    after = public.counts()
    assert (after["requests"], after["sent"]) == (before["requests"] + 1, before["sent"] + 1)


def test_a_crime(crew: Crew) -> None:
    call_taker, commander, dispatcher, public = crew
    number = call_taker.takes_down("Respond to a crime")
    commander.is_rung(number)
    commander.answers(number)
    commander.ticks("crime", "occurring")
    commander.may_not("Respond to a crime")
    commander.ticks("crime_kind", "state_or_local")
    commander.joins_on_the_recorded_line()
    commander.may("Respond to a crime")
    commander.authorizes("respond_to_crime")
    dispatcher.sends(number, "233B")
    dispatcher.notes_arrival(number, "233B")
    commander.arrives()
    commander.closes("helped")
    public.reads_of(number, "A crime has occurred or is occurring")


def test_a_clear_public_danger_is_sent_before_assessment(crew: Crew, city: Town, person: Person) -> None:
    call_taker, commander, dispatcher, public = crew
    backup = Commander(person(city, "osei", width=390, height=844))
    number = call_taker.hears_of_danger()
    commander.is_rung(number)
    backup.is_rung(number)
    line = dispatcher.ticket(number).locator('input[name="units"]')
    line.fill("512A 514")
    line.press("Enter")
    dispatcher.sees(number, "512A", "514")
    dispatcher.notes_arrival(number, "512A")
    commander.answers(number)
    expect(backup.page.locator(f"#page-{number}")).to_have_count(0)
    expect(commander.page.locator("#out")).to_contain_text("before assessment")
    commander.ticks("commander_joins")
    commander.page.locator("#facts-asks").evaluate("each => each.open = true")
    commander.ticks("asks", "backup_officer_safety")
    commander.authorizes("backup_officer_safety")
    expect(commander.page.locator("#next")).to_contain_text("not among the units")
    dispatcher.sends(number, "C1")
    commander.arrives()
    commander.closes("helped")
    public.reads_of(number, "before", "danger")


def test_a_request_to_clear_a_house_is_declined(crew: Crew) -> None:
    call_taker, commander, dispatcher, public = crew
    before = public.counts()
    number = call_taker.takes_down("Knock and clear", "Hold a perimeter", words="Two units to clear the apartment.")
    commander.answers(number)
    commander.ticks("warrant", "administrative")
    commander.joins_on_the_recorded_line()
    commander.may_not("Knock and clear", "Hold a perimeter")
    expect(commander.page.locator("#authorize-open")).to_have_count(0)
    expect(commander.page.locator("#line-because")).to_contain_text("An administrative warrant is not a criminal")
    commander.declines()
    call_taker.sees("Declined")
    dispatcher.does_not_see(number)
    commander.tells_the_caller_and_closes()
    public.reads_of(number, "Knock and clear", "declined")
    assert public.counts()["declined"] == before["declined"] + 1


def test_an_unanswered_page_goes_on_to_the_next_and_then_to_all(hasty_city: Town, person: Person) -> None:
    call_taker = CallTaker(person(hasty_city, "ana"))
    first, second, third = (
        Commander(person(hasty_city, key, width=390, height=844)) for key in ("ellery", "osei", "quill")
    )
    number = call_taker.takes_down("Hold a perimeter")
    first.is_rung(number)
    second.is_rung(number)
    third.is_rung(number)
    third.answers(number)
    expect(first.page.locator(f"#page-{number}")).to_have_count(0)
    call_taker.sees("Capt. M. Quill")
    third.declines("Nobody gave a ground.")
    third.tells_the_caller_and_closes()
    Public(person(hasty_city)).reads_of(number, "Hold a perimeter", "declined")
    auditor = person(hasty_city, "sam")
    auditor.goto("/oversight/exceptions/")
    expect(auditor.locator("main")).to_contain_text("Page not answered in time")
    expect(auditor.locator("main")).to_contain_text(number)
