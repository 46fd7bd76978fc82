"""What is known of a request, as the gate reads it, and how it is read from JSON.

There is no fact about anyone's immigration
status, and none may be added.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from brightline.platform.kernel.errors import Invalid

if TYPE_CHECKING:
    from brightline.assistance.policy.packs import Pack

# The allowed values of each fact, in the order they are shown; `Facts` gives the defaults.
AGENCY_KINDS: Final = ("immigration", "federal", "state", "local", "other")
CHANNELS: Final = ("phone", "radio", "in_person", "email", "database")
PURPOSES: Final = ("civil_immigration", "criminal", "emergency", "information", "unknown")
WARRANTS: Final = ("none", "administrative", "detainer", "immigration_crime", "criminal")
CRIMES: Final = ("none", "occurred", "occurring")
CRIME_KINDS: Final = ("none", "state_or_local", "federal", "immigration")
TASKS: Final = (
    "serve_criminal_warrant",
    "serve_administrative_warrant",
    "knock_and_clear",
    "perimeter",
    "transport",
    "identify_person",
    "keep_the_peace",
    "traffic_control",
    "backup_officer_safety",
    "respond_to_crime",
    "medical_aid",
    "hold_on_detainer",
    "ask_immigration_status",
    "share_information",
    "other",
)
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "agency_kind": AGENCY_KINDS,
    "channel": CHANNELS,
    "purpose": PURPOSES,
    "warrant": WARRANTS,
    "crime": CRIMES,
    "crime_kind": CRIME_KINDS,
}
BOOLEANS: Final = (
    "warrant_verified",
    "clear_public_danger",
    "handled_by_commander",
    "call_recorded",
    "commander_joins",
)

Value = bool | str


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one request. `extra` holds the facts a pack declares beyond these, as (name, value) pairs in the
    pack's order, so that facts stay hashable and compare by value."""

    agency_kind: str = "immigration"
    channel: str = "phone"
    purpose: str = "unknown"
    warrant: str = "none"
    warrant_verified: bool = False
    crime: str = "none"
    crime_kind: str = "none"
    clear_public_danger: bool = False
    asks: tuple[str, ...] = ()
    handled_by_commander: bool = False
    call_recorded: bool = False
    commander_joins: bool = False
    extra: tuple[tuple[str, Value], ...] = ()

    def to_json(self) -> dict[str, object]:
        """Every fact by name, `asks` as a list, the pack's own facts last; `parse` reads it back to equal facts."""
        plain: dict[str, object] = {name: getattr(self, name) for name in STANDARD}
        plain["asks"] = list(self.asks)
        return plain | dict(self.extra)


STANDARD: Final = tuple(field.name for field in fields(Facts) if field.name != "extra")
DEFAULTS: Final[Mapping[str, Value]] = {
    field.name: field.default for field in fields(Facts) if isinstance(field.default, bool | str)
}


def parse(mapping: object, pack: "Pack") -> Facts:
    """Facts from a JSON object: every key optional, nothing unknown, nothing converted.

    Raises Invalid with one sentence that names every key and value at fault and what is allowed there.
    """
    if not isinstance(mapping, Mapping):
        raise Invalid(f'The facts must be one JSON object, not {_kind(mapping)}: write them as {{"warrant": "none"}}.')
    known = (*STANDARD, *pack.facts)
    unknown = [key for key in mapping if key not in known]
    faults = []
    if unknown:
        keys = "key" if len(unknown) == 1 else "keys"
        faults.append(f"unknown {keys} {', '.join(show(key) for key in unknown)} (allowed: {', '.join(known)})")
    faults += [
        fault for name, value in mapping.items() if name in known and (fault := _fault(name, value, pack)) is not None
    ]
    if faults:
        raise Invalid(f"The facts cannot be read: {'; '.join(faults)}.")
    standard = {name: mapping[name] for name in STANDARD if name in mapping and name != "asks"}
    extra = tuple((name, mapping.get(name, fact.default)) for name, fact in pack.facts.items())
    return Facts(**standard, asks=tuple(mapping.get("asks", ())), extra=extra)


def show(value: object) -> str:
    """A value as one short piece of printable text, whatever a stranger put in it."""
    text = json.dumps(value, default=str)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _fault(name: str, value: object, pack: "Pack") -> str | None:
    """What is wrong with one value, or None."""
    if name == "asks":
        return _asks_fault(value, pack)
    allowed = CHOICES.get(name) or (pack.facts[name].values if name in pack.facts else ())
    if allowed:
        if isinstance(value, str) and value in allowed:
            return None
        return f"{name} is {show(value)} (allowed: {', '.join(allowed)})"
    # 0 and 1 equal False and True in Python; a JSON number is still not an answer to a yes-or-no question.
    return None if isinstance(value, bool) else f"{name} is {show(value)} (allowed: true, false)"


def _asks_fault(value: object, pack: "Pack") -> str | None:
    if not isinstance(value, list | tuple):
        return f"asks is {show(value)} (allowed: a list of tasks)"
    unknown = [show(task) for task in value if not isinstance(task, str) or task not in pack.tasks]
    if unknown:
        return f"asks has {', '.join(unknown)} (allowed: {', '.join(pack.tasks)})"
    twice = sorted({task for task in value if value.count(task) > 1})
    return f"asks names {', '.join(twice)} more than once (name each task once)" if twice else None


def _kind(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case list():
            return "a list"
        case str():
            return "a text"
        case _:
            return "a number"
