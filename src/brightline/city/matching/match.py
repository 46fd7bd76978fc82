"""What a search is made over, beside addresses, and what it gives. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

# From this score on, and so far ahead of the next, what was found is what was meant: else it is offered, not taken.
_SURE, _AHEAD = 0.97, 0.1


class MatchKind(StrEnum):
    """What was found: one address; a street or a corner without a number; a ZIP area; a place by its name."""

    ADDRESS = "address"
    STREET = "street"
    CORNER = "corner"
    ZIP = "zip"
    PLACE = "place"


class Missing(StrEnum):
    """What was typed of a house and is not there: nothing, its number, the unit in it; or the city or ZIP typed is not
    that of the house.
    """

    NOTHING = ""
    NUMBER = "number"
    UNIT = "unit"
    CITY = "city"
    ZIP = "zip"


@dataclass(frozen=True, slots=True)
class Named:
    """What people ask for by name, and the point to show for it: a facility, a neighborhood, a ZIP area ("40203")."""

    name: str
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class Match:
    """label: as shown, "1604 Harbor St, 40203"; key: of the address, "" for what is no address; longitude, latitude in
    degrees WGS 84; score: 0..1, 1 where everything typed stands there; missing: with NUMBER this is another house, near
    the one typed; with UNIT it is the house typed, or another unit in it; with CITY and ZIP what is like it here.
    """

    kind: MatchKind
    label: str
    key: str
    longitude: float
    latitude: float
    score: float
    missing: Missing = Missing.NOTHING

    @property
    def is_whole(self) -> bool:
        """Whether it is one spot, and nearly everything typed stands there."""
        # A street or a ZIP has many addresses: what serves one of them need not serve another.
        spot = self.kind not in (MatchKind.STREET, MatchKind.ZIP)
        return spot and not self.missing and self.score >= _SURE


def meant(found: Sequence[Match]) -> Match | None:
    """The one, of those found, best first, that leaves no doubt: it is whole, and no other comes close."""
    if not found or not found[0].is_whole:
        return None
    next_best = found[1].score if len(found) > 1 else 0
    return found[0] if found[0].score - next_best >= _AHEAD else None
