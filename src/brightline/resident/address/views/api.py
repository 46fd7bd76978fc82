"""Places as JSON, for programs on any site. A mistake is answered with one sentence (platform.ui.middleware)."""

import msgspec
from django.http import HttpRequest, HttpResponse

from brightline.city import queries as city
from brightline.city.links import one_link
from brightline.platform.accounts.access import public
from brightline.platform.kernel.errors import NotFound
from brightline.platform.ui import privacy
from brightline.resident.address import answers, finding, shapes, typed
from brightline.resident.address import openapi as document
from brightline.resident.address.served import served

_SUGGESTED, _FOUND, _MOST = 8, 10, 50


@public
@privacy.asked
def places(request: HttpRequest) -> HttpResponse:
    """What a finished line may mean."""
    found = finding.search(typed.words(request), typed.count(request, usual=_FOUND, most=_MOST))
    return _json(shapes.Matches(matches=[answers.match(each) for each in found]))


@public
@privacy.asked
def suggest(request: HttpRequest) -> HttpResponse:
    """What the beginning of a line may become."""
    found = finding.suggest(typed.words(request), typed.count(request, usual=_SUGGESTED, most=_MOST))
    return _json(shapes.Suggestions(suggestions=[answers.suggestion(each) for each in found]))


@public
@privacy.same_for_all
@one_link
def place(request: HttpRequest, key: str) -> HttpResponse:
    """An address and what serves it."""
    return _json(answers.place(served(city.place(key))))


@public
@privacy.asked
def near(request: HttpRequest) -> HttpResponse:
    """A point and what serves it."""
    found = served(city.place_at(*typed.position(request)))
    if not found.inside:
        raise NotFound(f"That point lies outside {city.city().name}: ask for one inside.")
    return _json(answers.place(found))


@public
@privacy.same_for_all
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document of all of it."""
    return _json(document.document())


def _json(answer: object) -> HttpResponse:
    said = HttpResponse(msgspec.json.encode(answer), content_type="application/json")
    said["Access-Control-Allow-Origin"] = "*"
    return said
