"""Hours and minutes mean the moment people mean, on the days the clocks change too."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brightline.city.hours import meant

ZONE = ZoneInfo("America/Kentucky/Louisville")
MINUTE = timedelta(minutes=1)


def at(text: str, fold: int = 0) -> datetime:
    """A local time of the zone, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE, fold=fold).astimezone(UTC)


def read(typed: str, *, since: datetime, now: datetime) -> datetime | None:
    return meant(time.fromisoformat(typed), since=since, now=now, zone=ZONE)


def test_a_time_between_sending_and_now_is_that_time() -> None:
    assert read("14:20", since=at("2026-03-12 14:00"), now=at("2026-03-12 14:30")) == at("2026-03-12 14:20")


def test_past_midnight_a_late_hour_was_yesterday() -> None:
    since, now = at("2026-03-12 23:50"), at("2026-03-13 00:05")
    assert read("23:58", since=since, now=now) == at("2026-03-12 23:58")
    assert read("00:02", since=since, now=now) == at("2026-03-13 00:02")


def test_the_minute_of_sending_counts_as_sent_and_never_as_before_it() -> None:
    sent = at("2026-03-12 14:00:40")
    assert read("14:00", since=sent, now=at("2026-03-12 14:30")) == sent
    assert read("14:00", since=sent, now=sent) == sent
    assert read("13:59", since=sent, now=at("2026-03-12 14:30")) is None


def test_a_clock_a_minute_ahead_means_now() -> None:
    sent, now = at("2026-03-12 14:00"), at("2026-03-12 14:29:30")
    assert read("14:30", since=sent, now=now) == now
    assert read("14:31", since=sent, now=now) is None
    midnight = at("2026-03-12 23:59:30")
    assert read("00:00", since=sent, now=midnight) == midnight


def test_a_time_that_is_today_and_yesterday_is_the_latest_that_has_been() -> None:
    since, now = at("2026-03-11 08:00"), at("2026-03-12 14:30")
    assert read("09:00", since=since, now=now) == at("2026-03-12 09:00")
    assert read("15:00", since=since, now=now) == at("2026-03-11 15:00")
    assert read("07:00", since=at("2026-03-12 08:00"), now=now) is None


def test_in_the_hour_that_comes_twice_it_is_the_later_one_that_has_been() -> None:
    first, second = (at("2026-11-01 01:30", fold=fold) for fold in (0, 1))
    assert second - first == timedelta(hours=1)
    sent = at("2026-11-01 00:50")
    assert read("01:30", since=sent, now=at("2026-11-01 01:45")) == first
    assert read("01:30", since=sent, now=at("2026-11-01 01:10", fold=1)) == first
    assert read("01:30", since=sent, now=at("2026-11-01 01:45", fold=1)) == second
    # Sent at 01:40 for the first time: only the second 01:30 comes after that.
    assert read("01:30", since=at("2026-11-01 01:40"), now=at("2026-11-01 01:45", fold=1)) == second
    assert read("01:30", since=at("2026-11-01 01:40"), now=at("2026-11-01 01:10", fold=1)) is None


def test_a_time_the_clocks_skip_has_never_been() -> None:
    sent, now = at("2026-03-08 01:50"), at("2026-03-08 03:40")
    assert now - sent == timedelta(minutes=50)
    assert read("02:30", since=sent, now=now) is None
    assert read("03:30", since=sent, now=now) == at("2026-03-08 03:30")
    assert read("01:55", since=sent, now=now) == at("2026-03-08 01:55")
    # Someone sent long before that can have meant yesterday.
    assert read("02:30", since=at("2026-03-06 12:00"), now=now) == at("2026-03-07 02:30")


@pytest.mark.parametrize("zone", ["America/Kentucky/Louisville", "Australia/Lord_Howe", "Asia/Kathmandu"])
@given(
    since=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - given UTC
    later=st.timedeltas(timedelta(), timedelta(hours=23)),
    share=st.floats(0, 1),
)
def test_whatever_the_clocks_showed_since_the_sending_is_read_as_a_time_they_showed_it(
    zone: str, since: datetime, later: timedelta, share: float
) -> None:
    city, now = ZoneInfo(zone), since + later
    shown = (since + later * share).astimezone(city).time().replace(second=0, microsecond=0, fold=0)
    moment = meant(shown, since=since, now=now, zone=city)
    assert moment is not None
    assert since <= moment <= now
    local = moment.astimezone(city).time().replace(second=0, microsecond=0, fold=0)
    assert local == shown or now - moment < MINUTE
