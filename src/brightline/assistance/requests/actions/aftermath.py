"""Closing a request, its second review, and answering for exceptions."""

from django.db import transaction
from django.utils.translation import gettext as _

from brightline.assistance.requests import permissions, queries, states
from brightline.assistance.requests.actions.telling import tell
from brightline.assistance.requests.models import (
    Arrival,
    Closure,
    Command,
    Explanation,
    Request,
    SecondReview,
    SentOutside,
)
from brightline.assistance.requests.states import State
from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import Denied, Invalid, WrongState
from brightline.platform.kernel.texts import trimmed
from brightline.record.ledger import actions as ledger

# How a request can end, by the state it is in.
OUTCOMES: dict[State, tuple[Closure.Outcome, ...]] = {
    State.ON_SCENE: (Closure.Outcome.HELPED, Closure.Outcome.NO_HELP_NEEDED),
    State.STOOD_DOWN: (Closure.Outcome.CALLED_OFF, Closure.Outcome.NO_HELP_NEEDED, Closure.Outcome.HELPED),
    State.DECLINED: (Closure.Outcome.CALLER_TOLD,),
    State.WITHDRAWN: (Closure.Outcome.WITHDRAWN,),
}


def outcomes(request: Request) -> tuple[Closure.Outcome, ...]:
    """How this request can end now. One that officers were at was not called off before they did anything."""
    possible = OUTCOMES.get(State(request.state), ())
    if not Arrival.objects.filter(unit__dispatch__request=request).exists():
        return possible
    return tuple(each for each in possible if each != Closure.Outcome.CALLED_OFF)


@transaction.atomic
def close(number: str, *, outcome: str, note: str, by: Person) -> None:
    """Close a request. The commander in charge does; a call-taker may close one the agency took back.

    Raises Denied, WrongState, Invalid.
    """
    request = queries.locked(number)
    states.check_can_move(request, State.CLOSED)
    withdrawn_unanswered = request.state == State.WITHDRAWN and queries.commander_in_charge(request) is None
    if withdrawn_unanswered:
        if not by.has_role(Role.CALL_TAKER, Role.COMMANDER):
            raise Denied(_("Only a call-taker or a commander can close this request."))
    else:
        permissions.check_in_charge(by, request)
    if outcome not in outcomes(request):
        raise Invalid(_("That is not how this request can end. Choose one of the outcomes shown."))
    note = trimmed(note)
    now = clock.now()
    Closure.objects.create(request=request, outcome=outcome, note=note, by=by, at=now)
    Command.objects.filter(request=request, released_at=None).update(released_at=now)
    states.move(request, State.CLOSED)
    ledger.append(
        "request.closed",
        subject=number,
        public={"outcome": outcome},
        private={"note": note, "by": by.email},
    )
    tell(request)


@transaction.atomic
def review(number: str, *, finding: str, note: str, by: Person) -> None:
    """The second review of a closed request. Raises Denied, WrongState, Invalid."""
    request = queries.locked(number)
    permissions.check_can_review(by, request)
    if request.state != State.CLOSED:
        raise WrongState(_("%(number)s is not closed yet: review it afterwards.") % {"number": number})
    made = SecondReview.objects.filter(request=request).select_related("by").first()
    if made:
        raise WrongState(
            _("%(name)s has already reviewed %(number)s. Nothing was changed.") % {"name": made.by, "number": number}
        )
    if finding not in SecondReview.Finding.values:
        raise Invalid(_("Choose what you found. Nothing was recorded."))
    note = trimmed(note)
    if not note:
        raise Invalid(_("Say in a few words what you looked at. Nothing was recorded."))
    SecondReview.objects.create(request=request, finding=finding, note=note, by=by, at=clock.now())
    ledger.append(
        "request.reviewed",
        subject=number,
        public={"finding": finding},
        private={"note": note, "by": by.email},
    )
    tell(request)


@transaction.atomic
def explain(number: str, *, exception: str, explanation: str, by: Person) -> None:
    """Answer for an exception. It stays an exception; the answer stands beside it. Raises Denied, Invalid."""
    request = queries.locked(number)
    permissions.check_can_explain(by, request)
    if exception not in {each.kind for each in queries.exceptions(number)}:
        raise Invalid(_("%(number)s has no such exception. Nothing was recorded.") % {"number": number})
    explanation = trimmed(explanation)
    if not explanation:
        raise Invalid(_("Write the explanation in a few words. Nothing was recorded."))
    Explanation.objects.create(request=request, exception=exception, explanation=explanation, by=by, at=clock.now())
    ledger.append(
        "request.explained",
        subject=number,
        public={"exception": exception},
        private={"explanation": explanation, "by": by.email},
    )
    tell(request)


@transaction.atomic
def report_sent_outside(number: str, *, what: str, by: Person) -> None:
    """Write down that officers went, or did something, that was not authorized here. Raises Denied, Invalid.

    Software cannot stop a radio; what it can do is let nobody lose the fact.
    """
    permissions.check_can_report_outside(by)
    request = queries.locked(number)
    what = trimmed(what)
    if not what:
        raise Invalid(_("Say in a few words what happened. Nothing was recorded."))
    now = clock.now()
    SentOutside.objects.create(request=request, what=what, by=by, at=now)
    ledger.append(
        "request.sent_outside",
        subject=number,
        public={"noticed_at": now.isoformat()},
        private={"what": what, "by": by.email},
    )
    tell(request)
