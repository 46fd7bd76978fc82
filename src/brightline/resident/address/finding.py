"""From typed words to where they lead: matches with their links, and which of them is meant beyond doubt."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from brightline.city import queries as city
from brightline.city.matching import match as matching
from brightline.city.matching.match import Match, MatchKind
from brightline.resident.address import words
from brightline.resident.address.words import Words

_ICON = {
    MatchKind.ADDRESS: "home",
    MatchKind.STREET: "street",
    MatchKind.CORNER: "corner",
    MatchKind.ZIP: "mail",
    MatchKind.PLACE: "place",
}
# A street or a ZIP has many addresses: what serves one of them need not serve another.
_ONE_SPOT = (MatchKind.ADDRESS, MatchKind.CORNER, MatchKind.PLACE)


@dataclass(frozen=True)
class Found:
    """A match as offered. url: its page, "" where a house number is still needed."""

    match: Match
    url: str
    note: Words
    icon: str

    @property
    def label(self) -> str:
        return self.match.label


def search(text: str, count: int) -> list[Found]:
    """What a finished line may mean, best first; [] for nothing typed."""
    return (
        [_found(match, words.MISSING.get(match.missing, words.MATCH[match.kind])) for match in city.search(text, count)]
        if text
        else []
    )


def suggest(text: str, count: int) -> list[Found]:
    """What the beginning of a line may become, best first; [] for nothing typed."""
    return [_found(match, words.MATCH[match.kind]) for match in city.suggest(text, count)] if text else []


def meant(found: Sequence[Found]) -> Found | None:
    """The one that leaves no doubt: nearly everything typed stands there, and no other comes close."""
    return found[0] if matching.meant([each.match for each in found]) else None


def name_of_spot(name: str, longitude: float, latitude: float) -> str:
    """The city's own name of a corner or place at that point, as the link to it claims; "" where it is none of ours: a
    link that somebody made up must not put words on the city's page.
    """
    for match in city.search(name, 5) if name else ():
        here = abs(match.longitude - longitude) < 1e-4 and abs(match.latitude - latitude) < 1e-4
        if match.label == name and here:
            return match.label
    return ""


def offered(match: Match) -> Found:
    """A match as something to choose."""
    return _found(match, words.MATCH[match.kind])


def _found(match: Match, note: Words) -> Found:
    return Found(match, _url(match), note, _ICON[match.kind])


def _url(match: Match) -> str:
    if match.key:
        return reverse("address_place", args=[match.key])
    if match.kind not in _ONE_SPOT:
        return ""
    at = {"lat": f"{match.latitude:.6f}", "lon": f"{match.longitude:.6f}", "name": match.label}
    return f"{reverse('address_near')}?{urlencode(at)}"
