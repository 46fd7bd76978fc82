"""Rules of the roster screen: no minute without someone, local times that exist, and who may change it."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from brightline.assistance.duty import actions, coverage, queries
from brightline.assistance.duty.forms import local_to_utc
from brightline.assistance.duty.models import Post, Shift
from brightline.platform.accounts.models import Person
from brightline.platform.kernel import clock
from brightline.record.ledger import queries as ledger
from tests.support.builders import Crew

ZONE = ZoneInfo("America/Kentucky/Louisville")
FORWARD = date(2026, 3, 8)
BACK = date(2026, 11, 1)


def as_seen_by(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def given(crew: Crew, starts: str, ends: str, **changed: object) -> dict[str, object]:
    post = Post.objects.get(rank=1)
    return {"post": post.pk, "commander": crew.backup.pk, "starts_at": starts, "ends_at": ends, **changed}


@pytest.mark.parametrize(("day", "hours"), [(FORWARD, 23), (BACK, 25), (date(2026, 6, 1), 24)])
def test_the_pieces_of_a_day_cover_every_minute_of_it_once(day: date, hours: int) -> None:
    (only,) = coverage.days(day, 1, ZONE)
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZONE).astimezone(UTC)
    held = [
        SimpleNamespace(starts_at=noon - timedelta(hours=30), ends_at=noon - timedelta(hours=9)),
        SimpleNamespace(starts_at=noon, ends_at=noon + timedelta(hours=3)),
        SimpleNamespace(starts_at=noon + timedelta(days=3), ends_at=noon + timedelta(days=4)),
    ]
    pieces = coverage.pieces(only, held)
    assert [piece.covered for piece in pieces] == [True, False, True, False]
    assert all(before.end == after.start for before, after in pairwise(pieces))
    assert sum((piece.end - piece.start for piece in pieces), timedelta()) == timedelta(hours=hours)
    assert only.clocks_change is (hours != 24)


def test_a_time_the_clocks_skip_or_show_twice_is_refused_with_its_reason() -> None:
    with timezone.override(ZONE):
        assert local_to_utc(datetime.fromisoformat("2026-03-08T03:30")) == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
        assert local_to_utc(datetime.fromisoformat("2026-11-01T02:00")) == datetime(2026, 11, 1, 7, 0, tzinfo=UTC)
        with pytest.raises(ValidationError, match="There is no 02:30 on 2026-03-08"):
            local_to_utc(datetime.fromisoformat("2026-03-08T02:30"))
        with pytest.raises(ValidationError, match="01:30 comes twice on 2026-11-01"):
            local_to_utc(datetime.fromisoformat("2026-11-01T01:30"))


@pytest.mark.django_db
def test_a_shift_is_typed_in_the_citys_time() -> None:
    crew = Crew()
    answer = as_seen_by(crew.commander).post(reverse("add_shift"), given(crew, "2030-07-01T07:00", "2030-07-01T19:00"))
    assert answer.status_code == 302
    shift = Shift.objects.get()
    assert shift.starts_at == datetime(2030, 7, 1, 11, tzinfo=UTC)
    assert shift.ends_at == datetime(2030, 7, 1, 23, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("starts", "ends", "sentence"),
    [
        ("2030-07-01T18:00", "2030-07-02T06:00", "is already held for part of that time"),
        ("2030-07-03T19:00", "2030-07-03T07:00", "ends before it starts"),
        ("2020-07-03T07:00", "2020-07-03T19:00", "would be over already"),
        ("2030-07-03T07:00", "2030-07-04T07:01", "longer than 24 hours"),
        ("2030-07-03T07:00", "2199-07-03T07:00", "longer than 24 hours"),
        ("2030-03-10T02:30", "2030-03-10T12:00", "There is no 02:30 on 2030-03-10"),
        ("2030-07-03", "2030-07-03T07:00", "This is no day and time"),
        ("", "2030-07-03T07:00", "Give the day and the time."),
    ],
)
def test_a_shift_that_cannot_be_is_one_sentence_and_keeps_what_was_typed(starts: str, ends: str, sentence: str) -> None:
    crew = Crew()
    client = as_seen_by(crew.administrator)
    client.post(reverse("add_shift"), given(crew, "2030-07-01T07:00", "2030-07-01T19:00"))
    answer = client.post(reverse("add_shift"), given(crew, starts, ends))
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert f'value="{ends}"' in answer.content.decode()
    assert Shift.objects.count() == 1


@pytest.mark.django_db
def test_a_gap_is_shown_as_covered_by_the_named_fallback() -> None:
    crew = Crew()
    shown = as_seen_by(crew.reviewer).get(reverse("roster")).content.decode()
    assert "fallback: no shift covers this" in shown
    assert str(crew.commander) in shown


@pytest.mark.django_db
def test_a_shift_that_has_begun_stays_and_a_coming_one_is_removed() -> None:
    crew = Crew()
    now = clock.now()
    post = Post.objects.get(rank=1)
    begun, coming = (
        actions.add_shift(post=post, commander=crew.backup, starts_at=start, ends_at=start + length, by=crew.commander)
        for start, length in ((now - timedelta(hours=1), timedelta(hours=2)), (now + timedelta(days=1), timedelta(1)))
    )
    client = as_seen_by(crew.commander)
    assert client.post(reverse("remove_shift", args=[begun.pk])).status_code == 409
    assert reverse("remove_shift", args=[begun.pk]) not in client.get(reverse("roster")).content.decode()
    assert reverse("remove_shift", args=[coming.pk]) in client.get(reverse("roster")).content.decode()
    assert client.get(reverse("remove_shift", args=[coming.pk])).status_code == 200
    assert client.post(reverse("remove_shift", args=[coming.pk])).status_code == 302
    assert list(Shift.objects.all()) == [begun]


@pytest.mark.django_db
@pytest.mark.parametrize("day", [date(2030, 3, 9), date(2030, 11, 2), date(2030, 7, 3)])
def test_seven_to_seven_is_a_day_when_the_clocks_change_too(day: date) -> None:
    crew = Crew()
    typed = [f"{day + timedelta(days=after)}T07:00" for after in (0, 1)]
    assert as_seen_by(crew.commander).post(reverse("add_shift"), given(crew, typed[0], typed[1])).status_code == 302


@pytest.mark.django_db
def test_a_running_shift_is_ended_now_and_what_has_been_of_it_stays() -> None:
    crew = Crew()
    now = clock.now()
    post = Post.objects.get(rank=1)
    running, coming = (
        actions.add_shift(post=post, commander=crew.backup, starts_at=start, ends_at=end, by=crew.commander)
        for start, end in (
            (now - timedelta(hours=1), now + timedelta(hours=2)),
            (now + timedelta(hours=2), now + timedelta(hours=4)),
        )
    )
    client = as_seen_by(crew.administrator)
    ends = reverse("end_shift", args=[running.pk])
    assert ends in client.get(reverse("roster")).content.decode()
    assert "answers from now on" in client.get(ends).content.decode()
    assert as_seen_by(crew.reviewer).post(ends).status_code == 403
    assert client.post(reverse("end_shift", args=[coming.pk])).status_code == 409
    assert client.post(ends).status_code == 302
    assert client.post(ends).status_code == 409

    shift = Shift.objects.get(pk=running.pk)
    assert shift.starts_at == running.starts_at
    assert now < shift.ends_at <= clock.now()
    assert queries.on_duty(clock.now())[0].by_fallback
    assert ledger.entries_of("roster.changed")[-1][1].public["change"] == "shift ended"
    actions.add_shift(
        post=post, commander=crew.commander, starts_at=clock.now(), ends_at=coming.starts_at, by=crew.commander
    )


@pytest.mark.django_db
def test_reviewers_and_auditors_look_and_change_nothing() -> None:
    crew = Crew()
    for person in (crew.reviewer, crew.auditor):
        client = as_seen_by(person)
        assert "Add a shift" not in client.get(reverse("roster")).content.decode()
        answer = client.post(reverse("add_shift"), given(crew, "2030-07-01T07:00", "2030-07-01T19:00"))
        assert answer.status_code == 403
        assert client.post(reverse("add_post"), {}).status_code == 403
    assert as_seen_by(crew.dispatcher).get(reverse("roster")).status_code == 403
    assert not Shift.objects.exists()


@pytest.mark.django_db
def test_a_post_needs_a_free_name_a_free_number_and_a_fallback() -> None:
    crew = Crew()
    client = as_seen_by(crew.administrator)
    refused = client.post(reverse("add_post"), {"name": "post 1", "rank": "2", "fallback": crew.dispatcher.pk})
    assert refused.status_code == 400
    said = refused.content.decode()
    assert "There is a post of that name already." in said
    assert "Post 2 is paged as number 2." in said
    assert (
        client.post(reverse("add_post"), {"name": "Night", "rank": "3", "fallback": crew.backup.pk}).status_code == 302
    )
    assert Post.objects.get(rank=3).fallback == crew.backup
