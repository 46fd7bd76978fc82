"""A person reads a finding and says what it is; enough of them settle it."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from brightline.assistance.requests import queries as requests
from brightline.assistance.review import permissions
from brightline.assistance.review.actions.telling import tell
from brightline.assistance.review.models import Finding, Judgement, Label, Reading, Settlement
from brightline.assistance.review.queries import examinations, findings
from brightline.platform.accounts.models import Person
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import Invalid
from brightline.platform.kernel.texts import trimmed
from brightline.record.ledger import actions as ledger

# Turning back to a page within this time is the same reading of it.
_ONE_READING = timedelta(minutes=30)
_PERSONS = 3


@dataclass(frozen=True)
class Said:
    """What a person says of a finding. asks, grounds and commander count for a request only."""

    label: str
    agency: str = ""
    asks: list[str] = field(default_factory=list)
    grounds: list[str] = field(default_factory=list)
    commander: bool = False
    note: str = ""


@transaction.atomic
def read(finding_id: int, *, by: Person) -> Finding:
    """Note that someone reads what was said in a call, and hand it over. Raises Denied, NotFound."""
    permissions.check_can_read(by)
    finding = findings.get(finding_id)
    now = clock.now()
    if not Reading.objects.filter(finding=finding, by=by, at__gt=now - _ONE_READING).exists():
        Reading.objects.create(finding=finding, by=by, at=now)
        ledger.append(
            "finding.read",
            subject=finding.reference,
            public={"examination": finding.examination.reference},
            private={"by": by.email},
        )
    return finding


@transaction.atomic
def judge(finding_id: int, *, said: Said, by: Person) -> Settlement | None:
    """Record what this person says. Returns the settlement if that settles it.

    One person settles what agrees with the engine and is no request. A request, and whatever differs from the engine,
    takes a second person; where the two differ a third decides. Calls drawn from those set aside may be judged after
    the result was entered, which does not wait for them. Raises Denied, Invalid, NotFound, WrongState.
    """
    finding = findings.get(finding_id)
    examination = examinations.locked(finding.examination_id)
    permissions.check_can_judge(by, finding)
    said = _checked(said)
    now = clock.now()
    judgement = Judgement.objects.create(
        finding=finding,
        label=said.label,
        agency=said.agency,
        asks=said.asks,
        grounds=said.grounds,
        commander=said.commander,
        note=said.note,
        by=by,
        at=now,
    )
    settlement = None
    if _settles(finding, list(Judgement.objects.filter(finding=finding).order_by("pk"))):
        settlement = Settlement.objects.create(
            finding=finding,
            label=judgement.label,
            agency=judgement.agency,
            asks=judgement.asks,
            grounds=judgement.grounds,
            commander=judgement.commander,
            at=now,
        )
    tell(examination)
    return settlement


def _settles(finding: Finding, given: list[Judgement]) -> bool:
    if len(given) == 1:
        return given[0].label == finding.label != Label.REQUEST
    if len(given) == _PERSONS:
        return True
    return _content(given[0]) == _content(given[1])


def _content(judgement: Judgement) -> tuple[object, ...]:
    """What two persons must agree on: all that the public will read of it."""
    return (judgement.label, judgement.asks, judgement.grounds, judgement.commander)


def _checked(said: Said) -> Said:
    """Cleaned and in order. Raises Invalid."""
    if said.label not in Label.values:
        raise Invalid(_("Choose what this call was. Nothing was recorded."))
    agency, note = trimmed(said.agency)[:200], trimmed(said.note)
    if said.label != Label.REQUEST:
        return Said(label=said.label, agency=agency, note=note)
    pack = requests.pack_in_force(clock.now())
    unknown = [each for each in said.asks if each not in pack.tasks]
    unknown += [each for each in said.grounds if each not in pack.grounds]
    if unknown:
        raise Invalid(
            _("The policy has no “%(name)s”. Reload the page and choose again.") % {"name": str(unknown[0])[:60]}
        )
    return Said(
        label=said.label,
        agency=agency,
        asks=sorted(set(said.asks)),
        grounds=sorted(set(said.grounds)),
        commander=said.commander,
        note=note,
    )
