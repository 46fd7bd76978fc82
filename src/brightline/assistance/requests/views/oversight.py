"""The register: every request, narrowed down, live, and as a file."""

import csv
import io
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from brightline.assistance.requests import queries
from brightline.assistance.requests.forms.oversight import RegisterFilter
from brightline.assistance.requests.models import Decision, Request
from brightline.assistance.requests.queries import oversight
from brightline.assistance.requests.views.oversight_common import MAY_LOOK, Row, Words, me, paged, row
from brightline.city import queries as city
from brightline.platform.accounts.access import allow
from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role
from brightline.platform.kernel import clock

_MAY_DOWNLOAD = (Role.REVIEWER, Role.AUDITOR)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = (
    "number",
    "received_at",
    "agency",
    "cad_number",
    "location",
    "district",
    "asked_for",
    "state",
    "decision",
    "grounds",
    "authorized",
    "decided_at",
    "commander",
    "closed_at",
    "outcome",
    "review",
    "reviewed_at",
)


@allow(*MAY_LOOK)
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """Every request, the newest first."""
    return render(request, "requests/oversight_register.html", {**_shown(request), "live_topic": "register"})


@allow(*MAY_LOOK)
@require_GET
def register_rows(request: HttpRequest) -> HttpResponse:
    """The same figures and rows alone, for the page to bring itself up to date."""
    return render(request, "requests/oversight_register_rows.html", _shown(request))


@allow(*_MAY_DOWNLOAD)
@require_GET
def register_csv(request: HttpRequest) -> HttpResponse:
    """The register as shown, all pages of it, for a spreadsheet."""
    words = Words.of_city()
    text = io.StringIO()
    written = csv.writer(text)
    written.writerow(_COLUMNS)
    for found in oversight.narrowed(**_filter(request, words).chosen()).iterator(chunk_size=500):
        written.writerow([safe_cell(cell) for cell in _cells(row(found, words))])
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="register-{city.local(clock.now()):%Y-%m-%d}.csv"'
    answer["Cache-Control"] = "no-store"
    return answer


def safe_cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula: what a caller said must never run on a reviewer's computer.

    Source: OWASP, CSV Injection.
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def _shown(request: HttpRequest) -> dict[str, Any]:
    words = Words.of_city()
    form = _filter(request, words)
    chosen = form.chosen()
    page = paged(request, oversight.narrowed(**chosen))
    asked = request.GET.urlencode()
    return {
        "form": form,
        "page": page,
        "rows": [row(found, words) for found in page.object_list],
        "narrowed": set(chosen) - {"sort"},
        "figures": _figures(me(request)),
        "rows_url": reverse("oversight_rows") + (f"?{asked}" if asked else ""),
        "csv_url": reverse("oversight_csv") + (f"?{asked}" if asked else ""),
        "may_download": me(request).has_role(*_MAY_DOWNLOAD),
    }


def _filter(request: HttpRequest, words: Words) -> RegisterFilter:
    return RegisterFilter(request.GET, grounds=words.grounds(), districts=city.city().districts)


def _figures(person: Person) -> dict[str, int]:
    """The register in four numbers, whatever it is narrowed to."""
    counted = Request.objects.aggregate(
        all=Count("pk"),
        authorized=Count("pk", filter=Q(decision__outcome=Decision.Outcome.AUTHORIZED)),
        declined=Count("pk", filter=Q(decision__outcome=Decision.Outcome.DECLINED)),
    )
    return {**counted, "exceptions": _open_exceptions(person)}


def _open_exceptions(person: Person) -> int:
    ours = sum(not each.explanations for each in queries.exceptions())
    return ours + sum(not each.explanations for each in queries.other_exceptions(person))


def _cells(line: Row) -> list[str]:
    found: Any = line.request
    decision = getattr(found, "decision", None)
    closure = getattr(found, "closure", None)
    review = getattr(found, "second_review", None)
    return [
        found.number,
        _time(found.received_at),
        line.agency,
        found.cad_number or "",
        found.location or "",
        found.district or "",
        "; ".join(line.asks),
        str(found.get_state_display()),
        line.decided,
        "; ".join(line.grounds),
        "; ".join(decision.tasks) if decision else "",
        _time(decision.at) if decision else "",
        found.commander or "",
        _time(closure.at) if closure else "",
        str(closure.get_outcome_display()) if closure else "",
        str(review.get_finding_display()) if review else "",
        _time(review.at) if review else "",
    ]


def _time(moment: Any) -> str:
    return city.local(moment).isoformat(timespec="seconds")
