"""May this person do this to this request? Each check refuses in plain words; the bool beside it is derived."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.utils.translation import gettext as _

from brightline.assistance.requests import queries
from brightline.assistance.requests.models import Request
from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import OVERSIGHT, Role
from brightline.platform.kernel.errors import Denied, WrongState

P = ParamSpec("P")


def as_bool(check: Callable[P, None]) -> Callable[P, bool]:
    """The same question for a template: actions insist, templates ask."""

    @wraps(check)
    def ask(*args: P.args, **kwargs: P.kwargs) -> bool:
        try:
            check(*args, **kwargs)
        except (Denied, WrongState):
            return False
        return True

    return ask


def check_can_receive(person: Person) -> None:
    if not person.has_role(Role.CALL_TAKER, Role.COMMANDER, Role.DISPATCHER):
        raise Denied(_("Only a call-taker, a dispatcher or a commander can take down a request."))


def check_can_declare_danger(person: Person) -> None:
    """Whoever hears of danger first may say so."""
    if not person.has_role(Role.CALL_TAKER, Role.COMMANDER, Role.DISPATCHER):
        raise Denied(_("Only a call-taker, a dispatcher or a commander can report a danger."))


def check_can_take_command(person: Person, request: Request) -> None:
    """Any commander may answer; one who is not in charge may take over."""
    if not person.has_role(Role.COMMANDER):
        raise Denied(_("Only a commander can take this request."))


def check_in_charge(person: Person, request: Request) -> None:
    """The commander in charge of this request, and no other."""
    if not person.has_role(Role.COMMANDER):
        raise Denied(_("Only a commander can do this."))
    commander = queries.commander_in_charge(request)
    if commander is None:
        raise WrongState(_("Nobody is in charge of %(number)s yet: answer the page first.") % {"number": request})
    if commander.pk != person.pk:
        raise Denied(
            _("%(name)s is in charge of %(number)s. Take command first if that has to change.")
            % {"name": commander, "number": request}
        )


def check_can_send(person: Person) -> None:
    if not person.has_role(Role.DISPATCHER):
        raise Denied(_("Only a dispatcher can send units."))


def check_can_note_arrival(person: Person, request: Request) -> None:
    if person.has_role(Role.DISPATCHER):
        return
    check_in_charge(person, request)


def check_can_withdraw(person: Person, request: Request) -> None:
    if not person.has_role(Role.CALL_TAKER, Role.COMMANDER):
        raise Denied(_("Only a call-taker or a commander can note that the agency took its request back."))


def check_can_review(person: Person, request: Request) -> None:
    """A reviewer had no part in the request."""
    if not person.has_role(Role.REVIEWER):
        raise Denied(_("Only a reviewer can review a request."))
    if person.pk in queries.participants(request):
        raise Denied(_("You took part in this request: another reviewer must look at it."))


def check_can_explain(person: Person, request: Request) -> None:
    if not person.has_role(Role.COMMANDER, Role.REVIEWER):
        raise Denied(_("Only a commander or a reviewer can explain an exception."))


def check_can_report_outside(person: Person) -> None:
    """Anyone on staff who learns of it may write it down, auditors included."""
    if not person.is_active or not person.roles:
        raise Denied(_("Sign in as someone on staff to write this down."))


def check_can_count_calls(person: Person) -> None:
    if not person.has_role(Role.ADMINISTRATOR, Role.AUDITOR):
        raise Denied(_("Only an administrator or an auditor can enter how many calls there were."))


def check_can_attach_recording(person: Person, request: Request) -> None:
    if not person.has_role(Role.CALL_TAKER, Role.COMMANDER):
        raise Denied(_("Only a call-taker or a commander can attach a recording."))


def check_can_hear(person: Person, request: Request) -> None:
    """Oversight, and the commanders whose call it was."""
    if not person.has_role(*OVERSIGHT) and person.pk not in queries.commanders_of(request):
        raise Denied(_("Recordings are open to reviewers, auditors and the commander of the request."))


can_take_command = as_bool(check_can_take_command)
is_in_charge = as_bool(check_in_charge)
can_note_arrival = as_bool(check_can_note_arrival)
can_review = as_bool(check_can_review)
can_explain = as_bool(check_can_explain)
can_hear = as_bool(check_can_hear)
can_attach_recording = as_bool(check_can_attach_recording)
