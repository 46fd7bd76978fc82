"""The window of hours, by the city's clocks, over the nights on which they change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brightline.resident.collection.calendar.rules import Hours
from brightline.resident.collection.calendar.set_outs import set_outs, window
from tests.resident.collection.ruled import NIGHT, ZONE, course, one_service, rules, scheduled


@pytest.mark.parametrize(
    ("day", "length", "offsets"),
    [
        (date(2026, 3, 8), 13, (-5, -4)),  # forward at 2 a.m.
        (date(2026, 11, 1), 15, (-4, -5)),  # back at 2 a.m.
        (date(2026, 7, 1), 14, (-4, -4)),
    ],
)
def test_a_night_on_which_the_clocks_change_is_an_hour_shorter_or_longer(
    day: date, length: int, offsets: tuple[int, int]
) -> None:
    (found,) = set_outs(one_service(), course(day.weekday()), [], day, day)
    assert found.starts
    assert found.ends
    assert (found.starts.time(), found.ends.time()) == (time(16), time(6))
    assert found.ends.astimezone(UTC) - found.starts.astimezone(UTC) == timedelta(hours=length)
    assert tuple(each.utcoffset() for each in (found.starts, found.ends)) == tuple(
        timedelta(hours=each) for each in offsets
    )


def test_an_hour_the_clocks_skip_is_the_moment_they_then_show() -> None:
    starts, _ends = window(Hours(time(2, 30), 0, time(6)), ZONE, date(2026, 3, 8).toordinal())
    assert starts == datetime(2026, 3, 8, 3, 30, tzinfo=ZoneInfo(ZONE))


def test_an_hour_that_comes_twice_is_the_first_of_them() -> None:
    starts, _ends = window(Hours(time(1, 30), 0, time(6)), ZONE, date(2026, 11, 1).toordinal())
    assert starts.astimezone(UTC) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


@given(st.dates(date(2000, 1, 1), date(2098, 12, 1)), st.sampled_from([ZONE, "America/Phoenix", "America/St_Johns"]))
def test_each_window_ends_after_it_begins_and_shows_the_hours_of_the_rules(day: date, zone: str) -> None:
    starts, ends = window(NIGHT, zone, day.toordinal())
    assert (starts.date(), starts.time(), ends.date(), ends.time()) == (day - timedelta(1), time(16), day, time(6))
    assert starts.astimezone(UTC) < ends.astimezone(UTC)


def test_large_items_stand_out_from_friday_to_monday() -> None:
    (found,) = [
        each
        for each in set_outs(rules(), scheduled(), [], date(2026, 12, 14), date(2026, 12, 14))
        if each.service.id == "large_items"
    ]
    assert found.starts
    assert found.ends
    assert (f"{found.starts:%a %H:%M}", f"{found.ends:%a %H:%M}") == ("Fri 16:00", "Mon 06:00")
