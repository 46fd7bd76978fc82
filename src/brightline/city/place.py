"""A place as other rooms see it: an address, or a bare point, with the areas it lies in. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from brightline.city.kinds import AreaKind, FacilityKind


@dataclass(frozen=True, slots=True)
class AreaHere:
    """An area a place lies in. details as in the city pack: "holder", "phone", "weekday", …"""

    kind: AreaKind
    key: str
    name: str
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """key and label are "" for a bare point. areas: of each kind those it lies in, kinds with none left out."""

    key: str
    label: str
    city: str
    state: str
    zip: str
    longitude: float
    latitude: float
    areas: Mapping[AreaKind, tuple[AreaHere, ...]]


@dataclass(frozen=True, slots=True)
class Nearby:
    """A facility and how far it is, in miles along a straight line."""

    kind: FacilityKind
    key: str
    name: str
    address: str
    longitude: float
    latitude: float
    miles: float
    details: Mapping[str, str] = field(default_factory=dict)
