"""For the people who run collections: what was announced, announcing, withdrawing."""

from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from brightline.city import queries as city
from brightline.city.kinds import AreaKind
from brightline.city.place import AreaHere
from brightline.platform.accounts.access import allow
from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import Invalid
from brightline.platform.ui.phrases import isolated
from brightline.resident.collection import actions, phrases
from brightline.resident.collection.calendar.rules import Service
from brightline.resident.collection.calendar.words import Words
from brightline.resident.collection.forms import AnnounceForm
from brightline.resident.collection.models import Change
from brightline.resident.collection.queries import changed, kept
from brightline.resident.collection.queries.touched import touched

_A_PAGE = 25
# Beside the areas of the services themselves: parts of the city people know.
_ALSO = (AreaKind.COUNCIL_DISTRICT, AreaKind.NEIGHBORHOOD, AreaKind.ZIP)


@allow(Role.COLLECTIONS)
@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """Every change, the newest first."""
    page = Paginator(changed.every(), _A_PAGE).get_page(request.GET.get("page"))
    services, areas = _services(), {}
    if any(change.areas for change in page):
        areas = {f"{area.kind.value}/{area.key}": area.name for area in _areas(services)}
    today = city.local(clock.now()).date()
    rows = [_row(change, services, areas, today) for change in page]
    return render(request, "collection/changes.html", {"page": page, "rows": rows, "has_rules": bool(services)})


@allow(Role.COLLECTIONS)
@require_http_methods(["GET", "POST"])
def announce(request: HttpRequest) -> HttpResponse:
    """Fill in, look at what it does, announce. Nothing is announced that was not looked at as it is."""
    services = _services()
    today = city.local(clock.now()).date()
    form = AnnounceForm(request.POST or None, services=services, areas=_areas(services), initial={"first": today})
    if not form.is_bound:
        return render(request, "collection/announce.html", {"form": form})
    if not form.is_valid():
        return render(request, "collection/announce.html", {"form": form}, status=400)
    announced, looked_at = form.announced(), form.cleaned_data["seen"] == form.digest()
    try:
        if looked_at and "announce" in request.POST:
            actions.announce(announced, key=form.cleaned_data["key"], by=_me(request))
            messages.success(request, _("It is announced. Every calendar has it from now on."))
            return redirect("collections")
        actions.check(announced)
    except Invalid as refusal:
        form.add_error(None, str(refusal))
        return render(request, "collection/announce.html", {"form": form}, status=400)
    does = touched(announced.as_row())
    moves = [
        {
            "name": phrases.said(move.service.name),
            "was": capfirst(phrases.day(move.was)),
            "day": phrases.day(move.day) if move.day else "",
            "addresses": move.addresses,
        }
        for move in does.moves
    ]
    shown = {"form": form, "seen": form.digest(), "touched": does, "moves": moves, "unsaid": form.unsaid()}
    return render(request, "collection/announce.html", shown | {"changed_since": "announce" in request.POST})


@allow(Role.COLLECTIONS)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, change_id: int) -> HttpResponse:
    """Ask, then withdraw."""
    if request.method == "POST":
        actions.withdraw(change_id, by=_me(request))
        messages.success(request, _("It is withdrawn. Every calendar is as if it had not been announced."))
        return redirect("collections")
    services = _services()
    areas = {f"{area.kind.value}/{area.key}": area.name for area in _areas(services)}
    row = _row(changed.get(change_id), services, areas, city.local(clock.now()).date())
    return render(request, "collection/withdraw.html", {"row": row})


def _row(change: Change, services: list[Service], areas: dict[str, str], today: date) -> dict[str, Any]:
    names = {service.id: phrases.said(service.name) for service in services}
    ends = max(change.last, change.to or change.last)
    return {
        "change": change,
        "days": _from_to(change.first, change.last),
        "services": [names.get(each, each) for each in change.services],
        "areas": [isolated(areas.get(each, each)) for each in change.areas],
        "to": phrases.day(change.to) if change.to else "",
        "words": phrases.said(Words.of(change.words)),
        "state": "withdrawn" if change.withdrawn_at else "over" if ends < today else "holds",
    }


def _from_to(first: date, last: date) -> str:
    if first == last:
        return capfirst(phrases.day(first))
    return capfirst(_("%(first)s to %(last)s") % {"first": phrases.day(first), "last": phrases.day(last)})


def _services() -> list[Service]:
    return list(kept.in_force().rules.services)


def _areas(services: list[Service]) -> list[AreaHere]:
    """Those a change can name, the services' own kinds first."""
    kinds = list(dict.fromkeys([*(service.area for service in services if service.area), *_ALSO]))
    order = {kind: place for place, kind in enumerate(kinds)}
    return sorted(city.areas(*kinds), key=lambda area: order[area.kind])


def _me(request: HttpRequest) -> Person:
    return cast(Person, request.user)
