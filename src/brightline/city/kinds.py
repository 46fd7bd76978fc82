"""What a city pack can hold of the city: kinds of areas and of facilities, in the four groups residents see them in.

Pure. A kind is a word in city.toml (`kind = "council_district"`); what it is called on screen stands with the screens.
"""

from collections.abc import Mapping
from enum import StrEnum


class Group(StrEnum):
    """The four groups of the result page."""

    SOLID_WASTE = "solid_waste"
    EMERGENCY = "emergency"
    POLITICAL = "political"
    GENERAL = "general"


class AreaKind(StrEnum):
    """What an area is. Those that end in _route or _area carry the schedule of a collection."""

    SERVICE_DISTRICT = "service_district"
    GARBAGE_ROUTE = "garbage_route"
    RECYCLING_ROUTE = "recycling_route"
    YARD_WASTE_ROUTE = "yard_waste_route"
    LARGE_ITEMS_AREA = "large_items_area"
    SWEEPING_ROUTE = "sweeping_route"
    POLICE_DIVISION = "police_division"
    POLICE_BEAT = "police_beat"
    FIRE_DISTRICT = "fire_district"
    COUNCIL_DISTRICT = "council_district"
    PRECINCT = "precinct"
    STATE_HOUSE = "state_house"
    STATE_SENATE = "state_senate"
    NEIGHBORHOOD = "neighborhood"
    ZIP = "zip"
    ELEMENTARY_SCHOOL_ZONE = "elementary_school_zone"
    MIDDLE_SCHOOL_ZONE = "middle_school_zone"
    HIGH_SCHOOL_ZONE = "high_school_zone"
    HISTORIC_DISTRICT = "historic_district"
    FLOOD_ZONE = "flood_zone"


class FacilityKind(StrEnum):
    """What a facility is."""

    DROP_OFF_CENTER = "drop_off_center"
    POLICE_STATION = "police_station"
    FIRE_STATION = "fire_station"
    HOSPITAL = "hospital"
    POLLING_PLACE = "polling_place"
    SCHOOL = "school"
    LIBRARY = "library"
    PARK = "park"


class DrawnKind(StrEnum):
    """What only a map shows: it says nothing of what serves an address."""

    STREET = "street"
    WATER = "water"
    PARK = "park"


AREAS_OF: Mapping[Group, tuple[AreaKind, ...]] = {
    Group.SOLID_WASTE: (
        AreaKind.SERVICE_DISTRICT,
        AreaKind.GARBAGE_ROUTE,
        AreaKind.RECYCLING_ROUTE,
        AreaKind.YARD_WASTE_ROUTE,
        AreaKind.LARGE_ITEMS_AREA,
        AreaKind.SWEEPING_ROUTE,
    ),
    Group.EMERGENCY: (AreaKind.POLICE_DIVISION, AreaKind.POLICE_BEAT, AreaKind.FIRE_DISTRICT),
    Group.POLITICAL: (AreaKind.COUNCIL_DISTRICT, AreaKind.PRECINCT, AreaKind.STATE_HOUSE, AreaKind.STATE_SENATE),
    Group.GENERAL: (
        AreaKind.NEIGHBORHOOD,
        AreaKind.ZIP,
        AreaKind.ELEMENTARY_SCHOOL_ZONE,
        AreaKind.MIDDLE_SCHOOL_ZONE,
        AreaKind.HIGH_SCHOOL_ZONE,
        AreaKind.HISTORIC_DISTRICT,
        AreaKind.FLOOD_ZONE,
    ),
}
FACILITIES_OF: Mapping[Group, tuple[FacilityKind, ...]] = {
    Group.SOLID_WASTE: (FacilityKind.DROP_OFF_CENTER,),
    Group.EMERGENCY: (FacilityKind.POLICE_STATION, FacilityKind.FIRE_STATION, FacilityKind.HOSPITAL),
    Group.POLITICAL: (FacilityKind.POLLING_PLACE,),
    Group.GENERAL: (FacilityKind.SCHOOL, FacilityKind.LIBRARY, FacilityKind.PARK),
}
# An address lies in at most one of these; in several of any other kind (a historic district within another).
ONE_EACH = frozenset(AreaKind) - {AreaKind.SWEEPING_ROUTE, AreaKind.HISTORIC_DISTRICT, AreaKind.FLOOD_ZONE}
