"""What the board shows of a request that may be sent: one ticket each, the most urgent first."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from brightline.assistance.policy import gate, packs
from brightline.assistance.requests import queries
from brightline.assistance.requests.states import UNDECIDED, State
from brightline.assistance.requests.views.desk_words import BEHIND, Listed, shown_agency
from brightline.platform.ui.phrases import in_a_row, isolated

_ORDER = ("danger", "authorized", "out_on_danger", "out", "on_scene", "stood_down")


@dataclass(frozen=True)
class UnitLine:
    """One unit that was sent: when, when it arrived, and whether the commander rides in it."""

    key: int
    call_sign: str
    sent_at: datetime
    arrived_at: datetime | None
    commander: bool


@dataclass(frozen=True)
class Ticket:
    """kind: one of _ORDER; may, may_not: tasks in words; note: who decides and what for.

    form_id changes with each sending, so that a form on screen is a new one, under a new key, once units have gone.
    """

    number: str
    kind: str
    tone: str
    word: str
    place: str
    district: str
    since: datetime
    agency: str = ""
    cad_number: str = ""
    may: list[str] = field(default_factory=list)
    may_not: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    grounds: str = ""
    commander: str = ""
    call_sign: str = ""
    note: str = ""
    units: list[UnitLine] = field(default_factory=list)
    sendable: bool = False
    units_out: bool = False
    form_id: str = ""
    key: str = ""
    typed: str = ""
    refused: str = ""
    sure: str = ""


def tickets() -> list[Ticket]:
    """Everything that may be sent or is out, and what was stood down and is not closed yet."""
    shown = queries.sendable() | queries.open_requests().filter(state=State.STOOD_DOWN)
    return _in_order(shown.prefetch_related(*BEHIND))


def refused(shown: Iterable[Ticket], number: str, *, sentence: str, typed: str = "", sure: str = "") -> list[Ticket]:
    """The same tickets, the sentence beside the form it answers and what was typed still in it."""
    return [
        replace(each, refused=sentence, typed=typed or each.typed, sure=sure) if each.number == number else each
        for each in shown
    ]


def perhaps_mistyped(number: str, units: Iterable[str], *, sure: Iterable[str] = ()) -> list[tuple[str, str]]:
    """(call sign, why it is asked about): out for another request, or never sent before, where any ever was.

    What is sent stays on record, so the moment to mend a slip of the finger is before. Units already asked about
    (`sure`) and those of commanders are not asked about.
    """
    asked = set(sure) | queries.commanders_call_signs()
    # What is no call sign at all is for the action to refuse.
    named = [unit for unit in units if unit not in asked and len(unit) <= 12 and unit.replace("-", "").isalnum()]
    elsewhere, known = queries.units_out_elsewhere(number), queries.units_ever_sent()
    odd = []
    for unit in named:
        if unit in elsewhere:
            said = _("%(unit)s is out for %(number)s.") % {"unit": unit, "number": elsewhere[unit]}
            odd.append((unit, said))
        elif known and unit not in known:
            odd.append((unit, _("%(unit)s was never sent before.") % {"unit": unit}))
    return odd


def question(odd: Iterable[tuple[str, str]]) -> str:
    """The question before such units are sent."""
    said = " ".join(why for _sign, why in odd)
    return _("%(why)s Nobody was sent yet. Right? Press Enter again. Mistyped? Correct it first.") % {"why": said}


def _in_order(requests: Iterable[Listed]) -> list[Ticket]:
    made = [_ticket(request) for request in requests]
    return sorted(made, key=lambda each: (_ORDER.index(each.kind), each.since))


def _ticket(request: Listed) -> Ticket:
    state = State(request.state)
    units = [
        UnitLine(
            key=unit.pk,
            call_sign=unit.call_sign,
            sent_at=dispatch.at,
            arrived_at=unit.arrival.at if hasattr(unit, "arrival") else None,
            commander=unit.commander_id is not None,
        )
        for dispatch in request.dispatches.all()
        for unit in dispatch.units.all()
    ]
    call_sign = request.in_charge_call_sign or ""
    common = Ticket(
        number=request.number,
        kind="danger",
        tone="danger",
        word=_("danger: send now"),
        place=request.location,
        district=request.district,
        since=request.state_since,
        agency=shown_agency(request.agency),
        cad_number=request.cad_number,
        commander=request.in_charge or "",
        call_sign=call_sign,
        units=units,
        units_out=bool(units) and state != State.STOOD_DOWN,
        form_id=f"send-{request.number}-{len(request.dispatches.all())}",
        key=str(uuid.uuid4()),
    )
    if state in UNDECIDED:
        return _on_danger(request, common)
    if state == State.STOOD_DOWN:
        return replace(
            common,
            kind="stood_down",
            tone="refused",
            word=_("stood down"),
            note=_("Call these units back.") if units else _("The authorization was taken back. Nobody was sent."),
        )
    return _on_decision(request, common)


def _on_danger(request: Listed, ticket: Ticket) -> Ticket:
    pack, facts = queries.pack_for(request), queries.facts_now(request)
    # What is refused even with everything in place is never part of help in a danger.
    best = replace(facts, handled_by_commander=True, commander_joins=True, call_recorded=True)
    answers = gate.decide(pack, best).tasks
    still = request.before_assessment == "permitted"
    if not still:
        note = _("The commander sees no danger any more. Send nobody else.")
    elif ticket.commander:
        note = _("For the danger only. %(name)s (%(call_sign)s) decides on the rest.") % {
            "name": isolated(ticket.commander),
            "call_sign": isolated(ticket.call_sign),
        }
    else:
        note = _("For the danger only. All commanders are paged; one decides on the rest.")
    ticket = replace(
        ticket,
        asked=_labels(pack, [task for task, outcome in answers.items() if outcome != "refused"]),
        may_not=_labels(pack, [task for task, outcome in answers.items() if outcome == "refused"]),
        grounds=pack.label("ground", "public_danger", _language()) if "public_danger" in pack.grounds else "",
        note=note,
        sendable=still,
    )
    if request.state == State.SENT_BEFORE_ASSESSMENT:
        return replace(ticket, kind="out_on_danger", word=_("danger: sent before assessment"))
    return ticket


def _on_decision(request: Listed, ticket: Ticket) -> Ticket:
    decision = request.decision
    pack = packs.load(decision.pack)
    commander_sent = any(unit.commander for unit in ticket.units)
    if commander_sent:
        note = _("Nothing beyond these. %(name)s is among the units.") % {"name": isolated(ticket.commander)}
    else:
        note = _("Nothing beyond these. %(name)s joins: keep %(call_sign)s among the units.") % {
            "name": isolated(ticket.commander),
            "call_sign": isolated(ticket.call_sign),
        }
    ticket = replace(
        ticket,
        may=_labels(pack, decision.tasks),
        may_not=_labels(pack, [task for task in decision.gate["tasks"] if task not in decision.tasks]),
        grounds=in_a_row(pack.label("ground", ground, _language()) for ground in decision.grounds),
        note=note,
        sendable=True,
        # The commander's own unit is typed already; the dispatcher adds the others.
        typed="" if commander_sent or not ticket.call_sign else f"{ticket.call_sign} ",
    )
    if request.state == State.AUTHORIZED:
        return replace(ticket, kind="authorized", tone="permitted", word=_("authorized"))
    if request.state == State.UNITS_SENT:
        return replace(ticket, kind="out", tone="active", word=_("units sent"))
    return replace(ticket, kind="on_scene", tone="active", word=_("on scene"))


def _labels(pack: packs.Pack, tasks: Iterable[str]) -> list[str]:
    return [pack.label("task", task, _language()) for task in tasks]


def _language() -> str:
    return get_language() or "en"
