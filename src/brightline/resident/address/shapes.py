"""What the API and `brightline lookup` answer with. The OpenAPI document is written from these classes."""

from typing import Annotated

from msgspec import Meta, Struct

from brightline.resident.collection.shapes import SetOutDay

Longitude = Annotated[float, Meta(ge=-180, le=180, description="Degrees east, WGS 84.")]
Latitude = Annotated[float, Meta(ge=-90, le=90, description="Degrees north, WGS 84.")]
Missing = Annotated[
    str,
    Meta(
        description="What was typed and is not there: number (this is another house), unit (this is the house, or "
        "another unit in it), city (another city was typed, this is the one like it here), zip (no such ZIP is here, "
        "or the address is in another), or empty."
    ),
]
Details = Annotated[
    dict[str, str],
    Meta(description="What the city says of it beside its name: holder, phone, email, url, hours, weekday and others."),
]


class Match(Struct, kw_only=True):
    """What typed words may mean: an address, a corner, a place by its name, or a street or ZIP that still needs a house
    number.
    """

    kind: Annotated[str, Meta(description="address, street, corner, zip or place.")]
    id: Annotated[
        str, Meta(description="The key of the address, for /api/places/{key}/; empty for what is no address.")
    ]
    address: Annotated[str, Meta(description="As written in the city: 1604 Harbor St, 40203.")]
    longitude: Longitude
    latitude: Latitude
    score: Annotated[float, Meta(ge=0, le=1, description="1 where everything typed stands there.")]
    instead: Annotated[bool, Meta(description="The house typed is not there; this is one of the nearest that are.")]
    missing: Missing
    url: Annotated[str, Meta(description="The page for people, on this site; empty where a house number is missing.")]


class Matches(Struct, kw_only=True):
    """The best match first; none where nothing in the city is near enough."""

    matches: list[Match]


class Suggestion(Struct, kw_only=True):
    """A line that what is being typed may become."""

    label: str
    note: Annotated[str, Meta(description="What it is, in the reader's language.")]
    kind: str
    url: Annotated[str, Meta(description="Its page; empty where a house number must be typed first.")]


class Suggestions(Struct, kw_only=True):
    """The best first."""

    suggestions: list[Suggestion]


class Area(Struct, kw_only=True):
    """A part of the city that the place lies in."""

    kind: Annotated[str, Meta(description="council_district, garbage_route and so on.")]
    key: str
    name: str
    details: Details


class Facility(Struct, kw_only=True):
    """Where people go: a library, a fire station."""

    kind: Annotated[str, Meta(description="fire_station, library and so on.")]
    key: str
    name: str
    address: str
    longitude: Longitude
    latitude: Latitude
    miles: Annotated[float, Meta(ge=0, description="Along a straight line.")]
    details: Details


class Group(Struct, kw_only=True):
    """One of the four groups."""

    areas: list[Area]
    facilities: list[Facility]


class Groups(Struct, kw_only=True):
    """The four groups of the result page."""

    solid_waste: Group
    emergency: Group
    political: Group
    general: Group


class Place(Struct, kw_only=True):
    """An address, or a point, and what serves it."""

    id: Annotated[str, Meta(description="The key of the address; empty for a point.")]
    address: Annotated[str, Meta(description="Number, street and unit; empty for a point.")]
    city: str
    state: str
    zip: str
    longitude: Longitude
    latitude: Latitude
    url: Annotated[str, Meta(description="The page for people, on this site.")]
    groups: Groups
    set_outs: Annotated[list[SetOutDay], Meta(description="The next of each service, the soonest first.")]
    not_collected: Annotated[
        list[SetOutDay],
        Meta(description="What was to come before the next of its service and is not collected, with why."),
    ]


class LookUp(Struct, kw_only=True, omit_defaults=True):
    """What `brightline lookup` says of one line."""

    query: str
    id: Annotated[str, Meta(description="The key of the best match; empty where it is no address.")]
    address: Annotated[str, Meta(description="The best match as written in the city; empty where there is none.")]
    sure: Annotated[
        bool,
        Meta(description="The best match is what was typed and nothing else comes near; else ask who typed it."),
    ]
    instead: Annotated[bool, Meta(description="id and address are of another house: the one typed is not there.")]
    missing: Missing
    matches: list[Match]
    place: Annotated[Place | None, Meta(description="What serves the best match.")] = None
    error: Annotated[str, Meta(description="Why the line cannot be looked up.")] = ""


class Error(Struct, kw_only=True):
    """What is wrong, where, and the mend, in one sentence."""

    error: str
