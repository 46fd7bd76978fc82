"""How many calls for service there were in all: what the requests are set against in public."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from brightline.assistance.requests import actions
from brightline.assistance.requests.forms.oversight import CallsForm
from brightline.assistance.requests.views.oversight_common import me, paged
from brightline.city import queries as city
from brightline.platform.accounts.access import allow
from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import Denied, Invalid
from brightline.record.ledger import queries as ledger

_MAY_COUNT = (Role.ADMINISTRATOR, Role.AUDITOR)


@dataclass(frozen=True)
class Count:
    """One count as entered. replaced: a later one of the same month stands instead."""

    index: int
    month: str
    calls: int
    source: str
    by: str
    at: datetime
    replaced: bool


@allow(*_MAY_COUNT, Role.REVIEWER)
@require_http_methods(["GET", "POST"])
def calls(request: HttpRequest) -> HttpResponse:
    """Every count, the latest month first; who may, enters one."""
    may_count = me(request).has_role(*_MAY_COUNT)
    form = CallsForm(request.POST or None, initial={"month": _last_month()})
    if request.method == "POST":
        if not may_count:
            raise Denied(_("Only an administrator or an auditor can enter how many calls there were."))
        if form.is_valid() and _entered(request, form):
            return redirect("oversight_calls")
    context = {"form": form if may_count else None, "page": paged(request, _counts())}
    return render(request, "requests/oversight_calls.html", context, status=400 if form.errors else 200)


def _entered(request: HttpRequest, form: CallsForm) -> bool:
    """Enter the count; what the action finds wrong with it is said beside what was typed."""
    try:
        actions.count_calls(by=me(request), **form.cleaned_data)
    except Invalid as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("The count is entered. It is in the public figures now."))
    return True


def _counts() -> list[Count]:
    """The latest month first, and within a month the count entered last, which is the one that stands."""
    private = ledger.private_values("calls")
    names = dict(Person.objects.values_list("email", "display_name"))
    entered = ledger.entries_of("calls.counted")
    counts: list[Count] = []
    before = ""
    for index, entry in sorted(entered, key=lambda each: (each[1].public["month"], each[0]), reverse=True):
        month, by = entry.public["month"], private.get(index, {}).get("by", "")
        counts.append(
            Count(
                index=index,
                month=date_format(date.fromisoformat(f"{month}-01"), "F Y"),
                calls=entry.public["calls"],
                source=entry.public["source"],
                by=names.get(by, by),
                at=entry.at,
                replaced=month == before,
            )
        )
        before = month
    return counts


def _last_month() -> str:
    today = city.local(clock.now()).date()
    return f"{today.replace(day=1) - timedelta(days=1):%Y-%m}"
