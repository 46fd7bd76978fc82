"""A period someone asks for is answered or refused, never run after."""

import pytest

from brightline.record.disclosure.figures import Period


@pytest.mark.parametrize("month", ["9999-12", "0001-01", "2201-01", "1899-12", "2026-13", "2026-1", "10000-1"])
def test_a_month_off_the_calendar_is_no_period(month: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Period(month, month)


def test_the_longest_period_has_a_bounded_number_of_months() -> None:
    assert len(Period("1900-01", "2200-12").months()) == 301 * 12
