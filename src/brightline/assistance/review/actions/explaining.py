"""Answering for a request that nobody logged."""

from django.db import transaction
from django.utils.translation import gettext as _

from brightline.assistance.review import permissions
from brightline.assistance.review.actions.telling import tell
from brightline.assistance.review.models import Explanation
from brightline.assistance.review.queries import examinations, findings
from brightline.platform.accounts.models import Person
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import Invalid
from brightline.platform.kernel.texts import trimmed
from brightline.platform.live.actions import publish
from brightline.record.ledger import actions as ledger


@transaction.atomic
def explain(finding_id: int, *, explanation: str, by: Person) -> Explanation:
    """It stays an exception; the answer stands beside it. Raises Denied, Invalid, NotFound, WrongState."""
    finding = findings.get(finding_id)
    examination = examinations.locked(finding.examination_id)
    permissions.check_can_explain(by, finding)
    explanation = trimmed(explanation)
    if not explanation:
        raise Invalid(_("Write the explanation in a few words. Nothing was recorded."))
    made = Explanation.objects.create(finding=finding, explanation=explanation, by=by, at=clock.now())
    ledger.append(
        "request.unlogged_explained",
        subject=finding.reference,
        public={"examination": examination.reference},
        private={"explanation": made.explanation, "by": by.email},
    )
    tell(examination)
    # Oversight's list of exceptions follows the register.
    publish("register")
    return made
