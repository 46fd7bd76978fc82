"""What a phone keeps: the last address that was looked up on it, to be read without a connection."""

from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _

from brightline.city import queries as city
from brightline.platform.accounts.access import public
from brightline.platform.kernel.errors import NotFound
from brightline.platform.ui import privacy


@public
@privacy.same_for_all
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown without a connection when the page asked for is not on the device."""
    return render(request, "address/offline.html")


@public
@privacy.same_for_all
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. It answers for the first page too, so it may reach above its own folder."""
    path = finders.find("brightline/offline.js")
    if not isinstance(path, str):
        raise NotFound("The scripts are not built: run `make install`.")
    with open(path, "rb") as file:
        answer = HttpResponse(file.read(), content_type="text/javascript; charset=utf-8")
    answer["Service-Worker-Allowed"] = "/"
    return answer


@public
@privacy.same_for_all
def manifest(request: HttpRequest) -> JsonResponse:
    """The web app manifest (W3C), so that the page can stand among a phone's apps."""
    said: dict[str, Any] = {
        "name": _("My address in %(city)s") % {"city": city.city().name},
        "short_name": city.city().name,
        "start_url": "/",
        "scope": "/",
        "display": "browser",
        "background_color": "#ffffff",
        "theme_color": "#162e51",
        "icons": [{"src": static("brightline/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(said, content_type="application/manifest+json")
