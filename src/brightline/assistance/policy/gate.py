"""The gate: a pure function from pack and facts to decision.

Stages, each one Cedar action: is the agency covered, which grounds hold, may officers be sent, may they be sent before
assessment, and for each task asked whether a person decides it and whether it may be done. In each, what no rule
permits is refused and a prohibition beats every permission.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from types import MappingProxyType
from typing import Any, Final, Literal

import cedarpy

from brightline.assistance.policy.facts import DEFAULTS, Facts, Value
from brightline.assistance.policy.packs import Pack
from brightline.assistance.policy.rules import STAGES, Rule
from brightline.platform.kernel.errors import Invalid

Outcome = Literal["permitted", "refused", "not_covered"]
TaskOutcome = Literal["permitted", "refused", "referred", "not_covered"]
MISSABLE: Final = ("handled_by_commander", "commander_joins", "call_recorded", "warrant_verified")


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that determined a decision, in the pack's English."""

    rule: str
    source: str
    says: str

    def to_json(self) -> dict[str, str]:
        return {"rule": self.rule, "source": self.source, "says": self.says}


@dataclass(frozen=True, slots=True)
class Decision:
    """What the policy says of one set of facts. `grounds` in the pack's order, `tasks` in the order asked, `because`
    by stage and then as the rules stand in the pack, `missing` as MISSABLE stands. `pack_digest` names the very text
    that decided, so that a stored decision can be replayed."""

    dispatch: Outcome
    before_assessment: Outcome
    grounds: tuple[str, ...]
    tasks: Mapping[str, TaskOutcome]
    because: tuple[Reason, ...]
    missing: tuple[str, ...]
    pack: str
    pack_digest: str

    def to_json(self) -> dict[str, object]:
        """The decision as the command prints it, keys in that order."""
        return {
            "dispatch": self.dispatch,
            "before_assessment": self.before_assessment,
            "grounds": list(self.grounds),
            "tasks": dict(self.tasks),
            "because": [reason.to_json() for reason in self.because],
            "missing": list(self.missing),
            "pack": self.pack,
            "pack_digest": self.pack_digest,
        }


@dataclass(frozen=True, slots=True, eq=False)
class Assessment:
    """Everything of a decision that does not depend on what is asked. Compared by identity: a gate makes each once."""

    dispatch: Outcome
    before_assessment: Outcome
    grounds: tuple[str, ...]
    because: tuple[Reason, ...]
    missing: tuple[str, ...]

    def key(self) -> tuple[object, ...]:
        """Equal for assessments that say the same."""
        rules = tuple(reason.rule for reason in self.because)
        return (self.dispatch, self.before_assessment, self.grounds, rules, self.missing)


@dataclass(frozen=True, slots=True)
class Way:
    """A ground that does not hold yet: which of the tasks asked it would permit, and what else, of MISSABLE, would
    still have to be made true before officers could be sent on it."""

    ground: str
    tasks: tuple[str, ...]
    missing: tuple[str, ...]


def ways(pack: Pack, facts: Facts) -> tuple[Way, ...]:
    """How each ground that does not hold would change the answer, in the pack's order; none where the policy does not
    cover the request."""
    return of(pack).ways(facts)


def decide(pack: Pack, facts: Facts) -> Decision:
    """What `pack` says of `facts`. Raises Invalid only when a rule of the pack itself fails."""
    gate = of(pack)
    return gate.answer(gate.assess(facts), facts.asks)


@lru_cache(maxsize=64)
def of(pack: Pack) -> "Gate":
    """The gate of a pack, one for each, so that it remembers."""
    return Gate(pack)


class Gate:
    """A pack ready to decide.

    A stage sees only the facts its context declares, so its answer is remembered for those alone: few for each stage,
    bounded by the allowed values, and exact, because Cedar is given nothing else.
    """

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._own = {name: fact.default for name, fact in pack.facts.items()}
        self._stage_memo: dict[tuple[object, ...], tuple[bool, tuple[Reason, ...]]] = {}
        self._assessments: dict[tuple[Value, ...], Assessment] = {}
        # Equal assessments are one object, so that decisions are remembered by identity: there are a few hundred.
        self._same: dict[tuple[object, ...], Assessment] = {}
        self._decisions: dict[tuple[Assessment, tuple[str, ...]], Decision] = {}
        self._permits: dict[tuple[Value, ...], bool] = {}
        self._answers: dict[tuple[object, ...], tuple[TaskOutcome, tuple[Reason, ...]]] = {}
        self._reasons = {key: _reason(rule) for key, rule in pack.rules.by_policy.items()}
        self._positions = {key: place for place, key in enumerate(pack.rules.by_policy)}
        self._default_deny = (_reason(pack.default_deny),)
        every = {name for stage in pack.rules.sees.values() for name in stage} | set(MISSABLE)
        self._seen = tuple(name for name in (*DEFAULTS, *self._own) if name in every)

    def assess(self, facts: Facts) -> Assessment:
        """Coverage, grounds, dispatch, sending before assessment and what is missing."""
        key = self._key(facts, self._seen)
        found = self._assessments.get(key)
        if found is None:
            assessed = self._assess(facts)
            found = self._assessments[key] = self._same.setdefault(assessed.key(), assessed)
        return found

    def answer(self, assessment: Assessment, asks: tuple[str, ...]) -> Decision:
        """The assessment with an answer for each task asked."""
        # Longer lists are not remembered: there are too many of them.
        if len(asks) > 1:
            return self._answer(assessment, asks)
        key = (assessment, asks)
        found = self._decisions.get(key)
        if found is None:
            found = self._decisions[key] = self._answer(assessment, asks)
        return found

    def _answer(self, assessment: Assessment, asks: tuple[str, ...]) -> Decision:
        tasks: dict[str, TaskOutcome] = {}
        because = assessment.because
        for task in asks:
            tasks[task], reasons = self._task(task, assessment)
            if reasons:
                because = (*because, *(reason for reason in reasons if reason not in because))
        return Decision(
            dispatch=assessment.dispatch,
            before_assessment=assessment.before_assessment,
            grounds=assessment.grounds,
            tasks=MappingProxyType(tasks),
            because=because,
            missing=assessment.missing,
            pack=self.pack.id,
            pack_digest=self.pack.digest,
        )

    def _assess(self, facts: Facts) -> Assessment:
        grounds, because = self._grounds(facts)
        covered, why = self._stage("cover", "this", facts)
        if not covered:
            return Assessment("not_covered", "not_covered", grounds, why or self._default_deny, ())
        dispatch, reasons = self._dispatch(facts)
        before, before_reasons = self._stage("send_before_assessment", "this", facts)
        return Assessment(
            dispatch="permitted" if dispatch else "refused",
            before_assessment="permitted" if before else "refused",
            grounds=grounds,
            because=(*why, *because, *(reasons or self._default_deny), *before_reasons),
            missing=() if dispatch else self._missing(facts),
        )

    def _grounds(self, facts: Facts) -> tuple[tuple[str, ...], tuple[Reason, ...]]:
        """Every ground is evaluated, also when an earlier one holds: each changes which tasks are permitted."""
        holds: list[str] = []
        because: list[Reason] = []
        for ground in self.pack.grounds:
            permitted, reasons = self._stage("find_ground", ground, facts)
            if permitted:
                holds.append(ground)
                because += reasons
        return tuple(holds), tuple(because)

    def _dispatch(self, facts: Facts) -> tuple[bool, tuple[Reason, ...]]:
        grounds, _ = self._grounds(facts)
        return self._stage("dispatch", "this", facts, grounds=grounds)

    def _missing(self, facts: Facts) -> tuple[str, ...]:
        """The smallest set of MISSABLE facts that, made true, would permit dispatch, found by asking the gate itself;
        of two as small, the one whose facts come first."""
        absent = [name for name in MISSABLE if not getattr(facts, name)]
        key = self._key(facts, self._seen)
        for size in range(1, len(absent) + 1):
            for names in combinations(absent, size):
                tried = tuple([True if name in names else value for name, value in zip(self._seen, key, strict=True)])
                permits = self._permits.get(tried)
                if permits is None:
                    made_true: dict[str, Any] = dict.fromkeys(names, True)
                    permits = self._permits[tried] = self._dispatch(replace(facts, **made_true))[0]
                if permits:
                    return names
        return ()

    def ways(self, facts: Facts) -> tuple[Way, ...]:
        """See `ways`."""
        if not self._stage("cover", "this", facts)[0]:
            return ()
        held, _ = self._grounds(facts)
        found = []
        for ground in self.pack.grounds:
            missing = None if ground in held else self._missing_with(facts, (*held, ground))
            if missing is not None:
                told = [self._stage("do_task", task, None, grounds=(ground,), dispatch=True)[0] for task in facts.asks]
                tasks = tuple(task for task, permitted in zip(facts.asks, told, strict=True) if permitted)
                found.append(Way(ground, tasks, missing))
        return tuple(found)

    def _missing_with(self, facts: Facts, grounds: tuple[str, ...]) -> tuple[str, ...] | None:
        """The fewest MISSABLE facts that would permit dispatch on `grounds`; None when no set of them would."""
        absent = [name for name in MISSABLE if not getattr(facts, name)]
        for size in range(len(absent) + 1):
            for names in combinations(absent, size):
                made_true: dict[str, Any] = dict.fromkeys(names, True)
                if self._stage("dispatch", "this", replace(facts, **made_true), grounds=grounds)[0]:
                    return names
        return None

    def _task(self, task: str, assessment: Assessment) -> tuple[TaskOutcome, tuple[Reason, ...]]:
        key = (task, assessment.dispatch, assessment.grounds)
        found = self._answers.get(key)
        if found is None:
            found = self._answers[key] = self._decide_task(task, assessment)
        return found

    def _decide_task(self, task: str, assessment: Assessment) -> tuple[TaskOutcome, tuple[Reason, ...]]:
        if assessment.dispatch == "not_covered":
            return "not_covered", ()
        referred, why = self._stage("refer", task, None)
        if referred:
            return "referred", why
        dispatch = assessment.dispatch == "permitted"
        permitted, reasons = self._stage("do_task", task, None, grounds=assessment.grounds, dispatch=dispatch)
        return ("permitted" if permitted else "refused"), reasons or self._default_deny

    def _stage(
        self, action: str, resource: str, facts: Facts | None, *, grounds: tuple[str, ...] = (), dispatch: bool = False
    ) -> tuple[bool, tuple[Reason, ...]]:
        """Whether a stage permits, and the rules that determined it."""
        sees = self.pack.rules.sees[action]
        given: dict[str, object] = {"grounds": grounds, "dispatch": dispatch}
        if facts is not None:
            extra = dict(facts.extra)
            given |= {
                name: getattr(facts, name) if name in DEFAULTS else extra.get(name, self._own.get(name))
                for name in sees
                if name not in given
            }
        key = (action, resource, *(given[name] for name in sees))
        found = self._stage_memo.get(key)
        if found is None:
            found = self._stage_memo[key] = self._ask_cedar(action, resource, {name: given[name] for name in sees})
        return found

    def _ask_cedar(self, action: str, resource: str, context: Mapping[str, object]) -> tuple[bool, tuple[Reason, ...]]:
        rules = self.pack.rules
        # The schema is given too: Cedar then refuses a context that is not exactly what the stage declares.
        result = cedarpy.is_authorized(
            {
                "principal": {"type": "Police", "id": "department"},
                "action": {"type": "Action", "id": action},
                "resource": {"type": STAGES[action], "id": resource},
                "context": {name: _cedar(value, rules.sees[action][name]) for name, value in context.items()},
            },
            rules.policies,
            rules.entities,
            schema=rules.schema,
        )
        if result.diagnostics.errors or result.decision is cedarpy.Decision.NoDecision:
            fault = " ".join(str(result.diagnostics.errors).split())
            raise Invalid(f"{self.pack.id}/policy.cedar: stage {action} failed ({fault}); correct the rule.")
        order = sorted(result.diagnostics.reasons, key=self._positions.__getitem__)
        return result.allowed, tuple(self._reasons[key] for key in order)

    def _key(self, facts: Facts, names: tuple[str, ...]) -> tuple[Value, ...]:
        own = dict(facts.extra) if self._own else {}
        return tuple([getattr(facts, name) if name in DEFAULTS else own.get(name, self._own[name]) for name in names])


def _cedar(value: object, kind: str) -> object:
    """A value as Cedar JSON: a boolean, an entity, or a set of grounds."""
    if isinstance(value, tuple):
        return [{"__entity": {"type": "Ground", "id": ground}} for ground in value]
    return value if kind == "Bool" else {"__entity": {"type": kind, "id": value}}


def _reason(rule: Rule) -> Reason:
    return Reason(rule.id, rule.source, rule.says)
