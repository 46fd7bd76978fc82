"""Menus: what `settings.BRIGHTLINE_NAV` lists, less what this person may not open."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from brightline.platform.accounts.access import access_of


def items(request: HttpRequest | None, menu: str) -> list[dict[str, Any]]:
    """The menu's items with `url` and `current`; routes that do not exist (yet) are left out."""
    shown: list[dict[str, Any]] = []
    for item in getattr(settings, "BRIGHTLINE_NAV", {}).get(menu, []):
        try:
            url = reverse(item["route"])
        except NoReverseMatch:
            continue
        if _may_open(request, url):
            shown.append({**item, "url": url, "current": False})
    path = request.path if request is not None else ""
    around = [item for item in shown if _is_around(item, path)]
    if around:
        max(around, key=lambda item: len(item["url"]))["current"] = True
    return shown


def _is_around(item: dict[str, Any], path: str) -> bool:
    """Whether the page at `path` belongs to this item: it is the item's own, below it, or below its `around`."""
    below = [url for url in (item["url"], item.get("around", "")) if url not in ("", "/")]
    return path == item["url"] or any(path.startswith(url) for url in below)


def _may_open(request: HttpRequest | None, url: str) -> bool:
    try:
        access = access_of(resolve(url).func)
    except Resolver404:
        return False
    if access is None:
        return False
    if access.public:
        return True
    user: Any = getattr(request, "user", None)
    return bool(user is not None and user.is_authenticated and user.has_role(*access.roles))
