"""Comparing a settled request with the register."""

import hashlib

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from brightline.assistance.requests import queries as requests
from brightline.assistance.review import permissions
from brightline.assistance.review.actions.entering import enter_again
from brightline.assistance.review.actions.telling import tell
from brightline.assistance.review.engine import gate
from brightline.assistance.review.models import Finding, Match, Settlement
from brightline.assistance.review.queries import examinations, findings
from brightline.assistance.review.states import State
from brightline.platform.accounts.models import Person
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import Invalid, NotFound
from brightline.platform.live.actions import publish
from brightline.record.ledger import actions as ledger


@transaction.atomic
def match(finding_id: int, *, number: str, by: Person) -> Match:
    """Say which request of the register this is, or with an empty number that it is in none.

    Not logged becomes an exception at once, and a ledger entry when a second person confirms it.
    Raises Denied, Invalid, NotFound, WrongState.
    """
    finding = findings.get(finding_id)
    examination = examinations.locked(finding.examination_id)
    permissions.check_can_match(by, finding)
    number = number.strip().upper()
    if number:
        try:
            requests.get(number)
        except NotFound as error:
            raise Invalid(
                _("There is no request %(number)s in the register: check the number. Nothing was recorded.")
                % {"number": number[:20]}
            ) from error
    made = Match.objects.create(finding=finding, number=number, by=by, at=clock.now())
    nowhere = not number and Match.objects.filter(finding=finding, number="").count() == 2
    if nowhere:
        _enter_unlogged(finding, by=by)
    if (number or nowhere) and examination.state == State.ENTERED:
        enter_again(examination, findings.month(finding), by=by)
    tell(examination)
    # Oversight's list of exceptions follows the register.
    publish("register")
    return made


def _enter_unlogged(finding: Finding, *, by: Person) -> None:
    """Enter it, unless the same call was entered from another export."""
    same = findings.same_call(finding).exclude(pk=finding.pk).annotate(looks=Count("matches"))
    if same.filter(looks__gte=2).exclude(matches__number__gt="").exists():
        return
    settled: Settlement = finding.settlement
    pack = requests.pack_in_force(clock.now())
    ledger.append(
        "request.found_unlogged",
        subject=finding.reference,
        public={
            "examination": finding.examination.reference,
            "month": findings.month(finding),
            "agency_kind": "immigration",
            "asks": settled.asks,
            "grounds": settled.grounds,
            "gate": gate.outcome(pack, asks=settled.asks, grounds=settled.grounds, commander=settled.commander),
            "pack": pack.id,
            "pack_digest": pack.digest,
            "had_commander": settled.commander,
        },
        private={
            "cad_number": finding.call_id,
            "address": finding.address,
            "narrative": hashlib.sha256(finding.narrative.encode()).hexdigest(),
            "by": by.email,
        },
    )
