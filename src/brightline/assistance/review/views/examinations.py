"""Exports handed in, how far each is, and what it came to."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from brightline.assistance.review import actions
from brightline.assistance.review.actions.handing_in import too_large
from brightline.assistance.review.forms import HandInForm
from brightline.assistance.review.models import Examination, Label
from brightline.assistance.review.queries import accuracy, findings, results
from brightline.assistance.review.queries import examinations as queries
from brightline.assistance.review.states import READ, State
from brightline.assistance.review.views.showing import LABEL_TONES, MAY_LOOK, STATE_TONES, me, month_name, share_text
from brightline.city import queries as city
from brightline.platform.accounts.access import allow
from brightline.platform.accounts.roles import Role
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import Invalid, WrongState
from brightline.record.ledger import queries as ledger

_A_PAGE = 25


@allow(*MAY_LOOK)
@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """Every examination, the newest first, and how right the engine was."""
    return _every(request, HandInForm(), 200)


@allow(*MAY_LOOK)
@require_GET
def every_rows(request: HttpRequest) -> HttpResponse:
    """The same without the form, for the page to bring itself up to date."""
    return render(request, "review/examinations_rows.html", _listed(request))


@allow(Role.REVIEWER)
@require_POST
def hand_in(request: HttpRequest) -> HttpResponse:
    """Keep an uploaded export and line it up."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.BRIGHTLINE_REVIEW_LIMIT + 1_000_000:
        raise Invalid(too_large())
    form = HandInForm(request.POST, request.FILES)
    if not form.is_valid():
        return _every(request, form, 400)
    uploaded = form.cleaned_data["export"]
    try:
        examination = actions.hand_in(export=uploaded, name=uploaded.name, by=me(request))
    except (Invalid, WrongState) as refusal:
        form.add_error("export", str(refusal))
        return _every(request, form, refusal.status)
    messages.success(request, _("%(reference)s is handed in. You can leave this page.") % {"reference": examination})
    return redirect("examination", examination.pk)


@allow(*MAY_LOOK)
@require_GET
def examination(request: HttpRequest, examination_id: int) -> HttpResponse:
    """One examination: its progress, then its findings, then its result."""
    context = {**shown(request, examination_id), "live_topic": f"examination.{examination_id}"}
    return render(request, "review/examination.html", context)


@allow(*MAY_LOOK)
@require_GET
def examination_live(request: HttpRequest, examination_id: int) -> HttpResponse:
    """The same alone, for the page to bring itself up to date."""
    return render(request, "review/examination_live.html", shown(request, examination_id))


@allow(Role.REVIEWER)
@require_POST
def stop(request: HttpRequest, examination_id: int) -> HttpResponse:
    """Stop reading."""
    actions.stop(examination_id, by=me(request))
    return redirect("examination", examination_id)


@allow(Role.REVIEWER)
@require_POST
def resume(request: HttpRequest, examination_id: int) -> HttpResponse:
    """Go on reading."""
    actions.resume(examination_id, by=me(request))
    return redirect("examination", examination_id)


def shown(request: HttpRequest, examination_id: int) -> dict[str, Any]:
    """An examination as its page has it."""
    person = me(request)
    found = queries.get(examination_id)
    asked = request.GET.urlencode()
    context: dict[str, Any] = {
        "examination": found,
        "tone": STATE_TONES[State(found.state)],
        "progress": _progress(found),
        "reviews": person.has_role(Role.REVIEWER),
        "may_stop": found.state in (State.WAITING, State.READING),
        "may_resume": found.state in (State.STOPPED, State.FAILED),
        "live_url": reverse("examination_live", args=[found.pk]) + (f"?{asked}" if asked else ""),
        "rows_topic": f"examination.{found.pk}",
    }
    if found.state in READ:
        context |= _read(request, found)
    return context


def _read(request: HttpRequest, found: Examination) -> dict[str, Any]:
    person = me(request)
    counts = findings.counts(found, person)
    show = request.GET.get("show", "")
    if show not in findings.SHOWN:
        show = "mine" if counts["mine"] else "all"
    page = _paged(request, findings.narrowed(found, person, show))
    entered = {entry.public["month"]: entry.public["calls"] for _index, entry in ledger.entries_of("calls.counted")}
    this_month = f"{city.local(clock.now()):%Y-%m}"
    months = [
        {
            "month": each.month,
            "name": month_name(each.month),
            "result": each,
            "counted": entered.get(each.month) == each.calls,
            "countable": bool(each.month) and each.month < this_month,
        }
        for each in results.results(found)
    ]
    return {
        "summary": found.summary,
        "counts": counts,
        "show": show,
        "tabs": [
            ("mine", _("Yours to judge"), counts["mine"]),
            ("open", _("Open"), counts["open"]),
            ("settled", _("Settled"), counts["settled"]),
            ("all", _("All"), counts["all"]),
            *([("set_aside", _("Set aside"), counts["set_aside"])] if counts["set_aside"] else []),
        ],
        "page": page,
        "rows": [
            {
                "finding": each,
                "tone": LABEL_TONES[Label(each.label)],
                "received": findings.received(each),
                "settled": getattr(each, "settlement", None),
            }
            for each in page.object_list
        ],
        "months": months,
        "totals": {
            name: sum(getattr(month["result"], name) for month in months)
            for name in ("calls", "requests", "logged", "unlogged")
        },
        "left": results.still_open(found),
        "sample_open": findings.narrowed(found, person, "set_aside").filter(done=False).count(),
        "may_count": person.has_role(Role.AUDITOR),
        "can_enter": found.state == State.JUDGING and person.has_role(Role.REVIEWER),
        "entered": found.state == State.ENTERED,
    }


def _progress(found: Examination) -> dict[str, Any]:
    """How far it is: `percent` None before anything is known of it, `rate` in calls a second."""
    seconds = (clock.now() - found.run_since).total_seconds() if found.run_since else 0
    read = found.calls - found.run_calls
    return {
        "percent": min(100, found.bytes_done * 100 // found.bytes_total) if found.bytes_total else None,
        "rate": round(read / seconds) if seconds >= 1 and read > 0 else None,
    }


def _every(request: HttpRequest, form: HandInForm, status: int) -> HttpResponse:
    context = {
        **_listed(request),
        "form": form if me(request).has_role(Role.REVIEWER) else None,
        "limit": settings.BRIGHTLINE_REVIEW_LIMIT,
        "watched": bool(settings.BRIGHTLINE_REVIEW_FOLDER),
        "live_topic": "review",
    }
    return render(request, "review/examinations.html", context, status=status)


def _listed(request: HttpRequest) -> dict[str, Any]:
    page = _paged(request, queries.listed())
    return {
        "page": page,
        "rows": [
            {"examination": each, "tone": STATE_TONES[State(each.state)], "progress": _progress(each), **_days(each)}
            for each in page.object_list
        ],
        "precision": [_precision(each) for each in accuracy.precision()],
        "recall": _recall(accuracy.recall()),
        "rows_url": reverse("review_rows"),
    }


def _precision(each: accuracy.Precision) -> dict[str, Any]:
    """One line of the table: value and range are empty until something is settled."""
    counted = each.share
    if counted.value is None or counted.low is None or counted.high is None:
        return {"label": each.label.label, "settled": counted.of, "right": counted.right}
    return {
        "label": each.label.label,
        "settled": counted.of,
        "right": counted.right,
        "value": share_text(counted.value),
        "low": share_text(counted.low),
        "high": share_text(counted.high),
    }


def _recall(counted: accuracy.Recall) -> dict[str, Any]:
    """value and range are empty until it is known."""
    shown: dict[str, Any] = {
        "set_aside": counted.set_aside,
        "settled": counted.missed.of,
        "sampled": counted.sampled,
        "missed": counted.missed.right,
    }
    if counted.value is not None and counted.low is not None and counted.high is not None:
        shown |= {name: share_text(getattr(counted, name)) for name in ("value", "low", "high")}
    return shown


def _days(found: Examination) -> dict[str, date | None]:
    """The days of its first and last call."""
    summary = found.summary or {}
    days: dict[str, date | None] = {}
    for name in ("first_call", "last_call"):
        try:
            days[name] = date.fromisoformat(str(summary.get(name) or "")[:10])
        except ValueError:
            days[name] = None
    return days


def _paged(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    """The page asked for; a number that is none shows the first, one too far the last."""
    return Paginator(rows, _A_PAGE).get_page(request.GET.get("page"))
