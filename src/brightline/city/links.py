"""The one link to an address: its key is in small letters, whatever case somebody typed or a program made of it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.urls import reverse


def one_link(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view of the address `key`: with capitals in the key it answers where the address's own link leads."""

    @wraps(view)
    def answered(request: HttpRequest, key: str) -> Any:
        if key == key.lower() or request.resolver_match is None:
            return view(request, key=key)
        asked = f"?{query}" if (query := request.META.get("QUERY_STRING")) else ""
        return HttpResponsePermanentRedirect(reverse(request.resolver_match.view_name, args=[key.lower()]) + asked)

    return answered
