"""What a search gives. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class MatchKind(StrEnum):
    """What was found: one address; a street or a corner without a number; a ZIP area; a place by its name."""

    ADDRESS = "address"
    STREET = "street"
    CORNER = "corner"
    ZIP = "zip"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Match:
    """label: as shown, "1604 Harbor St, 40203"; key: of the address, "" for what is no address; longitude, latitude in
    degrees WGS 84; score: 0..1, 1 where everything typed stands there.
    """

    kind: MatchKind
    label: str
    key: str
    longitude: float
    latitude: float
    score: float
