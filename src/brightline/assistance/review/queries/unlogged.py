"""Requests that no one logged, as oversight's list of exceptions shows them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from brightline.assistance.requests.queries import Answer, OtherException
from brightline.assistance.review import permissions
from brightline.assistance.review.models import Finding
from brightline.assistance.review.queries import findings
from brightline.platform.accounts.models import Person


def exceptions(person: Person) -> list[OtherException]:
    """One for each settled request that at least one person did not find in the register, and nobody did.

    A call that stands in several exports is one: what confirms or explains it in any of them counts.
    Commanders see that it is there, but get no link to what was said in the call.
    """
    found = (
        Finding.objects.select_related("settlement")
        .prefetch_related("matches", "explanations__by")
        .annotate(
            looks=Count("matches"),
            linked=Count("matches", filter=~Q(matches__number="")),
            since=Min("matches__at"),
        )
        .filter(looks__gt=0, linked=0)
        .order_by("since", "pk")
    )
    calls: dict[tuple[str, ...], list[Any]] = {}
    for finding in found:
        calls.setdefault(findings.identity(finding), []).append(finding)
    may_open = permissions.can_read(person)
    return [_exception(person, same, may_open=may_open) for same in calls.values()]


def _exception(person: Person, same: Sequence[Any], *, may_open: bool) -> OtherException:
    # The one that two persons confirmed is the one that can be explained.
    finding = next((each for each in same if each.looks >= 2), same[0])
    answers = [Answer(each.explanation, each.by, each.at) for one in same for each in one.explanations.all()]
    return OtherException(
        kind="not_logged",
        title=pgettext("one request", "Not logged"),
        reference=finding.reference,
        url=reverse("finding", args=[finding.pk]) if may_open else "",
        about=finding.settlement.agency,
        note=_("confirmed by a second person") if finding.looks >= 2 else _("waits for a second person"),
        since=same[0].since,
        explanations=sorted(answers, key=lambda answer: answer.at),
        may_explain=permissions.can_explain(person, finding),
    )
