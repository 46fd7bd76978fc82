"""May this person do this in looking back? Reviewers act; auditors look."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from brightline.assistance.review.models import Finding, Judgement, Match, Settlement
from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import OVERSIGHT, Role
from brightline.platform.kernel.errors import Denied, WrongState


def check_can_examine(person: Person) -> None:
    """Hand in an export, stop and resume its examination, put its result on the record."""
    if not person.has_role(Role.REVIEWER):
        raise Denied(_("Only a reviewer can examine an export."))


def check_can_read(person: Person) -> None:
    """What was said in a call is for oversight alone."""
    if not can_read(person):
        raise Denied(_("What was said in these calls is open to reviewers and auditors only."))


def check_can_judge(person: Person, finding: Finding) -> None:
    """A reviewer who has not judged it yet, while it is not settled."""
    if not person.has_role(Role.REVIEWER):
        raise Denied(_("Only a reviewer can say what a call was."))
    if Settlement.objects.filter(finding=finding).exists():
        raise WrongState(_("%(reference)s is settled already. Nothing was recorded.") % {"reference": finding})
    if Judgement.objects.filter(finding=finding, by=person).exists():
        raise WrongState(_("You have judged %(reference)s: another reviewer must look at it.") % {"reference": finding})


def check_can_match(person: Person, finding: Finding) -> None:
    """A reviewer, once it is settled as a request; two different ones before it counts as not logged."""
    if not person.has_role(Role.REVIEWER):
        raise Denied(_("Only a reviewer can compare it with the register."))
    settled = Settlement.objects.filter(finding=finding).first()
    if settled is None or settled.label != "request":
        raise WrongState(_("%(reference)s is not settled as a request.") % {"reference": finding})
    looks = list(Match.objects.filter(finding=finding))
    if any(look.number for look in looks) or len(looks) >= 2:
        raise WrongState(_("%(reference)s is reconciled already. Nothing was recorded.") % {"reference": finding})
    if any(look.by_id == person.pk for look in looks):
        raise WrongState(
            _("You have looked for %(reference)s: another reviewer must confirm it.") % {"reference": finding}
        )


def check_can_explain(person: Person, finding: Finding) -> None:
    """A reviewer, once two persons have said that it was not logged.

    A request's exceptions are explained by commanders too. This is written beside what was said in the call, which
    commanders may not read. Until a second person confirms it there is nothing to answer for yet, so that nobody raises
    an exception and answers it alone; after that the two may explain it themselves, as whoever reviewed a request may.
    """
    if not person.has_role(Role.REVIEWER):
        raise Denied(_("Only a reviewer can explain why a request was not logged."))
    looks = finding.matches.all()
    if len(looks) < 2 or any(look.number for look in looks):
        raise WrongState(
            _("Two persons have not yet said that %(reference)s was not logged. Nothing was recorded.")
            % {"reference": finding}
        )


def can_read(person: Person) -> bool:
    return person.has_role(*OVERSIGHT)


def can_judge(person: Person, finding: Finding) -> bool:
    return _holds(check_can_judge, person, finding)


def can_match(person: Person, finding: Finding) -> bool:
    return _holds(check_can_match, person, finding)


def can_explain(person: Person, finding: Finding) -> bool:
    return _holds(check_can_explain, person, finding)


def _holds(check: Callable[[Person, Finding], None], person: Person, finding: Finding) -> bool:
    try:
        check(person, finding)
    except (Denied, WrongState):
        return False
    return True
