"""Every page knows its city and shows times in its zone."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from brightline.city import queries
from brightline.city.models import City


class CityMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        found = City.objects.filter(pk=1).first()
        request.city = found  # type: ignore[attr-defined]
        with timezone.override(found.timezone if found else "UTC"), queries.remembered(found):
            return self.get_response(request)


def city(request: HttpRequest) -> dict[str, Any]:
    """Template variable `city`; None before one is loaded."""
    return {"city": getattr(request, "city", None)}
