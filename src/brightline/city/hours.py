"""What someone means who types only hours and minutes. Pure: takes values and returns values."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)


def meant(typed: time, *, since: datetime, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The latest moment from `since` to `now` at which the clocks of `zone` showed `typed`, in UTC; None if never.

    A late hour typed past midnight was yesterday; in an hour that comes twice it is the later one that has been. People
    say minutes where we keep seconds, and their clocks run a little ahead of ours: the minute of `since` counts as
    since, and a minute from now as now.
    """
    since, now = since.astimezone(UTC), now.astimezone(UTC)
    today = now.astimezone(zone).date()
    shown = (moment for day in (today - _DAY, today, today + _DAY) for moment in _shown(typed, day, zone))
    found = [moment for moment in shown if since - _MINUTE < moment <= now + _MINUTE]
    return min(max(*found, since), now) if found else None


def _shown(typed: time, day: date, zone: ZoneInfo) -> Iterator[datetime]:
    """When the clocks show `typed` on that day: once, twice where they go back, never where they skip it."""
    for fold in (0, 1):
        local = datetime.combine(day, typed.replace(fold=fold), tzinfo=zone)
        moment = local.astimezone(UTC)
        # In the hour the clocks skip, going to UTC and back does not return what was typed (PEP 495).
        if moment.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
            yield moment
