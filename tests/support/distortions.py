"""What people make of an address when they type it: seeded, of many sorts, each with the answers that are right.

Two families. The first was looked at while the search was tuned; the second stands in `distortions_apart` and was not.
A distortion that leaves two addresses equally meant (no direction, and both N and S have the number) is not made.
"""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

KEYBOARD = {
    letter: near
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for place, letter in enumerate(row)
    for near in [row[max(0, place - 1) : place] + row[place + 1 : place + 2]]
}
FULL = {
    "St": "Street", "Ave": "Avenue", "Rd": "Road", "Dr": "Drive", "Ct": "Court", "Ln": "Lane", "Blvd": "Boulevard",
    "Pl": "Place", "Cir": "Circle", "Ter": "Terrace", "Pkwy": "Parkway", "Trl": "Trail", "Cv": "Cove", "Trce": "Trace",
    "Way": "Way", "Pike": "Pike", "Loop": "Loop",
}  # fmt: skip
OTHER_SHORT = {"Ave": "Av", "Blvd": "Bl", "Ln": "Lane", "St": "Str", "Cir": "Circ", "Ter": "Terr", "Pkwy": "Pky"}
TOWARD = {"N": "North", "S": "South", "E": "East", "W": "West"}
ORDINALS = (
    "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth", "Eleventh",
    "Twelfth", "Thirteenth", "Fourteenth", "Fifteenth", "Sixteenth", "Seventeenth", "Eighteenth", "Nineteenth",
    "Twentieth",
)  # fmt: skip
SOUNDS = (
    ("ph", "f"), ("f", "ph"), ("ck", "k"), ("c", "k"), ("k", "c"), ("ie", "y"), ("y", "ie"), ("ee", "ea"), ("ea", "ee"),
    ("ll", "l"), ("tt", "t"), ("nn", "n"), ("rr", "r"), ("s", "z"), ("z", "s"), ("x", "ks"), ("qu", "kw"), ("oo", "u"),
    ("er", "or"), ("or", "er"), ("ar", "er"), ("ai", "ay"), ("ow", "ou"), ("kn", "n"), ("wr", "r"), ("gh", ""),
    ("ey", "y"), ("le", "el"), ("i", "e"), ("e", "i"), ("a", "e"), ("o", "a"), ("u", "o"), ("dge", "ge"), ("wh", "w"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class House:
    """An address as its parts."""

    key: str
    number: str
    before: str
    core: str
    kind: str
    unit: str
    zip: str

    @property
    def street(self) -> str:
        return " ".join(part for part in (self.before, self.core, self.kind) if part)


@dataclass(frozen=True, slots=True)
class Case:
    """sort: which distortion; query: what is typed; right: the keys of which any is right."""

    sort: str
    query: str
    right: frozenset[str]


class Town:
    """Addresses, with which parts of a name tell them apart."""

    def __init__(self, rows: Sequence[dict[str, str]]) -> None:
        self.houses = [_house(row) for row in rows]
        self._by: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        self._streets = {house.street.lower() for house in self.houses}
        self.cores = {house.core.lower() for house in self.houses}
        self.buildings: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self.zips = sorted({house.zip for house in self.houses if house.zip})
        for house in self.houses:
            self._by["no direction", house.number, house.core, house.kind].add(house.street)
            self._by["no type", house.number, house.before, house.core].add(house.street)
            self._by["core", house.number, house.core].add(house.street)
            self.buildings[house.number, house.street].add(house.key)

    def alone(self, house: House, *, without: str) -> bool:
        """Whether no other street's house is meant when a part is left out."""
        key = {
            "direction": ("no direction", house.number, house.core, house.kind),
            "type": ("no type", house.number, house.before, house.core),
            "both": ("core", house.number, house.core),
        }[without]
        return len(self._by[key]) == 1

    def is_street(self, name: str) -> bool:
        """Whether there is a street or a core of just this name."""
        return name.lower() in self._streets or name.lower() in self.cores

    def building(self, house: House) -> frozenset[str]:
        """Every address of the house's number and street."""
        return frozenset(self.buildings[house.number, house.street])


def _house(row: dict[str, str]) -> House:
    parts = row["street"].split()
    before = parts.pop(0) if parts[0] in TOWARD and len(parts) > 2 else ""
    kind = parts.pop() if len(parts) > 1 and parts[-1] in FULL else ""
    return House(row["key"], row["number"], before, " ".join(parts), kind, row["unit"] or "", row["zip"] or "")


Distort = Callable[[random.Random, Town, House], str | None]


def _written(house: House, core: str = "", kind: str | None = None, before: str | None = None) -> str:
    parts = (house.number, house.before if before is None else before, core or house.core)
    return " ".join(part for part in (*parts, house.kind if kind is None else kind) if part)


def slip(rnd: random.Random, word: str) -> str:
    """One slip of the fingers, never in a digit."""
    places = [place for place, sign in enumerate(word) if sign.isalpha()]
    place = rnd.choice(places)
    sign = word[place]
    kind = rnd.choice(("leave out", "double", "swap", "neighbor", "extra"))
    if kind == "leave out":
        return word[:place] + word[place + 1 :]
    if kind == "double":
        return word[:place] + sign + word[place:]
    if kind == "swap" and place + 1 < len(word) and word[place + 1].isalpha() and word[place + 1] != sign:
        return word[:place] + word[place + 1] + sign + word[place + 2 :]
    near = rnd.choice(KEYBOARD[sign.lower()] or "e") if sign.lower() in KEYBOARD else "e"
    return word[:place] + near + word[place + (kind == "neighbor") :]


def _typo(rnd: random.Random, town: Town, house: House) -> str | None:
    if len(house.core) < 4 or house.core[0].isdigit():
        return None
    core = slip(rnd, house.core)
    return None if town.is_street(core) else _written(house, core)


def _two_typos(rnd: random.Random, town: Town, house: House) -> str | None:
    if len(house.core) < 8 or house.core[0].isdigit():
        return None
    core = slip(rnd, slip(rnd, house.core))
    return None if town.is_street(core) else _written(house, core)


def _typo_without_type(rnd: random.Random, town: Town, house: House) -> str | None:
    if len(house.core) < 5 or house.core[0].isdigit() or not town.alone(house, without="type") or not house.kind:
        return None
    core = slip(rnd, house.core)
    return None if town.is_street(core) else _written(house, core, kind="")


def _sound(rnd: random.Random, town: Town, house: House) -> str | None:
    core = house.core.lower()
    able = [(old, new) for old, new in SOUNDS if old in core[1:]]
    if not able or core[0].isdigit() or len(core) < 4:
        return None
    old, new = rnd.choice(able)
    heard = core[0] + core[1:].replace(old, new, 1)
    return None if town.is_street(heard) else _written(house, heard)


def _no_type(rnd: random.Random, town: Town, house: House) -> str | None:
    return _written(house, kind="") if house.kind and town.alone(house, without="type") else None


def _no_direction(rnd: random.Random, town: Town, house: House) -> str | None:
    return _written(house, before="") if house.before and town.alone(house, without="direction") else None


def _wrong_type(rnd: random.Random, town: Town, house: House) -> str | None:
    kind = rnd.choice([kind for kind in ("St", "Ave", "Rd", "Dr", "Ct", "Ln") if kind != house.kind])
    return _written(house, kind=kind) if house.kind and town.alone(house, without="type") else None


def _wrong_direction(rnd: random.Random, town: Town, house: House) -> str | None:
    if not town.alone(house, without="direction"):
        return None
    return _written(house, before=rnd.choice([toward for toward in "NSEW" if toward != house.before]))


def _in_full(rnd: random.Random, town: Town, house: House) -> str | None:
    return _written(house, kind=FULL.get(house.kind, ""), before=TOWARD.get(house.before, ""))


def _other_short(rnd: random.Random, town: Town, house: House) -> str | None:
    return _written(house, kind=OTHER_SHORT[house.kind]) if house.kind in OTHER_SHORT else None


def _slip_in_type(rnd: random.Random, town: Town, house: House) -> str | None:
    full = FULL.get(house.kind, "")
    return _written(house, kind=slip(rnd, full)) if len(full) > 4 else None


def _ordinal(rnd: random.Random, town: Town, house: House) -> str | None:
    if not re.fullmatch(r"\d+(st|nd|rd|th)", house.core):
        return None
    number = int(house.core[:-2])
    ways = [str(number), f"{number} {house.core[-2:]}" if house.core[-2:] != "st" else str(number), f"{number}th"]
    if number <= len(ORDINALS):
        ways.append(ORDINALS[number - 1])
    return _written(house, rnd.choice(ways))


def _run_together(rnd: random.Random, town: Town, house: House) -> str | None:
    words = _written(house).split()
    if len(words) < 3:
        return None
    place = rnd.randrange(1, len(words) - 1)
    return " ".join([*words[:place], words[place] + words[place + 1], *words[place + 2 :]]).lower()


def _split(rnd: random.Random, town: Town, house: House) -> str | None:
    if len(house.core) < 6 or house.core[0].isdigit() or " " in house.core:
        return None
    place = rnd.randrange(3, len(house.core) - 2)
    return _written(house, f"{house.core[:place]} {house.core[place:]}")


def _tail(rnd: random.Random, town: Town, house: House) -> str | None:
    right, wrong = house.zip, rnd.choice(town.zips)
    tails = [
        f", Falls City, KY {right}", f" falls city ky {right}", " Falls City KY", f", {right}", f" {right}", ", KY",
        f", Falls City, Kentucky {right}, USA", f" Falls City KY {wrong}", f", Louisville, KY {right}", f" {wrong}",
        " Fals City Ky", f", Falls City, KY {right}-1234",
    ]  # fmt: skip
    return _written(house) + rnd.choice(tails)


def _unit(rnd: random.Random, town: Town, house: House) -> str | None:
    if not house.unit or " " not in house.unit:
        return None
    short = house.unit.split()[-1]
    if rnd.random() < 0.2:
        return f"{rnd.choice(('apt', 'unit'))} {short}, {_written(house)}"
    ways = (
        "apt {}",
        "Apartment {}",
        "#{}",
        "# {}",
        "unit {}",
        ", Unit {}",
        "apt #{}",
        "apto {}",
        "Ste {}",
        ", #{}",
        "{}",
    )
    return f"{_written(house)} {rnd.choice(ways).format(short)}"


def _no_such_unit(rnd: random.Random, town: Town, house: House) -> str | None:
    return None if house.unit else f"{_written(house)} {rnd.choice(('apt 98', '#98', 'unit Z', 'Lot 77'))}"


def _number_last(rnd: random.Random, town: Town, house: House) -> str | None:
    return _written(house).removeprefix(house.number).strip() + rnd.choice((" ", ", ", " no. ", " #")) + house.number


def _case(rnd: random.Random, town: Town, house: House) -> str | None:
    text = _written(house)
    return rnd.choice((text.upper(), text.lower(), text.replace(" ", ", ", 1), text.replace(" ", "  "), f"  {text}. "))


def _dots(rnd: random.Random, town: Town, house: House) -> str | None:
    return _written(house, kind=house.kind + ".", before=house.before and house.before + ".")


def _spanish(rnd: random.Random, town: Town, house: House) -> str | None:
    name = " ".join(part for part in (house.before, house.core) if part)
    if not town.alone(house, without="type"):
        return None
    return rnd.choice(
        (f"calle {name} {house.number}", f"{house.number} calle {name}", f"Calle {name} número {house.number}")
    )


def _range(rnd: random.Random, town: Town, house: House) -> str | None:
    return (
        _written(house).replace(house.number, f"{house.number}-{int(house.number) + 4}", 1)
        if house.number.isdigit()
        else None
    )


def _cut_short(rnd: random.Random, town: Town, house: House) -> str | None:
    if len(house.core) < 7 or " " in house.core or town.is_street(house.core[:-2]):
        return None
    return _written(house, house.core[:-2])


def _as_is(rnd: random.Random, town: Town, house: House) -> str | None:
    return _written(house)


def _mixed(rnd: random.Random, town: Town, house: House) -> str | None:
    first = rnd.choice((_typo, _sound, _ordinal, _in_full))(rnd, town, house)
    if first is None:
        return None
    tail = rnd.choice((f", {house.zip}", " falls city", f", Falls City, KY {house.zip}", " KY"))
    return rnd.choice((str.lower, str.upper, str))(first + tail)


SORTS: dict[str, Distort] = {
    "as it is": _as_is, "typo": _typo, "typo in type": _slip_in_type, "two typos": _two_typos, "sound": _sound,
    "typo, no type": _typo_without_type, "no type": _no_type, "no direction": _no_direction, "wrong type": _wrong_type,
    "wrong direction": _wrong_direction, "in full": _in_full, "other short form": _other_short, "ordinal": _ordinal,
    "run together": _run_together, "split": _split, "tail": _tail, "unit": _unit, "no such unit": _no_such_unit,
    "number last": _number_last, "case": _case, "dots": _dots, "spanish": _spanish, "range": _range,
    "cut short": _cut_short, "mixed": _mixed,
}  # fmt: skip
_TO_THE_UNIT = {"unit"}


def cases(town: Town, many: int, seed: int, sorts: dict[str, Distort] = SORTS) -> list[Case]:
    """So many queries, each sort as often as the others where the town allows."""
    rnd = random.Random(seed)
    made: list[Case] = []
    names = list(sorts)
    with_units = [house for house in town.houses if house.unit]
    while len(made) < many:
        sort = names[len(made) % len(names)]
        for _ in range(400):
            house = rnd.choice(with_units if sort in _TO_THE_UNIT and with_units else town.houses)
            query = sorts[sort](rnd, town, house)
            if query is not None:
                right = frozenset({house.key}) if sort in _TO_THE_UNIT else town.building(house)
                made.append(Case(sort, query, right))
                break
        else:
            names.remove(sort)
    return made
