"""The pages: what was meant, and what serves it."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from brightline.city import queries as city
from brightline.city.kinds import AreaKind
from brightline.city.links import one_link
from brightline.city.matching.match import MatchKind, Missing
from brightline.platform.accounts.access import public
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import Invalid
from brightline.platform.ui import privacy
from brightline.resident.address import drawing, finding, narrowing, showing, typed
from brightline.resident.address.served import Served, served
from brightline.resident.collection import asked
from brightline.resident.collection import showing as collection
from brightline.resident.collection.calendar.rules import Kind
from brightline.resident.collection.queries import Next

_OFFERED = 10
_SOON = timedelta(days=14)


@public
@privacy.asked
def look_up(request: HttpRequest) -> HttpResponse:
    """What was typed: on to its page where that is beyond doubt, else what it may mean."""
    try:
        text = typed.words(request)
    except Invalid as error:
        return render(request, "address/results.html", _nothing(str(error)), status=error.status)
    if not text:
        return _street(request)
    found = finding.search(text, _OFFERED)
    meant = finding.meant(found)
    if meant:
        return redirect(meant.url)
    if not found:
        said = _nothing(
            _no_such_zip(text)
            or _("Nothing in the city is called that, or sounds like it. Check the spelling, or try one of these:")
        )
        return render(request, "address/results.html", said | {"asked": text}, status=404)
    on = narrowing.narrowed(request, found)
    context = {"asked": text, "matches": narrowing.others(found, on), "heading": _heading(found, text), "on": on}
    return render(request, "address/results.html", context)


def _street(request: HttpRequest) -> HttpResponse:
    """?street= and perhaps ?zip=, as the links of a page of results have them."""
    name = typed.words(request, "street")
    on = narrowing.street(request, name, typed.words(request, "zip")) if name else None
    if on is None:
        return redirect("home")
    context = {"asked": name, "matches": [], "heading": _("Which address there?"), "on": on}
    return render(request, "address/results.html", context)


@public
@privacy.same_for_all
@one_link
def place(request: HttpRequest, key: str) -> HttpResponse:
    """What serves an address. The link is made of the address itself: it can be shared and outlives loads."""
    return _page(request, served(city.place(key)), "")


@public
@privacy.asked
def near(request: HttpRequest) -> HttpResponse:
    """What serves a point: where someone's phone is, a corner, a place by its name."""
    try:
        longitude, latitude = typed.position(request)
    except Invalid as error:
        # What is wrong with the numbers helps a program; whoever pressed a button needs another way.
        sentence = _("Your device gave a position that is nowhere. Try “Use my location” again, or type your address.")
        said = _nothing(sentence) | {"heading": _("We could not tell where you are")}
        return render(request, "address/results.html", said, status=error.status)
    name = finding.name_of_spot(typed.words(request, "name"), longitude, latitude)
    found = served(city.place_at(longitude, latitude))
    if not found.inside:
        sentence = _("That spot is outside %(city)s. Type an address in the city, or come back when you are there.")
        said = _nothing(sentence % {"city": city.city().name}) | {"heading": _("You seem to be outside the city")}
        return render(request, "address/results.html", said, status=404)
    return _page(request, found, name)


def _page(request: HttpRequest, found: Served, name: str) -> HttpResponse:
    there, today = found.place, timezone.localdate(clock.now())
    context = {
        "place": there,
        "title": there.label or name or _("Where you are"),
        "where": _where(found),
        "groups": showing.groups(found, city.city().phones),
        "set_outs": [collection.card(each, today) for each in found.set_outs if _is_card(each, today)],
        "calendar_page": reverse("place_calendar", args=[there.key]) if there.key else "",
        "kept_month": asked.kept_months(today)[1],
        "map": drawing.drawn(found),
        "made_at": clock.now(),
        "page_url": request.build_absolute_uri(request.path),
    }
    return render(request, "address/place.html", context)


def _is_card(each: Next, today: date) -> bool:
    """What is put out has a card; cars that must go have one when it is soon, and a row below until then."""
    return each.service.kind is Kind.SET_OUT or each.begins - today <= _SOON


def _where(found: Served) -> str:
    """Under the address: its city and ZIP, and the district in which the city collects."""
    there = found.place
    district = found.area(AreaKind.SERVICE_DISTRICT)
    parts = (" ".join(part for part in (there.city, there.state, there.zip) if part), district.name if district else "")
    return " · ".join(part for part in parts if part)


def _no_such_zip(text: str) -> str:
    """What is said of a ZIP the city does not have, "" where none was typed."""
    code = city.unknown_zip(text)
    words = _("There is no ZIP %(zip)s in %(city)s. Check the ZIP, or leave it out.")
    return words % {"zip": code, "city": city.city().name} if code else ""


def _heading(found: list[finding.Found], text: str) -> str:
    best = found[0].match
    if best.missing is Missing.CITY:
        return _("You typed another city. In %(city)s there is:") % {"city": city.city().name}
    if best.missing is Missing.ZIP:
        return _no_such_zip(text) or _("That address is not in the ZIP you typed. Did you mean:")
    if best.missing is Missing.UNIT:
        return _("That house is there, but not that unit in it. Did you mean:")
    if best.missing is Missing.NUMBER:
        return _("That number is not there. These are the nearest:")
    if best.kind in (MatchKind.STREET, MatchKind.ZIP):
        return _("Which address there?")
    if len(found) == 1:
        return _("Did you mean this one?")
    return _("Which one did you mean?")


def _nothing(sentence: str) -> dict[str, Any]:
    return {"heading": _("We could not find that"), "sentence": sentence, "matches": []}
