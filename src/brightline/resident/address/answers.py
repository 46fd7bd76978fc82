"""From what serves a place to what the API and `brightline lookup` say of it."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.http import urlencode

from brightline.city import queries as city
from brightline.city.kinds import AREAS_OF, FACILITIES_OF, Group
from brightline.city.matching.match import Missing
from brightline.city.place import Nearby
from brightline.resident.address import shapes
from brightline.resident.address.finding import Found, meant
from brightline.resident.address.served import Served
from brightline.resident.collection.shapes import set_out_day


def match(found: Found) -> shapes.Match:
    """One match."""
    said = found.match
    return shapes.Match(
        kind=said.kind.value,
        id=said.key,
        address=said.label,
        longitude=said.longitude,
        latitude=said.latitude,
        score=round(said.score, 4),
        instead=said.missing is Missing.NUMBER,
        missing=said.missing.value,
        url=found.url,
    )


def look_up(query: str, found: Sequence[Found], served: Served | None = None) -> shapes.LookUp:
    """What `brightline lookup` says of a line."""
    matches = [match(each) for each in found]
    best = matches[0] if matches else None
    return shapes.LookUp(
        query=query,
        id=best.id if best else "",
        address=best.address if best else "",
        sure=meant(found) is not None,
        instead=best.instead if best else False,
        missing=best.missing if best else Missing.ZIP.value if city.unknown_zip(query) else "",
        matches=matches,
        place=place(served) if served else None,
    )


def refused(query: str, error: str) -> shapes.LookUp:
    """The same of one that cannot be looked up."""
    return shapes.LookUp(query=query, id="", address="", sure=False, instead=False, missing="", matches=[], error=error)


def suggestion(found: Found) -> shapes.Suggestion:
    """One suggestion."""
    return shapes.Suggestion(label=found.label, note=str(found.note), kind=found.match.kind.value, url=found.url)


def place(served: Served) -> shapes.Place:
    """A place with all that serves it."""
    there = served.place
    at = {"lat": f"{there.latitude:.6f}", "lon": f"{there.longitude:.6f}"}
    url = reverse("address_place", args=[there.key]) if there.key else f"{reverse('address_near')}?{urlencode(at)}"
    return shapes.Place(
        id=there.key,
        address=there.label,
        city=there.city,
        state=there.state,
        zip=there.zip,
        longitude=there.longitude,
        latitude=there.latitude,
        url=url,
        groups=shapes.Groups(**{group.value: _group(served, group) for group in Group}),
        set_outs=[set_out_day(coming.set_out) for coming in served.set_outs if coming.set_out],
        not_collected=[set_out_day(each) for coming in served.set_outs for each in coming.off],
    )


def _group(served: Served, group: Group) -> shapes.Group:
    areas = [area for kind in AREAS_OF[group] for area in served.place.areas.get(kind, ())]
    near = [each for kind in FACILITIES_OF[group] for each in served.near.get(kind, ())]
    sent_to = [each for kind, each in served.sent_to.items() if kind in AREAS_OF[group]]
    return shapes.Group(
        areas=[
            shapes.Area(kind=area.kind.value, key=area.key, name=area.name, details=dict(area.details))
            for area in areas
        ],
        facilities=[_facility(each) for each in _once([*sent_to, *near])],
    )


def _once(found: Iterable[Nearby]) -> list[Nearby]:
    """Each facility once: one school may serve two zones."""
    return list({(each.kind, each.key): each for each in found}.values())


def _facility(each: Nearby) -> shapes.Facility:
    return shapes.Facility(
        kind=each.kind.value,
        key=each.key,
        name=each.name,
        address=each.address,
        longitude=each.longitude,
        latitude=each.latitude,
        miles=round(each.miles, 3),
        details=dict(each.details),
    )
