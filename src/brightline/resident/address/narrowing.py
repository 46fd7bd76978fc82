"""From a street or a ZIP on to its addresses: nobody who typed half an address stands before a closed door."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import reverse

from brightline.city import queries as city
from brightline.city.matching.match import MatchKind
from brightline.resident.address.finding import Found, offered

_A_PAGE = 40
_BLOCK = 100


@dataclass(frozen=True)
class Link:
    """label: "1600 to 1638" or a street's name; count: how many addresses, 0 where it is not said."""

    label: str
    url: str
    count: int = 0


@dataclass(frozen=True)
class Narrowed:
    """of: the street or ZIP; blocks: parts of the street; streets: of the ZIP; addresses: a page of them."""

    of: str
    kind: MatchKind
    blocks: Sequence[Link] = ()
    streets: Sequence[Link] = ()
    addresses: Page[Found] | None = None


def narrowed(request: HttpRequest, found: Sequence[Found]) -> Narrowed | None:
    """How to go on from a street or ZIP that was found first; None from anything else."""
    best = found[0].match
    if best.kind is MatchKind.ZIP:
        links = [Link(street, _url(street=street, zip=best.label)) for street in city.streets_in(best.label)]
        return Narrowed(best.label, best.kind, streets=links)
    if best.kind is MatchKind.STREET:
        return street(request, best.label, "")
    return None


def others(found: Sequence[Found], on: Narrowed | None) -> list[Found]:
    """What else was found than what is narrowed down here, a street with a link to its own addresses."""
    rest = found[1:] if on else found
    return [replace(one, url=_url(street=one.label)) if one.match.kind is MatchKind.STREET else one for one in rest]


def street(request: HttpRequest, name: str, code: str) -> Narrowed | None:
    """The addresses of a street as the city writes it, in one ZIP where `code` is given; None for no street of ours.

    More than a page of them are first its blocks; ?block= is one.
    """
    there = city.on_street(name, code)
    if not there:
        return None
    asked = {"street": name} | ({"zip": code} if code else {})
    block = request.GET.get("block", "")
    if block.isascii() and block.isdecimal() and len(block) < 10:
        start = int(block)
        there = [(number, match) for number, match in there if start <= number < start + _BLOCK]
        asked["block"] = block
    elif len(there) > _A_PAGE:
        blocks = []
        for part, those in groupby(there, lambda one: one[0] // _BLOCK):
            numbers = [number for number, _ in those]
            label = f"{numbers[0]} - {numbers[-1]}" if numbers[0] != numbers[-1] else str(numbers[0])
            blocks.append(Link(label, _url(**asked, block=str(part * _BLOCK)), len(numbers)))
        return Narrowed(name, MatchKind.STREET, blocks=blocks)
    page = Paginator([offered(match) for _, match in there], _A_PAGE).get_page(request.GET.get("page"))
    return Narrowed(name, MatchKind.STREET, addresses=page)


def _url(**asked: str) -> str:
    return f"{reverse('address')}?{urlencode(asked)}"
