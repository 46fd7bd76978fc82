"""A calendar feed: iCalendar (RFC 5545), with what RFC 7986 and common programs add for feeds asked for again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version

from icalendar import Calendar, vDuration
from icalendar import Event as VEvent

from brightline.resident.collection.calendar.vtimezone import vtimezone

# How long a program may go on showing what it has; a closure announced in the morning is seen before noon.
REFRESH = timedelta(hours=1)
_STATUS = {True: "CANCELLED", False: "CONFIRMED"}


@dataclass(frozen=True, slots=True)
class Event:
    """uid: the same wherever it moves; starts, ends: aware, in a zone of the IANA's; sequence: goes up with each
    revision; modified: when the last one was.
    """

    uid: str
    starts: datetime
    ends: datetime
    summary: str
    description: str
    place: str
    url: str
    category: str
    sequence: int
    modified: datetime
    is_cancelled: bool


def feed(name: str, zone: str, language: str, events: Sequence[Event]) -> bytes:
    """The whole feed, the same bytes for the same values: nothing in it is the time of asking."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Brightline//Set-outs {version('brightline')}//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", zone)
    calendar.add("refresh-interval", vDuration(REFRESH, params={"VALUE": "DURATION"}))
    calendar.add("x-published-ttl", vDuration(REFRESH))
    if events:
        years = {moment.year for each in events for moment in (each.starts, each.ends)}
        calendar.add_component(vtimezone(zone, min(years), max(years)))
    for event in events:
        calendar.add_component(_event(event))
    written: bytes = calendar.to_ical()
    return written


def _event(event: Event) -> VEvent:
    made = VEvent()
    made.add("uid", event.uid)
    # Without a time of asking in it, DTSTAMP says when it was last revised (RFC 5545, 3.8.7.2).
    made.add("dtstamp", event.modified)
    made.add("last-modified", event.modified)
    made.add("sequence", event.sequence)
    made.add("status", _STATUS[event.is_cancelled])
    made.add("dtstart", event.starts)
    made.add("dtend", event.ends)
    made.add("summary", event.summary)
    made.add("description", event.description)
    made.add("location", event.place)
    if event.url:
        made.add("url", event.url)
    made.add("categories", [event.category])
    # It takes up nobody's time.
    made.add("transp", "TRANSPARENT")
    return made
