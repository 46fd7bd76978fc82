"""Public answers are made anew only when the ledger has grown."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from importlib.metadata import version
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_safe

from brightline.platform.kernel import clock
from brightline.record.disclosure import queries
from brightline.record.ledger import queries as ledger

View = Callable[..., HttpResponse]


def page(view: View) -> View:
    """A page: kept by the reader's browser, which asks each time whether it still holds."""
    return _conditional(view, "no-cache")


def data(view: View) -> View:
    """Open data: anyone may keep it for half a minute, and a program on any site may read it."""
    return _conditional(view, "public, max-age=30", for_any_site=True)


def _conditional(view: View, cache_control: str, for_any_site: bool = False) -> View:
    @require_safe
    @condition(etag_func=_etag)
    @wraps(view)
    def conditional(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        answer["Cache-Control"] = cache_control
        last = queries.record().last_at
        if last is not None:
            answer["Last-Modified"] = last.strftime("%a, %d %b %Y %H:%M:%S GMT")
        if for_any_site:
            answer["Access-Control-Allow-Origin"] = "*"
        return answer

    return conditional


def _etag(request: HttpRequest, *_args: Any, **_kwargs: Any) -> str:
    """What an answer depends on: entries, checkpoint, language, our release, the local day, the city as loaded.

    Not the time of the last entry: two entries can share a second.
    """
    checkpoint = ledger.latest_checkpoint()
    city = getattr(request, "city", None)
    parts = (
        queries.record().size,
        checkpoint.size if checkpoint else 0,
        get_language(),
        version("brightline"),
        timezone.localdate(clock.now()),
        getattr(city, "loaded_at", ""),
    )
    return f'"{sha256("|".join(map(str, parts)).encode()).hexdigest()[:20]}"'
