"""What a search is made over, beside addresses, and what it gives. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class MatchKind(StrEnum):
    """What was found: one address; a street or a corner without a number; a ZIP area; a place by its name."""

    ADDRESS = "address"
    STREET = "street"
    CORNER = "corner"
    ZIP = "zip"
    PLACE = "place"


class Missing(StrEnum):
    """What was typed of a house and is not there: nothing, its number, or the unit in it."""

    NOTHING = ""
    NUMBER = "number"
    UNIT = "unit"


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
    the one typed; with UNIT it is the house typed, or another unit in it.
    """

    kind: MatchKind
    label: str
    key: str
    longitude: float
    latitude: float
    score: float
    missing: Missing = Missing.NOTHING
