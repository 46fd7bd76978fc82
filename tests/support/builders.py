"""Builders: people and requests in the state a test needs, made by the real actions."""

import itertools
import uuid
from typing import Any

from brightline.assistance.duty import actions as duty
from brightline.assistance.requests import actions, queries
from brightline.assistance.requests.actions.intake import Written
from brightline.assistance.requests.models import Request
from brightline.city import actions as city
from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role
from brightline.platform.kernel import environment

_count = itertools.count(1)
CRIMINAL_WARRANT = {"warrant": "criminal", "warrant_verified": True, "commander_joins": True, "call_recorded": True}


def a_city() -> None:
    """The demo city without its places, its policy on the ledger."""
    city.introduce(environment.ROOT / "cities" / "falls-city")
    actions.adopt_policies()


def a_person(*roles: Role, name: str = "", **fields: Any) -> Person:
    """Someone with these roles; a commander gets a call sign of their own."""
    number = next(_count)
    if Role.COMMANDER in roles:
        fields.setdefault("call_sign", f"C{number}")
    return Person.objects.create_user(
        f"person{number}@falls-city.example",
        None,
        display_name=name or f"Person {number}",
        roles=[role.value for role in roles],
        **fields,
    )


class Crew:
    """One of each, and a roster of two posts: the people a request passes through."""

    def __init__(self) -> None:
        a_city()
        self.call_taker = a_person(Role.CALL_TAKER, name="Call-taker")
        self.commander = a_person(Role.COMMANDER, name="Commander")
        self.backup = a_person(Role.COMMANDER, name="Backup commander")
        self.dispatcher = a_person(Role.DISPATCHER, name="Dispatcher")
        self.reviewer = a_person(Role.REVIEWER, name="Reviewer")
        self.auditor = a_person(Role.AUDITOR, name="Auditor")
        self.administrator = a_person(Role.ADMINISTRATOR, name="Administrator")
        for rank, who in enumerate((self.commander, self.backup), start=1):
            duty.add_post(name=f"Post {rank}", rank=rank, fallback=who, by=self.administrator)

    def received(self, *, danger_now: bool = False, **written: Any) -> Request:
        return actions.receive(
            key=uuid.uuid4(),
            written=Written(**{"agency": "ICE, Enforcement and Removal", **written}),
            by=self.call_taker,
            danger_now=danger_now,
        )

    def assessed(self, ticked: dict[str, object] | None = None, **written: Any) -> Request:
        """Answered by the commander, with facts set down."""
        request = self.received(**written)
        actions.take_command(request.number, by=self.commander)
        if ticked:
            actions.record_facts(request.number, ticked=ticked, by=self.commander)
        return again(request)

    def authorized(self, *tasks: str) -> Request:
        request = self.assessed(CRIMINAL_WARRANT, asks=["serve_criminal_warrant", "perimeter"])
        actions.decide(
            request.number,
            tasks=tasks or ("serve_criminal_warrant",),
            reason="The clerk confirmed the warrant.",
            by=self.commander,
            seen=seen(request),
        )
        return again(request)

    def declined(self) -> Request:
        request = self.assessed({"warrant": "administrative"}, asks=["knock_and_clear"])
        actions.decide(
            request.number, tasks=(), reason="No ground.", by=self.commander, seen=seen(request), decline=True
        )
        return again(request)

    def sent(self) -> Request:
        request = self.authorized()
        actions.send_units(
            request.number, call_signs=["412A", self.commander.call_sign], key=uuid.uuid4(), by=self.dispatcher
        )
        return again(request)

    def on_scene(self) -> Request:
        request = self.sent()
        actions.arrive(request.number, call_sign=self.commander.call_sign, by=self.dispatcher)
        return again(request)

    def closed(self) -> Request:
        request = self.on_scene()
        actions.close(request.number, outcome="helped", note="", by=self.commander)
        return again(request)


def again(request: Request) -> Request:
    """The request as it stands in the database now."""
    return queries.get(request.number)


def seen(request: Request) -> int | None:
    """The key of the facts a page shown now would carry."""
    latest = queries.latest_facts(request)
    return latest.pk if latest else None
