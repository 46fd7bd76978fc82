"""The register as oversight looks at it: narrowed down, and what still waits for a second person."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncMonth

from brightline.assistance.line import queries as line
from brightline.assistance.requests.models import (
    Closure,
    Command,
    Decision,
    Dispatch,
    FactsRecord,
    Intake,
    Request,
    StandDown,
    Unit,
    Withdrawal,
)
from brightline.assistance.requests.queries.register import register
from brightline.assistance.requests.states import State
from brightline.city import queries as city
from brightline.platform.accounts.models import Person

NO_GROUND = "none"
SORTS = {
    "newest": ("-received_at", "-pk"),
    "oldest": ("received_at", "pk"),
    "agency": ("agency", "-received_at"),
    "state": ("state", "-received_at"),
}


def looked_at() -> QuerySet[Request]:
    """The register, each request also with the last `commander` who had it."""
    last = Command.objects.filter(request=OuterRef("pk")).order_by("-pk")
    return register().annotate(commander=Subquery(last.values("commander__display_name")[:1]))


def narrowed(
    *, text: str = "", state: str = "", ground: str = "", district: str = "", month: str = "", sort: str = "newest"
) -> QuerySet[Request]:
    """The part of the register that fits all that is given.

    text: found in number, CAD number, agency or location; ground: one the decision found, or NO_GROUND for a decision
    that found none; month: as 2026-05, in the city's zone.
    """
    found = looked_at()
    for word in text.split():
        found = found.filter(
            Q(number__icontains=word)
            | Q(cad_number__icontains=word)
            | Q(agency__icontains=word)
            | Q(location__icontains=word)
        )
    if state:
        found = found.filter(state=state)
    if ground == NO_GROUND:
        found = found.filter(decision__grounds=[])
    elif ground:
        found = found.filter(decision__grounds__contains=[ground])
    if district:
        found = found.filter(Q(district=district))
    if month:
        first, last = _month(month)
        found = found.filter(received_at__gte=first, received_at__lt=last)
    return found.order_by(*SORTS[sort])


def months() -> list[datetime]:
    """The local months in which requests came in, the newest first."""
    begun = Request.objects.order_by().annotate(month=TruncMonth("received_at", tzinfo=city.zone()))
    return list(begun.values_list("month", flat=True).distinct().order_by("-month"))


def to_review() -> QuerySet[Request]:
    """Closed requests nobody has reviewed yet, the longest closed first."""
    return looked_at().filter(state=State.CLOSED, second_review=None).order_by("closure__at", "pk")


def took_part(person: Person, requests: Sequence[Request]) -> set[int]:
    """Keys of those among `requests` in which this person had a part: `participants`, asked the other way round."""
    own = Q(received_by=person)
    for rows in (Intake, FactsRecord, Decision, Dispatch, StandDown, Withdrawal, Closure):
        own |= Q(Exists(rows.objects.filter(request=OuterRef("pk"), by=person)))
    own |= Q(Exists(Command.objects.filter(request=OuterRef("pk"), commander=person)))
    units = Unit.objects.filter(dispatch__request=OuterRef("pk"))
    own |= Q(Exists(units.filter(Q(commander=person) | Q(arrival__by=person))))
    own |= Q(Exists(line.attached_by(person).filter(subject=OuterRef("number"))))
    found = Request.objects.filter(pk__in=[request.pk for request in requests]).filter(own)
    return set(found.values_list("pk", flat=True))


def _month(month: str) -> tuple[datetime, datetime]:
    """Its first moment, and the first after it, in the city's zone."""
    year, number = (int(part) for part in month.split("-"))
    zone = city.zone()
    after = (year + 1, 1) if number == 12 else (year, number + 1)
    return datetime(year, number, 1, tzinfo=zone), datetime(*after, 1, tzinfo=zone)
