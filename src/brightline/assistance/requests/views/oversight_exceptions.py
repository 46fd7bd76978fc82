"""What did not go as the policy wants it, and what is said of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from brightline.assistance.requests import actions, queries
from brightline.assistance.requests.forms.oversight import ExplainForm
from brightline.assistance.requests.views.oversight_common import MAY_LOOK, listed, me, next_page, paged
from brightline.assistance.requests.views.oversight_request import show
from brightline.platform.accounts.access import allow
from brightline.platform.accounts.roles import Role
from brightline.platform.kernel.errors import Invalid


@allow(*MAY_LOOK)
@require_GET
def exceptions(request: HttpRequest) -> HttpResponse:
    """All exceptions: the open ones, or those somebody has answered for."""
    context = {**_shown(request), "live_topic": ["register", "duty"]}
    return render(request, "requests/oversight_exceptions.html", context)


@allow(*MAY_LOOK)
@require_GET
def exceptions_rows(request: HttpRequest) -> HttpResponse:
    """The same list alone, for the page to bring itself up to date."""
    return render(request, "requests/oversight_exceptions_rows.html", _shown(request))


@allow(Role.COMMANDER, Role.REVIEWER)
@require_POST
def explain(request: HttpRequest, number: str) -> HttpResponse:
    """Answer for one exception of a request."""
    form = ExplainForm(request.POST)
    if not form.is_valid():
        if "exception" in form.errors:
            # No form on the page is for it, so there is no place to say it there.
            raise Invalid(
                _("%(number)s has no such exception. Nothing was recorded.") % {"number": queries.get(number)}
            )
        return show(request, number, explain_form=form)
    actions.explain(number, by=me(request), **form.cleaned_data)
    messages.success(request, _("Your explanation stands beside the exception now."))
    return redirect(next_page(request, reverse("oversight_request", args=[number])))


def _shown(request: HttpRequest) -> dict[str, Any]:
    explained = request.GET.get("show") == "explained"
    every = queries.exceptions()
    others = queries.other_exceptions(me(request))
    shown = [each for each in every if bool(each.explanations) == explained]
    shown_others = [each for each in others if bool(each.explanations) == explained]
    all_count, shown_count = len(every) + len(others), len(shown) + len(shown_others)
    page = paged(request, shown)
    asked = request.GET.urlencode()
    return {
        "explained": explained,
        "others": shown_others,
        "open_count": all_count - shown_count if explained else shown_count,
        "explained_count": shown_count if explained else all_count - shown_count,
        "page": page,
        "listed": [listed(each, me(request)) for each in page.object_list],
        "back": reverse("oversight_exceptions") + (f"?{asked}" if asked else ""),
        "rows_url": reverse("oversight_exceptions_rows") + (f"?{asked}" if asked else ""),
    }
