"""Findings: one, its neighbours, and what this person has still to say of which."""

from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from brightline.assistance.review.models import Examination, Finding, Judgement, Label, Match
from brightline.city import queries as city
from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role
from brightline.platform.kernel.errors import NotFound

SHOWN = ("mine", "open", "settled", "all", "set_aside")
_SET_ASIDE = Q(label=Label.NONE)


def get(finding_id: int) -> Finding:
    """Raises NotFound."""
    found = Finding.objects.select_related("examination", "settlement").filter(pk=finding_id).first()
    if found is None:
        raise NotFound(_("There is no such finding."))
    return found


def received(finding: Finding) -> datetime | None:
    """When the call came in; None where the export has no time for it."""
    return local_time(finding.received_at)


def same_call(finding: Finding) -> QuerySet[Finding]:
    """The findings of one call, which stands in each of several exports that overlap; itself among them.

    It is known by its number and time, since what was written of it may have grown; without these by its text.
    """
    same = Q(digest=finding.digest)
    if finding.call_id and finding.received_at:
        same |= Q(call_id=finding.call_id, received_at=finding.received_at)
    return Finding.objects.filter(same)


def identity(finding: Finding) -> tuple[str, ...]:
    """Equal for the findings of one call."""
    known = finding.call_id and finding.received_at
    return (finding.call_id, finding.received_at) if known else (finding.digest,)


def local_time(written: str) -> datetime | None:
    """An export's local time, read in the city's zone; None when it cannot be read."""
    try:
        local = datetime.fromisoformat(written)
    except ValueError:
        return None
    return local if local.tzinfo else local.replace(tzinfo=city.zone())


def month(finding: Finding) -> str:
    """ "2026-05", or nothing where the export has no time for it."""
    at = received(finding)
    return f"{city.local(at):%Y-%m}" if at else ""


def of(examination: Examination, person: Person) -> QuerySet[Any]:
    """The examination's findings, each with `mine` (this person has something to say of it) and `done`.

    done: settled and, for a request, reconciled.
    """
    by_me = Judgement.objects.filter(finding=OuterRef("pk"), by=person)
    looked = Match.objects.filter(finding=OuterRef("pk"), by=person)
    settled = Q(settlement__isnull=False)
    reconciled = Q(linked__gt=0) | Q(looks__gte=2)
    is_request = Q(settlement__label=Label.REQUEST)
    found = Finding.objects.filter(examination=examination).select_related("settlement", "examination")
    found = found.annotate(
        looks=Count("matches", distinct=True),
        linked=Count("matches", filter=~Q(matches__number=""), distinct=True),
        judged_by_me=Exists(by_me),
        looked_by_me=Exists(looked),
    )
    may = person.has_role(Role.REVIEWER)
    mine = (~settled & Q(judged_by_me=False)) | (is_request & ~reconciled & Q(looked_by_me=False))
    return found.annotate(
        done=_as_bool(settled & (~is_request | reconciled)),
        mine=_as_bool(mine if may else Q(pk=None)),
    ).order_by("place")


def narrowed(examination: Examination, person: Person, show: str) -> QuerySet[Any]:
    """show: mine (still to do by this person), open (what the result waits for), settled or all that the engine
    reported; or set_aside, the calls drawn from those it did not.
    """
    found = of(examination, person)
    if show == "mine":
        return found.filter(mine=True)
    if show == "open":
        return found.filter(done=False).exclude(_SET_ASIDE, settlement=None)
    if show == "set_aside":
        return found.filter(_SET_ASIDE)
    reported = found.exclude(_SET_ASIDE)
    return reported.filter(settlement__isnull=False) if show == "settled" else reported


def counts(examination: Examination, person: Person) -> dict[str, int]:
    """How many there are of each of SHOWN."""
    return {show: narrowed(examination, person, show).count() for show in SHOWN}


def neighbours(finding: Finding, person: Person) -> tuple[Finding | None, Finding | None]:
    """The one before and the one after: while this person has some left to do, among those."""
    every = of(finding.examination, person)
    mine = every.filter(mine=True).exclude(pk=finding.pk)
    row = mine if mine.exists() else every
    before = row.filter(place__lt=finding.place).order_by("-place").first()
    return before, row.filter(place__gt=finding.place).first()


def next_for(examination: Examination, person: Person, after: int = 0) -> Finding | None:
    """The next this person has something to say of, after a place and then from the first again."""
    mine = of(examination, person).filter(mine=True)
    return mine.filter(place__gt=after).first() or mine.first()


def _as_bool(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())
