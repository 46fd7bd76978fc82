"""What serves a place, and how far it is."""

from django.utils.translation import gettext as _

from brightline.city.geometry.miles import miles
from brightline.city.geometry.tree import Keys
from brightline.city.kinds import AreaKind, FacilityKind
from brightline.city.models import Address, Facility
from brightline.city.place import AreaHere, Nearby, Place
from brightline.city.queries import held
from brightline.platform.kernel.errors import NotFound


def place(key: str) -> Place:
    """The address of that key, with the areas it lies in. Raises NotFound."""
    row = Address.objects.filter(key=key).first()
    if row is None:
        raise NotFound(_("No address of the city has this link: type the address again."))
    keys = {AreaKind(kind): tuple(those) for kind, those in row.areas.items()}
    return Place(row.key, str(row), row.city, row.state, row.zip, row.longitude, row.latitude, _here(keys))


def place_at(longitude: float, latitude: float) -> Place:
    """A bare point, such as where someone's phone is, with the areas it lies in: none of them outside the city."""
    keys = held.areas().tree.at(longitude, latitude)
    return Place("", "", "", "", "", longitude, latitude, _here(keys))


def nearest(kind: FacilityKind, longitude: float, latitude: float, count: int = 1) -> list[Nearby]:
    """The facilities of a kind nearest to a point, nearest first, at most `count`."""
    there = held.facilities()[kind]
    away = miles(longitude, latitude, there.longitudes, there.latitudes)
    return [_nearby(there.rows[place], float(away[place])) for place in away.argsort(kind="stable")[:count]]


def facility(kind: FacilityKind, key: str, longitude: float, latitude: float) -> Nearby | None:
    """The facility of that key and how far it is from a point, or None: an area may name the one that serves it in the
    detail of the kind's name, as a precinct its "polling_place" or a school zone its "school".
    """
    for row in held.facilities()[kind].rows:
        if row.key == key:
            return _nearby(row, float(miles(longitude, latitude, [row.longitude], [row.latitude])[0]))
    return None


def _here(keys: Keys) -> dict[AreaKind, tuple[AreaHere, ...]]:
    """A load that came between two reads may have taken an area away: what is gone is left out."""
    all_areas = held.areas().here
    found = {
        kind: tuple(all_areas[kind, key] for key in those if (kind, key) in all_areas) for kind, those in keys.items()
    }
    return {kind: those for kind, those in found.items() if those}


def _nearby(row: Facility, away: float) -> Nearby:
    kind = FacilityKind(row.kind)
    return Nearby(kind, row.key, row.name, row.address, row.longitude, row.latitude, away, row.details)
