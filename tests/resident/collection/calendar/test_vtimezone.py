"""The zone in a feed shows the clocks of the zone, change by change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from brightline.resident.collection.calendar.vtimezone import vtimezone


@pytest.mark.parametrize(
    ("zone", "changes"),
    [
        ("America/Kentucky/Louisville", ["20260308T020000", "20261101T020000", "20270314T020000", "20271107T020000"]),
        ("Australia/Lord_Howe", ["20260405T020000", "20261004T020000", "20270404T020000", "20271003T020000"]),
        ("America/Phoenix", []),
    ],
)
def test_each_change_of_the_clocks_begins_at_the_hour_they_showed(zone: str, changes: list[str]) -> None:
    parts = vtimezone(zone, 2026, 2027).subcomponents
    assert [part["DTSTART"].to_ical().decode() for part in parts] == ["20260101T000000", *changes]


@pytest.mark.parametrize("zone", ["America/Kentucky/Louisville", "Australia/Lord_Howe", "Africa/Casablanca"])
def test_every_hour_of_two_years_has_the_offset_of_the_zone(zone: str) -> None:
    parts = vtimezone(zone, 2026, 2027).subcomponents
    begins = [(part["DTSTART"].dt - part["TZOFFSETFROM"].td, part["TZOFFSETTO"].td) for part in parts]
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    while moment.year < 2028:
        here = [offset for begin, offset in begins if begin <= moment.replace(tzinfo=None)][-1]
        assert here == moment.astimezone(ZoneInfo(zone)).utcoffset()
        moment += timedelta(hours=1)
