"""What the gate says of a request found in a narrative, as people read it. Pure."""

from collections.abc import Mapping

from brightline.assistance.policy import gate
from brightline.assistance.policy.facts import Facts
from brightline.assistance.policy.packs import Pack

_GROUNDS: Mapping[str, Mapping[str, object]] = {
    "criminal_warrant": {"warrant": "criminal", "warrant_verified": True},
    "crime": {"crime": "occurred", "crime_kind": "state_or_local"},
    "public_danger": {"clear_public_danger": True},
}


def outcome(pack: Pack, *, asks: list[str], grounds: list[str], commander: bool) -> str:
    """permitted, refused or not_covered: what the pack would have decided, had the narrative been all that was known.

    The recording is taken as made, since a narrative never says; everything else counts only as far as it is written.
    """
    known: dict[str, object] = {}
    for ground in grounds:
        known.update(_GROUNDS.get(ground, {}))
    facts = Facts(
        asks=tuple(task for task in asks if task in pack.tasks),
        handled_by_commander=commander,
        commander_joins=commander,
        call_recorded=True,
        extra=tuple((name, fact.default) for name, fact in pack.facts.items()),
        **known,  # type: ignore[arg-type]
    )
    return gate.decide(pack, facts).dispatch
