"""Putting the result of an examination on the public record."""

from django.db import connection, transaction
from django.utils.translation import gettext as _

from brightline.assistance.review import permissions, states
from brightline.assistance.review.actions.telling import tell
from brightline.assistance.review.models import Examination
from brightline.assistance.review.queries import examinations
from brightline.assistance.review.queries.results import Result, overlapping, results, still_open
from brightline.assistance.review.states import State
from brightline.platform.accounts.models import Person
from brightline.platform.kernel.errors import WrongState
from brightline.record.ledger import actions as ledger


@transaction.atomic
def enter(examination_id: int, *, by: Person) -> Examination:
    """Enter each month of an examination: calls read, requests found, logged and not. It is final.

    Raises Denied, NotFound, and WrongState while a finding is not settled or reconciled, or when another examination of
    the same days is on the record already: the public would count their calls twice.
    """
    permissions.check_can_examine(by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('review.enter'))")
    examination = examinations.locked(examination_id)
    states.check_can_move(examination, State.ENTERED)
    left = still_open(examination)
    if left:
        raise WrongState(
            _("%(count)d findings are not settled or not compared with the register yet. Nothing was entered.")
            % {"count": left}
        )
    other = overlapping(examination)
    if other:
        raise WrongState(
            _("%(other)s covers some of the same days and is on the record already. Export only the days after it.")
            % {"other": other}
        )
    for each in results(examination):
        _append(examination, each, by=by)
    states.move(examination, State.ENTERED)
    tell(examination)
    return examination


def enter_again(examination: Examination, month: str, *, by: Person) -> None:
    """Enter a month once more, which the public then reads: a request was found among the calls set aside."""
    for each in results(examination):
        if each.month == month:
            _append(examination, each, by=by)


def _append(examination: Examination, result: Result, *, by: Person) -> None:
    ledger.append(
        "calls.examined",
        subject=examination.reference,
        public={
            "month": result.month,
            "calls": result.calls,
            # Of calls judged after the result was entered, some may be settled and not compared yet.
            "requests": result.logged + result.unlogged,
            "logged": result.logged,
            "unlogged": result.unlogged,
            "rejected": result.rejected,
            "source": f"sha256:{examination.sha256}",
        },
        private={"by": by.email},
    )
