"""A place's set-outs as a calendar feed: each event with a UID that stays and a SEQUENCE that goes up."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from django.utils.translation import gettext as _

from brightline.city import queries as city
from brightline.city.kinds import ONE_EACH
from brightline.city.place import Place
from brightline.platform.ui.phrases import in_a_row
from brightline.resident.collection import phrases
from brightline.resident.collection.calendar import ical
from brightline.resident.collection.calendar.changes import touching
from brightline.resident.collection.calendar.schedule import Course
from brightline.resident.collection.calendar.set_outs import SetOut, window
from brightline.resident.collection.calendar.why import ByHoliday
from brightline.resident.collection.queries import calendars

# What has just been stays, so that a program need not guess why it is gone; a year ahead is all a phone shows.
_BACK = timedelta(days=28)
AHEAD = timedelta(days=366)


def feed(
    place: Place, today: date, *, page: str, language: str, first: date | None = None, last: date | None = None
) -> bytes:
    """The feed in the language in use. page: the address of the calendar's page, "" for none; first, last: its days,
    both inside, in place of those of every feed. Raises Invalid for days that queries.set_outs refuses.
    """
    begin = first or today - _BACK
    end = last or (first or today) + AHEAD
    calendars.check_days(begin, end)
    # As far back as every feed, so that an event has the same SEQUENCE whichever days are asked for.
    kept = calendars.of(place, min(begin, today - _BACK))
    # Not the host one was asked under, which can be several: the same event must have one UID.
    host = city.city().log_origin.partition("/")[0]
    events = [_event(each, kept, place, host, page) for each in kept.set_outs(begin, end)]
    name = _("Set-out days, %(address)s") % {"address": place.label}
    return ical.feed(name, kept.in_force.rules.zone, language, events)


def uid(set_out: SetOut, place: Place, host: str) -> str:
    """The same for a service and its regular day at a place, wherever it moves. Only where a place can lie in several
    areas of a kind is the area part of it: else a new name for a route would double every event.
    """
    kind = set_out.service.area
    area = f".{set_out.area.key}" if kind is not None and kind not in ONE_EACH else ""
    return f"{set_out.service.id}{area}.{set_out.regular:%Y%m%d}.{place.key}@{host}"


def _event(set_out: SetOut, kept: calendars.Kept, place: Place, host: str, page: str) -> ical.Event:
    revision, modified = _revised(set_out, kept)
    hours, zone = set_out.service.hours, kept.in_force.rules.zone
    if set_out.starts is not None and set_out.ends is not None:
        starts, ends = set_out.starts, set_out.ends
    else:
        starts, ends = window(hours, zone, set_out.shown_on.toordinal())
    return ical.Event(
        uid=uid(set_out, place, host),
        starts=starts,
        ends=ends,
        summary=_summary(set_out),
        description="\n".join(_lines(set_out)),
        place=in_a_row(part for part in (place.label, place.city) if part),
        url=page,
        category=phrases.said(set_out.service.name),
        sequence=revision,
        modified=modified,
        is_cancelled=set_out.day is None,
    )


def _summary(set_out: SetOut) -> str:
    name = phrases.said(set_out.service.name)
    if set_out.day is None and not set_out.is_together:
        return _("%(service)s: not collected") % {"service": name}
    if set_out.is_moved:
        return _("%(service)s (moved)") % {"service": name}
    return name


def _lines(set_out: SetOut) -> Sequence[str]:
    service = set_out.service
    out = phrases.said(service.container) if set_out.day else ""
    parts = [phrases.side(set_out) if set_out.day else "", out, *phrases.why(set_out), phrases.said(service.note)]
    return [part for part in parts if part]


def _revised(set_out: SetOut, kept: calendars.Kept) -> tuple[int, datetime]:
    """How often it was revised, and when last: with each load of other rules, each announcement that touched it and
    each of these withdrawn.
    """
    by_rules = [set_out.regular, *(each.day for each in set_out.why if isinstance(each, ByHoliday) and each.day)]
    course = Course(set_out.service.id, set_out.area)
    times = touching(course, kept.schedule.within, by_rules[-1:], kept.changes)
    loaded = kept.in_force.loaded_at or datetime(1970, 1, 1, tzinfo=UTC)
    return kept.in_force.revision + len(times), max([loaded, *times])
