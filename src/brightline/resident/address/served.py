"""What serves a place: its areas, what is near it, its next set-outs, put together from the rooms that know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from brightline.city import queries as city
from brightline.city.kinds import AreaKind, FacilityKind
from brightline.city.place import AreaHere, Nearby, Place
from brightline.platform.kernel import clock
from brightline.resident.collection import queries as collection
from brightline.resident.collection.queries import Next

# How many of each kind are worth showing; a kind that belongs to an area (a polling place) comes from that area first.
_SHOWN: Mapping[FacilityKind, int] = {
    FacilityKind.DROP_OFF_CENTER: 2,
    FacilityKind.POLICE_STATION: 1,
    FacilityKind.FIRE_STATION: 1,
    FacilityKind.HOSPITAL: 1,
    FacilityKind.LIBRARY: 1,
    FacilityKind.PARK: 2,
}
# The facility that an area sends its people to is named in the area's details, by the kind's name.
_SENT_TO: Mapping[AreaKind, FacilityKind] = {
    AreaKind.PRECINCT: FacilityKind.POLLING_PLACE,
    AreaKind.ELEMENTARY_SCHOOL_ZONE: FacilityKind.SCHOOL,
    AreaKind.MIDDLE_SCHOOL_ZONE: FacilityKind.SCHOOL,
    AreaKind.HIGH_SCHOOL_ZONE: FacilityKind.SCHOOL,
}


@dataclass(frozen=True)
class Served:
    """near: of each kind the nearest, the closest first; sent_to: the polling place of its precinct, the school of each
    school zone; set_outs: what comes next of each service, the soonest first.
    """

    place: Place
    set_outs: Sequence[Next]
    near: Mapping[FacilityKind, tuple[Nearby, ...]]
    sent_to: Mapping[AreaKind, Nearby]

    @property
    def inside(self) -> bool:
        """Whether the city knows the place at all: it lies in one of its areas."""
        return bool(self.place.areas)

    def area(self, kind: AreaKind) -> AreaHere | None:
        """The first area of that kind the place lies in."""
        return next(iter(self.place.areas.get(kind, ())), None)


def served(place: Place) -> Served:
    """Everything the pages and the API say of a place."""
    at = (place.longitude, place.latitude)
    near = {kind: tuple(city.nearest(kind, *at, count)) for kind, count in _SHOWN.items()}
    sent_to = {}
    for kind, sent in _SENT_TO.items():
        for area in place.areas.get(kind, ())[:1]:
            found = city.facility(sent, area.details.get(sent, ""), *at)
            if found:
                sent_to[kind] = found
    set_outs = collection.next_of_each(collection.coming(place, clock.now()))
    return Served(place, set_outs, {kind: found for kind, found in near.items() if found}, sent_to)
