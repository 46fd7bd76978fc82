"""The commander takes command, sets down what is known, and decides."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from brightline.assistance.duty import actions as duty
from brightline.assistance.duty import queries as duty_queries
from brightline.assistance.policy import facts as policy_facts
from brightline.assistance.policy import gate
from brightline.assistance.requests import permissions, queries, states
from brightline.assistance.requests.actions.telling import tell
from brightline.assistance.requests.models import Command, Decision, FactsRecord, Request, StandDown
from brightline.assistance.requests.states import OPEN, UNDECIDED, State
from brightline.platform.accounts.models import Person
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import GateRefused, Invalid, WrongState
from brightline.platform.kernel.texts import trimmed
from brightline.platform.ui.phrases import in_a_row
from brightline.record.ledger import actions as ledger

# What the commander ticks; the rest the system knows by itself (queries.facts_now).
_TICKED = (
    "purpose",
    "warrant",
    "warrant_verified",
    "crime",
    "crime_kind",
    "clear_public_danger",
    "asks",
    "call_recorded",
    "commander_joins",
)
# Of these, what a commander says of their own doing.
_OWN_WORD = ("warrant_verified", "call_recorded", "commander_joins")


@transaction.atomic
def take_command(number: str, *, by: Person, answering: bool = False) -> None:
    """Answer the page, or take over from the commander in charge. Raises Denied, WrongState.

    answering: only answer. Of two commanders who press at once the second is told, and takes nothing from the first.
    """
    request = queries.locked(number)
    permissions.check_can_take_command(by, request)
    if State(request.state) not in OPEN:
        raise WrongState(_("%(number)s is closed. Nothing was changed.") % {"number": number})
    in_charge = queries.commander_in_charge(request)
    if in_charge and in_charge.pk == by.pk:
        return
    if in_charge and answering:
        raise WrongState(
            _("%(name)s has already answered %(number)s. Nothing was changed.") % {"name": in_charge, "number": number}
        )
    now = clock.now()
    if duty_queries.open_page(number):
        duty.acknowledge(number, by=by)
    Command.objects.filter(request=request, released_at=None).update(released_at=now)
    Command.objects.create(request=request, commander=by, taken_at=now)
    ledger.append(
        "request.command_taken",
        subject=number,
        public={"handed_over": in_charge is not None},
        private={"by": by.email},
    )
    if in_charge and State(request.state) in UNDECIDED:
        _forget_what_only_the_other_could_say(request, by=by)
    if request.state == State.PAGED:
        states.move(request, State.UNDER_ASSESSMENT)
    tell(request)


@transaction.atomic
def record_facts(number: str, *, ticked: dict[str, object], by: Person) -> gate.Decision:
    """Set down what the commander knows and return what the gate says of it.

    ticked: facts by name (those the pack declares among them); what is not named stays as it was.
    Raises Denied, WrongState after the decision, Invalid for an unknown fact or value.
    """
    request = queries.locked(number)
    permissions.check_in_charge(by, request)
    if State(request.state) not in UNDECIDED:
        raise WrongState(_("%(number)s has been decided. Nothing was changed.") % {"number": number})
    pack = queries.pack_for(request)
    known = queries.facts_now(request).to_json()
    allowed = {*_TICKED, *pack.facts}
    foreign = [name for name in ticked if name not in allowed]
    if foreign:
        raise Invalid(
            _("%(names)s cannot be set by hand. Leave it out; nothing was changed.") % {"names": in_a_row(foreign)}
        )
    facts = policy_facts.parse(known | ticked, pack)
    store_facts(request, facts, by=by)
    tell(request)
    return gate.decide(pack, facts)


@transaction.atomic
def decide(
    number: str, *, tasks: Sequence[str], reason: str, by: Person, seen: int | None, decline: bool = False
) -> Decision:
    """Authorize tasks, or decline.

    seen: the key of the facts the commander's page showed; if others were set down since, nothing is decided. For a
    request whose units went before assessment, authorizing confirms them and declining stands them down.
    Raises Denied, WrongState, GateRefused, Invalid.
    """
    request = queries.locked(number)
    _check_undecided(request)
    permissions.check_in_charge(by, request)
    latest = queries.latest_facts(request)
    if (latest.pk if latest else None) != seen:
        raise WrongState(
            _("What is known of %(number)s has changed since this page was shown. Look again, then decide.")
            % {"number": number}
        )
    reason = trimmed(reason)
    if not reason:
        raise Invalid(_("Give your reason in a few words. Nothing was decided."))
    if not decline and not tasks:
        raise Invalid(_("Choose at least one task to authorize, or decline. Nothing was decided."))
    pack = queries.pack_for(request)
    facts = queries.facts_now(request)
    # The gate answers for what is asked and for what is about to be authorized, in the order of the pack.
    wanted = {*facts.asks, *tasks}
    asked = {"asks": [task for task in pack.tasks if task in wanted]}
    answer = gate.decide(pack, policy_facts.parse(facts.to_json() | asked, pack))
    if not decline:
        _check_permitted(answer, tasks, pack.tasks)
    after_sending = request.state == State.SENT_BEFORE_ASSESSMENT
    decision = Decision.objects.create(
        request=request,
        outcome=Decision.Outcome.DECLINED if decline else Decision.Outcome.AUTHORIZED,
        tasks=[] if decline else [task for task in pack.tasks if task in tasks],
        grounds=list(answer.grounds),
        facts=facts.to_json(),
        gate=answer.to_json(),
        pack=pack.id,
        pack_digest=pack.digest,
        reason=reason,
        by=by,
        at=clock.now(),
    )
    _append(decision, answer, after_sending)
    _move_on(request, decision, after_sending)
    tell(request)
    return decision


def store_facts(request: Request, facts: policy_facts.Facts, *, by: Person) -> FactsRecord:
    """Keep a set of facts with what the gate says of it, unless it is what is kept already."""
    pack = queries.pack_for(request)
    answer = gate.decide(pack, facts)
    last = queries.latest_facts(request)
    if last and last.facts == facts.to_json() and last.pack_digest == pack.digest:
        return last
    stored = FactsRecord.objects.create(
        request=request,
        facts=facts.to_json(),
        gate=answer.to_json(),
        pack=pack.id,
        pack_digest=pack.digest,
        by=by,
        at=clock.now(),
    )
    ledger.append(
        "request.facts_recorded",
        subject=request.number,
        public={
            "facts": facts.to_json(),
            "grounds": list(answer.grounds),
            "dispatch": str(answer.dispatch),
            "before_assessment": str(answer.before_assessment),
            "missing": list(answer.missing),
            "pack": pack.id,
            "pack_digest": pack.digest,
        },
        private={"by": by.email},
    )
    return stored


def _forget_what_only_the_other_could_say(request: Request, *, by: Person) -> None:
    """Whoever takes over has not verified, joined or spoken on the recorded line until they say so themselves."""
    known = queries.latest_facts(request)
    if known and any(known.facts.get(name) for name in _OWN_WORD):
        facts = queries.facts_now(request).to_json() | dict.fromkeys(_OWN_WORD, False)
        store_facts(request, policy_facts.parse(facts, queries.pack_for(request)), by=by)


def _check_undecided(request: Request) -> None:
    made = Decision.objects.filter(request=request).select_related("by").first()
    if made:
        raise WrongState(
            _("%(name)s has already decided %(number)s: %(outcome)s. Nothing was changed.")
            % {"name": made.by, "number": request, "outcome": made.get_outcome_display()}
        )
    # While it is paged nobody is in charge, which the permission says better than the table would.
    if request.state not in UNDECIDED:
        states.check_can_move(request, State.DECLINED)


def _check_permitted(answer: gate.Decision, tasks: Sequence[str], labels: Mapping[str, str]) -> None:
    """Raises GateRefused with the first rule that stands in the way."""
    if answer.dispatch != "permitted":
        says = " ".join(reason.says for reason in answer.because) or _("No rule permits it.")
        raise GateRefused(_("The policy does not permit sending officers. %(says)s") % {"says": says})
    refused = [task for task in tasks if answer.tasks.get(task) != "permitted"]
    if refused:
        raise GateRefused(
            _("The policy does not permit: %(tasks)s. Leave it out; nothing was decided.")
            % {"tasks": in_a_row(labels.get(task, task) for task in refused)}
        )


def _append(decision: Decision, answer: gate.Decision, after_sending: bool) -> None:
    outcomes = answer.tasks
    ledger.append(
        "request.decided",
        subject=decision.request.number,
        public={
            "outcome": str(decision.outcome),
            "tasks": decision.tasks,
            "refused": [task for task, outcome in outcomes.items() if outcome == "refused"],
            "referred": [task for task, outcome in outcomes.items() if outcome == "referred"],
            "grounds": decision.grounds,
            "rules": [reason.rule for reason in answer.because],
            "facts": decision.facts,
            "missing": list(answer.missing),
            "pack": decision.pack,
            "pack_digest": decision.pack_digest,
            "after_sending": after_sending,
        },
        private={"reason": decision.reason, "by": decision.by.email},
    )


def _move_on(request: Request, decision: Decision, after_sending: bool) -> None:
    declined = decision.outcome == Decision.Outcome.DECLINED
    if not after_sending:
        states.move(request, State.DECLINED if declined else State.AUTHORIZED)
        return
    if declined:
        StandDown.objects.create(request=request, reason=decision.reason, by=decision.by, at=decision.at)
        states.move(request, State.STOOD_DOWN)
        ledger.append(
            "request.stood_down",
            subject=request.number,
            public={},
            private={"reason": decision.reason, "by": decision.by.email},
        )
        return
    arrived = request.dispatches.filter(units__arrival__isnull=False).exists()
    states.move(request, State.ON_SCENE if arrived else State.UNITS_SENT)
