"""Announcing and withdrawing one-off changes."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from brightline.city import queries as city
from brightline.platform.accounts.models import Person
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import Invalid
from brightline.resident.collection import permissions
from brightline.resident.collection.models import Change, Effect
from brightline.resident.collection.queries import changed, kept

_LONGEST = timedelta(days=31)
# What was not collected yesterday can still be said today; older than a week nobody is helped by it.
_BACK = timedelta(days=7)
_AHEAD = timedelta(days=366)
_MOVED_AT_MOST = timedelta(days=28)


@dataclass(frozen=True)
class Announced:
    """What someone announces. services, areas ("garbage_route/g-12"): all when empty; words: why, by language."""

    effect: Effect
    first: date
    last: date
    words: dict[str, str]
    to: date | None = None
    services: list[str] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)

    def as_row(self) -> Change:
        """Not saved."""
        return Change(
            effect=self.effect,
            first=self.first,
            last=self.last,
            to=self.to,
            words=self.words,
            services=sorted(set(self.services)),
            areas=sorted(set(self.areas)),
            announced_at=clock.now(),
        )


@transaction.atomic
def announce(announced: Announced, *, key: UUID, by: Person) -> Change:
    """It is in every calendar from now on. key: the form's; sent again with the same key it is the same announcement.
    Raises Denied, Invalid.
    """
    permissions.check_can_announce(by)
    before = Change.objects.filter(key=key).first()
    if before is not None:
        return before
    check(announced)
    row = announced.as_row()
    row.key, row.announced_by = key, by
    row.save()
    return row


@transaction.atomic
def withdraw(change_id: int, *, by: Person) -> Change:
    """Every calendar is as if it had not been announced. Raises NotFound, Denied, WrongState."""
    change = changed.get(change_id)
    # Of two who withdraw it at once the second is told.
    change = Change.objects.select_for_update(of=("self",)).get(pk=change.pk)
    permissions.check_can_withdraw(by, change)
    change.withdrawn_at, change.withdrawn_by = clock.now(), by
    change.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return change


def check(announced: Announced) -> None:
    """Whether it can be announced today. Raises Invalid with the first thing that is wrong."""
    today = city.local(clock.now()).date()
    first, last, to = announced.first, announced.last, announced.to
    if last < first:
        raise Invalid(_("The last day is before the first. Give them in their order."))
    if first < today - _BACK or last > today + _AHEAD:
        raise Invalid(_("A change concerns days from a week ago to a year ahead. Check the dates."))
    if last - first > _LONGEST:
        raise Invalid(_("From the first day to the last is more than a month. Announce it in parts."))
    if announced.effect == Effect.SLIDES and _week(first) != _week(last):
        raise Invalid(_("Days that make the rest of their week later lie in one week. Announce each week by itself."))
    if announced.effect == Effect.MOVED:
        if to is None:
            raise Invalid(_("Say to which day it is moved."))
        if first <= to <= last:
            raise Invalid(
                _("%(day)s is one of the days on which nothing is collected. Choose another.")
                % {"day": date_format(to, "D j M Y")}
            )
        if abs(to - first) > _MOVED_AT_MOST or to < today:
            raise Invalid(_("It can be moved to a day from today on and at most four weeks away. Choose another."))
    if not announced.words:
        raise Invalid(_("Say why, in a few words residents read."))
    known = {service.id for service in kept.in_force().rules.services}
    if unknown := sorted(set(announced.services) - known):
        raise Invalid(_("There is no service %(name)s. Choose among those listed.") % {"name": unknown[0]})


def _week(day: date) -> date:
    return day - timedelta(days=day.weekday())
