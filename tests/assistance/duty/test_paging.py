"""Paging until someone answers."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from brightline.assistance.duty import actions, queries
from brightline.assistance.duty.models import Page
from brightline.assistance.requests import actions as requests
from brightline.platform.accounts.models import Person
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import Denied, Invalid, WrongState
from tests.support.builders import Crew

pytestmark = pytest.mark.django_db


@pytest.fixture
def crew() -> Crew:
    return Crew()


def reached(page: Page, step: int) -> list[Person]:
    return [call.commander for call in page.calls.filter(step=step)]


def test_the_first_post_is_paged_then_the_next_then_everyone(crew: Crew) -> None:
    now = clock.now()
    page = Page.objects.get(subject=crew.received().number)
    assert reached(page, 0) == [crew.commander]
    with clock.at(now + timedelta(minutes=1)):
        assert actions.escalate_due() == 0
    for step, who in ((1, [crew.backup]), (2, [crew.commander, crew.backup]), (3, [crew.commander, crew.backup])):
        now += timedelta(minutes=2, seconds=1)
        with clock.at(now):
            assert actions.escalate_due() == 1
            assert actions.escalate_due() == 0
        assert sorted(who, key=lambda each: each.pk) == sorted(reached(page, step), key=lambda each: each.pk)


def test_danger_pages_everyone_at_once(crew: Crew) -> None:
    page = Page.objects.get(subject=crew.received(danger_now=True).number)
    assert set(reached(page, page.step)) == {crew.commander, crew.backup}


def test_danger_found_later_pages_everyone_on_the_same_page(crew: Crew) -> None:
    request = crew.received()
    requests.declare_danger(request.number, by=crew.call_taker)
    page = Page.objects.get(subject=request.number)
    assert page.reason == Page.Reason.DANGER
    assert set(reached(page, page.step)) == {crew.commander, crew.backup}


def test_an_answer_ends_the_page_and_the_second_is_told_who_was_first(crew: Crew) -> None:
    request = crew.assessed()
    with clock.at(clock.now() + timedelta(hours=1)):
        assert actions.escalate_due() == 0
    with pytest.raises(WrongState, match="Commander has already answered"):
        actions.acknowledge(request.number, by=crew.backup)


def test_only_a_commander_answers(crew: Crew) -> None:
    request = crew.received()
    with pytest.raises(Denied):
        actions.acknowledge(request.number, by=crew.dispatcher)


def test_each_step_sets_the_clock_for_the_next(crew: Crew) -> None:
    page = Page.objects.get(subject=crew.received().number)
    jobs = ProcrastinateJob.objects.filter(task_name="duty.escalate")
    assert [job.scheduled_at for job in jobs] == [page.next_step_at]


def test_a_shift_decides_who_is_paged_and_its_gap_falls_to_the_fallback(crew: Crew) -> None:
    now = clock.now()
    post = queries.on_duty(now)[0].post
    actions.add_shift(
        post=post, commander=crew.backup, starts_at=now, ends_at=now + timedelta(hours=8), by=crew.administrator
    )
    first = queries.on_duty(now)[0]
    assert (first.commander, first.by_fallback) == (crew.backup, False)
    later = queries.on_duty(now + timedelta(hours=8))[0]
    assert (later.commander, later.by_fallback) == (crew.commander, True)


def test_shifts_of_one_post_do_not_overlap(crew: Crew) -> None:
    now = clock.now()
    post = queries.on_duty(now)[0].post
    end = now + timedelta(hours=8)
    actions.add_shift(post=post, commander=crew.backup, starts_at=now, ends_at=end, by=crew.administrator)
    actions.add_shift(
        post=post, commander=crew.backup, starts_at=end, ends_at=end + timedelta(hours=8), by=crew.administrator
    )
    with pytest.raises(Invalid, match="already held"):
        actions.add_shift(post=post, commander=crew.commander, starts_at=now, ends_at=end, by=crew.administrator)
    with pytest.raises(Invalid, match="ends before it starts"):
        actions.add_shift(post=post, commander=crew.commander, starts_at=end, ends_at=now, by=crew.administrator)


def test_someone_who_left_is_not_paged_for_a_shift_they_still_hold(crew: Crew) -> None:
    now = clock.now()
    post = queries.on_duty(now)[0].post
    actions.add_shift(
        post=post, commander=crew.backup, starts_at=now, ends_at=now + timedelta(hours=8), by=crew.administrator
    )
    crew.backup.is_active = False
    crew.backup.save()
    assert queries.on_duty(now)[0].commander == crew.commander


def test_a_post_whose_fallback_has_left_is_everyones(crew: Crew) -> None:
    crew.commander.is_active = False
    crew.commander.save()
    page = Page.objects.get(subject=crew.received().number)
    assert reached(page, 0) == [crew.backup]


def test_two_posts_never_share_a_number(crew: Crew) -> None:
    with pytest.raises(Invalid, match="a post of that name or number already"):
        actions.add_post(name="Another", rank=1, fallback=crew.backup, by=crew.administrator)
