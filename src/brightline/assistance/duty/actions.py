"""Paging a commander until one answers, and keeping the roster. The only writers of pages and shifts."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from psycopg.errors import ExclusionViolation

from brightline.assistance.duty import permissions, queries
from brightline.assistance.duty.models import Page, PageCall, Post, Shift
from brightline.city import queries as city
from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import Invalid, NotFound, WrongState
from brightline.platform.live.actions import publish
from brightline.record.ledger import actions as ledger

EVERYONE = "everyone"
_LONGEST_SHIFT = timedelta(hours=24)


@transaction.atomic
def page(subject: str, *, reason: Page.Reason, answer_within: timedelta) -> Page:
    """Page the first post, or all commanders at once when someone is in danger.

    Paging again about the same subject makes a danger of a request; it never starts a second clock.
    """
    existing = Page.objects.select_for_update().filter(subject=subject, ended_at=None).first()
    if existing and (existing.reason == reason or existing.reason == Page.Reason.DANGER):
        return existing
    now = clock.now()
    started = existing or Page(subject=subject, started_at=now)
    started.reason = reason
    started.answer_within = answer_within
    if reason == Page.Reason.DANGER:
        started.step = max(Post.objects.count(), started.step + 1 if existing else 0)
    started.next_step_at = now + answer_within
    started.save()
    _call(started)
    _set_clock(started)
    return started


def hold(subject: str) -> None:
    """Lock the open page about `subject` before anything is appended.

    Whoever needs both takes the page first and the ledger after, or two of them could wait for each other.
    """
    list(Page.objects.select_for_update().filter(subject=subject, ended_at=None))


@transaction.atomic
def escalate_due() -> int:
    """Move every page whose time is up one step on. Safe to run at any time, by any number of workers at once.

    Returns how many moved. The row lock and the time in the row keep one step from being taken twice.
    """
    now = clock.now()
    due = Page.objects.select_for_update(skip_locked=True).filter(ended_at=None, next_step_at__lte=now)
    moved = 0
    for late in due:
        # Past the last post everyone is paged anew each time the clock runs out: silence never ends a page.
        late.step += 1
        late.next_step_at = now + late.answer_within
        late.save(update_fields=["step", "next_step_at"])
        _call(late)
        _set_clock(late)
        moved += 1
    return moved


@transaction.atomic
def acknowledge(subject: str, *, by: Person) -> Page:
    """A commander answers: the page is over. Raises Denied, WrongState when another was faster."""
    permissions.check_can_answer(by)
    answered = Page.objects.select_for_update().filter(subject=subject).order_by("-started_at").first()
    if answered is None:
        raise NotFound(_("No page about %(subject)s was sent.") % {"subject": subject})
    if answered.ended_at is not None:
        who = answered.acknowledged_by
        raise WrongState(
            _("%(name)s has already answered this page. Nothing was changed.") % {"name": who}
            if who
            else _("This page is already over. Nothing was changed.")
        )
    now = clock.now()
    answered.acknowledged_at = answered.ended_at = now
    answered.acknowledged_by = by
    answered.next_step_at = None
    answered.save()
    ledger.append(
        "page.acknowledged",
        subject=subject,
        public={"step": answered.step, "seconds": int((now - answered.started_at).total_seconds())},
        private={"by": by.email},
    )
    publish("duty", f"request.{subject}")
    return answered


@transaction.atomic
def end(subject: str, *, why: str, by: Person) -> None:
    """End an unanswered page that is no longer needed. Nothing happens when there is none."""
    ended = Page.objects.select_for_update().filter(subject=subject, ended_at=None).first()
    if ended is None:
        return
    ended.ended_at = clock.now()
    ended.next_step_at = None
    ended.save()
    ledger.append("page.ended", subject=subject, public={"why": why}, private={"by": by.email})
    publish("duty", f"request.{subject}")


@transaction.atomic
def add_post(*, name: str, rank: int, fallback: Person, by: Person) -> Post:
    """Add a post to the order of paging."""
    permissions.check_can_keep_roster(by)
    if not fallback.has_role(Role.COMMANDER):
        raise Invalid(_("%(name)s is not a commander: name one as the fallback.") % {"name": fallback})
    try:
        with transaction.atomic():
            post = Post.objects.create(name=name, rank=rank, fallback=fallback)
    except IntegrityError as error:
        raise Invalid(_("There is a post of that name or number already. Choose another.")) from error
    _roster_entry(post, "post added", who=fallback, by=by)
    return post


@transaction.atomic
def add_shift(*, post: Post, commander: Person, starts_at: datetime, ends_at: datetime, by: Person) -> Shift:
    """Put a commander on a post. Raises Denied, Invalid when the post is taken for part of that time.

    A shift lasts a day at most, and is written down before it is over: what has been cannot be put on the roster.
    """
    permissions.check_can_keep_roster(by)
    _check_times(starts_at, ends_at)
    if not commander.has_role(Role.COMMANDER):
        raise Invalid(_("%(name)s is not a commander and cannot hold a post.") % {"name": commander})
    try:
        with transaction.atomic():
            shift = Shift.objects.create(post=post, commander=commander, starts_at=starts_at, ends_at=ends_at)
    except IntegrityError as error:
        if not isinstance(error.__cause__, ExclusionViolation):
            raise
        raise Invalid(
            _("%(post)s is already held for part of that time. Choose a time that is free.") % {"post": post}
        ) from error
    _roster_entry(post, "shift added", who=commander, by=by, starts_at=starts_at, ends_at=ends_at)
    return shift


@transaction.atomic
def remove_shift(shift_id: int, *, by: Person) -> None:
    """Take a shift that has not begun off the roster; the post's fallback answers for that time."""
    permissions.check_can_keep_roster(by)
    shift = _locked_shift(shift_id)
    if shift.starts_at <= clock.now():
        raise WrongState(_("That shift has begun. Its history stays; end it, and add another from now on."))
    _roster_entry(
        shift.post, "shift removed", who=shift.commander, by=by, starts_at=shift.starts_at, ends_at=shift.ends_at
    )
    shift.delete()


@transaction.atomic
def end_shift(shift_id: int, *, by: Person) -> None:
    """End a running shift now; from here on the post's fallback answers, or another shift. Raises Denied, WrongState.

    What has been of it stays on the roster.
    """
    permissions.check_can_keep_roster(by)
    shift = _locked_shift(shift_id)
    now = clock.now()
    if shift.starts_at >= now:
        raise WrongState(_("That shift has not begun. Remove it instead; nothing was changed."))
    if shift.ends_at <= now:
        raise WrongState(_("That shift is already over. Nothing was changed."))
    shift.ends_at = now
    shift.save(update_fields=["ends_at"])
    _roster_entry(shift.post, "shift ended", who=shift.commander, by=by, starts_at=shift.starts_at, ends_at=now)


def _locked_shift(shift_id: int) -> Shift:
    """The shift, held to the end of the transaction. Raises NotFound."""
    shift = Shift.objects.select_for_update(of=("self",)).select_related("post", "commander").filter(pk=shift_id)
    found = shift.first()
    if found is None:
        raise NotFound(_("That shift is no longer on the roster."))
    return found


def _check_times(starts_at: datetime, ends_at: datetime) -> None:
    """Raises Invalid for a shift that ends before it starts, is over, or is longer than a day."""
    if ends_at <= starts_at:
        raise Invalid(_("The shift ends before it starts. Set the end later than the start."))
    if ends_at <= clock.now():
        raise Invalid(_("The shift would be over already. Set an end that is still to come."))
    # Two times of one zone are subtracted by the wall clock: 07:00 to 07:00 is a day when the clocks change too.
    on_the_clock = city.local(ends_at) - city.local(starts_at)
    if min(on_the_clock, ends_at - starts_at) > _LONGEST_SHIFT:
        raise Invalid(_("The shift is longer than 24 hours. Split it into shifts of at most 24 hours each."))


def _roster_entry(
    post: Post,
    change: str,
    *,
    who: Person,
    by: Person,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> None:
    times = {"starts_at": starts_at, "ends_at": ends_at}
    ledger.append(
        "roster.changed",
        subject="roster",
        public={"post": post.name, "change": change} | {key: at.isoformat() for key, at in times.items() if at},
        private={"who": who.email, "by": by.email},
    )
    publish("duty")


def _set_clock(paged: Page) -> None:
    """Set a job for the second this page goes on; it exists only if the caller's transaction commits."""
    app.configure_task("duty.escalate", queue="clock", schedule_at=paged.next_step_at).defer()


def _call(paged: Page) -> None:
    """Call whoever this step reaches: one post, or past the last post every commander."""
    now = clock.now()
    posts = queries.on_duty(now)
    # Someone who has left, or commands no more, cannot answer for a post: then it is everyone's.
    if paged.step < len(posts) and posts[paged.step].commander.has_role(Role.COMMANDER):
        reached = [(posts[paged.step].commander, posts[paged.step].post.name)]
    else:
        reached = [(commander, EVERYONE) for commander in queries.all_commanders()]
    PageCall.objects.bulk_create(
        PageCall(page=paged, commander=who, post=post, step=paged.step, at=now) for who, post in reached
    )
    ledger.append(
        "page.sent",
        subject=paged.subject,
        public={
            "reason": paged.reason,
            "step": paged.step,
            "posts": sorted({post for _who, post in reached}),
            "count": len(reached),
            "respond_by": (now + paged.answer_within).isoformat(),
        },
        private={"to": [who.email for who, _post in reached]},
    )
    publish("duty", f"request.{paged.subject}")
