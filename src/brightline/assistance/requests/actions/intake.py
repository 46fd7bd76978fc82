"""Taking a request down, adding to it, and the agency taking it back."""

from dataclasses import dataclass, field, replace
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.utils.translation import gettext as _

from brightline.assistance.duty import actions as duty
from brightline.assistance.duty.models import Page
from brightline.assistance.policy import facts as policy_facts
from brightline.assistance.requests import permissions, queries, states
from brightline.assistance.requests.actions.assessment import store_facts
from brightline.assistance.requests.actions.telling import tell
from brightline.assistance.requests.models import Intake, Request, Withdrawal
from brightline.assistance.requests.states import UNDECIDED, State
from brightline.city import queries as city
from brightline.platform.accounts.models import Person
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import Invalid
from brightline.platform.kernel.texts import trimmed
from brightline.record.ledger import actions as ledger


@dataclass(frozen=True)
class Written:
    """What the call-taker wrote down. Only the agency must be known; asks are tasks of the policy pack."""

    agency: str
    agency_kind: str = "immigration"
    channel: str = "phone"
    purpose: str = "unknown"
    officer: str = ""
    callback: str = ""
    cad_number: str = ""
    location: str = ""
    district: str = ""
    asks: list[str] = field(default_factory=list)
    danger: str = Intake.Danger.NOT_ASKED.value
    words: str = ""


_PUBLIC = ("agency", "agency_kind", "channel", "purpose", "asks", "danger", "district")
_PRIVATE = ("officer", "callback", "cad_number", "location", "words")


@transaction.atomic
def receive(*, key: UUID, written: Written, by: Person, danger_now: bool = False) -> Request:
    """Take a request down and page a commander; all commanders at once when someone is in danger.

    key: made by the screen. A form sent twice returns the request it made the first time. Raises Denied, Invalid.
    """
    permissions.check_can_receive(by)
    _check_against_pack(written)
    # One at a time: numbers have no gaps, and of two copies of a form the second finds the first.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('requests.receive'))")
    known = Request.objects.filter(intake_key=key).first()
    if known:
        return known
    now = clock.now()
    request = Request.objects.create(
        number=_next_number(), intake_key=key, received_at=now, received_by=by, state=State.PAGED, state_since=now
    )
    _write(request, written, by=by, kind="request.received")
    danger_now = danger_now or written.danger == Intake.Danger.YES
    if danger_now:
        store_facts(request, policy_facts.parse(_in_danger(request), queries.pack_for(request)), by=by)
    _page(request, Page.Reason.DANGER if danger_now else Page.Reason.REQUEST)
    tell(request)
    return request


@transaction.atomic
def amend(number: str, *, written: Written, by: Person) -> None:
    """Write down more, or correct what was written; every saving stays. Raises Denied, WrongState, Invalid."""
    permissions.check_can_receive(by)
    request = queries.locked(number)
    if request.state not in UNDECIDED:
        states.check_can_move(request, State.UNDER_ASSESSMENT)
    _check_against_pack(written)
    duty.hold(number)
    last = queries.latest_intake(request)
    if all(getattr(last, name) == getattr(written, name) for name in (*_PUBLIC, *_PRIVATE)):
        return
    _write(request, written, by=by, kind="request.amended")
    if written.danger == Intake.Danger.YES and last.danger != Intake.Danger.YES:
        declare_danger(number, by=by)
    tell(request)


@transaction.atomic
def declare_danger(number: str, *, by: Person) -> Request:
    """Someone is in danger now: units can be sent before assessment, and every commander is paged.

    A decision is final, danger does not wait for it: on a decided request it opens a new one that carries over what
    was written down. Returns the request that is in danger. Raises Denied.
    """
    permissions.check_can_declare_danger(by)
    request = queries.locked(number)
    if request.state not in UNDECIDED:
        return _danger_after(request, by=by)
    duty.hold(number)
    store_facts(request, policy_facts.parse(_in_danger(request), queries.pack_for(request)), by=by)
    if request.state == State.PAGED:
        _page(request, Page.Reason.DANGER)
    tell(request)
    return request


@transaction.atomic
def withdraw(number: str, *, reason: str, by: Person) -> None:
    """The agency took its request back before anything was decided. It stays a request.

    Raises Denied, WrongState, Invalid.
    """
    request = queries.locked(number)
    permissions.check_can_withdraw(by, request)
    reason = trimmed(reason)
    if not reason:
        raise Invalid(_("Write down what they said, in a few words. Nothing was changed."))
    states.move(request, State.WITHDRAWN)
    duty.end(number, why="withdrawn", by=by)
    Withdrawal.objects.create(request=request, reason=reason, by=by, at=clock.now())
    ledger.append("request.withdrawn", subject=number, public={}, private={"reason": reason, "by": by.email})
    tell(request)


def _write(request: Request, written: Written, *, by: Person, kind: str) -> None:
    values = {name: getattr(written, name) for name in (*_PUBLIC, *_PRIVATE)}
    Intake.objects.create(request=request, by=by, at=clock.now(), **values)
    public = {name: values[name] for name in _PUBLIC}
    if kind == "request.received":
        public["received_at"] = request.received_at.isoformat()
    # An empty answer is committed to as well: which fields were left empty is nobody's business either.
    ledger.append(
        kind,
        subject=request.number,
        public=public,
        private={name: values[name] for name in _PRIVATE} | {"by": by.email},
    )


def _page(request: Request, reason: Page.Reason) -> None:
    clocks = queries.pack_for(request).clocks
    duty.page(request.number, reason=reason, answer_within=clocks.acknowledge_within)


def _danger_after(decided: Request, *, by: Person) -> Request:
    """The request that a danger on a decided one opens. The key makes a second press find the first one's request."""
    key = uuid5(decided.intake_key, "danger")
    opened = Request.objects.filter(intake_key=key).first()
    if opened:
        return declare_danger(opened.number, by=by)
    last = queries.latest_intake(decided)
    written = Written(**{name: getattr(last, name) for name in (*_PUBLIC, *_PRIVATE) if name != "danger"})
    return receive(key=key, written=replace(written, danger=Intake.Danger.YES.value), by=by, danger_now=True)


def _in_danger(request: Request) -> dict[str, object]:
    return queries.facts_now(request).to_json() | {"clear_public_danger": True}


def _check_against_pack(written: Written) -> None:
    """The gate's own reader says what is wrong with an unknown task or agency kind. Raises Invalid."""
    pack = queries.pack_in_force(clock.now())
    names = ("agency_kind", "channel", "purpose", "asks")
    policy_facts.parse({name: getattr(written, name) for name in names}, pack)


def _next_number() -> str:
    """AR-2026-0024: the city's prefix, its local year, and a count that begins anew each year."""
    start = f"{city.city().request_prefix}-{city.local(clock.now()).year}-"
    last = Request.objects.filter(number__startswith=start).order_by("-pk").values_list("number", flat=True).first()
    count = int(last.removeprefix(start)) + 1 if last else 1
    return f"{start}{count:04d}"
