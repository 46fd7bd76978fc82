"""The pages people read."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from brightline.platform.accounts.access import public
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import NotFound
from brightline.record.disclosure import caching, columns, exceptions, queries, words
from brightline.record.disclosure.figures import Figures, Period, figures, in_order, months_with_anything
from brightline.record.disclosure.fold import Record, RequestRecord
from brightline.record.disclosure.timeline import days
from brightline.record.disclosure.views import asked
from brightline.record.disclosure.views.data import verifier_key
from brightline.record.disclosure.words import PolicyWords, says
from brightline.record.ledger import queries as ledger
from brightline.record.ledger.checkpoint import Checkpoint

_REQUESTS_A_PAGE = 25


@public
@caching.page
def record_page(request: HttpRequest) -> HttpResponse:
    """The record: figures, chart, how to check it, every request."""
    record = queries.record()
    policy = PolicyWords(record)
    newest_first = sorted(record.requests.values(), key=lambda each: (each.received_at, each.number), reverse=True)
    page = Paginator(newest_first, _REQUESTS_A_PAGE).get_page(request.GET.get("page"))
    period = asked.period(request, record)
    context = {
        "record": record,
        "page": page,
        "rows": [_row(each, policy) for each in page],
        "policy": _policy_in_force(policy),
        **_checkpoint(),
    }
    if period:
        context |= _period(record, period, policy)
    return render(request, "disclosure/record.html", context)


@public
@caching.page
def request_page(request: HttpRequest, number: str) -> HttpResponse:
    """One request's public record."""
    record = queries.record()
    found = record.requests.get(number)
    if found is None:
        raise NotFound(_("There is no request %(number)s on the record.") % {"number": number[:40]})
    policy = PolicyWords(record)
    entries = ledger.entries_about(number)
    decision = found.decision
    context = {
        "record_request": found,
        "lede": _lede(found, policy),
        "tone": words.TONE[found.status],
        "status": words.STATUS[found.status],
        "days": days(entries, policy),
        "facts": _facts(found, policy),
        "rules": [(name, policy.rule(name, decision.pack_digest)) for name in decision.rules] if decision else [],
        "decided_under": policy.policy(found),
        "exceptions": [(says(words.EXCEPTION, name), name in found.explained) for name in exceptions.of(found)],
        "why_private": words.WHY_PRIVATE.values(),
        "first_entry": found.entries[0],
        "last_entry": found.entries[-1],
    }
    return render(request, "disclosure/request.html", context)


@public
@caching.page
def data_page(request: HttpRequest) -> HttpResponse:
    """What each download holds, column by column, and how to check it."""
    return render(
        request,
        "disclosure/data.html",
        {"columns": columns.COLUMNS, "record_url": request.build_absolute_uri("/record/"), **_checkpoint()},
    )


def headline() -> dict[str, Any]:
    """For another page, such as the city's first: `figures` and `period_name`, when there is anything to count."""
    record = queries.record()
    period = asked.period_usual(record)
    if period is None:
        return {}
    return {"figures": figures(record, period, asked.zone()), "period_name": _period_name(period)}


def _period(record: Record, period: Period, policy: PolicyWords) -> dict[str, Any]:
    counted = figures(record, period, asked.zone())
    running = f"{timezone.localdate(clock.now()):%Y-%m}"
    series, rows = _bars(counted, policy)
    return {
        "figures": counted,
        "period": period,
        "period_name": _period_name(period),
        "one_in": counted.calls // counted.requests if counted.calls and counted.requests else None,
        "series": series,
        "bars": rows,
        "month_choices": [(month, _month_name(month, "F Y")) for month in months_with_anything(record, asked.zone())],
        "uncounted": [_month_name(month, "F") for month in counted.uncounted],
        "examined_months": [_month_name(month, "F Y") for month in counted.examined_months],
        "failures": [(says(words.EXCEPTION, name), count) for name, count in counted.exceptions.items()],
        "this_month": (figures(record, Period(running, running), asked.zone()) if period.last < running else None),
        "this_month_name": _month_name(running, "F"),
    }


def _bars(counted: Figures, policy: PolicyWords) -> tuple[list[str], Mapping[str, list[int]]]:
    """The chart: a series for each ground, for what was declined, and for the rest when there is any."""
    with_other = any(month.other for month in counted.months)
    series = [policy.ground(name) for name in counted.grounds] + [_("declined")]
    if with_other:
        series.append(_("withdrawn or not decided"))
    # Month names alone repeat within a longer period.
    style = "M" if len(counted.months) <= 12 else "M Y"
    rows = {
        _month_name(month.month, style): [
            *(month.by_ground.get(name, 0) for name in counted.grounds),
            month.declined,
            *([month.other] if with_other else []),
        ]
        for month in counted.months
    }
    return series, rows


def _row(request: RequestRecord, policy: PolicyWords) -> dict[str, Any]:
    if request.commander_at:
        on_scene = _("yes, %(minutes)d min") % {"minutes": request.minutes_to_scene or 0}
    elif request.arrivals and request.closed_at:
        on_scene = _("no")
    else:
        on_scene = ""
    undecided_but_sent = request.status == "undecided" and request.sent
    return {
        "request": request,
        "asks": policy.tasks(request.asks),
        "tone": "danger" if undecided_but_sent else words.TONE[request.status],
        "status": _("sent before assessment") if undecided_but_sent else words.STATUS[request.status],
        "grounds": policy.grounds(request.decision.grounds) if request.decision else "",
        "on_scene": on_scene,
        "other_agency": "" if request.covered else says(words.AGENCY_KIND, request.agency_kind),
        "exceptions": [says(words.EXCEPTION, name) for name in exceptions.of(request)],
    }


def _lede(request: RequestRecord, policy: PolicyWords) -> str:
    """The request in a sentence or two."""
    asks = policy.tasks(request.asks)
    if asks:
        said = _("%(agency)s asked for: %(asks)s.") % {"agency": words.agency(request.agency), "asks": asks}
    else:
        said = _("%(agency)s asked for police help.") % {"agency": words.agency(request.agency)}
    decision = request.decision
    if decision is None:
        after = {
            "withdrawn": _("The agency took its request back before it was decided."),
            "undecided": _("It has not been decided yet."),
        }[request.status]
    elif request.status == "declined":
        after = _("The commander declined.")
    elif request.status == "sent":
        after = _("The commander authorized help on this ground: %(grounds)s. Officers were sent.") % {
            "grounds": policy.grounds(decision.grounds)
        }
    else:
        after = _("The commander authorized help on this ground: %(grounds)s. Nobody has been sent.") % {
            "grounds": policy.grounds(decision.grounds)
        }
    return f"{said} {after}"


def _facts(request: RequestRecord, policy: PolicyWords) -> list[tuple[str, str]]:
    """(what, value) for the side of the page; only what is known."""
    decision = request.decision
    found = [
        (_("Who asked"), words.agency(request.agency)),
        (_("Kind of agency"), says(words.AGENCY_KIND, request.agency_kind)),
        (_("How it came"), says(words.CHANNEL, request.channel)),
        (_("What for"), says(words.PURPOSE, request.purpose)),
        (_("Someone in danger?"), says(words.DANGER, request.danger)),
        (_("District"), request.district),
        (_("Asked for"), policy.tasks(request.asks)),
        (_("Authorized"), policy.tasks(decision.tasks) if decision else ""),
        (_("Refused by the policy"), policy.tasks(decision.refused) if decision else ""),
        (_("For a person elsewhere to decide"), policy.tasks(decision.referred) if decision else ""),
        (_("Outcome"), says(words.OUTCOME, request.closed_outcome) if request.closed_outcome else ""),
        (_("Second review"), says(words.FINDING, request.finding) if request.finding else ""),
    ]
    return [(what, value) for what, value in found if value]


def _policy_in_force(policy: PolicyWords) -> dict[str, Any] | None:
    found = policy.in_force(timezone.localdate(clock.now()).isoformat())
    if found is None:
        return None
    return {
        "title": found.title,
        "digest": found.digest,
        "since": date.fromisoformat(found.in_force_from),
        "grounds": [policy.ground(name) for name in in_order(found.grounds)],
        "sources": found.sources,
        "entry": found.entry,
    }


def _checkpoint() -> dict[str, Any]:
    """The last checkpoint as the page shows it; nothing before the first."""
    latest = ledger.latest_checkpoint()
    if latest is None:
        return {}
    head = Checkpoint.parse(latest.note.split("\n\n", 1)[0] + "\n")
    return {"checkpoint": latest, "head": head, "root": head.encode().split("\n")[2], "key": verifier_key(latest)}


def _period_name(period: Period) -> str:
    if period.first == period.last:
        return _month_name(period.first, "F Y")
    same_year = period.first[:4] == period.last[:4]
    return _("%(first)s to %(last)s") % {
        "first": _month_name(period.first, "F" if same_year else "F Y"),
        "last": _month_name(period.last, "F Y"),
    }


def _month_name(month: str, style: str) -> str:
    return date_format(date.fromisoformat(f"{month}-01"), style)
