"""Pages that anyone may read, of which nothing is kept: not in a log, not in a cookie, not in another site's log."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

View = TypeVar("View", bound=Callable[..., Any])

# How long a shared cache may hand out an answer: what changed today is seen within a minute.
SHARED_SECONDS = 60


def keeps_no_words(view: Callable[..., Any] | None) -> bool:
    """Whether what is asked of this view may stand in no log."""
    return getattr(view, "keeps_no_words", False)


def unlogged(view: View) -> View:
    """Mark a view whose address or parameters say where someone lives."""
    view.keeps_no_words = True  # type: ignore[attr-defined]
    return view


def asked(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """An answer to typed words or a position: unlogged, kept by no cache, named to nobody as where one came from."""
    return _answer(view, shared=False)


def same_for_all(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """An answer that any cache may keep for a minute: the same for everyone who has no cookie of ours and reads the
    same language. Whoever has one (a chosen language, a person signed in) is answered by us each time.
    """
    return _answer(view, shared=True)


def _answer(view: Callable[..., HttpResponse], *, shared: bool) -> Callable[..., HttpResponse]:
    # Compressed here too, for a city without a proxy: nothing secret stands in these pages that a length could tell.
    @unlogged
    @gzip_page
    @require_safe
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        # Not even to ourselves: a proxy's log often holds the page one came from.
        answer["Referrer-Policy"] = "no-referrer"
        if not shared or answer.status_code != 200:
            answer["Cache-Control"] = "private, no-store"
        elif request.COOKIES:
            answer["Cache-Control"] = "private, no-cache"
        else:
            answer["Cache-Control"] = f"public, max-age={SHARED_SECONDS}"
        patch_vary_headers(answer, ("Accept-Language", "Cookie"))
        return answer

    return answered
