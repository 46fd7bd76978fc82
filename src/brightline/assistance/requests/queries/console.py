"""What the commander's console lists."""

from datetime import datetime

from django.db.models import F, QuerySet

from brightline.assistance.requests.models import Request, Unit
from brightline.assistance.requests.queries.register import open_requests, register
from brightline.assistance.requests.states import State
from brightline.platform.accounts.models import Person


def commanded_by(person: Person) -> QuerySet[Request]:
    """The open requests this person is in charge of, the oldest state first."""
    return open_requests().filter(commands__commander=person, commands__released_at=None)


def closed_since(person: Person, since: datetime) -> QuerySet[Request]:
    """Requests this person was in charge of when they were closed, the newest first."""
    return (
        register()
        .filter(
            state=State.CLOSED,
            closure__at__gte=since,
            commands__commander=person,
            commands__released_at=F("closure__at"),
        )
        .order_by("-closure__at")
    )


def units_of(request: Request) -> list[Unit]:
    """Every unit sent to a request with its arrival, in the order sent."""
    sent = Unit.objects.filter(dispatch__request=request)
    return list(sent.select_related("dispatch", "arrival", "commander").order_by("pk"))
