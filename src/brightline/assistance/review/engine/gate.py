"""What a policy pack's gate would have decided, had the narrative been all that was known."""

from collections.abc import Mapping
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
    decision = gate.decide(pack, facts_of(finding, pack))
    return replace(finding, gate=decision.dispatch, because=tuple(dict.fromkeys(why.says for why in decision.because)))


def facts_of(finding: Finding, pack: Pack) -> Facts:
    """The facts of a request as its narrative has them.

    A narrative never says whether the call was recorded: that is taken as done. A commander who is written of is taken
    to have handled the request and joined the officers. Nothing else counts that is not written there.
    """
    known: dict[str, Any] = {"warrant": _paper(finding)}
    for ground in finding.grounds:
        known |= _OF_GROUND.get(ground, {})
    return Facts(
        **known,
        agency_kind="immigration",
        channel="phone",
        purpose=_purpose(finding),
        asks=tuple(task for task in dict.fromkeys(finding.asks) if task in pack.tasks),
        handled_by_commander=finding.commander_involved,
        commander_joins=finding.commander_involved,
        call_recorded=True,
        extra=tuple((name, fact.default) for name, fact in pack.facts.items()),
    )


def _paper(finding: Finding) -> str:
    return next((paper for ask, paper in _PAPERS.items() if ask in finding.asks), "none")


def _purpose(finding: Finding) -> str:
    if "public_danger" in finding.grounds:
        return "emergency"
    if finding.grounds:
        return "criminal"
    if _CIVIL & set(finding.asks):
        return "civil_immigration"
    if finding.asks and set(finding.asks) <= {"share_information", "identify_person"}:
        return "information"
    return "unknown"
