"""The states of an examination, as data. docs/reference/states.md is drawn from this table."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy as pgettext

from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import WrongState

if TYPE_CHECKING:
    from brightline.assistance.review.models import Examination


class State(models.TextChoices):
    WAITING = "waiting", pgettext("state of an examination", "Waiting its turn")
    READING = "reading", pgettext("state of an examination", "Being read")
    STOPPED = "stopped", pgettext("state of an examination", "Stopped")
    FAILED = "failed", pgettext("state of an examination", "Could not be read")
    JUDGING = "judging", pgettext("state of an examination", "Being judged")
    ENTERED = "entered", pgettext("state of an examination", "On the public record")


TRANSITIONS: dict[State, frozenset[State]] = {
    State.WAITING: frozenset({State.READING, State.STOPPED}),
    # Back to waiting: its worker died, and another will go on where it was.
    State.READING: frozenset({State.WAITING, State.STOPPED, State.FAILED, State.JUDGING}),
    State.STOPPED: frozenset({State.WAITING}),
    State.FAILED: frozenset({State.WAITING}),
    State.JUDGING: frozenset({State.ENTERED}),
    State.ENTERED: frozenset(),  # Final: what the public was told is not taken back.
}
READ = frozenset({State.JUDGING, State.ENTERED})


def check_can_move(examination: "Examination", to: State) -> None:
    """Raises WrongState, in words for someone whose screen shows an older state."""
    current = State(examination.state)
    if to not in TRANSITIONS[current]:
        raise WrongState(
            _("%(reference)s is now “%(state)s”, so this cannot be done any more. Nothing was changed.")
            % {"reference": examination, "state": current.label}
        )


def move(examination: "Examination", to: State) -> None:
    """Move a locked examination along the table. Raises WrongState; the database holds the same table."""
    check_can_move(examination, to)
    examination.state = to
    examination.state_since = clock.now()
    examination.save()
