"""What a policy pack's gate would have decided, had the narrative been all that was known."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from brightline.assistance.policy import gate
from brightline.assistance.policy.facts import Facts
from brightline.assistance.policy.packs import Pack
from brightline.assistance.review.engine.finding.finding import Finding

# What a ground written down in the narrative says of the facts.
_OF_GROUND: Mapping[str, Mapping[str, Any]] = {
    "criminal_warrant": {"warrant": "criminal", "warrant_verified": True},
    "crime": {"crime": "occurred", "crime_kind": "state_or_local"},
    "public_danger": {"clear_public_danger": True},
}
# What an ask says of the paper behind it, where no judge's warrant is on record.
_PAPERS: Mapping[str, str] = {"serve_administrative_warrant": "administrative", "hold_on_detainer": "detainer"}
_CIVIL = {*_PAPERS, "ask_immigration_status"}


def asked(finding: Finding, pack: Pack) -> Finding:
    """The finding with the gate's answer, if it is a request."""
    if finding.label != "request":
        return finding
    facts = facts_of(pack, asks=finding.asks, grounds=finding.grounds, commander=finding.commander_involved)
    decision = gate.decide(pack, facts)
    return replace(finding, gate=decision.dispatch, because=tuple(dict.fromkeys(why.says for why in decision.because)))


def outcome(pack: Pack, *, asks: Sequence[str], grounds: Sequence[str], commander: bool) -> str:
    """permitted, refused or not_covered, of a request as people settled it."""
    return gate.decide(pack, facts_of(pack, asks=asks, grounds=grounds, commander=commander)).dispatch


def facts_of(pack: Pack, *, asks: Sequence[str], grounds: Sequence[str], commander: bool) -> Facts:
    """The facts of a request as its narrative has them.

    A narrative never says whether the call was recorded: that is taken as done. A commander who is written of is taken
    to have handled the request and joined the officers. Nothing else counts that is not written there.
    """
    known: dict[str, Any] = {"warrant": next((paper for ask, paper in _PAPERS.items() if ask in asks), "none")}
    for ground in grounds:
        known |= _OF_GROUND.get(ground, {})
    return Facts(
        **known,
        agency_kind="immigration",
        channel="phone",
        purpose=_purpose(asks, grounds),
        asks=tuple(task for task in dict.fromkeys(asks) if task in pack.tasks),
        handled_by_commander=commander,
        commander_joins=commander,
        call_recorded=True,
        extra=tuple((name, fact.default) for name, fact in pack.facts.items()),
    )


def _purpose(asks: Sequence[str], grounds: Sequence[str]) -> str:
    if "public_danger" in grounds:
        return "emergency"
    if grounds:
        return "criminal"
    if _CIVIL & set(asks):
        return "civil_immigration"
    if asks and set(asks) <= {"share_information", "identify_person"}:
        return "information"
    return "unknown"
