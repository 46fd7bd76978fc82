"""Which months the public page shows when nothing was chosen."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from brightline.record.disclosure.figures import Period, default_period, in_order
from brightline.record.disclosure.fold import Record

ZONE = ZoneInfo("America/Kentucky/Louisville")
TODAY = date(2026, 11, 22)


def _counted(*months: str) -> Record:
    return Record(calls=dict.fromkeys(months, 1))


def test_nothing_yet_is_no_period() -> None:
    assert default_period(Record(), ZONE, TODAY) is None


def test_the_last_six_whole_months_without_the_running_one() -> None:
    months = [f"2026-{month:02d}" for month in range(1, 12)]
    assert default_period(_counted(*months), ZONE, TODAY) == Period("2026-05", "2026-10")


def test_it_never_begins_before_the_record_does() -> None:
    assert default_period(_counted("2026-09", "2026-10"), ZONE, TODAY) == Period("2026-09", "2026-10")


def test_a_record_begun_this_month_shows_this_month() -> None:
    assert default_period(_counted("2026-11"), ZONE, TODAY) == Period("2026-11", "2026-11")


def test_it_crosses_the_turn_of_the_year() -> None:
    months = [f"2025-{month:02d}" for month in range(1, 13)] + ["2026-01", "2026-02"]
    found = default_period(_counted(*months), ZONE, date(2026, 3, 1))
    assert found == Period("2025-09", "2026-02")
    assert found.months() == ["2025-09", "2025-10", "2025-11", "2025-12", "2026-01", "2026-02"]


@pytest.mark.parametrize(
    ("first", "last"), [("2026-13", "2026-14"), ("2026-05", "2026-04"), ("", "2026-05"), ("x", "y")]
)
def test_a_period_that_is_none_is_refused(first: str, last: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (the view says it in words)
        Period(first, last)


def test_grounds_keep_their_place_so_that_each_keeps_its_color() -> None:
    assert in_order(["zebra", "public_danger", "crime", "criminal_warrant"]) == [
        "criminal_warrant",
        "crime",
        "public_danger",
        "zebra",
    ]
