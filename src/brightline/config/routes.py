"""All routes, walked: what docs/reference/permissions.md and the guard tests read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from brightline.platform.accounts.access import Access, access_of


@dataclass(frozen=True)
class Route:
    """path: as Django writes it ("console/<str:number>/"); access: None when the view says nothing, and is closed."""

    path: str
    name: str
    view: Callable[..., Any]
    access: Access | None


def all_routes() -> list[Route]:
    """Every route this installation has, in the order they are tried."""
    return list(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[Route]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path)
        else:
            yield Route(path, pattern.name or "", pattern.callback, access_of(pattern.callback))
