"""What kinds of areas, facilities and matches are called on screen, and how distances and phone numbers are said."""

from collections.abc import Mapping

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from brightline.city.kinds import AreaKind, FacilityKind, Group
from brightline.city.matching.match import MatchKind, Missing

Words = str | Promise

GROUP: Mapping[Group, Words] = {
    Group.SOLID_WASTE: gettext_lazy("Solid waste"),
    Group.EMERGENCY: gettext_lazy("Emergency services"),
    Group.POLITICAL: gettext_lazy("Political"),
    Group.GENERAL: gettext_lazy("General location"),
}
GROUP_HOLDS: Mapping[Group, Words] = {
    Group.SOLID_WASTE: gettext_lazy("Garbage, recycling, yard waste, large items, drop-off centers"),
    Group.EMERGENCY: gettext_lazy("Police division and beat, fire station, hospital, non-emergency numbers"),
    Group.POLITICAL: gettext_lazy("Council, precinct, polling place, state house and senate"),
    Group.GENERAL: gettext_lazy("Neighborhood, ZIP, schools, libraries, parks"),
}
GROUP_ICON: Mapping[Group, str] = {
    Group.SOLID_WASTE: "waste",
    Group.EMERGENCY: "shield",
    Group.POLITICAL: "policy",
    Group.GENERAL: "home",
}

AREA: Mapping[AreaKind, Words] = {
    AreaKind.SERVICE_DISTRICT: gettext_lazy("City collection"),
    AreaKind.GARBAGE_ROUTE: gettext_lazy("Garbage route"),
    AreaKind.RECYCLING_ROUTE: gettext_lazy("Recycling route"),
    AreaKind.YARD_WASTE_ROUTE: gettext_lazy("Yard waste route"),
    AreaKind.LARGE_ITEMS_AREA: gettext_lazy("Large items area"),
    AreaKind.SWEEPING_ROUTE: gettext_lazy("Street sweeping"),
    AreaKind.POLICE_DIVISION: gettext_lazy("Police division"),
    AreaKind.POLICE_BEAT: gettext_lazy("Police beat"),
    AreaKind.FIRE_DISTRICT: gettext_lazy("Fire district"),
    AreaKind.COUNCIL_DISTRICT: gettext_lazy("Council district"),
    AreaKind.PRECINCT: gettext_lazy("Precinct"),
    AreaKind.STATE_HOUSE: gettext_lazy("State house"),
    AreaKind.STATE_SENATE: gettext_lazy("State senate"),
    AreaKind.NEIGHBORHOOD: gettext_lazy("Neighborhood"),
    AreaKind.ZIP: gettext_lazy("ZIP"),
    AreaKind.ELEMENTARY_SCHOOL_ZONE: gettext_lazy("Elementary school"),
    AreaKind.MIDDLE_SCHOOL_ZONE: gettext_lazy("Middle school"),
    AreaKind.HIGH_SCHOOL_ZONE: gettext_lazy("High school"),
    AreaKind.HISTORIC_DISTRICT: gettext_lazy("Historic district"),
    AreaKind.FLOOD_ZONE: gettext_lazy("Flood zone"),
}
FACILITY: Mapping[FacilityKind, Words] = {
    FacilityKind.DROP_OFF_CENTER: gettext_lazy("Drop-off center"),
    FacilityKind.POLICE_STATION: gettext_lazy("Nearest police station"),
    FacilityKind.FIRE_STATION: gettext_lazy("Nearest fire station"),
    FacilityKind.HOSPITAL: gettext_lazy("Nearest hospital"),
    FacilityKind.POLLING_PLACE: gettext_lazy("Polling place"),
    FacilityKind.SCHOOL: gettext_lazy("Nearest school"),
    FacilityKind.LIBRARY: gettext_lazy("Library"),
    FacilityKind.PARK: gettext_lazy("Park"),
}
MATCH: Mapping[MatchKind, Words] = {
    MatchKind.ADDRESS: pgettext_lazy("kind of match", "address"),
    MatchKind.STREET: pgettext_lazy("kind of match", "street: add the house number"),
    MatchKind.CORNER: pgettext_lazy("kind of match", "corner"),
    MatchKind.ZIP: pgettext_lazy("kind of match", "ZIP: add number and street"),
    MatchKind.PLACE: pgettext_lazy("kind of match", "place"),
}
MISSING: Mapping[Missing, Words] = {
    Missing.NUMBER: pgettext_lazy("kind of match", "another number on this street"),
    Missing.UNIT: pgettext_lazy("kind of match", "this house, not the unit typed"),
    Missing.CITY: pgettext_lazy("kind of match", "in this city, not in the one typed"),
    Missing.ZIP: pgettext_lazy("kind of match", "not in the ZIP typed"),
}

_FEET_IN_A_MILE = 5280


def distance(miles: float) -> str:
    """ "0.6 mi", and below a tenth of a mile in feet: "350 ft"."""
    if miles < 0.095:
        feet = max(round(miles * _FEET_IN_A_MILE / 50) * 50, 50)
        return _("%(count)s ft") % {"count": number_format(feet)}
    return _("%(count)s mi") % {"count": number_format(miles, decimal_pos=0 if miles >= 10 else 1)}


def dialed(phone: str) -> str:
    """A phone number as a tel: link holds it (RFC 3966): its digits, and a plus sign that stands before them."""
    digits = "".join(letter for letter in phone if letter.isascii() and letter.isdigit())
    return f"+{digits}" if phone.strip().startswith("+") else digits
