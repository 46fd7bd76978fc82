"""What must hold of every decision of a pack, as data in its pack.toml, and the check of one decision against it.

Three hold of every pack and need no line in it: nothing is permitted by default, no dispatch without a ground, no task
without dispatch.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from brightline.assistance.policy.facts import DEFAULTS, Facts, Value

if TYPE_CHECKING:
    from brightline.assistance.policy.gate import Decision

NOTHING_BY_DEFAULT: Final = "Nothing is permitted by default."
NEEDS_GROUND: Final = "No dispatch without a ground."
TASK_NEEDS_DISPATCH: Final = "No task is permitted where dispatch is not."


@dataclass(frozen=True, slots=True)
class Case:
    """A set of facts: those whose values are all among the ones given. `says` is the sentence counsel wrote."""

    says: str
    when: Mapping[str, tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Invariants:
    """As `[invariants]` of pack.toml states them; see docs/policy/writing-a-pack.md for each key."""

    covers: tuple[str, ...]
    never_permitted: tuple[str, ...]
    always_referred: tuple[str, ...]
    dispatch_needs: tuple[str, ...]
    before_assessment_when: tuple[str, ...]
    before_assessment_only_then: bool
    refused_when: tuple[Case, ...]
    permitted_when: tuple[Case, ...]

    def sentences(self) -> list[str]:
        """Each invariant as the sentence a counterexample names."""
        return [
            NOTHING_BY_DEFAULT,
            NEEDS_GROUND,
            TASK_NEEDS_DISPATCH,
            _covers(self.covers),
            *(_never(task) for task in self.never_permitted),
            *(_referred(task) for task in self.always_referred),
            *(_needs(fact) for fact in self.dispatch_needs),
            *(_before(fact) for fact in self.before_assessment_when),
            *([_only(self.before_assessment_when)] if self.before_assessment_only_then else []),
            *(case.says for case in self.refused_when),
            *(case.says for case in self.permitted_when),
        ]


@dataclass(frozen=True, slots=True)
class Expected:
    """What the invariants say of one set of facts, whatever is asked. `refuse_dispatch` and the others like it
    are the sentence that asks for it, or None when the invariants leave it open."""

    covered: bool
    is_default: bool
    refuse_dispatch: str | None
    permit_dispatch: str | None
    refuse_before: str | None
    permit_before: str | None


def expected(invariants: Invariants, values: Mapping[str, Value], is_default: bool) -> Expected:
    """What must hold for the facts `values` (every fact by name, without asks)."""
    needed = next((_needs(fact) for fact in invariants.dispatch_needs if not values[fact]), None)
    refused = next((case.says for case in invariants.refused_when if _matches(case, values)), None)
    permitted = next((case.says for case in invariants.permitted_when if _matches(case, values)), None)
    danger = next((fact for fact in invariants.before_assessment_when if values[fact]), None)
    only = invariants.before_assessment_only_then and danger is None
    return Expected(
        covered=values["agency_kind"] in invariants.covers,
        is_default=is_default,
        refuse_dispatch=needed or refused,
        permit_dispatch=permitted,
        refuse_before=_only(invariants.before_assessment_when) if only else None,
        permit_before=_before(danger) if danger else None,
    )


def broken(invariants: Invariants, must: Expected, decision: "Decision") -> str | None:
    """The first invariant a decision breaks, or None."""
    # Plain loops here and below: this runs once for each of millions of combinations.
    if not must.covered:
        kept = decision.dispatch == "not_covered" and decision.before_assessment == "not_covered"
        for outcome in decision.tasks.values():
            kept = kept and outcome == "not_covered"
        return None if kept else _covers(invariants.covers)
    if must.is_default and _permits_anything(decision):
        return NOTHING_BY_DEFAULT
    if decision.dispatch == "not_covered":
        return _covers(invariants.covers)
    return _broken_dispatch(must, decision) or _broken_task(invariants, decision)


def _permits_anything(decision: "Decision") -> bool:
    return "permitted" in (decision.dispatch, decision.before_assessment, *decision.tasks.values())


def _broken_dispatch(must: Expected, decision: "Decision") -> str | None:
    if decision.dispatch == "permitted":
        if not decision.grounds:
            return NEEDS_GROUND
        if must.refuse_dispatch:
            return must.refuse_dispatch
    elif must.permit_dispatch:
        return must.permit_dispatch
    return must.refuse_before if decision.before_assessment == "permitted" else must.permit_before


def _broken_task(invariants: Invariants, decision: "Decision") -> str | None:
    for task, outcome in decision.tasks.items():
        if outcome == "permitted":
            if task in invariants.never_permitted:
                return _never(task)
            if decision.dispatch != "permitted":
                return TASK_NEEDS_DISPATCH
        if task in invariants.always_referred and outcome != "referred":
            return _referred(task)
    return None


def is_default(values: Mapping[str, Value], own: Mapping[str, Value]) -> bool:
    """Whether every fact has its default; `own` gives the defaults of the pack's own facts."""
    for name, value in values.items():  # noqa: SIM110
        if value != (DEFAULTS[name] if name in DEFAULTS else own[name]):
            return False
    return True


def values_of(facts: Facts) -> dict[str, Value]:
    """Every fact by name, without asks."""
    return {name: getattr(facts, name) for name in DEFAULTS} | dict(facts.extra)


def _matches(case: Case, values: Mapping[str, Value]) -> bool:
    for name, allowed in case.when.items():  # noqa: SIM110
        if values[name] not in allowed:
            return False
    return True


def _covers(kinds: tuple[str, ...]) -> str:
    return f"Covered are exactly requests by agencies of kind {', '.join(kinds)}."


def _never(task: str) -> str:
    return f"{task} is refused whatever else holds."


def _referred(task: str) -> str:
    return f"{task} is always referred to a person."


def _needs(fact: str) -> str:
    return f"No dispatch without {fact}."


def _before(fact: str) -> str:
    return f"{fact} always permits sending before assessment."


def _only(facts: tuple[str, ...]) -> str:
    return f"Sending before assessment is permitted only with {' or '.join(facts)}."
