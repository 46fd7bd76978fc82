"""What the console shows of one request, to one commander, in the state it is in."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from brightline.assistance.duty import queries as duty
from brightline.assistance.line import queries as recorded_line
from brightline.assistance.policy import packs
from brightline.assistance.policy.packs import Pack
from brightline.assistance.requests import queries
from brightline.assistance.requests.actions.aftermath import outcomes
from brightline.assistance.requests.forms import console as forms
from brightline.assistance.requests.forms.desk import NOT_YET_KNOWN
from brightline.assistance.requests.models import Decision, Request, Unit
from brightline.assistance.requests.states import UNDECIDED, UNITS_OUT, State
from brightline.assistance.requests.views import console_line, desk_words
from brightline.assistance.requests.views.oversight_common import STATE_TONES, Words
from brightline.platform.accounts.models import Person
from brightline.platform.ui.phrases import in_a_row, isolated

_SUMMARY = ("warrant", "warrant_verified", "crime", "crime_kind", "clear_public_danger", "commander_joins", "purpose")


@dataclass(frozen=True)
class UnitRow:
    """One unit sent: mine when I ride in it, arrived when it is on scene."""

    call_sign: str
    mine: bool
    commander: str
    sent: datetime
    arrived: datetime | None


def language() -> str:
    return get_language() or packs.ENGLISH


def title(agency: str, asks: Iterable[str], pack: Pack) -> str:
    """Who asks for what, in one line."""
    tasks = in_a_row(pack.label("task", task, language()) for task in asks if task in pack.tasks)
    if agency == NOT_YET_KNOWN:
        return _("An agency not named yet asks: %(tasks)s") % {"tasks": tasks} if tasks else _("Someone asks for help")
    agency = isolated(agency)
    if not tasks:
        return _("%(agency)s asks for help") % {"agency": agency}
    return _("%(agency)s asks: %(tasks)s") % {"agency": agency, "tasks": tasks}


def sent_facts(request: Request, data: QueryDict) -> forms.FactsForm:
    """The facts as sent. A recording that is attached speaks for itself, and only a call is recorded."""
    by_phone = queries.latest_intake(request).channel == "phone"
    ask = by_phone and not recorded_line.has_recording(request.number)
    return forms.FactsForm(data, pack=queries.pack_for(request), language=language(), ask_recorded=ask)


def of(request: Request, me: Person) -> dict[str, Any]:
    """The context of the request's screen and of its live part, which are one template."""
    pack = queries.pack_for(request)
    intake = queries.latest_intake(request)
    in_charge = queries.commander_in_charge(request)
    state = State(request.state)
    mine = in_charge is not None and in_charge.pk == me.pk
    context: dict[str, Any] = {
        "request_shown": request,
        "number": request.number,
        "state": state,
        "tone": STATE_TONES[state],
        "intake": intake,
        "title": title(intake.agency, intake.asks, pack),
        "agency": desk_words.shown_agency(intake.agency),
        "by_phone": intake.channel == "phone",
        "channel": pack.label("channel", intake.channel, language()),
        "call_back": "".join(sign for sign in intake.callback if sign.isdigit() or sign == "+"),
        "in_charge": in_charge,
        "mine": mine,
        "me": me,
        "live_events": f"request.{request.number} duty",
        "undecided": state in UNDECIDED,
        "units": _units(request, me),
        "recordings": list(recorded_line.recordings(request.number)),
        **_paged(request, me, state),
    }
    context |= _to_decide(request, pack, context) if context["undecided"] else _decided(request, pack, context)
    return context


def _paged(request: Request, me: Person, state: State) -> dict[str, Any]:
    """The open page about this request, and others that wait for this commander meanwhile."""
    mine = list(duty.pages_for(me))
    page = next((page for page in mine if page.subject == request.number), None)
    return {
        "page": page or (duty.open_page(request.number) if state in UNDECIDED else None),
        "paged_me": page is not None,
        "other_pages": [page for page in mine if page.subject != request.number],
    }


def _to_decide(request: Request, pack: Pack, context: dict[str, Any]) -> dict[str, Any]:
    facts = queries.facts_now(request)
    latest = queries.latest_facts(request)
    line = console_line.now(pack, facts, language())
    seen = latest.pk if latest else None
    confirm = request.state == State.SENT_BEFORE_ASSESSMENT
    sent = min((unit.sent for unit in context["units"]), default=None)
    found: dict[str, Any] = {
        "line": line,
        "confirm": confirm,
        "confirm_until": sent + pack.clocks.confirm_within if confirm and sent else None,
        "danger": facts.clear_public_danger,
        "purpose": pack.label("purpose", facts.purpose, language()),
        "set_by_other": latest if latest and latest.by_id != context["me"].pk else None,
        "asked": [pack.label("task", task, language()) for task in facts.asks],
    }
    if not context["mine"]:
        return found | {"known": _known(facts.to_json(), pack)}
    known = facts.to_json()
    ask_recorded = context["by_phone"] and not context["recordings"]
    return found | {
        "facts_form": forms.FactsForm(pack=pack, language=language(), known=known, ask_recorded=ask_recorded),
        "was": json.dumps(known),
        "authorize_form": forms.DecideForm(
            name="authorize",
            seen=seen,
            tasks=line.permitted,
            quick=line.ready_reasons,
            chosen=line.asked_and_permitted,
        ),
        "decline_form": forms.DecideForm(
            name="decline", seen=seen, tasks=(), quick=_decline_reasons(line, confirm=confirm)
        ),
    }


def _decided(request: Request, pack: Pack, context: dict[str, Any]) -> dict[str, Any]:
    state = context["state"]
    decision: Decision | None = Decision.objects.filter(request=request).select_related("by").first()
    mine: list[UnitRow] = [unit for unit in context["units"] if unit.mine]
    found: dict[str, Any] = {
        "decision": decision,
        "line": console_line.then(_pack_of(decision, pack), decision.gate, language()) if decision else None,
        "known": _known(decision.facts, _pack_of(decision, pack)) if decision else [],
        "tasks": [pack.label("task", task, language()) for task in decision.tasks] if decision else [],
        "stood_down": getattr(request, "stand_down", None),
        "closure": getattr(request, "closure", None),
        "may_arrive": context["mine"] and state in UNITS_OUT and any(unit.arrived is None for unit in mine),
        "not_among": context["mine"] and state in UNITS_OUT and not mine,
        "exceptions": queries.exceptions(request.number),
        "recording_form": forms.RecordingForm(),
        "arrive_form": forms.ArriveForm(),
    }
    # What the agency took back before anyone answered has no commander; any may close it.
    if context["mine"] or (state == State.WITHDRAWN and context["in_charge"] is None):
        possible = outcomes(request)
        found |= {"outcomes": possible, "close_form": forms.CloseForm(outcomes=possible)}
    if context["mine"] and state in (State.AUTHORIZED, State.UNITS_SENT, State.ON_SCENE):
        found["stand_down_form"] = forms.StandDownForm(name="stand-down", quick=_stand_down_reasons())
    return found


def _pack_of(decision: Decision | None, pack: Pack) -> Pack:
    return packs.load(decision.pack) if decision and decision.pack != pack.id else pack


def _units(request: Request, me: Person) -> list[UnitRow]:
    return [_unit_row(unit, me) for unit in queries.units_of(request)]


def _unit_row(unit: Unit, me: Person) -> UnitRow:
    arrival = getattr(unit, "arrival", None)
    return UnitRow(
        call_sign=unit.call_sign,
        mine=unit.call_sign.upper() == me.call_sign.upper(),
        commander=str(unit.commander) if unit.commander else "",
        sent=unit.dispatch.at,
        arrived=arrival.at if arrival else None,
    )


def _known(facts: dict[str, object], pack: Pack) -> list[tuple[str, str]]:
    """Facts as spoken words, those nobody set left out."""
    words = Words([pack])
    plain = {False, "none", "unknown"}
    names = [name for name in (*_SUMMARY, "call_recorded", *pack.facts) if facts.get(name, False) not in plain]
    return [words.fact(name, facts[name]) for name in names]


def _decline_reasons(line: console_line.Line, *, confirm: bool) -> list[str]:
    said = [] if line.dispatch == "permitted" else line.ready_reasons
    if confirm:
        return [_("The danger has passed."), *said, _("What we were told turned out wrong.")]
    return [*said, _("They did not tell us enough."), _("The agency can do this without us.")]


def _stand_down_reasons() -> list[str]:
    return [
        _("The agency no longer needs help."),
        _("What we were told turned out wrong."),
        _("Officers are needed elsewhere."),
    ]
