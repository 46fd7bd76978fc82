"""The states of a request, as data. docs/reference/states.md is drawn from this table."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import WrongState

if TYPE_CHECKING:
    from brightline.assistance.requests.models import Request


class State(models.TextChoices):
    PAGED = "paged", gettext_lazy("Waiting for a commander")
    UNDER_ASSESSMENT = "under_assessment", gettext_lazy("With the commander")
    SENT_BEFORE_ASSESSMENT = "sent_before_assessment", gettext_lazy("Sent before assessment")
    AUTHORIZED = "authorized", gettext_lazy("Authorized")
    UNITS_SENT = "units_sent", gettext_lazy("Units sent")
    ON_SCENE = "on_scene", gettext_lazy("On scene")
    STOOD_DOWN = "stood_down", gettext_lazy("Stood down")
    DECLINED = "declined", gettext_lazy("Declined")
    WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn by the agency")
    CLOSED = "closed", gettext_lazy("Closed")


TRANSITIONS: dict[State, frozenset[State]] = {
    State.PAGED: frozenset({State.UNDER_ASSESSMENT, State.SENT_BEFORE_ASSESSMENT, State.WITHDRAWN}),
    State.UNDER_ASSESSMENT: frozenset(
        {State.AUTHORIZED, State.DECLINED, State.SENT_BEFORE_ASSESSMENT, State.WITHDRAWN}
    ),
    # Units are already out: the decision either confirms them or stands them down.
    State.SENT_BEFORE_ASSESSMENT: frozenset({State.UNITS_SENT, State.ON_SCENE, State.STOOD_DOWN}),
    State.AUTHORIZED: frozenset({State.UNITS_SENT, State.STOOD_DOWN}),
    State.UNITS_SENT: frozenset({State.ON_SCENE, State.STOOD_DOWN}),
    State.ON_SCENE: frozenset({State.STOOD_DOWN, State.CLOSED}),
    State.STOOD_DOWN: frozenset({State.CLOSED}),
    State.DECLINED: frozenset({State.CLOSED}),
    State.WITHDRAWN: frozenset({State.CLOSED}),
    State.CLOSED: frozenset(),  # Final: a correction is a new request.
}

OPEN = frozenset(State) - {State.CLOSED}
UNDECIDED = frozenset({State.PAGED, State.UNDER_ASSESSMENT, State.SENT_BEFORE_ASSESSMENT})
UNITS_OUT = frozenset({State.SENT_BEFORE_ASSESSMENT, State.UNITS_SENT, State.ON_SCENE})


def check_can_move(request: "Request", to: State) -> None:
    """Raises WrongState, in words for someone whose screen shows an older state."""
    current = State(request.state)
    if to not in TRANSITIONS[current]:
        raise WrongState(
            _("%(number)s is now “%(state)s”, so this cannot be done any more. Nothing was changed.")
            % {"number": request.number, "state": current.label}
        )


def move(request: "Request", to: State) -> None:
    """Move a locked request along the table. Raises WrongState; the database holds the same table."""
    check_can_move(request, to)
    request.state = to
    request.state_since = clock.now()
    request.save(update_fields=["state", "state_since"])
