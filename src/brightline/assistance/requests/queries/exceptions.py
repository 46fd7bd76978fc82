"""What did not go as the policy wants it, found anew each time from the rows, so that none can be forgotten."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, Max, Min, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from brightline.assistance.duty import queries as duty
from brightline.assistance.line import queries as line
from brightline.assistance.policy.packs import Clocks
from brightline.assistance.requests.models import (
    Arrival,
    Explanation,
    Request,
    SecondReview,
    SentOutside,
)
from brightline.assistance.requests.queries.policy import packs_for
from brightline.assistance.requests.queries.register import register
from brightline.assistance.requests.states import State
from brightline.platform.kernel import clock


class ExceptionKind(models.TextChoices):
    UNANSWERED_PAGE = "unanswered_page", _("Page not answered in time")
    NO_RECORDING = "no_recording", _("No recording of the call")
    COMMANDER_NEVER_ON_SCENE = "commander_never_on_scene", _("Commander never on scene")
    SENT_NOT_CONFIRMED = "sent_not_confirmed", _("Sent before assessment and not confirmed in time")
    NOT_REVIEWED = "not_reviewed", _("Not reviewed in time")
    SENT_OUTSIDE = "sent_outside", _("Officers went without authorization")
    FOUND_OUTSIDE = "found_outside", _("Review found it outside the policy")


@dataclass(frozen=True)
class OpenException:
    """One exception of one request; explanations are the answers given so far, oldest first."""

    request: Request
    kind: ExceptionKind
    since: datetime
    explanations: list[Explanation]


def exceptions(number: str | None = None) -> list[OpenException]:
    """All exceptions, or those of one request, the newest first."""
    now = clock.now()
    requests = register().annotate(
        first_sent=Min("dispatches__at"),
        sent_on_danger=Min("dispatches__at", filter=Q(dispatches__danger__isnull=False)),
        commander_arrived=Exists(
            Arrival.objects.filter(
                unit__dispatch__request=OuterRef("pk"),
                unit__commander__in=models.Subquery(
                    Request.objects.filter(pk=OuterRef(OuterRef("pk"))).values("commands__commander")
                ),
            )
        ),
        last_arrival=Max("dispatches__units__arrival__at"),
    )
    if number:
        requests = requests.filter(number=number)
    found: list[OpenException] = []
    # What `annotate` adds is known to the database alone, not to the type of the row.
    rows: list[Any] = list(requests)
    numbers = [request.number for request in rows]
    recorded = line.recorded(numbers)
    channels = dict(Request.objects.filter(number__in=numbers).values_list("number", "intakes__channel"))
    explained: dict[tuple[int, str], list[Explanation]] = {}
    for explanation in Explanation.objects.filter(request__in=rows).select_related("by"):
        explained.setdefault((explanation.request_id, explanation.exception), []).append(explanation)
    outside = dict(SentOutside.objects.filter(request__in=rows).values_list("request_id").annotate(Min("at")))
    late_pages = _late_pages(numbers, now)
    in_force = packs_for(rows)
    for request in rows:
        clocks = in_force[request.pk].clocks
        for kind, since in (
            (ExceptionKind.UNANSWERED_PAGE, late_pages.get(request.number)),
            (ExceptionKind.NO_RECORDING, _no_recording(request, channels, recorded)),
            (ExceptionKind.COMMANDER_NEVER_ON_SCENE, _never_on_scene(request)),
            (ExceptionKind.SENT_NOT_CONFIRMED, _not_confirmed(request, clocks, now)),
            (ExceptionKind.NOT_REVIEWED, _not_reviewed(request, clocks, now)),
            (ExceptionKind.SENT_OUTSIDE, outside.get(request.pk)),
            (ExceptionKind.FOUND_OUTSIDE, _found_outside(request)),
        ):
            if since is not None:
                found.append(OpenException(request, kind, since, explained.get((request.pk, kind), [])))
    return sorted(found, key=lambda each: each.since, reverse=True)


def _late_pages(numbers: list[str], now: datetime) -> dict[str, datetime]:
    """When each page ran out of its time; a page answered or ended in time is not late."""
    late: dict[str, datetime] = {}
    for page in duty.pages_of(numbers):
        due = page.started_at + page.answer_within
        if (page.ended_at or now) > due:
            late.setdefault(page.subject, due)
    return late


def _no_recording(request: Any, channels: dict[str, str], recorded: set[str]) -> datetime | None:
    """A closed phone request that a commander handled must have its recording."""
    by_phone = channels.get(request.number) == "phone"
    handled = hasattr(request, "decision")
    missing = by_phone and handled and request.state == State.CLOSED and request.number not in recorded
    return request.closure.at if missing else None


def _never_on_scene(request: Any) -> datetime | None:
    """Officers arrived, the request is over, and the commander was never there."""
    over = request.state in (State.CLOSED, State.STOOD_DOWN)
    return request.last_arrival if over and request.last_arrival and not request.commander_arrived else None


def _not_confirmed(request: Any, clocks: Clocks, now: datetime) -> datetime | None:
    if request.sent_on_danger is None:
        return None
    due = request.sent_on_danger + clocks.confirm_within
    decided = request.decision.at if hasattr(request, "decision") else now
    return due if decided > due else None


def _not_reviewed(request: Request, clocks: Clocks, now: datetime) -> datetime | None:
    if request.state != State.CLOSED:
        return None
    due = request.closure.at + clocks.review_within
    reviewed = request.second_review.at if hasattr(request, "second_review") else now
    return due if reviewed > due else None


def _found_outside(request: Request) -> datetime | None:
    review = getattr(request, "second_review", None)
    return review.at if review and review.finding == SecondReview.Finding.OUTSIDE else None
