"""Requests that no one logged, as oversight's list of exceptions shows them."""

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from brightline.assistance.requests.queries import Answer, OtherException
from brightline.assistance.review import permissions
from brightline.assistance.review.models import Finding
from brightline.platform.accounts.models import Person


def exceptions(person: Person) -> list[OtherException]:
    """One for each settled request that at least one person did not find in the register, and nobody did.

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
    )
    may_open = permissions.can_read(person)
    return [
        OtherException(
            kind="not_logged",
            title=pgettext("one request", "Not logged"),
            reference=finding.reference,
            url=reverse("finding", args=[finding.pk]) if may_open else "",
            about=finding.settlement.agency,
            note=_("confirmed by a second person") if finding.looks >= 2 else _("waits for a second person"),
            since=finding.since,
            explanations=[Answer(each.explanation, each.by, each.at) for each in finding.explanations.all()],
            may_explain=permissions.can_explain(person, finding),
        )
        for finding in found
    ]
