"""The second review of each closed request, by someone who had no part in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from brightline.assistance.requests import actions, queries
from brightline.assistance.requests.forms.oversight import ReviewForm
from brightline.assistance.requests.queries import oversight
from brightline.assistance.requests.views.oversight_common import Row, Words, me, paged, row
from brightline.assistance.requests.views.oversight_request import show
from brightline.platform.accounts.access import allow
from brightline.platform.accounts.roles import Role
from brightline.platform.kernel import clock
from brightline.platform.ui.phrases import time_between


@dataclass(frozen=True)
class Waiting:
    """A closed request that waits for its review. mine: the reader may do it."""

    row: Row
    due: datetime
    late: bool
    left: str
    mine: bool


@allow(Role.REVIEWER, Role.AUDITOR)
@require_GET
def to_review(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, the one due first on top."""
    return render(request, "requests/oversight_to_review.html", {**_shown(request), "live_topic": "register"})


@allow(Role.REVIEWER, Role.AUDITOR)
@require_GET
def to_review_rows(request: HttpRequest) -> HttpResponse:
    """The same list alone, for the page to bring itself up to date."""
    return render(request, "requests/oversight_to_review_rows.html", _shown(request))


@allow(Role.REVIEWER)
@require_POST
def review(request: HttpRequest, number: str) -> HttpResponse:
    """Record what the second person found."""
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return show(request, number, review_form=form)
    actions.review(number, by=me(request), **form.cleaned_data)
    messages.success(request, _("Your review of %(number)s is on record.") % {"number": number})
    return redirect("oversight_request", number)


def _shown(request: HttpRequest) -> dict[str, Any]:
    person = me(request)
    words = Words.of_city()
    now = clock.now()
    page = paged(request, oversight.to_review())
    reviews = person.has_role(Role.REVIEWER)
    closed = list(page.object_list)
    took_part = oversight.took_part(person, closed)
    in_force = queries.packs_for(closed)
    waiting = []
    for found in closed:
        due = found.closure.at + in_force[found.pk].clocks.review_within
        waiting.append(
            Waiting(
                row=row(found, words),
                due=due,
                late=due < now,
                left=time_between(min(due, now), max(due, now), units=1),
                mine=reviews and found.pk not in took_part,
            )
        )
    asked = request.GET.urlencode()
    return {"page": page, "waiting": waiting, "reviews": reviews, "rows_query": f"?{asked}" if asked else ""}
