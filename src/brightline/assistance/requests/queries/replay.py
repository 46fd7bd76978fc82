"""A stored decision evaluated again, so that anyone can see it was not made up."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from brightline.assistance.policy import facts as policy_facts
from brightline.assistance.policy import gate, packs
from brightline.assistance.requests.models import Decision
from brightline.assistance.requests.queries.register import get
from brightline.platform.kernel.errors import NotFound


@dataclass(frozen=True)
class Replay:
    """stored and again: the gate's answers as JSON; text_unchanged: the pack's digest is still the stored one.

    under_another: evaluated under a pack other than its own, where a difference is an answer and no fault.
    """

    number: str
    outcome: str
    pack: str
    stored: dict[str, object]
    again: dict[str, object]
    text_unchanged: bool
    under_another: bool

    @property
    def same(self) -> bool:
        """All that was decided is as it was; which pack said so is not compared."""
        pack = {"pack", "pack_digest"}
        return {k: v for k, v in self.stored.items() if k not in pack} == {
            k: v for k, v in self.again.items() if k not in pack
        }

    @property
    def holds(self) -> bool:
        return self.under_another or (self.same and self.text_unchanged)

    def to_json(self) -> dict[str, object]:
        return {
            "number": self.number,
            "outcome": self.outcome,
            "pack": self.pack,
            "same": self.same,
            "text_unchanged": self.text_unchanged,
            "stored": self.stored,
            "again": self.again,
        }


def replay(number: str, pack_id: str | None = None) -> Replay:
    """Evaluate the decision on `number` again. Raises NotFound when nothing was decided, Invalid for no such pack."""
    decision = Decision.objects.filter(request=get(number)).first()
    if decision is None:
        raise NotFound(_("Nothing has been decided on %(number)s yet.") % {"number": number})
    pack = packs.load(pack_id or decision.pack)
    # Another pack may know other facts of its own; those it shares with ours are what is compared.
    own = packs.load(decision.pack)
    known = {
        name: value
        for name, value in decision.facts.items()
        if name in policy_facts.STANDARD or name in pack.facts or name not in own.facts
    }
    # The gate answered for what the agency asked and for what the commander added, in the order of the pack; the facts
    # hold only the former, and the database gives an object's keys back in an order of its own.
    known["asks"] = sorted(decision.gate["tasks"], key=list(own.tasks).index)
    again = gate.decide(pack, policy_facts.parse(known, pack))
    return Replay(
        number=number,
        outcome=str(decision.outcome),
        pack=pack.id,
        stored=decision.gate,
        again=again.to_json(),
        text_unchanged=pack.id != decision.pack or pack.digest == decision.pack_digest,
        under_another=pack.id != decision.pack,
    )
