"""The line: what the gate says, as the console shows it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from brightline.assistance.policy import facts as policy_facts
from brightline.assistance.policy import gate
from brightline.assistance.policy.packs import Pack
from brightline.platform.kernel.errors import NotFound
from brightline.platform.ui.phrases import in_a_row

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
    """dispatch as the gate says it.

    lacking: grounds of which one would have to hold; missing: what else would have to be made true; never: tasks asked
    that no ground ever permits; to_confirm: the first of what is missing, said to someone whose units are out already.
    """

    dispatch: str
    before_assessment: str
    may: list[Side]
    may_not: list[Side]
    referred: list[Side]
    grounds: list[str]
    because: list[Why]
    missing: list[str]
    lacking: list[str]
    never: list[str]
    only_never: bool
    to_confirm: str

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
        if self.dispatch == "permitted":
            return [why.says for why in self.because if why.stage == "find_ground"][:2]
        against = [why.says for why in self.because if why.stage == "dispatch"][:2]
        # Where only the never permitted is asked, no ground would help: naming the missing one would mislead.
        return [*self.never, *([] if self.only_never else against)]


def now(pack: Pack, facts: policy_facts.Facts, language: str) -> Line:
    """What the gate says of `facts`: of each task asked, and of every other task it would permit."""
    answer = gate.decide(pack, facts)
    every = gate.decide(pack, policy_facts.parse(facts.to_json() | {"asks": list(pack.tasks)}, pack))
    also = [task for task, outcome in every.tasks.items() if outcome == "permitted" and task not in facts.asks]
    return _line(pack, answer.to_json(), dict.fromkeys(also, "permitted"), language, gate.ways(pack, facts))


def then(pack: Pack, stored: Mapping[str, Any], language: str) -> Line:
    """What the gate said when the decision was made."""
    return _line(pack, stored, {}, language)


def _line(
    pack: Pack, answer: Mapping[str, Any], also: Mapping[str, str], language: str, ways: Sequence[gate.Way] = ()
) -> Line:
    sides: dict[str, list[Side]] = {"permitted": [], "refused": [], "referred": [], "not_covered": []}
    for tasks, asked in ((answer["tasks"], True), (also, False)):
        for task, outcome in tasks.items():
            sides[outcome].append(Side(task, _label(pack, "task", task, language), asked))
    never = never_permitted(pack, answer["tasks"])
    only_never = bool(answer["tasks"]) and len(never) == len(answer["tasks"])
    lacks_ground = answer["dispatch"] == "refused" and not answer["missing"] and not answer["grounds"]
    offered = _offered(ways) if lacks_ground and not only_never else []
    return Line(
        dispatch=answer["dispatch"],
        before_assessment=answer["before_assessment"],
        may=sides["permitted"],
        may_not=sides["refused"] + sides["not_covered"],
        referred=sides["referred"],
        grounds=[_label(pack, "ground", ground, language) for ground in answer["grounds"]],
        because=_because(pack, answer["because"], language, covered=answer["dispatch"] != "not_covered"),
        missing=[_to_do(name) for name in answer["missing"]] or _needed_besides(pack, offered, language),
        lacking=_what_a_ground_says(pack, [way.ground for way in offered], language),
        never=[never_words(_label(pack, "task", task, language)) for task in never],
        only_never=only_never,
        to_confirm=_to_confirm(answer["missing"][0]) if answer["missing"] else "",
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


def never_permitted(pack: Pack, tasks: Iterable[str]) -> list[str]:
    """Those of the tasks that the policy refuses whatever else holds."""
    return [task for task in tasks if task in pack.invariants.never_permitted]


def never_words(task: str) -> str:
    """The sentence for such a task, by its label."""
    return _("%(task)s: never permitted, whatever else holds.") % {"task": task}


def _offered(ways: Sequence[gate.Way]) -> list[gate.Way]:
    """The grounds worth asking for: those that would permit something of what is asked, if any would."""
    return [way for way in ways if way.tasks] or list(ways)


def _needed_besides(pack: Pack, offered: Sequence[gate.Way], language: str) -> list[str]:
    """What a ground alone would not make good; where one ground goes without it, that is said."""
    found = []
    for name in gate.MISSABLE:
        without = [way.ground for way in offered if name not in way.missing]
        if len(without) == len(offered):
            continue
        said = _to_do(name)
        if without:
            spared = in_a_row(_label(pack, "ground", ground, language) for ground in without)
            said = _("%(to_do)s Not needed for: %(grounds)s.") % {"to_do": said, "grounds": spared}
        found.append(said)
    return found


def _what_a_ground_says(pack: Pack, grounds: Sequence[str], language: str) -> list[str]:
    """What would have to be true for each of the grounds, in the words of the rule that finds it."""
    finds = [r for r in pack.rules.by_policy.values() if r.stage == "find_ground" and r.effect == "permit"]
    return [pack.says(rule.id, language) for rule in finds if not rule.about or rule.about in grounds]


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


def _to_confirm(missing: str) -> str:
    """What stands between units that are out and their confirmation."""
    return {
        "handled_by_commander": _("To confirm: answer this request"),
        "commander_joins": _("To confirm: say that you are joining"),
        "call_recorded": _("To confirm: get on the recorded line"),
        "warrant_verified": _("To confirm: verify the warrant"),
    }[missing]
