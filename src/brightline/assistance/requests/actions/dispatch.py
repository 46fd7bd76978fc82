"""Sending units, their arrival, and calling them back."""

from collections.abc import Sequence
from datetime import datetime, time
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from brightline.assistance.requests import permissions, queries, states
from brightline.assistance.requests.actions.telling import tell
from brightline.assistance.requests.models import Arrival, Decision, Dispatch, FactsRecord, Request, StandDown, Unit
from brightline.assistance.requests.states import UNITS_OUT, State
from brightline.city import hours
from brightline.city import queries as city
from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import GateRefused, Invalid, NotFound, WrongState
from brightline.platform.kernel.texts import trimmed
from brightline.platform.ui.phrases import in_a_row
from brightline.record.ledger import actions as ledger

_MOST_UNITS = 40


@transaction.atomic
def send_units(number: str, *, call_signs: Sequence[str], key: UUID, by: Person) -> Dispatch:
    """Send units on the commander's authorization, the commander among them.

    key: made by the screen; the same form sent twice sends once. Units that went before, as another dispatcher may
    have sent them, are left out. Raises Denied, WrongState, Invalid.
    """
    permissions.check_can_send(by)
    request = queries.locked(number)
    already = _already_sent(key, request)
    if already:
        return already
    decision = Decision.objects.filter(request=request, outcome=Decision.Outcome.AUTHORIZED).first()
    if decision is None or request.state not in (State.AUTHORIZED, State.UNITS_SENT, State.ON_SCENE):
        raise WrongState(
            _("%(number)s is “%(state)s”: nothing is authorized, so no units may be sent. Nobody was sent.")
            % {"number": number, "state": State(request.state).label}
        )
    commander = queries.commander_in_charge(request)
    units = _units(call_signs)
    sent_before = Unit.objects.filter(dispatch__request=request, commander=commander).exists()
    if commander and commander.call_sign.upper() not in units and not sent_before:
        raise Invalid(
            _("The commander joins the officers: add %(call_sign)s to the units. Nobody was sent.")
            % {"call_sign": commander.call_sign}
        )
    units = _not_yet_sent(request, units)
    dispatch = Dispatch.objects.create(request=request, key=key, decision=decision, by=by, at=clock.now())
    _name_units(dispatch, units, commander)
    if request.state == State.AUTHORIZED:
        states.move(request, State.UNITS_SENT)
    tell(request)
    return dispatch


@transaction.atomic
def send_before_assessment(number: str, *, call_signs: Sequence[str], key: UUID, by: Person) -> Dispatch:
    """Send units at once because of a clear public danger. Raises Denied, GateRefused, WrongState, Invalid."""
    permissions.check_can_send(by)
    request = queries.locked(number)
    already = _already_sent(key, request)
    if already:
        return already
    if request.state != State.SENT_BEFORE_ASSESSMENT:
        states.check_can_move(request, State.SENT_BEFORE_ASSESSMENT)
    danger: FactsRecord | None = queries.latest_facts(request)
    if danger is None or danger.gate["before_assessment"] != "permitted":
        raise GateRefused(_("Only a clear danger to the public lets units go before the commander decides."))
    units = _not_yet_sent(request, _units(call_signs))
    dispatch = Dispatch.objects.create(request=request, key=key, danger=danger, by=by, at=clock.now())
    _name_units(dispatch, units, queries.commander_in_charge(request))
    if request.state != State.SENT_BEFORE_ASSESSMENT:
        states.move(request, State.SENT_BEFORE_ASSESSMENT)
    tell(request)
    return dispatch


@transaction.atomic
def arrive(number: str, *, call_sign: str, at: datetime | time | None = None, by: Person) -> None:
    """Note that a unit is on scene.

    at: when it arrived, if not now; hours and minutes are the last time since it was sent that the city's clocks
    showed them. Raises Denied, Invalid, WrongState, NotFound.
    """
    request = queries.locked(number)
    permissions.check_can_note_arrival(by, request)
    unit = (
        Unit.objects.filter(dispatch__request=request, call_sign=call_sign.strip().upper())
        .select_related("dispatch")
        .order_by("-pk")
        .first()
    )
    if unit is None:
        raise NotFound(_("%(call_sign)s was not sent to %(number)s.") % {"call_sign": call_sign, "number": number})
    if Arrival.objects.filter(unit=unit).exists():
        raise WrongState(_("%(call_sign)s is already on scene. Nothing was changed.") % {"call_sign": unit})
    if State(request.state) not in UNITS_OUT:
        raise WrongState(
            _("%(number)s is “%(state)s”: no units are out. Nothing was changed.")
            % {"number": number, "state": State(request.state).label}
        )
    now = clock.now()
    arrived = _arrived(at, unit, now=now)
    Arrival.objects.create(unit=unit, at=arrived, noted_at=now, by=by)
    ledger.append(
        "request.unit_arrived",
        subject=number,
        public={"commander": unit.commander_id is not None, "arrived_at": arrived.isoformat()},
        private={"call_sign": unit.call_sign, "by": by.email},
    )
    if request.state == State.UNITS_SENT:
        states.move(request, State.ON_SCENE)
    tell(request)


@transaction.atomic
def stand_down(number: str, *, reason: str, by: Person) -> None:
    """Call the units back, or take back an authorization before any went. Raises Denied, WrongState, Invalid."""
    request = queries.locked(number)
    permissions.check_in_charge(by, request)
    if request.state == State.SENT_BEFORE_ASSESSMENT:
        raise WrongState(_("Units went before assessment: decline the request, and they are stood down with it."))
    reason = trimmed(reason)
    if not reason:
        raise Invalid(_("Say in a few words why the units are stood down. Nothing was changed."))
    states.move(request, State.STOOD_DOWN)
    StandDown.objects.create(request=request, reason=reason, by=by, at=clock.now())
    ledger.append("request.stood_down", subject=number, public={}, private={"reason": reason, "by": by.email})
    tell(request)


def _already_sent(key: UUID, request: Request) -> Dispatch | None:
    """What this very form sent before, if it did. Raises Invalid for a form that sent to another request."""
    sent = Dispatch.objects.filter(key=key).select_related("request").first()
    if sent and sent.request != request:
        raise Invalid(
            _("This form has sent units to %(number)s. Reload the board; nobody was sent.") % {"number": sent.request}
        )
    return sent


def _not_yet_sent(request: Request, units: list[str]) -> list[str]:
    """The units that did not go before. Raises WrongState when all did."""
    gone = set(Unit.objects.filter(dispatch__request=request).values_list("call_sign", flat=True))
    left = [sign for sign in units if sign not in gone]
    if not left:
        raise WrongState(
            _("Already sent to %(number)s: %(signs)s. Nobody else was sent.")
            % {"number": request.number, "signs": in_a_row(units)}
        )
    return left


def _units(call_signs: Sequence[str]) -> list[str]:
    """Call signs cleaned, each once, in the order typed. Raises Invalid."""
    units = list(dict.fromkeys(sign.strip().upper() for sign in call_signs if sign.strip()))
    if not units:
        raise Invalid(_("Name at least one unit to send. Nobody was sent."))
    wrong = [sign for sign in units if len(sign) > 12 or not sign.replace("-", "").isalnum()]
    if wrong:
        raise Invalid(
            _("%(signs)s is no call sign: use letters and digits, at most 12. Nobody was sent.")
            % {"signs": in_a_row(sign[:20] for sign in wrong)}
        )
    if len(units) > _MOST_UNITS:
        raise Invalid(_("That is %(count)d units; send at most 40 at once. Nobody was sent.") % {"count": len(units)})
    return units


def _name_units(dispatch: Dispatch, units: list[str], in_charge: Person | None) -> None:
    commanders = {
        person.call_sign.upper(): person
        for person in Person.objects.filter(is_active=True, roles__contains=[Role.COMMANDER])
    }
    Unit.objects.bulk_create(Unit(dispatch=dispatch, call_sign=sign, commander=commanders.get(sign)) for sign in units)
    ledger.append(
        "request.units_sent",
        subject=dispatch.request.number,
        public={
            "before_assessment": dispatch.danger_id is not None,
            "units": len(units),
            # Before anyone has answered there is nobody in charge yet, and any commander who goes is one.
            "commander_among": any(
                sign in units for sign in ([in_charge.call_sign.upper()] if in_charge else commanders)
            ),
        },
        private={"call_signs": units, "by": dispatch.by.email},
    )


def _arrived(at: datetime | time | None, unit: Unit, *, now: datetime) -> datetime:
    """When the unit arrived. Raises Invalid for a time before it was sent or still to come."""
    sent = unit.dispatch.at
    moment = hours.meant(at, since=sent, now=now, zone=city.zone()) if isinstance(at, time) else at or now
    if moment is not None and sent <= moment <= now:
        return moment
    said = f"{at:%H:%M}" if isinstance(at, time) else _clock(at or now)
    raise Invalid(
        _(
            "%(call_sign)s cannot have arrived at %(arrived)s: it was sent at %(sent)s and it is now %(now)s. "
            "Correct the time; nothing was changed."
        )
        % {"call_sign": unit, "arrived": said, "sent": _clock(sent), "now": _clock(now)}
    )


def _clock(moment: datetime) -> str:
    """With the zone's name: in the night the clocks go back an hour comes twice."""
    return city.local(moment).strftime("%Y-%m-%d %H:%M:%S %Z")
