"""A zone's clocks over some years, as RFC 5545 (section 3.6.5) describes them in a feed.

Each change of the clocks is a part of its own: ical.js, which many programs read calendars with, passes over the first
day of a part that names further ones.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_DAY = timedelta(days=1)


@lru_cache(maxsize=16)
def vtimezone(zone: str, first_year: int, last_year: int) -> Timezone:
    """From the first day of the one year to the last of the other."""
    made = Timezone()
    made.add("tzid", zone)
    clocks = ZoneInfo(zone)
    start = datetime(first_year, 1, 1, tzinfo=clocks)
    made.add_component(_part(start, start))
    for before, after in _changes(clocks, start.astimezone(UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)):
        made.add_component(_part(before, after))
    return made


def _part(before: datetime, after: datetime) -> TimezoneStandard | TimezoneDaylight:
    """Two times of one moment: as the clocks showed it, which is what DTSTART says, and as they then show it."""
    part = TimezoneDaylight() if after.dst() else TimezoneStandard()
    part.add("dtstart", before.replace(tzinfo=None))
    part.add("tzoffsetfrom", before.utcoffset())
    part.add("tzoffsetto", after.utcoffset())
    part.add("tzname", after.tzname())
    return part


def _changes(clocks: ZoneInfo, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    day = start
    while day < end:
        offset, following = day.astimezone(clocks).utcoffset(), day + _DAY
        if following.astimezone(clocks).utcoffset() != offset:
            moment = _between(clocks, day, following)
            yield (moment + (offset or timedelta())).replace(tzinfo=_fixed(offset)), moment.astimezone(clocks)
        day = following


def _between(clocks: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The first second of the new offset."""
    offset = low.astimezone(clocks).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        low, high = (middle, high) if middle.astimezone(clocks).utcoffset() == offset else (low, middle)
    return high


def _fixed(offset: timedelta | None) -> timezone:
    return timezone(offset or timedelta())
