"""The console: who pages me, what I command, and one request with its facts and the line."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from brightline.assistance.duty import queries as duty
from brightline.assistance.duty.models import Page
from brightline.assistance.requests import actions, queries
from brightline.assistance.requests.models import Request
from brightline.assistance.requests.states import State
from brightline.assistance.requests.views import console_screen
from brightline.assistance.requests.views.oversight_common import STATE_TONES
from brightline.platform.accounts.access import allow
from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import Invalid
from brightline.platform.ui.phrases import isolated

_STILL_SHOWN = timedelta(days=1)


@dataclass(frozen=True)
class Card:
    """One request in the list; until is when its page goes on, since when its state began."""

    number: str
    title: str
    text: str
    tone: str
    since: datetime
    until: datetime | None
    danger: bool


@allow(Role.COMMANDER)
@require_GET
def console(request: HttpRequest) -> HttpResponse:
    """What rings for me, what I command, what else is open."""
    context = _lists(_me(request)) | {"live_topic": ["duty", "register"]}
    return render(request, "requests/console/list.html", context)


@allow(Role.COMMANDER)
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """The live part of the list."""
    return render(request, "requests/console/_list.html", _lists(_me(request)))


@allow(Role.COMMANDER)
@require_GET
def shown(request: HttpRequest, number: str) -> HttpResponse:
    """One request."""
    context = console_screen.of(queries.get(number), _me(request))
    context["live_topic"] = context["live_events"].split()
    return render(request, "requests/console/request.html", context)


@allow(Role.COMMANDER)
@require_GET
def live(request: HttpRequest, number: str) -> HttpResponse:
    """The live part of the request's screen: facts, the line, what to do next."""
    return render(request, "requests/console/_request.html", console_screen.of(queries.get(number), _me(request)))


@allow(Role.COMMANDER)
@require_POST
def facts(request: HttpRequest, number: str) -> HttpResponse:
    """Set down what the commander changed, and show at once what the gate says of it."""
    form = console_screen.sent_facts(queries.get(number), request.POST)
    if not form.is_valid():
        raise Invalid(_("What is known cannot be read. Reload the page and set it again; nothing was changed."))
    ticked = form.ticked()
    if ticked:
        actions.record_facts(number, ticked=ticked, by=_me(request))
    if not request.headers.get("HX-Request"):
        return redirect("console_request", number)
    return render(request, "requests/console/_answer.html", console_screen.of(queries.get(number), _me(request)))


def _lists(me: Person) -> dict[str, Any]:
    pages = {page.subject: page for page in duty.pages_for(me)}
    mine = list(queries.commanded_by(me))
    known = {request.number for request in mine} | set(pages)
    open_now = list(queries.open_requests())
    return {
        "paged": sorted((_card(each, pages[each.number]) for each in open_now if each.number in pages), key=_first),
        "mine": [_card(each, mine=True) for each in mine if each.number not in pages],
        "others": [_card(each) for each in open_now if each.number not in known],
        "closed": [_card(each) for each in queries.closed_since(me, clock.now() - _STILL_SHOWN)[:5]],
        "on_duty": duty.on_duty(clock.now()),
        "me": me,
    }


def _first(card: Card) -> tuple[bool, datetime]:
    """Danger before anything else, then whoever has waited longest."""
    return (not card.danger, card.since)


def _card(request: Request, page: Page | None = None, *, mine: bool = False) -> Card:
    row = cast(Any, request)  # The register's rows carry the latest intake beside the request.
    state = State(request.state)
    in_charge = _("With %(name)s") % {"name": row.in_charge} if row.in_charge and not mine else ""
    said = "" if page or state == State.UNDER_ASSESSMENT else str(state.label)
    return Card(
        number=request.number,
        title=console_screen.title(row.agency, row.asks, queries.pack_for(request)),
        text=" · ".join(part for part in (said, in_charge, isolated(row.location or "")) if part),
        tone=STATE_TONES[state],
        since=request.state_since,
        until=page.next_step_at if page else None,
        danger=page is not None and page.reason == Page.Reason.DANGER,
    )


def _me(request: HttpRequest) -> Person:
    """Who asks; AccessMiddleware has let only commanders through."""
    return cast(Person, request.user)
