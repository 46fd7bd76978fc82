"""What an examination came to: onto the public record, and its calls as the months' totals."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from brightline.assistance.requests import actions as requests
from brightline.assistance.review import actions
from brightline.assistance.review.forms import CountForm
from brightline.assistance.review.queries import examinations, results
from brightline.assistance.review.views.showing import me
from brightline.platform.accounts.access import allow
from brightline.platform.accounts.roles import Role
from brightline.platform.kernel.errors import Invalid


@allow(Role.REVIEWER)
@require_POST
def enter(request: HttpRequest, examination_id: int) -> HttpResponse:
    """Put the result on the public record."""
    entered = actions.enter(examination_id, by=me(request))
    messages.success(request, _("The result of %(reference)s is on the public record.") % {"reference": entered})
    return redirect("examination", examination_id)


@allow(Role.AUDITOR)
@require_POST
def count(request: HttpRequest, examination_id: int) -> HttpResponse:
    """Enter the calls read of one month as that month's total."""
    form = CountForm(request.POST)
    found = examinations.get(examination_id)
    of_month = {each.month: each for each in results.results(found)} if found.summary else {}
    if not form.is_valid() or form.cleaned_data["month"] not in of_month:
        raise Invalid(_("Choose a month of this examination. Nothing was entered."))
    month = of_month[form.cleaned_data["month"]]
    requests.count_calls(
        month=month.month,
        calls=month.calls,
        source=_("CAD export, examination %(reference)s") % {"reference": found},
        by=me(request),
    )
    messages.success(request, _("The count is entered. It is in the public figures now."))
    return redirect("examination", examination_id)
