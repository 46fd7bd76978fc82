"""The line: what the gate says, as the console shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from brightline.assistance.policy import facts as policy_facts
from brightline.assistance.policy import gate
from brightline.assistance.policy.packs import Pack
from brightline.platform.kernel.errors import NotFound

# The answer to each stage, in the order a commander asks.
_STAGES = ("dispatch", "find_ground", "send_before_assessment", "do_task", "refer", "cover")


@dataclass(frozen=True)
class Side:
    """One task on its side of the line. key tells it from the others, so that it is seen to move across."""

    key: str
    label: str
    asked: bool


@dataclass(frozen=True)
class Why:
    """One rule that determined the answer, in the reader's language."""

    rule: str
    says: str
    source: str
    stage: str


@dataclass(frozen=True)
class Line:
    """dispatch as the gate says it. missing: what, made true, would permit it; lacking: grounds of which one would."""

    dispatch: str
    before_assessment: str
    may: list[Side]
    may_not: list[Side]
    referred: list[Side]
    grounds: list[str]
    because: list[Why]
    missing: list[str]
    lacking: list[str]

    @property
    def permitted(self) -> list[tuple[str, str]]:
        """What may be authorized, as the choices of a form."""
        return [(side.key, side.label) for side in self.may]

    @property
    def asked_and_permitted(self) -> list[str]:
        return [side.key for side in self.may if side.asked]

    @property
    def ready_reasons(self) -> list[str]:
        """Which grounds hold, or what stands in the way of sending anyone: a reason the commander need not type."""
        stage = "find_ground" if self.dispatch == "permitted" else "dispatch"
        return [why.says for why in self.because if why.stage == stage][:2]


def now(pack: Pack, facts: policy_facts.Facts, language: str) -> Line:
    """What the gate says of `facts`: of each task asked, and of every other task it would permit."""
    answer = gate.decide(pack, facts)
    every = gate.decide(pack, policy_facts.parse(facts.to_json() | {"asks": list(pack.tasks)}, pack))
    also = [task for task, outcome in every.tasks.items() if outcome == "permitted" and task not in facts.asks]
    return _line(pack, answer.to_json(), dict.fromkeys(also, "permitted"), language)


def then(pack: Pack, stored: Mapping[str, Any], language: str) -> Line:
    """What the gate said when the decision was made."""
    return _line(pack, stored, {}, language)


def _line(pack: Pack, answer: Mapping[str, Any], also: Mapping[str, str], language: str) -> Line:
    sides: dict[str, list[Side]] = {"permitted": [], "refused": [], "referred": [], "not_covered": []}
    for tasks, asked in ((answer["tasks"], True), (also, False)):
        for task, outcome in tasks.items():
            sides[outcome].append(Side(task, _label(pack, "task", task, language), asked))
    refused = answer["dispatch"] == "refused"
    missing = list(answer["missing"])
    return Line(
        dispatch=answer["dispatch"],
        before_assessment=answer["before_assessment"],
        may=sides["permitted"],
        may_not=sides["refused"] + sides["not_covered"],
        referred=sides["referred"],
        grounds=[_label(pack, "ground", ground, language) for ground in answer["grounds"]],
        because=_because(pack, answer["because"], language, covered=answer["dispatch"] != "not_covered"),
        missing=[_to_do(name) for name in missing],
        lacking=_what_a_ground_says(pack, language) if refused and not missing and not answer["grounds"] else [],
    )


def _because(pack: Pack, reasons: Sequence[Mapping[str, str]], language: str, *, covered: bool) -> list[Why]:
    """What decided first, details after it. That the policy applies at all is only worth saying when it does not."""
    stages = {rule.id: rule.stage for rule in pack.rules.by_policy.values()}
    told = [reason for reason in reasons if not (covered and stages.get(reason["rule"]) == "cover")]
    found = [
        Why(reason["rule"], _says(pack, reason, language), reason["source"], stages.get(reason["rule"], "do_task"))
        for reason in told
    ]
    return sorted(found, key=lambda why: _STAGES.index(why.stage))


def _what_a_ground_says(pack: Pack, language: str) -> list[str]:
    """The sentence of each rule that finds a ground: any one of them would have to be true."""
    rules = pack.rules.by_policy.values()
    return [pack.says(rule.id, language) for rule in rules if rule.stage == "find_ground" and rule.effect == "permit"]


def _says(pack: Pack, reason: Mapping[str, str], language: str) -> str:
    try:
        return pack.says(reason["rule"], language)
    except NotFound:
        return reason["says"]


def _label(pack: Pack, kind: str, name: str, language: str) -> str:
    try:
        return pack.label(kind, name, language)
    except NotFound:
        return name.replace("_", " ")


def _to_do(missing: str) -> str:
    """A fact that is missing, said to the one who can bring it about."""
    return {
        "handled_by_commander": _("A commander answers this request."),
        "commander_joins": _("You join the officers at the scene."),
        "call_recorded": _("You speak with the agency on the recorded line."),
        "warrant_verified": _("You verify the warrant."),
    }[missing]
