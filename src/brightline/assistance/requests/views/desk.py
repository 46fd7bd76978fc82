"""The desk: a call-taker takes a request down, pages the commander, and sees how every open request stands."""

import uuid
from dataclasses import fields
from typing import Any, cast

from django.contrib import messages
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from brightline.assistance.duty import queries as duty
from brightline.assistance.requests import actions, queries
from brightline.assistance.requests.actions.intake import Written
from brightline.assistance.requests.forms.desk import AmendForm, CloseForm, NewRequestForm, WithdrawForm
from brightline.assistance.requests.models import Closure, Request
from brightline.assistance.requests.states import OPEN, UNDECIDED, State
from brightline.assistance.requests.views import desk_words
from brightline.city import queries as city
from brightline.platform.accounts.access import allow
from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import DUTY, Role
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import BrightlineError
from brightline.platform.ui.phrases import in_a_row

_LIVE = ["register", "duty"]
_MOST_CARDS = 40
# Who waits comes first, then what is out, then what only waits to be closed.
_ORDER = (
    State.PAGED,
    State.SENT_BEFORE_ASSESSMENT,
    State.UNDER_ASSESSMENT,
    State.AUTHORIZED,
    State.UNITS_SENT,
    State.ON_SCENE,
    State.DECLINED,
    State.STOOD_DOWN,
    State.WITHDRAWN,
)


@allow(*DUTY)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """The empty form beside the cue card; POST takes a request down and pages (do=page) or sends (do=danger)."""
    pack, here = queries.pack_in_force(clock.now()), city.city()
    if request.method == "POST":
        return _receive(request, NewRequestForm(request.POST, pack=pack, city=here))
    return _screen(request, NewRequestForm(pack=pack, city=here))


def _receive(request: HttpRequest, form: NewRequestForm) -> HttpResponse:
    danger = request.POST.get("do") == "danger"
    # A danger never waits for a field to be right: what cannot be read is left out and asked for afterwards.
    if not form.is_valid() and not danger:
        if "key" in form.errors:
            form.with_new_key()
        return _screen(request, form, status=422)
    written = form.written(in_danger=danger)
    received = actions.receive(
        key=form.cleaned_data.get("key") or uuid.uuid4(), written=written, by=_me(request), danger_now=danger
    )
    if not _made_by(received, written):
        return _sent_before(request, form, received, danger=danger)
    _say_what_was_left_out(request, form)
    return redirect("desk_request", received.number)


def _sent_before(request: HttpRequest, form: NewRequestForm, received: Request, *, danger: bool) -> HttpResponse:
    """The form had made a request already and says something else now."""
    if danger and State(received.state) in UNDECIDED:
        actions.declare_danger(received.number, by=_me(request))
        actions.amend(received.number, written=form.written(in_danger=True), by=_me(request))
        return redirect("desk_request", received.number)
    form.with_new_key()
    form.add_error(
        None,
        _("This form has already made %(number)s. Another caller? Send it again. The same one? Open %(number)s.")
        % {"number": received},
    )
    return _screen(request, form, status=409)


def _made_by(received: Request, written: Written) -> bool:
    """Whether this very text made the request: a form sent twice did, a form changed in between did not."""
    first = received.intakes.order_by("pk")[0]
    return all(getattr(first, each.name) == getattr(written, each.name) for each in fields(Written))


@allow(*DUTY)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def desk_request(request: HttpRequest, number: str) -> HttpResponse:
    """One request: how it stands, and the form to add to it while nothing is decided."""
    found = _get(number)
    if request.method != "POST":
        return _screen(request, _form(found), found)
    form = _form(found, request.POST)
    if not form.is_valid():
        return _again(request, form, found, status=422)
    if not form.saw_the_latest():
        form.add_error(
            None,
            _("%(name)s changed this request meanwhile. Check it, then save again to keep what you typed.")
            % {"name": form.last.by},
        )
        return _again(request, form, found, status=409)
    try:
        actions.amend(number, written=form.written(), by=_me(request))
    except BrightlineError as refusal:
        form.add_error(None, str(refusal))
        return _again(request, form, found, status=refusal.status)
    messages.success(request, _("Saved."))
    return redirect("desk_request", number)


@allow(*DUTY)
@require_POST
def danger(request: HttpRequest, number: str) -> HttpResponse:
    """Someone is in danger now. That is declared first; what stands in the form is saved after it, if it can be."""
    form = _form(_get(number), request.POST)
    try:
        in_danger = actions.declare_danger(number, by=_me(request))
    except BrightlineError as refusal:
        form.add_error(None, str(refusal))
        return _again(request, form, _get(number), status=refusal.status)
    if "seen" not in request.POST or in_danger.number != number:
        return redirect("desk_request", in_danger.number)
    if not form.is_valid() or not form.saw_the_latest():
        messages.warning(
            request, _("All commanders are paged. What you typed is not saved yet: check it and save again.")
        )
        return _again(request, form, _get(number), status=422)
    actions.amend(number, written=form.written(in_danger=True), by=_me(request))
    return redirect("desk_request", number)


@allow(Role.CALL_TAKER, Role.COMMANDER)
@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """The agency takes its request back."""
    found = _get(number)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            actions.withdraw(number, reason=form.cleaned_data["reason"], by=_me(request))
        except BrightlineError as refusal:
            form.add_error(None, str(refusal))
            return _screen(request, _form(found), _get(number), status=refusal.status, withdraw_form=form)
        return redirect("desk_request", number)
    return _screen(request, _form(found), found, status=422, withdraw_form=form)


@allow(Role.CALL_TAKER, Role.COMMANDER)
@require_POST
def close(request: HttpRequest, number: str) -> HttpResponse:
    """A request taken back before any commander answered is closed here; any other by its commander."""
    form = CloseForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    actions.close(number, outcome=Closure.Outcome.WITHDRAWN, note=note, by=_me(request))
    messages.success(request, _("%(number)s is closed.") % {"number": number})
    return redirect("desk")


@allow(*DUTY)
@never_cache
@require_safe
def open_now(request: HttpRequest) -> HttpResponse:
    """The list "Open now" as a fragment."""
    return render(request, "requests/desk_open.html", _open_list())


@allow(*DUTY)
@never_cache
@require_safe
def on_duty(request: HttpRequest) -> HttpResponse:
    """Who commands now, as a fragment of the top bar."""
    return render(request, "ui/components/duty.html", _on_duty())


@allow(*DUTY)
@never_cache
@require_safe
def standing(request: HttpRequest, number: str) -> HttpResponse:
    """How one request stands, as a fragment."""
    return render(request, "requests/desk_standing.html", _standing(request, _get(number)))


def _screen(
    request: HttpRequest,
    form: NewRequestForm | AmendForm,
    found: Request | None = None,
    *,
    status: int = 200,
    withdraw_form: WithdrawForm | None = None,
) -> HttpResponse:
    number = found.number if found else ""
    context: dict[str, Any] = {
        "live_topic": _LIVE,
        "place": " · ".join(part for part in (city.city().dispatch_center, _me(request).position) if part),
        "form": form,
        "action": reverse("desk_request", args=[number]) if found else reverse("desk"),
        "draft": f"desk-{number}" if found else "desk",
        "withdraw_form": withdraw_form or WithdrawForm(auto_id="id_withdraw_%s"),
        **_on_duty(),
        **_open_list(),
    }
    if found:
        context |= _standing(request, found)
        context["may_amend"] = found.state in UNDECIDED or form.is_bound
        context["taken_down"] = desk_words.taken_down(found, queries.latest_intake(found))
    return render(request, "requests/desk.html", context, status=status)


def _again(request: HttpRequest, form: AmendForm, found: Request, *, status: int) -> HttpResponse:
    """The same form with what was typed and what was wrong; its next saving knows of the latest one."""
    form.with_latest_seen()
    return _screen(request, form, found, status=status)


def _form(found: Request, posted: Any = None) -> AmendForm:
    return AmendForm(posted, pack=queries.pack_for(found), city=city.city(), last=queries.latest_intake(found))


def _get(number: str) -> Request:
    queries.get(number)
    return queries.register().prefetch_related(*desk_words.BEHIND).get(number=number)


def _standing(request: HttpRequest, found: Request) -> dict[str, Any]:
    state = State(found.state)
    at_the_desk = _me(request).has_role(Role.CALL_TAKER, Role.COMMANDER)
    return {
        "found": found,
        "standing_url": reverse("desk_standing", args=[found.number]),
        "standing": desk_words.standings([found])[0],
        "may_withdraw": at_the_desk and state in (State.PAGED, State.UNDER_ASSESSMENT),
        "may_close": at_the_desk and state == State.WITHDRAWN and queries.commander_in_charge(found) is None,
        "never": desk_words.never(found) if state == State.DECLINED else [],
        "reason": found.decision.reason if state == State.DECLINED else "",
        "decided": state not in UNDECIDED,
        "may_change_it": desk_words.may_change_it(found) if state == State.DECLINED else [],
    }


def _open_list() -> dict[str, Any]:
    urgency = Case(
        When(state=State.PAGED, before_assessment="permitted", then=Value(-1)),
        *(When(state=state, then=Value(place)) for place, state in enumerate(_ORDER)),
        default=Value(len(_ORDER)),
        output_field=IntegerField(),
    )
    shown = queries.open_requests().order_by(urgency, "-state_since").prefetch_related(*desk_words.BEHIND)
    cards = desk_words.standings(shown[:_MOST_CARDS])
    more = Request.objects.filter(state__in=OPEN).count() - len(cards) if len(cards) == _MOST_CARDS else 0
    return {"cards": cards, "more": more}


def _on_duty() -> dict[str, Any]:
    posts = duty.on_duty(clock.now())
    names = [each.commander.display_name for each in posts[:2]]
    return {"commander": names[0] if names else "", "next_commander": names[1] if len(names) > 1 else ""}


def _say_what_was_left_out(request: HttpRequest, form: NewRequestForm) -> None:
    left_out = [str(field.label) for field in form if field.errors and field.name not in ("agency", "key")]
    if left_out:
        messages.warning(request, _("Not saved, write it again: %(fields)s.") % {"fields": in_a_row(left_out)})


def _me(request: HttpRequest) -> Person:
    return cast(Person, request.user)
