"""Set-outs as JSON: what the API and the command answer with."""

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct

from brightline.city.place import Place
from brightline.resident.collection import phrases
from brightline.resident.collection.calendar.set_outs import SetOut
from brightline.resident.collection.calendar.why import ByChange, ByHoliday, Moved


class Reason(Struct, kw_only=True, omit_defaults=True):
    """One step from the regular day to the day."""

    kind: Annotated[str, Meta(description="holiday, change or together.")]
    was: Annotated[dt.date, Meta(description="Where it stood before.")]
    day: Annotated[dt.date | None, Meta(description="Where it stands after; null when it is not collected.")]
    holiday: Annotated[str, Meta(description="The holiday, as the city's rules call it.")] = ""
    change: Annotated[int, Meta(description="The number of the announcement.")] = 0


class SetOutDay(Struct, kw_only=True):
    """One regular day of one service at the place, and what became of it."""

    service: Annotated[str, Meta(description="garbage, recycling and so on, as the city's rules call it.")]
    name: Annotated[str, Meta(description="In the reader's language.")]
    kind: Annotated[str, Meta(description="set_out, or no_parking where cars have to go.")]
    date: Annotated[dt.date | None, Meta(description="The day of collection; null when it is not collected.")]
    regular_date: Annotated[dt.date, Meta(description="The day it would be without holidays and announcements.")]
    out_from: Annotated[str, Meta(description="From when it may stand at the curb, ISO 8601; empty if never.")]
    out_until: Annotated[str, Meta(description="By when it must stand there.")]
    side: Annotated[str, Meta(description="Of the street, for no_parking: even, odd, north, … or empty.")]
    container: Annotated[str, Meta(description="What it goes in, in the reader's language.")]
    moved: Annotated[bool, Meta(description="Not the regular day.")]
    why: Annotated[list[str], Meta(description="Why the regular day is what it is, then each move, as sentences.")]
    reasons: Annotated[list[Reason], Meta(description="The moves as data.")]


class Calendar(Struct, kw_only=True):
    """The set-outs of an address from one day to another, both inside."""

    id: Annotated[str, Meta(description="The key of the address.")]
    address: str
    first: dt.date
    last: dt.date
    set_outs: list[SetOutDay]


def calendar(place: Place, first: dt.date, last: dt.date, set_outs: list[SetOut]) -> Calendar:
    """In the language in use."""
    return Calendar(
        id=place.key, address=place.label, first=first, last=last, set_outs=[set_out_day(each) for each in set_outs]
    )


def set_out_day(each: SetOut) -> SetOutDay:
    return SetOutDay(
        service=each.service.id,
        name=phrases.said(each.service.name),
        kind=each.service.kind.value,
        date=each.day,
        regular_date=each.regular,
        out_from=each.starts.isoformat() if each.starts else "",
        out_until=each.ends.isoformat() if each.ends else "",
        side=each.side,
        container=phrases.said(each.service.container),
        moved=each.is_moved,
        why=phrases.why(each),
        reasons=[_reason(move) for move in each.moves],
    )


def _reason(move: Moved) -> Reason:
    if isinstance(move, ByHoliday):
        return Reason(kind="holiday", was=move.was, day=move.day, holiday=move.holiday)
    if isinstance(move, ByChange):
        return Reason(kind="change", was=move.was, day=move.day, change=move.change)
    return Reason(kind="together", was=move.was, day=None)
