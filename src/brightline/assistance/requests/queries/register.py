"""Requests, found and listed."""

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from brightline.assistance.line import queries as line
from brightline.assistance.requests.models import Command, FactsRecord, Intake, Request
from brightline.assistance.requests.states import OPEN, State
from brightline.platform.accounts.models import Person
from brightline.platform.kernel.errors import NotFound


def get(number: str) -> Request:
    """The request of that number. Raises NotFound."""
    found = Request.objects.filter(number=number).select_related("received_by").first()
    if found is None:
        raise NotFound(_("There is no request %(number)s.") % {"number": number})
    return found


def locked(number: str) -> Request:
    """The same, held until the transaction ends, so that of two people acting at once the second sees the first."""
    found = Request.objects.select_for_update().filter(number=number).first()
    if found is None:
        raise NotFound(_("There is no request %(number)s.") % {"number": number})
    return found


def register() -> QuerySet[Request]:
    """All requests, the newest first, each with its latest `agency`, `location` and who is in charge."""
    latest = Intake.objects.filter(request=OuterRef("pk")).order_by("-pk")
    danger = FactsRecord.objects.filter(request=OuterRef("pk")).order_by("-pk")
    in_charge = Command.objects.filter(request=OuterRef("pk"), released_at=None)
    return Request.objects.select_related("decision", "second_review", "closure").annotate(
        agency=Subquery(latest.values("agency")[:1]),
        asks=Subquery(latest.values("asks")[:1]),
        location=Subquery(latest.values("location")[:1]),
        district=Subquery(latest.values("district")[:1]),
        cad_number=Subquery(latest.values("cad_number")[:1]),
        before_assessment=Subquery(danger.values("gate__before_assessment")[:1]),
        in_charge=Subquery(in_charge.values("commander__display_name")[:1]),
        in_charge_call_sign=Subquery(in_charge.values("commander__call_sign")[:1]),
    )


def open_requests() -> QuerySet[Request]:
    """What is going on now, the oldest state first."""
    return register().filter(state__in=OPEN).order_by("state_since")


def sendable() -> QuerySet[Request]:
    """Only what may be sent: authorized requests, and a clear public danger that nobody has decided yet."""
    authorized = Q(state__in=[State.AUTHORIZED, State.UNITS_SENT, State.ON_SCENE])
    danger = Q(
        state__in=[State.PAGED, State.UNDER_ASSESSMENT, State.SENT_BEFORE_ASSESSMENT],
        before_assessment="permitted",
    )
    # What is out stays in sight even after the danger has passed, so that it can be stood down.
    return open_requests().filter(authorized | danger | Q(state=State.SENT_BEFORE_ASSESSMENT))


def latest_intake(request: Request) -> Intake:
    """What the call-taker last wrote down."""
    return Intake.objects.filter(request=request).order_by("-pk")[0]


def latest_facts(request: Request) -> FactsRecord | None:
    """What was last set down as known."""
    return FactsRecord.objects.filter(request=request).order_by("-pk").first()


def commander_in_charge(request: Request) -> Person | None:
    open_command = Command.objects.filter(request=request, released_at=None).select_related("commander").first()
    return open_command.commander if open_command else None


def commanders_of(request: Request) -> set[int]:
    """Keys of everyone who ever commanded this request."""
    return set(Command.objects.filter(request=request).values_list("commander_id", flat=True))


def participants(request: Request) -> set[int]:
    """Keys of everyone who had a part in the request: none of them may review it."""
    found: set[int | None] = {request.received_by_id, *commanders_of(request)}
    for rows in (
        request.intakes.values_list("by_id", flat=True),
        request.facts_records.values_list("by_id", flat=True),
        request.dispatches.values_list("by_id", flat=True),
        request.dispatches.values_list("units__commander_id", flat=True),
        request.dispatches.values_list("units__arrival__by_id", flat=True),
        line.recordings(request.number).values_list("by_id", flat=True),
    ):
        found.update(rows)
    for name in ("decision", "stand_down", "withdrawal", "closure"):
        done = getattr(request, name, None)
        found.add(done.by_id if done else None)
    return {key for key in found if key is not None}
