"""Requests that no one logged, as oversight's list of exceptions shows them."""

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from brightline.assistance.requests.queries import OtherException
from brightline.assistance.review.models import Finding


def exceptions() -> list[OtherException]:
    """One for each settled request that at least one person did not find in the register, and nobody did."""
    found = (
        Finding.objects.select_related("settlement")
        .annotate(
            looks=Count("matches"),
            linked=Count("matches", filter=~Q(matches__number="")),
            since=Min("matches__at"),
        )
        .filter(looks__gt=0, linked=0)
    )
    return [
        OtherException(
            kind="not_logged",
            title=_("Not logged"),
            reference=finding.reference,
            url=reverse("finding", args=[finding.pk]),
            about=finding.settlement.agency,
            note=_("confirmed by a second person") if finding.looks >= 2 else _("waits for a second person"),
            since=finding.since,
        )
        for finding in found
    ]
