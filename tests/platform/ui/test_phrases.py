"""Words put beside one another read right in each language."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation

from brightline.platform.ui.phrases import in_a_row, time_between
from brightline.platform.ui.templatetags.ui import local_time

START = datetime(2026, 5, 4, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "later", "said"),
    [
        ("en", timedelta(days=2, hours=3), "2 days, 3 hours"),
        ("es", timedelta(days=1, hours=3), "1 día, 3 horas"),
        ("ar", timedelta(days=1, hours=3), "يوم، 3 ساعات"),
        ("ar", timedelta(days=2, minutes=5), "يومين"),
        ("ar", timedelta(minutes=12), "12 دقيقة"),
        ("ar", timedelta(days=340), "11 شهرًا"),
        ("ar", timedelta(seconds=40), "أقل من دقيقة"),
    ],
)
def test_the_time_between_two_moments(language: str, later: timedelta, said: str) -> None:
    with translation.override(language):
        assert time_between(START, START + later).replace("\N{NO-BREAK SPACE}", " ") == said


def test_one_unit_is_enough_where_asked() -> None:
    with translation.override("en"):
        said = time_between(START, START + timedelta(days=2, hours=3), units=1)
    assert said.replace("\N{NO-BREAK SPACE}", " ") == "2 days"


@pytest.mark.parametrize(("language", "said"), [("en", "a, b"), ("es", "a, b"), ("ar", "a، b")])
def test_a_list_has_the_comma_of_its_language(language: str, said: str) -> None:
    with translation.override(language):
        assert in_a_row(["a", "b"]) == said


@pytest.mark.parametrize(("language", "said"), [("en", "4 May 2026, 03:00"), ("ar", "4 مايو 2026، 03:00")])
def test_a_day_and_its_time_stand_apart_as_the_language_has_it(language: str, said: str) -> None:
    with translation.override(language), timezone.override("America/New_York"):
        assert f">{said}</time>" in local_time(START)
