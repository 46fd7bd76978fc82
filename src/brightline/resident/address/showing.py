"""The four groups as the result page shows them: rows of a label, a value, and the ways to reach or find it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from brightline.city.kinds import AreaKind, FacilityKind, Group
from brightline.city.place import AreaHere, Nearby
from brightline.platform.ui import phrases
from brightline.resident.address import words
from brightline.resident.address.served import Served
from brightline.resident.address.words import Words
from brightline.resident.collection import phrases as collection_phrases
from brightline.resident.collection import showing as collection
from brightline.resident.collection.queries import Next

# Asked for the way to a place and told nothing of where from; a phone opens its own map instead where it has one.
_DIRECTIONS = "https://www.openstreetmap.org/directions?to={latitude:.5f}%2C{longitude:.5f}"
# What decides the days above; a resident needs their names only to ask about them.
_ROUTES = (
    AreaKind.GARBAGE_ROUTE,
    AreaKind.RECYCLING_ROUTE,
    AreaKind.YARD_WASTE_ROUTE,
    AreaKind.LARGE_ITEMS_AREA,
)


@dataclass(frozen=True)
class Phone:
    """As shown and as dialed."""

    shown: str
    dialed: str


@dataclass(frozen=True)
class OnMap:
    """An area the map can show."""

    id: str
    name: str


@dataclass(frozen=True)
class Row:
    """areas: what the map can show; listed: these are the value, by their names; far: how far it is, in words; lines:
    what else is said; less: asked for less often, shown when someone opens it.
    """

    label: Words
    value: str
    lines: Sequence[str] = ()
    far: str = ""
    phones: Sequence[Phone] = ()
    email: str = ""
    url: str = ""
    directions: str = ""
    areas: Sequence[OnMap] = ()
    listed: bool = False
    less: bool = False


@dataclass(frozen=True)
class Shown:
    """One of the four groups. more: the rows asked for less often."""

    key: str
    title: Words
    icon: str
    rows: Sequence[Row]
    more: Sequence[Row]

    @property
    def more_said(self) -> str:
        """What there is to open, by the names of the rows."""
        return phrases.in_a_row(dict.fromkeys(str(row.label) for row in self.more))


def groups(served: Served, phones: Sequence[dict[str, Any]]) -> list[Shown]:
    """All four, each with its rows. phones: the city's, whom to call when it is no emergency."""
    rows = {
        Group.SOLID_WASTE: _solid_waste(served),
        Group.EMERGENCY: _emergency(served, phones),
        Group.POLITICAL: _political(served),
        Group.GENERAL: _general(served),
    }
    return [_shown(group, list(rows[group])) for group in Group]


def _shown(group: Group, rows: Sequence[Row]) -> Shown:
    first, more = [row for row in rows if not row.less], [row for row in rows if row.less]
    return Shown(group.value, words.GROUP[group], words.GROUP_ICON[group], first, more)


def area_id(area: AreaHere) -> str:
    """What page, map and API call an area in an address."""
    return f"{area.kind.value}-{area.key}"


def _solid_waste(served: Served) -> Iterator[Row]:
    district = served.area(AreaKind.SERVICE_DISTRICT)
    if district:
        yield _area(district, lines=[_("The city collects here.")])
    yield from _near(served, FacilityKind.DROP_OFF_CENTER)
    routes = [area for kind in _ROUTES for area in served.place.areas.get(kind, ())]
    if routes:
        yield Row(_("Routes"), "", areas=[OnMap(area_id(area), area.name) for area in routes], listed=True, less=True)
    swept = served.place.areas.get(AreaKind.SWEEPING_ROUTE, ())
    coming = [each for each in served.set_outs if each.service.area is AreaKind.SWEEPING_ROUTE]
    if swept and coming:
        said, *lines = [line for each in coming for line in _parking(each)]
        on_map = [_on_map(area) for area in swept]
        yield Row(words.AREA[AreaKind.SWEEPING_ROUTE], said, lines, areas=on_map, less=True)


def _parking(coming: Next) -> Iterator[str]:
    """When and where cars must go on one side of the street, what is not done said first."""
    for each in map(collection.shown, coming.all):
        off = collection_phrases.off(each.set_out)
        said = (each.day_said, off) if off else (each.day_said, each.hours, each.container)
        yield " · ".join(phrases.isolated(part) for part in said if part)


def _emergency(served: Served, phones: Sequence[dict[str, Any]]) -> Iterator[Row]:
    yield Row(_("Someone is in danger"), "911", [_("Police, fire, ambulance, at any hour.")], url="tel:911")
    division, beat = served.area(AreaKind.POLICE_DIVISION), served.area(AreaKind.POLICE_BEAT)
    if division and beat:
        row = _area(division)
        # A dot and no comma: names keep their own script, and a comma would be the page's.
        named = f"{division.name} · {beat.name}"
        yield replace(row, label=_("Police division and beat"), value=named, areas=[*row.areas, _on_map(beat)])
    elif division or beat:
        yield from _areas(served, AreaKind.POLICE_DIVISION if division else AreaKind.POLICE_BEAT)
    yield from _less(_areas(served, AreaKind.FIRE_DISTRICT))
    for facility in (FacilityKind.POLICE_STATION, FacilityKind.FIRE_STATION, FacilityKind.HOSPITAL):
        yield from _near(served, facility)
    for each in phones:
        lines = [each["hours"]] if each.get("hours") else []
        yield Row(_("Not an emergency"), each["name"], lines, phones=_phones(each), url=each.get("url", ""))


def _political(served: Served) -> Iterator[Row]:
    yield from _areas(served, AreaKind.COUNCIL_DISTRICT)
    yield from _areas(served, AreaKind.PRECINCT)
    if polling := served.sent_to.get(AreaKind.PRECINCT):
        yield _facility(words.FACILITY[FacilityKind.POLLING_PLACE], polling)
    yield from _less(_areas(served, AreaKind.STATE_HOUSE))
    yield from _less(_areas(served, AreaKind.STATE_SENATE))


def _general(served: Served) -> Iterator[Row]:
    yield from _areas(served, AreaKind.NEIGHBORHOOD)
    yield from _areas(served, AreaKind.ZIP)
    for kind in (AreaKind.ELEMENTARY_SCHOOL_ZONE, AreaKind.MIDDLE_SCHOOL_ZONE, AreaKind.HIGH_SCHOOL_ZONE):
        school, zone = served.sent_to.get(kind), served.area(kind)
        if zone and school:
            yield _facility(words.AREA[kind], school, areas=[_on_map(zone)])
        elif zone:
            yield _area(zone)
    yield from _near(served, FacilityKind.LIBRARY)
    yield from _near(served, FacilityKind.PARK)
    yield from _areas(served, AreaKind.HISTORIC_DISTRICT)
    yield from _areas(served, AreaKind.FLOOD_ZONE)


def _areas(served: Served, kind: AreaKind) -> Iterator[Row]:
    return (_area(area) for area in served.place.areas.get(kind, ()))


def _area(area: AreaHere, lines: Sequence[str] = ()) -> Row:
    said = area.details
    held = [said["holder"]] if said.get("holder") else []
    more = [said[name] for name in ("hours", "note") if said.get(name)]
    return Row(
        words.AREA[area.kind],
        area.name,
        [*lines, *held, *more],
        phones=_phones(said),
        email=said.get("email", ""),
        url=said.get("url", ""),
        areas=[_on_map(area)],
    )


def _on_map(area: AreaHere) -> OnMap:
    return OnMap(area_id(area), f"{words.AREA[area.kind]}: {phrases.isolated(area.name)}")


def _near(served: Served, kind: FacilityKind) -> Iterator[Row]:
    """The nearest first; a second one is asked for less often."""
    found = [_facility(words.FACILITY[kind], each) for each in served.near.get(kind, ())]
    return iter([*found[:1], *_less(iter(found[1:]))])


def _less(rows: Iterator[Row]) -> Iterator[Row]:
    return (replace(row, less=True) for row in rows)


def _facility(label: Words, found: Nearby, areas: Sequence[OnMap] = ()) -> Row:
    said = found.details
    takes = [_("Takes %(list)s") % {"list": phrases.isolated(said["takes"])}] if said.get("takes") else []
    lines = [phrases.isolated(found.address)] if found.address and found.address != found.name else []
    hours = [said["hours"]] if said.get("hours") else []
    return Row(
        label,
        found.name,
        [*lines, *hours, *takes],
        far=words.distance(found.miles),
        phones=_phones(said),
        email=said.get("email", ""),
        url=said.get("url", ""),
        directions=_DIRECTIONS.format(latitude=found.latitude, longitude=found.longitude),
        areas=areas,
    )


def _phones(said: Any) -> list[Phone]:
    phone = said.get("phone", "")
    return [Phone(phone, words.dialed(phone))] if phone else []
