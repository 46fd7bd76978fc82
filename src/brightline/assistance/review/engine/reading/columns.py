"""Which column says what: by its name, else by what stands in it, or as the person said with --map."""

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources

from brightline.assistance.review.engine.reading.layout import ROLES, Role
from brightline.assistance.review.engine.reading.months import moment
from brightline.platform.kernel.errors import Invalid

_SAID: Mapping[Role, str] = {
    "call_id": "the call's number",
    "received_at": "the time a call was received",
    "nature": "the nature of a call",
    "address": "the address",
    "narrative": "the narrative",
}
_TIME_OF_DAY = re.compile(r"^\d{1,2}:\d{2}(:\d{2})?( ?[ap]m)?$", re.IGNORECASE)


def recognize(
    names: Sequence[str],
    rows: Sequence[Sequence[str]],
    given: Mapping[str, str],
    *,
    named: bool,
    file: str,
    narrative: bool = True,
) -> tuple[dict[Role, tuple[int, ...]], list[str]]:
    """The columns of each role and a sentence for each that was given or assumed, rather than named as we know it.

    names: the header, or "column 1"… without one; rows: some of the file; given: role → column names joined by "+".
    narrative: whether one must be the narrative.
    Raises Invalid when a given role or column is unknown, or none can be the narrative.
    """
    found: dict[Role, tuple[int, ...]] = {}
    assumed: list[str] = []
    for role, wanted in given.items():
        numbers = found[_role(role)] = tuple(_given(names, part, file) for part in wanted.split("+"))
        said = " and ".join(_quoted(names, number) for number in numbers)
        assumed.append(f"{file}: {_SAID[_role(role)]} is {said}, as given.")
    taken = {number for numbers in found.values() for number in numbers}
    if named:
        for role, place in _by_name(names, taken, [role for role in ROLES if role not in found]).items():
            # A name that stands on several columns: one of a narrative cut into columns is read with the others.
            alike = [number for number, name in enumerate(names) if _plain(name) == _plain(names[place])]
            found[role] = tuple(alike) if role == "narrative" else (place,)
            taken.update(found[role])
    if narrative and "narrative" not in found and (number := _longest(rows, len(names), taken)) is not None:
        found["narrative"] = (number,)
        taken.add(number)
        assumed.append(
            f"{file}: the narrative is taken to be {_quoted(names, number)}, the column with the longest texts."
        )
    if "received_at" not in found and (number := _dated(rows, len(names), taken)) is not None:
        found["received_at"] = (number,)
        taken.add(number)
        assumed.append(f"{file}: the time a call was received is taken to be {_quoted(names, number)}.")
    if "received_at" not in given and len(days := found.get("received_at", ())) == 1:
        hours = _hours(names, rows, days[0], taken)
        if hours is not None:
            found["received_at"] = (days[0], hours)
            taken.add(hours)
            both = f"{_quoted(names, days[0])} and {_quoted(names, hours)}"
            assumed.append(f"{file}: the time a call was received is taken to be {both} together.")
    if "call_id" not in found and (number := _unique(rows, len(names), taken)) is not None:
        found["call_id"] = (number,)
        assumed.append(f"{file}: the call's number is taken to be {_quoted(names, number)}, a column without repeats.")
    if narrative and "narrative" not in found:
        raise Invalid(
            f"{file}: no column could be the narrative (there are: {', '.join(names)}). "
            "Say which: --map narrative=COLUMN."
        )
    return found, assumed


def by_name(names: Sequence[str], given: Mapping[str, str]) -> set[Role]:
    """The roles whose columns are known by their names alone, or given."""
    return set(_by_name(names, set(), ROLES)) | {_role(role) for role, wanted in given.items() if has(names, wanted)}


def fits(names: Sequence[str]) -> bool:
    """Whether names are those of an export: one for the narrative and one for the call's number or time."""
    known = by_name(names, {})
    return "narrative" in known and bool(known & {"call_id", "received_at"})


def has(names: Sequence[str], wanted: str) -> bool:
    """Whether all the columns given, joined by "+", are among these."""
    plain = {_plain(name) for name in names}
    return all(_plain(part) in plain or (part.isdigit() and 1 <= int(part) <= len(names)) for part in wanted.split("+"))


def order_column(names: Sequence[str], taken: set[int]) -> int | None:
    """The column that numbers a call's rows."""
    plain = [_plain(name) for name in names]
    return next(
        (plain.index(name) for name in _known("order") if name in plain and plain.index(name) not in taken), None
    )


def _by_name(names: Sequence[str], taken: set[int], roles: Sequence[Role]) -> dict[Role, int]:
    plain = [_plain(name) for name in names]
    found: dict[Role, int] = {}
    for role in roles:
        for known in known_names()[role]:
            if known in plain and (number := plain.index(known)) not in taken and number not in found.values():
                found[role] = number
                break
    return found


@functools.cache
def known_names() -> Mapping[Role, tuple[str, ...]]:
    """What columns are called in the exports we know, from lexicon/columns.toml."""
    return {role: _known(role) for role in ROLES}


@functools.cache
def _known(what: str) -> tuple[str, ...]:
    text = resources.files("brightline.assistance.review").joinpath("lexicon/columns.toml").read_text("utf-8")
    return tuple(_plain(name) for name in tomllib.loads(text)[what])


def _role(name: str) -> Role:
    for role in ROLES:
        if role == name:
            return role
    raise Invalid(f"--map {name}=…: {name} is nothing we read. Use one of: {', '.join(ROLES)}.")


def _given(names: Sequence[str], wanted: str, file: str) -> int:
    plain = [_plain(name) for name in names]
    if _plain(wanted) in plain:
        return plain.index(_plain(wanted))
    if wanted.isdigit() and 1 <= int(wanted) <= len(names):
        return int(wanted) - 1
    raise Invalid(f"{file}: --map names a column {wanted}, which is not there. There are: {', '.join(names)}.")


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _quoted(names: Sequence[str], number: int) -> str:
    return f"“{names[number]}”"


def _texts(rows: Sequence[Sequence[str]], number: int) -> list[str]:
    return [text for row in rows if number < len(row) and (text := row[number].strip())]


def _longest(rows: Sequence[Sequence[str]], count: int, taken: set[int]) -> int | None:
    lengths = {
        number: sum(map(len, texts)) / len(texts)
        for number in range(count)
        if number not in taken and (texts := _texts(rows, number))
    }
    best = max(lengths, key=lambda number: lengths[number], default=None)
    # Shorter than this on average, it is a code or a name, not what a call-taker wrote.
    return best if best is not None and lengths[best] >= 12 else None


def _dated(rows: Sequence[Sequence[str]], count: int, taken: set[int]) -> int | None:
    for number in range(count):
        texts = _texts(rows, number)[:200]
        if number in taken or not texts or any(_TIME_OF_DAY.match(text) for text in texts[:5]):
            continue
        if sum(moment(text, day_first=False) is not None for text in texts) >= 0.9 * len(texts):
            return number
    return None


def _hours(names: Sequence[str], rows: Sequence[Sequence[str]], day: int, taken: set[int]) -> int | None:
    """The column with the time of day, where that of the day has none."""
    if any(":" in text for text in _texts(rows, day)[:200]):
        return None
    for number, name in enumerate(names):
        texts = _texts(rows, number)[:200]
        if number not in taken and "time" in _plain(name) and texts and all(map(_TIME_OF_DAY.match, texts)):
            return number
    return None


def _unique(rows: Sequence[Sequence[str]], count: int, taken: set[int]) -> int | None:
    for number in range(count):
        texts = _texts(rows, number)
        if number in taken or len(texts) < max(1, len(rows) * 0.95) or len(set(texts)) < len(texts):
            continue
        if max(map(len, texts)) <= 40 and any(any(c.isdigit() for c in text) for text in texts):
            return number
    return None
