"""The demo city's roster: two posts, kept filled some days ahead."""

from datetime import datetime, timedelta

from brightline.assistance.duty import actions
from brightline.assistance.duty.models import Post, Shift
from brightline.demo import people
from brightline.platform.accounts.models import Person

_POSTS = (("Duty commander", 1, "ellery"), ("Backup commander", 2, "osei"))
_SHIFT = timedelta(hours=12)


def load(now: datetime, days: int = 7) -> None:
    """Add the posts, and shifts of twelve hours from `now` on where there are none."""
    keeper = people.person("kit")
    start = now.replace(minute=0, second=0, microsecond=0)
    for name, rank, holder in _POSTS:
        post = Post.objects.filter(rank=rank).first() or actions.add_post(
            name=name, rank=rank, fallback=people.person(holder), by=keeper
        )
        _fill(post, people.person(holder), start, start + timedelta(days=days))


def _fill(post: Post, holder: Person, start: datetime, end: datetime) -> None:
    last = Shift.objects.filter(post=post, ends_at__gt=start).order_by("-ends_at").first()
    begins = last.ends_at if last else start
    keeper = people.person("kit")
    while begins < end:
        actions.add_shift(post=post, commander=holder, starts_at=begins, ends_at=begins + _SHIFT, by=keeper)
        begins += _SHIFT
