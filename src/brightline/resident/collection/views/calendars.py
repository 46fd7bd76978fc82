"""An address's calendar: the page, the feed, the same as JSON. Open to everyone; nothing of what is asked is kept."""

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256

import msgspec
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from brightline.city import queries as city
from brightline.city.links import one_link
from brightline.platform.accounts.access import public
from brightline.platform.kernel import clock
from brightline.platform.ui import privacy
from brightline.resident.collection import asked, feed, queries, shapes, showing
from brightline.resident.collection.calendar.set_outs import SetOut

_VIEWS = ("month", "list")
_NEXT, _PRINTED = 4, 8
_AHEAD = timedelta(days=90)


@public
@privacy.same_for_all
@one_link
def page(request: HttpRequest, key: str) -> HttpResponse:
    """The next set-outs, a month of them, and what goes in which container."""
    place, now = city.place(key), clock.now()
    today = city.local(now).date()
    first = asked.month(request, today)
    coming, weeks = queries.coming(place, now), showing.weeks_of(first)
    context = {
        "place": place,
        "where": " ".join(part for part in (place.city, place.state, place.zip) if part),
        "cards": _cards(coming, today),
        "month": showing.month(first, queries.set_outs(place, weeks[0][0], weeks[-1][-1]), today),
        "view": request.GET.get("view") if request.GET.get("view") in _VIEWS else "",
        "today": today,
        "before": _beside(first, -1, today),
        "after": _beside(first, 1, today),
        "services": [showing.what(service, coming) for service in queries.services(place)],
        "feed_url": _feed_url(request, key),
        "page_url": request.build_absolute_uri(request.path),
        "made_at": now,
        "kept_months": asked.kept_months(today),
    }
    return render(request, "collection/calendar.html", context)


@public
@privacy.unlogged
@require_safe
@one_link
def calendar_feed(request: HttpRequest, key: str) -> HttpResponseBase:
    """The feed that programs ask for again. The same bytes until something changes, which the ETag says."""
    place = city.place(key)
    with translation.override(asked.language(request)):
        body = feed.feed(
            place,
            city.local(clock.now()).date(),
            page=request.build_absolute_uri(reverse("place_calendar", args=[key])),
            language=get_language() or "en",
        )
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{key}.ics"'
    answer["Cache-Control"] = f"public, max-age={privacy.SHARED_SECONDS}"
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Referrer-Policy"] = "no-referrer"
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    answer["ETag"] = etag
    return get_conditional_response(request, etag, response=answer) or answer


@public
@privacy.same_for_all
@one_link
def set_outs(request: HttpRequest, key: str) -> HttpResponse:
    """?from= and ?to=, both inside; three months from today unless given."""
    place = city.place(key)
    first = asked.day(request, "from", city.local(clock.now()).date())
    last = asked.day(request, "to", first + _AHEAD if first < date.max - _AHEAD else first)
    found = shapes.calendar(place, first, last, queries.set_outs(place, first, last))
    answer = HttpResponse(msgspec.json.encode(found), content_type="application/json")
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _cards(coming: Sequence[SetOut], today: date) -> list[showing.Card]:
    """The next ones, and for paper, which nobody leafs in, some more."""
    few = queries.next_few(coming, _NEXT)
    printed = queries.next_few(coming, _PRINTED)
    return [showing.card(each, today, more=each not in few) for each in printed]


def _beside(first: date, count: int, today: date) -> date | None:
    """The month before or after, None where the calendar ends."""
    this, beside = today.replace(day=1), asked.months_on(first, count)
    return beside if asked.months_on(this, -asked.BACK) <= beside <= asked.months_on(this, asked.AHEAD) else None


def _feed_url(request: HttpRequest, key: str) -> str:
    """With the language in it: the program that asks for it later has no other way to say which."""
    return request.build_absolute_uri(f"{reverse('place_feed', args=[key])}?lang={get_language()}")
