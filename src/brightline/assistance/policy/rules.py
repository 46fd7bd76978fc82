"""The rules and the schema of a pack, read once into Cedar's own handles.

A gate decides in stages; each stage is one Cedar action whose context type, declared in the pack's schema, is all that
its rules can see. Enumerated facts are Cedar enumerated entities, so that a misspelt value in a rule is an error when
the pack is read and not a rule that never holds. Source: https://docs.cedarpolicy.com/schema/human-readable-schema.html
"""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import cedarpy

from brightline.assistance.policy.facts import BOOLEANS, CHOICES
from brightline.platform.kernel.errors import Invalid

# Stage by stage, in the order they are decided, with the type of what each is decided about.
STAGES: Final[Mapping[str, str]] = {
    "cover": "Request",
    "find_ground": "Ground",
    "dispatch": "Request",
    "send_before_assessment": "Request",
    "refer": "Task",
    "do_task": "Task",
}
# What the gate itself has found by the stage, beyond the facts.
FOUND: Final[Mapping[str, Mapping[str, str]]] = {
    "dispatch": {"grounds": "Set<Ground>"},
    "do_task": {"grounds": "Set<Ground>", "dispatch": "Bool"},
}

_ENTITY = re.compile(r"\bentity\s+(\w+)\s+enum\s*\[([^\]]*)\]\s*;")
_ACTION = re.compile(
    r"\baction\s+(\w+)\s+appliesTo\s*\{\s*principal:\s*(\w+)\s*,\s*resource:\s*(\w+)\s*,"
    r"\s*context:\s*\{([^{}]*)\}\s*,?\s*\}\s*;"
)
_ATTRIBUTE = re.compile(r"(\w+)\s*:\s*([\w<>]+)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of policy.cedar: its annotations, its stage and whether it permits or forbids. about: the one ground or
    task its head names, empty for a rule about several."""

    id: str
    source: str
    says: str
    stage: str
    effect: str
    about: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """What the gate evaluates. `by_policy` maps Cedar's positional ids (policy0, …) to rules, in file order;
    `sees` maps each stage to its context: fact name to Cedar type."""

    by_policy: Mapping[str, Rule]
    sees: Mapping[str, Mapping[str, str]]
    schema: cedarpy.Schema
    policies: cedarpy.PolicySet
    entities: cedarpy.Entities


def cedar_type(fact: str) -> str:
    """The Cedar type of an enumerated fact: crime_kind is CrimeKind."""
    return "".join(word.capitalize() for word in fact.split("_"))


def read(
    policy: str,
    schema: str,
    *,
    where: str,
    tasks: Collection[str],
    grounds: Collection[str],
    extra: Mapping[str, tuple[str, ...]],
) -> Rules:
    """Rules from the two Cedar texts of the pack folder `where`. `extra` maps each fact of the pack's own to its
    allowed values, empty for a yes-or-no fact. Raises Invalid with one sentence that names file and mend."""
    schema_file, policy_file = f"{where}/schema.cedarschema", f"{where}/policy.cedar"
    try:
        handle = cedarpy.Schema.from_str(schema)
    except ValueError as error:
        raise Invalid(f"{schema_file}: Cedar cannot read it ({_one_line(error)}); correct it there.") from None
    choices = {**CHOICES, **{name: values for name, values in extra.items() if values}}
    booleans = {*BOOLEANS, *(name for name, values in extra.items() if not values)}
    bare = re.sub(r"//[^\n]*", "", schema)
    _check_entities(bare, schema_file, {"Task": tuple(tasks), "Ground": tuple(grounds)}, choices)
    sees = _stages(bare, schema_file, choices, booleans)
    try:
        policies = cedarpy.PolicySet.from_str(policy)
        source = json.loads(cedarpy.policies_to_json_str(policy))
    except ValueError as error:
        raise Invalid(f"{policy_file}: Cedar cannot read it ({_one_line(error)}); correct it there.") from None
    if source["templates"]:
        raise Invalid(f"{policy_file}: a rule has a ?principal or ?resource slot; write the rule out in full.")
    by_policy = _annotated(source["staticPolicies"], policy_file)
    checked = cedarpy.validate_policies(policy, handle)
    if not checked.validation_passed:
        fault = checked.errors[0]
        rule = by_policy.get(fault.policy_id)
        name = f"rule {rule.id}" if rule else "a rule"
        what = _one_line(fault.error.removeprefix(f"for policy `{fault.policy_id}`").lstrip(", :"))
        raise Invalid(f"{policy_file}: {name} does not fit the schema ({what}); correct the rule.")
    return Rules(by_policy, sees, handle, policies, cedarpy.Entities.from_json_str("[]"))


def _annotated(policies: Mapping[str, Mapping[str, object]], where: str) -> dict[str, Rule]:
    rules: dict[str, Rule] = {}
    seen: set[str] = set()
    for key in sorted(policies, key=lambda policy: int(policy.removeprefix("policy"))):
        raw = policies[key]
        notes = raw.get("annotations")
        notes = notes if isinstance(notes, dict) else {}
        name = str(notes.get("id") or f"number {len(rules) + 1}")
        for note in ("id", "source", "says"):
            if not str(notes.get(note) or "").strip():
                raise Invalid(f'{where}: rule {name} has no @{note}; write @{note}("…") above it.')
        if name in seen:
            raise Invalid(f"{where}: two rules are called {name}; give each its own @id.")
        if name == "default-deny":
            raise Invalid(f"{where}: the gate itself says default-deny; give the rule another @id.")
        seen.add(name)
        action = raw["action"]
        stage = _entity(action)
        # A rule for several stages would leak what one stage sees into another's reasons.
        if stage not in STAGES:
            raise Invalid(
                f"{where}: rule {name} must be for one stage; "
                f'write action == Action::"…" with one of {", ".join(STAGES)}.'
            )
        rules[key] = Rule(
            name, str(notes["source"]), str(notes["says"]), stage, str(raw["effect"]), _entity(raw["resource"])
        )
    return rules


def _entity(head: object) -> str:
    """The id in `resource == Ground::"crime"`, empty for any other head."""
    entity = head.get("entity") if isinstance(head, dict) and head.get("op") == "==" else None
    return str(entity["id"]) if isinstance(entity, dict) else ""


def _check_entities(
    schema: str, where: str, own: Mapping[str, tuple[str, ...]], choices: Mapping[str, tuple[str, ...]]
) -> None:
    """The enumerations of the schema are exactly those of the facts, tasks and grounds: neither can drift."""
    declared = {name: tuple(re.findall(r'"([^"]*)"', values)) for name, values in _ENTITY.findall(schema)}
    needed = {"Police": ("department",), "Request": ("this",), **own}
    optional = {cedar_type(fact): values for fact, values in choices.items()}
    for name in needed:
        if name not in declared:
            raise Invalid(f"{where}: entity {name} is missing; declare it as an enum.")
    for name, values in declared.items():
        right = needed.get(name) or optional.get(name)
        if right is None:
            raise Invalid(f"{where}: entity {name} is no fact, task or ground; remove it.")
        if set(values) != set(right):
            raise Invalid(f"{where}: entity {name} must list exactly {', '.join(right)}; correct its enum.")


def _stages(
    schema: str, where: str, choices: Mapping[str, tuple[str, ...]], booleans: Collection[str]
) -> dict[str, dict[str, str]]:
    types = {**{name: cedar_type(name) for name in choices}, **dict.fromkeys(booleans, "Bool")}
    sees: dict[str, dict[str, str]] = {}
    for action, principal, resource, body in _ACTION.findall(schema):
        if action not in STAGES:
            raise Invalid(f"{where}: action {action} is no stage of the gate; remove it.")
        if principal != "Police" or resource != STAGES[action]:
            raise Invalid(
                f"{where}: action {action} must apply to principal Police, resource {STAGES[action]}; correct it."
            )
        sees[action] = dict(_ATTRIBUTE.findall(body))
        for name, kind in sees[action].items():
            # What is asked is decided from the grounds and the dispatch alone, never from the facts again.
            facts = {} if STAGES[action] == "Task" else types
            right = FOUND.get(action, {}).get(name) or facts.get(name)
            if right is None:
                raise Invalid(
                    f"{where}: action {action} sees {name}, which it may not see; remove it from the context."
                )
            if kind != right:
                raise Invalid(f"{where}: action {action} sees {name} as {kind}; its type is {right}.")
    missing = [stage for stage in STAGES if stage not in sees]
    if missing or len(re.findall(r"\baction\s", schema)) != len(STAGES):
        raise Invalid(
            f"{where}: the six actions {', '.join(STAGES)} must each be declared once, on their own "
            f"(wrong or missing: {', '.join(missing) or 'one of them'}); follow docs/policy/writing-a-pack.md."
        )
    return sees


def _one_line(error: object) -> str:
    return " ".join(str(error).split()).rstrip(".")
