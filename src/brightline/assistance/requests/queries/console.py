"""What the commander's console lists, and what is known of units."""

from datetime import datetime

from django.db.models import F, QuerySet

from brightline.assistance.requests.models import Request, Unit
from brightline.assistance.requests.queries.register import open_requests, register
from brightline.assistance.requests.states import UNITS_OUT, State
from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role


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


def commanders_call_signs() -> set[str]:
    """The call signs of commanders, in capitals."""
    active = Person.objects.filter(is_active=True, roles__contains=[Role.COMMANDER])
    return {sign.upper() for sign in active.values_list("call_sign", flat=True) if sign}


def units_ever_sent() -> set[str]:
    """Every call sign that was ever sent."""
    return set(Unit.objects.values_list("call_sign", flat=True).distinct())


def units_out_elsewhere(number: str) -> dict[str, str]:
    """Call signs that are out now, with the request they went to, other than this one."""
    out = Unit.objects.filter(dispatch__request__state__in=UNITS_OUT).exclude(dispatch__request__number=number)
    return dict(out.values_list("call_sign", "dispatch__request__number"))


def units_of(request: Request) -> list[Unit]:
    """Every unit sent to a request with its arrival, in the order sent."""
    sent = Unit.objects.filter(dispatch__request=request)
    return list(sent.select_related("dispatch", "arrival", "commander").order_by("pk"))
