"""The board: the dispatcher sees only what may be sent, sends it, and notes who is on scene."""

import re
from typing import Any, cast

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from brightline.assistance.duty import queries as duty
from brightline.assistance.requests import actions, queries
from brightline.assistance.requests.forms.board import ArriveForm, SendForm
from brightline.assistance.requests.models import Dispatch
from brightline.assistance.requests.states import UNDECIDED, State
from brightline.assistance.requests.views import board_tickets
from brightline.city import queries as city
from brightline.platform.accounts.access import allow
from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import BrightlineError, WrongState
from brightline.platform.ui.phrases import isolated

_FORM_ID = re.compile(r"(send|arrive)-[A-Za-z0-9-]{1,40}")


@allow(Role.DISPATCHER, Role.COMMANDER)
@never_cache
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Every ticket, large."""
    return _screen(request, board_tickets.tickets())


@allow(Role.DISPATCHER, Role.COMMANDER)
@never_cache
@require_safe
def board_list(request: HttpRequest) -> HttpResponse:
    """The tickets as a fragment."""
    return _list(request)


@allow(Role.DISPATCHER)
@require_POST
def send(request: HttpRequest, number: str) -> HttpResponse:
    """Send the units typed: on the commander's decision, or before it because of a danger."""
    form = SendForm(request.POST)
    typed = request.POST.get("units", "")
    if not form.is_valid():
        return _refused(request, number, _first_error(form), status=422, typed=typed)
    units: list[str] = form.cleaned_data["units"]
    undecided = State(queries.get(number).state) in UNDECIDED
    # A danger is never held up by a question, and what this form has sent already is past asking.
    sent_before = Dispatch.objects.filter(key=form.cleaned_data["key"]).exists()
    sure: list[str] = form.cleaned_data["sure"]
    odd = [] if undecided or sent_before else board_tickets.perhaps_mistyped(number, units, sure=sure)
    if odd:
        asked = " ".join([*sure, *(sign for sign, _why in odd)])
        return _refused(request, number, board_tickets.question(odd), status=422, typed=typed, sure=asked)
    act = actions.send_before_assessment if undecided else actions.send_units
    try:
        dispatch = act(number, call_signs=units, key=form.cleaned_data["key"], by=_me(request))
    except BrightlineError as refusal:
        return _refused(request, number, str(refusal), status=refusal.status, typed=typed)
    _check_it_was_these(dispatch, units)
    return _done(request)


@allow(Role.DISPATCHER, Role.COMMANDER)
@require_POST
def arrive(request: HttpRequest, number: str) -> HttpResponse:
    """Note that a unit is on scene, now or at a time written down late."""
    form = ArriveForm(request.POST)
    if not form.is_valid():
        return _refused(request, number, _first_error(form), status=422)
    try:
        actions.arrive(number, by=_me(request), **form.cleaned_data)
    except BrightlineError as refusal:
        return _refused(request, number, str(refusal), status=refusal.status)
    return _done(request)


def _check_it_was_these(dispatch: Dispatch, units: list[str]) -> None:
    """A form whose answer was lost may be changed and sent again: say that it had sent others."""
    sent = [unit.call_sign for unit in dispatch.units.all()]
    if set(sent) != set(units):
        raise WrongState(
            _("This form had already sent %(units)s. Nobody else was sent: type the others again.")
            % {"units": " ".join(sent)}
        )


def _done(request: HttpRequest) -> HttpResponse:
    return _list(request) if request.headers.get("HX-Request") else redirect("board")


def _refused(
    request: HttpRequest, number: str, sentence: str, *, status: int, typed: str = "", sure: str = ""
) -> HttpResponse:
    """The sentence beside the form it answers; what was typed, there and in the other forms, stays."""
    form_id = request.headers.get("HX-Trigger", "")
    if request.headers.get("HX-Request") and _FORM_ID.fullmatch(form_id):
        answer = render(request, "requests/board_refused.html", {"sentence": sentence, "sure": sure}, status=status)
        answer["HX-Retarget"] = f"#{form_id} .ticket__refused"
        answer["HX-Reswap"] = "innerHTML"
        return answer
    shown = board_tickets.refused(board_tickets.tickets(), number, sentence=sentence, typed=typed, sure=sure)
    if not any(each.number == number for each in shown):
        # The ticket has left the board meanwhile; its sentence stands above the rest.
        return _screen(request, shown, status=status, sentence=sentence)
    return _screen(request, shown, status=status)


def _screen(
    request: HttpRequest, shown: list[board_tickets.Ticket], *, status: int = 200, sentence: str = ""
) -> HttpResponse:
    posts = duty.on_duty(clock.now())
    names = [each.commander.display_name for each in posts[:2]]
    context = {
        "live_topic": ["register", "duty"],
        "place": " · ".join(part for part in (city.city().dispatch_center, _me(request).position) if part),
        "commander": names[0] if names else "",
        "next_commander": names[1] if len(names) > 1 else "",
        "sentence": sentence,
        **_context(request, shown),
    }
    return render(request, "requests/board.html", context, status=status)


def _list(request: HttpRequest) -> HttpResponse:
    return render(request, "requests/board_list.html", _context(request, board_tickets.tickets()))


def _context(request: HttpRequest, shown: list[board_tickets.Ticket]) -> dict[str, Any]:
    return {"tickets": shown, "may_send": _me(request).has_role(Role.DISPATCHER), "example_units": isolated("412A 460")}


def _first_error(form: Form) -> str:
    return str(next(iter(form.errors.values()))[0])


def _me(request: HttpRequest) -> Person:
    return cast(Person, request.user)
