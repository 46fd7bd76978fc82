"""What each person does, in their own words: the hands of the journeys."""

import re

from playwright.sync_api import Locator, Page, expect

NUMBER = re.compile(r"AR-\d{4}-\d{4}")


class CallTaker:
    """At the desk."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def takes_down(self, *asks: str, agency: str = "ICE, Enforcement and Removal", words: str = "") -> str:
        """Write a request down with the keyboard and page the commander; returns its number."""
        self.page.goto("/desk/")
        expect(self.page.get_by_label("Agency", exact=False).first).to_be_focused()
        self.page.keyboard.type(agency)
        for task in asks:
            self.page.get_by_label(task, exact=True).check(force=True)
        if words:
            self.page.get_by_label("In their words").fill(words)
        self.page.keyboard.press("F4")
        return self._number()

    def hears_of_danger(self) -> str:
        """One key."""
        self.page.goto("/desk/")
        expect(self.page.get_by_label("Agency", exact=False).first).to_be_focused()
        self.page.keyboard.press("F9")
        return self._number()

    def _number(self) -> str:
        expect(self.page.locator("#standing-number")).to_have_text(NUMBER)
        return self.page.locator("#standing-number").inner_text()

    def sees(self, words: str) -> None:
        expect(self.page.locator("#standing")).to_contain_text(words)


class Commander:
    """On a phone."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def is_rung(self, number: str) -> None:
        """The page reached this screen by itself."""
        expect(self.page.locator(f"#page-{number}")).to_be_visible()
        expect(self.page.locator("[data-page-alarm]").first).to_be_visible()

    def answers(self, number: str) -> None:
        self.page.locator(f"#page-{number}").get_by_role("button").first.click()
        expect(self.page.locator("#console")).to_contain_text(number)

    def ticks(self, fact: str, value: str | None = None) -> None:
        """Set a fact: a choice by its value, a switch by its name alone; wait until the gate has answered."""
        which = f'input[name="{fact}"]' + (f'[value="{value}"]' if value else "[type=checkbox]")
        box = self.page.locator(which)
        with self.page.expect_response(lambda answer: "/facts/" in answer.url):
            # The box itself is out of sight; a thumb meets its label.
            around = self.page.locator("label", has=box)
            (around if around.count() else self.page.locator(f'label[for="{box.get_attribute("id")}"]')).last.click()
        expect(box).to_be_checked()

    def may(self, *tasks: str) -> None:
        for task in tasks:
            expect(self.page.locator("#side-may")).to_contain_text(task)

    def may_not(self, *tasks: str) -> None:
        for task in tasks:
            expect(self.page.locator("#side-may-not")).to_contain_text(task)

    def joins_on_the_recorded_line(self) -> None:
        self.ticks("call_recorded")
        self.ticks("commander_joins")

    def authorizes(self, *tasks: str, reason: str = "The policy permits it.") -> None:
        self.page.locator("#authorize-open").click()
        dialog = self.page.locator("#authorize")
        for box in dialog.locator('input[name="tasks"]').all():
            box.set_checked(box.get_attribute("value") in tasks, force=True)
        dialog.locator('[name="reason"]').fill(reason)
        dialog.get_by_role("button").first.click()
        expect(dialog).to_be_hidden()

    def declines(self, reason: str = "No ground.") -> None:
        self.page.locator("#decline-open").click()
        dialog = self.page.locator("#decline")
        dialog.locator('[name="reason"]').fill(reason)
        dialog.get_by_role("button").first.click()
        expect(dialog).to_be_hidden()

    def arrives(self) -> None:
        self.page.locator("#arrive-form").get_by_role("button").click()
        expect(self.page.locator("#next")).to_contain_text("You are on scene")

    def closes(self, outcome: str) -> None:
        self.page.locator("#close-open").click()
        dialog = self.page.locator("#close")
        dialog.locator(f'input[name="outcome"][value="{outcome}"]').check(force=True)
        dialog.get_by_role("button").first.click()
        expect(self.page.locator("#console")).to_contain_text("Closed")

    def tells_the_caller_and_closes(self) -> None:
        self.page.get_by_role("button", name="The caller has been told: close").click()
        expect(self.page.locator("#console")).to_contain_text("Closed")


class Dispatcher:
    """At the board."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def ticket(self, number: str) -> Locator:
        return self.page.locator(f"#ticket-{number}")

    def sees(self, number: str, *words: str) -> None:
        for each in words:
            expect(self.ticket(number)).to_contain_text(each)

    def does_not_see(self, number: str) -> None:
        expect(self.ticket(number)).to_have_count(0)

    def sends(self, number: str, *units: str) -> None:
        """One line typed; what stands there already (the commander) stays. A unit new here is asked about once."""
        line = self.ticket(number).locator('input[name="units"]')
        line.press("End")
        line.press_sequentially(" " + " ".join(units))
        with self.page.expect_response(lambda answer: answer.url.endswith("/send/")) as sent:
            line.press("Enter")
        if sent.value.status == 422:
            expect(self.ticket(number).locator(".ticket__refused").last).to_contain_text("Right?")
            line.press("Enter")
        for unit in units:
            expect(self.ticket(number).locator(".ticket__out")).to_contain_text(unit)

    def notes_arrival(self, number: str, unit: str) -> None:
        row = self.ticket(number).locator("li", has_text=unit)
        row.get_by_role("button", name="On scene").click()
        expect(self.ticket(number).locator("li", has_text=unit)).to_contain_text("on scene")


class Public:
    """Anyone."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reads_of(self, number: str, *words: str) -> None:
        """The public record of one request, reached from the record's own list."""
        self.page.goto("/record/")
        self.page.get_by_role("link", name=number).first.click()
        for each in words:
            expect(self.page.locator("main")).to_contain_text(each)

    def counts(self) -> dict[str, int]:
        """What the downloads add up to, recounted by hand: requests, sent, declined."""
        rows = self.page.request.get("/record/requests.json").json()["requests"]
        return {
            "requests": len(rows),
            "sent": sum(row["status"] == "sent" for row in rows),
            "declined": sum(row["status"] == "declined" for row in rows),
        }
