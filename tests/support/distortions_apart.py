"""A second family of distortions, kept apart: the search was not tuned on it."""

import random

from tests.support.distortions import FULL, KEYBOARD, ORDINALS, TOWARD, Distort, House, Town

_HEARD = (
    ("mac", "mc"), ("tion", "shun"), ("igh", "y"), ("ough", "o"), ("ville", "vil"), ("wood", "wud"), ("ch", "sh"),
    ("th", "t"), ("ct", "kt"), ("au", "o"), ("oa", "o"), ("ew", "oo"), ("ge", "je"), ("j", "g"), ("v", "f"), ("b", "p"),
    ("d", "t"), ("m", "n"), ("ing", "in"), ("berry", "bery"), ("stone", "ston"), ("field", "feild"), ("y", "i"),
    ("ea", "e"), ("ei", "i"), ("ss", "s"), ("pp", "p"), ("ff", "f"), ("dd", "d"), ("l", "ll"), ("n", "nn"), ("t", "tt"),
    ("h", ""), ("r", ""),
)  # fmt: skip
_ACCENTS = str.maketrans("aeioun", "áèíöüñ")
_SHORT_WORDS = {
    "Saint": "St", "Mount": "Mt", "Fort": "Ft", "Lake": "Lk", "Creek": "Crk", "Meadow": "Mdw", "Ridge": "Rdg",
    "River": "Riv", "Spring": "Spg", "Hill": "Hl", "Garden": "Gdn", "Grove": "Grv", "Harbor": "Hbr", "Valley": "Vly",
    "Village": "Vlg", "Haven": "Hvn", "Crossing": "Xing", "Bridge": "Brg", "Forest": "Frst", "Orchard": "Orch",
    "Manor": "Mnr", "Field": "Fld", "View": "Vw", "Point": "Pt", "Park": "Pk", "Bluff": "Blf", "Knob": "Knb",
}  # fmt: skip


def _of(house: House, core: str | None = None, kind: str | None = None, before: str | None = None) -> str:
    middle = house.core if core is None else core
    kind, before = house.kind if kind is None else kind, house.before if before is None else before
    return " ".join(part for part in (house.number, before, middle, kind) if part)


def _lettered(house: House, least: int) -> bool:
    return len(house.core) >= least and not house.core[0].isdigit()


def _fat_finger(rnd: random.Random, town: Town, house: House) -> str | None:
    if not _lettered(house, 5):
        return None
    core = house.core.lower()
    place = rnd.randrange(len(core))
    near = KEYBOARD.get(core[place], "")
    typed = core[: place + 1] + rnd.choice(near) + core[place + 1 :] if near else ""
    return None if not typed or town.is_street(typed) else _of(house, typed)


def _first_letter(rnd: random.Random, town: Town, house: House) -> str | None:
    return _of(house, house.core[1:]) if _lettered(house, 6) and not town.is_street(house.core[1:]) else None


def _heard(rnd: random.Random, town: Town, house: House) -> str | None:
    core = house.core.lower()
    able = [pair for pair in _HEARD if pair[0] in core[1:]]
    if len(able) < 2 or not _lettered(house, 6):
        return None
    for old, new in rnd.sample(able, 2):
        core = core[0] + core[1:].replace(old, new, 1)
    return None if town.is_street(core) else _of(house, core)


def _far_swap(rnd: random.Random, town: Town, house: House) -> str | None:
    if not _lettered(house, 7):
        return None
    place = rnd.randrange(len(house.core) - 2)
    one, two, three = house.core[place : place + 3]
    core = f"{house.core[:place]}{three}{two}{one}{house.core[place + 3 :]}"
    return None if one == three or town.is_street(core) else _of(house, core)


def _no_spaces(rnd: random.Random, town: Town, house: House) -> str | None:
    if not house.kind or not house.core[0].isalpha():
        return None
    name = (house.before + house.core + house.kind).replace(" ", "")
    return rnd.choice((house.number + " " + name.lower(), house.number + name, _of(house).replace(" ", "", 1)))


def _without_word(rnd: random.Random, town: Town, house: House) -> str | None:
    words = house.core.split()
    if len(words) < 3:
        return None
    words.pop(rnd.randrange(len(words)))
    return None if town.is_street(" ".join(words)) else _of(house, " ".join(words))


def _words_swapped(rnd: random.Random, town: Town, house: House) -> str | None:
    words = house.core.split()
    if len(words) < 2:
        return None
    words[0], words[1] = words[1], words[0]
    return None if town.is_street(" ".join(words)) else _of(house, " ".join(words))


def _short_words(rnd: random.Random, town: Town, house: House) -> str | None:
    words = house.core.split()
    if not set(words) & _SHORT_WORDS.keys():
        return None
    return _of(house, " ".join(_SHORT_WORDS.get(word, word) for word in words))


def _cut_words(rnd: random.Random, town: Town, house: House) -> str | None:
    core = house.core[: max(4, len(house.core) - 3)]
    if not _lettered(house, 7) or sum(other.startswith(core.lower()) for other in town.cores) > 1:
        return None
    return _of(house, core, kind=rnd.choice((house.kind, "")) if town.alone(house, without="type") else house.kind)


def _unit(rnd: random.Random, town: Town, house: House) -> str | None:
    if not house.unit or " " not in house.unit:
        return None
    short = house.unit.split()[-1]
    ways = (
        "Apt. {}",
        "Apartment No. {}",
        "apt{}",
        "unit#{}",
        ", Apt {}, Falls City",
        "APT {} KY",
        "apartmnt {}",
        "# {},",
    )
    return f"{_of(house)} {rnd.choice(ways).format(short)}"


def _chatter(rnd: random.Random, town: Town, house: House) -> str | None:
    ways = (
        "{} in Falls City", "my address is {}", "{} Falls City Kentucky United States", "at {}",
        "{}, Falls City, Jefferson County",
        "the house at {}", "{} please", "i live at {}", "dirección: {}",
    )  # fmt: skip
    return rnd.choice(ways).format(_of(house))


def _other_script(rnd: random.Random, town: Town, house: House) -> str | None:
    wide = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in _of(house))
    arabic = _of(house).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    return rnd.choice((wide, arabic, _of(house, house.core.translate(_ACCENTS))))


def _hyphens(rnd: random.Random, town: Town, house: House) -> str | None:
    return _of(house).replace(" ", "-") if house.core[0].isalpha() else None


def _direction_last(rnd: random.Random, town: Town, house: House) -> str | None:
    if not house.before:
        return None
    toward = rnd.choice((house.before, TOWARD[house.before]))
    return rnd.choice(
        (f"{_of(house, before='')} {toward}", f"{house.number}{_of(house).removeprefix(house.number).lstrip()}")
    )


def _ordinal_slip(rnd: random.Random, town: Town, house: House) -> str | None:
    if not house.core[0].isdigit() or int(house.core[:-2]) > 20:
        return None
    word = ORDINALS[int(house.core[:-2]) - 1].lower()
    place = rnd.randrange(1, len(word) - 1)
    return _of(house, word[:place] + rnd.choice(("", word[place] * 2)) + word[place + 1 :])


def _tail_first(rnd: random.Random, town: Town, house: House) -> str | None:
    return rnd.choice((f"{house.zip} {_of(house)}", f"Falls City, {_of(house)}", f"{house.zip}, {_of(house)}, KY"))


def _possessive(rnd: random.Random, town: Town, house: House) -> str | None:
    if not _lettered(house, 5) or house.core.endswith("s") or town.is_street(house.core + "s"):
        return None
    return _of(house, house.core + rnd.choice(("s", "'s", "es")))


def _kind_slip(rnd: random.Random, town: Town, house: House) -> str | None:
    full = FULL.get(house.kind, "").lower()
    if len(full) < 5:
        return None
    place = rnd.randrange(1, len(full) - 1)
    typed = full[:place] + full[place + 1] + full[place] + full[place + 2 :]
    return _of(house, kind=rnd.choice((typed, full[:3], full[:-1])))


def _slips_everywhere(rnd: random.Random, town: Town, house: House) -> str | None:
    first = _fat_finger(rnd, town, house)
    kind = _kind_slip(rnd, town, house)
    if first is None or kind is None:
        return None
    return f"{first.removesuffix(house.kind)}{kind.split()[-1]} fals city, {house.zip}"


SORTS: dict[str, Distort] = {
    "fat finger": _fat_finger, "first letter": _first_letter, "heard": _heard, "far swap": _far_swap,
    "no spaces": _no_spaces, "without a word": _without_word, "words swapped": _words_swapped,
    "short words": _short_words, "cut words": _cut_words, "unit": _unit, "chatter": _chatter,
    "other script": _other_script, "hyphens": _hyphens, "direction last": _direction_last,
    "ordinal slip": _ordinal_slip, "tail first": _tail_first, "possessive": _possessive, "slip in type": _kind_slip,
    "slips everywhere": _slips_everywhere,
}  # fmt: skip
