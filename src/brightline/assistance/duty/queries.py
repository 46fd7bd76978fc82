"""What other rooms may ask about who commands now and who has been paged."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from brightline.assistance.duty.models import Page, Post, Shift
from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role


@dataclass(frozen=True)
class OnDuty:
    """Who answers for a post now; by_fallback when no shift covers it."""

    post: Post
    commander: Person
    by_fallback: bool


def on_duty(at: datetime) -> list[OnDuty]:
    """Every post in the order of paging, with who answers for it at that time."""
    held = {
        shift.post_id: shift.commander
        for shift in Shift.objects.filter(starts_at__lte=at, ends_at__gt=at).select_related("commander")
        if shift.commander.has_role(Role.COMMANDER)
    }
    posts = Post.objects.select_related("fallback")
    return [OnDuty(post, held.get(post.pk, post.fallback), post.pk not in held) for post in posts]


def all_commanders() -> QuerySet[Person]:
    return Person.objects.filter(is_active=True, roles__contains=[Role.COMMANDER])


def open_page(subject: str) -> Page | None:
    """The page about `subject` that nobody has answered yet."""
    return Page.objects.filter(subject=subject, ended_at=None).first()


def pages_for(person: Person) -> QuerySet[Page]:
    """Unanswered pages that have reached this person, the oldest first."""
    return Page.objects.filter(ended_at=None, calls__commander=person).distinct().order_by("started_at")


def pages_of(subjects: list[str]) -> QuerySet[Page]:
    """Every page about these subjects, with whom each one reached."""
    return Page.objects.filter(subject__in=subjects).prefetch_related("calls__commander")


def shifts(first: datetime, last: datetime) -> QuerySet[Shift]:
    """Shifts that touch the time from first to last."""
    return Shift.objects.filter(starts_at__lt=last, ends_at__gt=first).select_related("post", "commander")
