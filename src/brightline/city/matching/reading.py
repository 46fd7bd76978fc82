"""Reading what was typed: which word is the number, the unit, the ZIP, the city; what is left names a street.

A text can be read in several ways ("4 st 1604"); each is a Reading, and the index keeps whichever fits the city best.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz.distance import OSA

from brightline.city.matching.match import Missing
from brightline.city.matching.vocabulary import (
    AND,
    COMMON_TYPES,
    CORNER,
    COUNTRY,
    COUNTY,
    DIRECTIONS,
    NOTHING,
    STATES,
    TYPES,
    UNITS,
    UNITS_ALONE,
    UNITS_OR_NAMES,
)

_ZIP = re.compile(r"(\d{5})(?:-\d{4})?")
_NUMBER = re.compile(r"(\d{1,6})(?:-?([a-z])|-(\d{1,6}))?")
_UNIT = re.compile(r"\d{1,4}[a-z]?|[a-z]-?\d{1,4}|[a-z]|\d{1,3}-[a-z0-9]{1,3}")
_FRACTION = re.compile(r"\d/\d")
_SAME_CITY = 0.75
_NOT_READ = 0.02
_SIGNS = (",", "#")
_HUNDREDTH_SAINT = re.compile(r"(\d{3,4})st")
_NO_NAMES = frozenset(COMMON_TYPES) | DIRECTIONS.keys()
_LONG_UNITS = ("unit", "suite", "apartment", "trailer", "apto", "building", "apartamento")


@dataclass(frozen=True, slots=True)
class Known:
    """What the city's own addresses end in, words run together: cities, states, ZIPs; names: of its places, some of
    which people write as the city.
    """

    cities: frozenset[str]
    names: frozenset[str]
    states: frozenset[str]
    zips: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """words: what is left for the street; number: the house's, odd: what stands after it ("a", "1/2"), until: the end
    of a range; unit: without its designator; elsewhere: how many parts (city, state, ZIP) are none of this city's,
    other: the last of them; bent: what it costs, of 1, that words were left unread.
    """

    words: tuple[str, ...] = ()
    number: int | None = None
    odd: str = ""
    until: int | None = None
    unit: str = ""
    zip: str = ""
    city: str = ""
    elsewhere: int = 0
    other: Missing = Missing.NOTHING
    bent: float = 0
    tail: bool = False


@dataclass(slots=True)
class _Rest:
    """What is still to be read, and what has been."""

    words: list[str]
    known: Known
    unfinished: bool
    got: Reading = field(default_factory=Reading)

    def note(self, **read: object) -> None:
        self.got = replace(self.got, **read)  # type: ignore[arg-type]

    def is_elsewhere(self, other: Missing) -> None:
        self.note(elsewhere=self.got.elsewhere + 1, other=other)


def read(words: Sequence[str], known: Known, *, unfinished: bool = False) -> list[Reading]:
    """Every sensible reading, the likeliest first. unfinished: the last word is still being typed."""
    given = [word for word in words if word != ";"]
    for length in (4, 2, 1):
        if len(given) > length and "".join(given[-length:]) in COUNTRY:
            del given[-length:]
    if unfinished and len(given) > 3 and given[-2] == "," and any(code.startswith(given[-1]) for code in known.zips):
        del given[-2:]  # a ZIP begun
    rest = _Rest(given, known, unfinished)
    _take_zip(rest)
    with_state = _Rest(rest.words, known, unfinished, rest.got)
    if not _take_state(rest) and rest.got is not with_state.got:
        # "2709 New Kentucky" may lack its type.
        return [*_left(rest), *_left(with_state)]
    return _left(rest)


def _left(rest: _Rest) -> list[Reading]:
    """The readings of what is left when ZIP and state are known."""
    _take_city(rest)
    _take_units(rest)
    _take_other_city(rest)
    plain = [word for word in rest.words if word not in _SIGNS]
    if not rest.got.unit and not any(_NUMBER.fullmatch(word) for word in plain):
        plain = [word for word in plain if not _FRACTION.fullmatch(word)]
    # What is still being typed may become more: "la" is no article in "1604 N La".
    plain = [
        word for place, word in enumerate(plain) if word not in NOTHING or (rest.unfinished and place == len(plain) - 1)
    ] or (plain if not rest.got.zip else [])
    readings = list(_numbered(plain, rest.got))
    if rest.got.zip and not readings[0].words and readings[0].number is None:
        return [readings[0]]
    if rest.got.zip and readings[0].number is None:
        # "harbor st 12345": the last number can also be the house's.
        other = replace(readings[0], zip="", number=int(rest.got.zip), elsewhere=0, other=Missing.NOTHING)
        readings.insert(len(readings) if rest.got.zip in rest.known.zips else 0, other)
    return readings


def _take_zip(rest: _Rest) -> None:
    """The last word that can be a ZIP, unless it opens the text as a house's number does."""
    for place in range(len(rest.words) - 1, -1, -1):
        match = _ZIP.fullmatch(rest.words[place])
        if match is None:
            continue
        others = any(_NUMBER.fullmatch(word) for word in rest.words[:place] + rest.words[place + 1 :])
        if place == 0 and len(rest.words) > 1 and not (others and match[1] in rest.known.zips):
            return
        if place and rest.words[place - 1] in UNITS | {"#"}:
            return
        known = match[1] in rest.known.zips
        if not known and len([word for word in rest.words[place + 1 :] if word != ","]) > 1:
            continue  # a house's number: more than a state comes after it
        rest.note(zip=match[1], tail=True)
        if not known:
            rest.is_elsewhere(Missing.ZIP)
        del rest.words[place]
        return


def _take_state(rest: _Rest) -> bool:
    """A state at the end, where one stands: what is a street's type too ("ct", "ky") only after a type or the city.
    Whether it is surely none of the street's words.
    """
    words = _without_end_commas(rest.words)
    for length in (2, 1):
        name = " ".join(words[-length:])
        if name not in STATES or len(words) <= length:
            continue
        before = words[-length - 1]
        own = STATES[name] in rest.known.states
        after_unit = not before.isalpha() or (len(words) > length + 1 and words[-length - 2] in UNITS)
        sure = own or rest.got.zip or name not in TYPES
        typed = any(word in COMMON_TYPES for word in words[1:-length])
        placed = (own and (after_unit or typed)) or (before in COMMON_TYPES and sure) or before == ","
        placed = placed or _city_at_end(words[:-length], rest) is not None
        if placed or (name not in TYPES and (own or rest.got.zip)):
            rest.words = words[:-length]
            rest.note(tail=True)
            if not own:
                rest.is_elsewhere(Missing.CITY)
            return before == "," or bool(rest.got.zip)
    return True


def _take_city(rest: _Rest) -> None:
    """The city's own name at the end, a slip in it allowed."""
    words = _without_end_commas(rest.words)
    length, city = _city_at_end(words, rest) or (0, "")
    if length:
        rest.words = words[:-length]
        rest.note(tail=True, city=city)


def _city_at_end(words: list[str], rest: _Rest) -> tuple[int, str] | None:
    """How many of the last words are the city, and which."""
    best = (0.0, 0, "")
    for length in (3, 2, 1):
        name = "".join(words[-length:])
        before = words[-length - 1] if len(words) > length else ""
        # A slip is only seen where something sets the end apart: "Falls" may be a street's.
        apart = before == "," or before in TYPES or rest.got.tail
        if "," in words[-length:] or len(words) <= length + (before != ",") or (len(name) < 3 and not apart):
            continue
        best = max(
            best, *((_alike(name, city, rest) if apart else name == city, length, city) for city in _cities(rest))
        )
    return best[1:] if best[0] >= _SAME_CITY else None


def _cities(rest: _Rest) -> list[str]:
    return [*sorted(rest.known.cities), ""]


def _alike(name: str, city: str, rest: _Rest) -> float:
    if rest.unfinished and not rest.got.tail and city.startswith(name):
        return 1
    return OSA.normalized_similarity(name, city) if len(name) >= 5 else float(name == city)


def _take_other_city(rest: _Rest) -> None:
    """What stands after a comma and is no part of a street is another city's name, or of no use."""
    parts: list[list[str]] = [[]]
    for word in rest.words:
        if word == ",":
            parts.append([])
        else:
            parts[-1].append(word)
    parts = [part for part in parts if part]
    if len(parts) < 2 or not any(_NUMBER.fullmatch(word) for word in parts[0]) or len(parts[0]) < 2:
        return
    for part in parts[1:]:
        if all(word.isalpha() for word in part) and part[-1] not in TYPES and part[0] not in DIRECTIONS:
            ours = max((_alike("".join(part), city, rest) for city in rest.known.cities), default=0) >= _SAME_CITY
            ours = ours or "".join(part) in rest.known.names or part[-1] in COUNTY
            if not ours:
                rest.is_elsewhere(Missing.CITY)
        else:
            parts[0].extend(part)
    rest.words = parts[0]


def _take_units(rest: _Rest) -> None:
    """ "Apt 3", "# 3", "Unit B": wherever it stands, what is left reads on without it."""
    found: list[str] = []
    words = rest.words
    place = 0
    while place < len(words):
        word = words[place]
        after = place + 1
        while after < len(words) and (words[after] == "#" or words[after] in ("no", "number", "num")):
            after += 1
        names = word in UNITS or word == "#" or (len(word) > 3 and place > 2 and _is_slip_of_unit(word))
        room = place == 0 or place > 1 or word == "#"
        if word in UNITS_OR_NAMES and after < len(words) and not words[after][0].isdigit():
            room = False
        if names and room and after < len(words) and _UNIT.fullmatch(words[after]) and words[after] not in AND:
            found.append(words[after].replace("-", "").lstrip("0") or words[after])
            del words[place : after + 1]
        elif word in UNITS_ALONE and place > 1 and words[place - 1] in TYPES | {",": ""} and after >= len(words):
            found.append(word)
            del words[place]
        else:
            place += 1
    if found:
        rest.note(unit=" ".join(found))


def _is_slip_of_unit(word: str) -> bool:
    return any(OSA.distance(word, unit) <= 1 for unit in _LONG_UNITS)


def _numbered(words: list[str], got: Reading) -> list[Reading]:
    """One reading for each word that can be the house's number, one without what stands before it, and one where the
    only one is the street's."""
    places = [place for place, word in enumerate(words) if _NUMBER.fullmatch(word)]
    readings = [one for place in [*places[:2], *places[2:][-1:]] for one in _with_number(words, place, got)]
    if places and 0 < places[0] < len(words) - 1:
        # "My address is 1604 Harbor St", "Falls City, 1604 Harbor St".
        readings += [replace(after, bent=_NOT_READ) for after in _with_number(words[places[0] :], 0, got)]
    if not places:
        if got.unit.isdecimal():
            # "Harbor St #1604": what was taken for a unit is all the number there is.
            odd = "".join(word for word in words if _FRACTION.fullmatch(word))
            left = tuple(word for word in words if not _FRACTION.fullmatch(word))
            return [replace(got, words=left, number=int(got.unit), odd=odd, unit="")]
        readings = [replace(got, words=tuple(words))]
        if words and (saint := _HUNDREDTH_SAINT.fullmatch(words[0])):
            # "401St Leo Cir" is no street of the 401st.
            readings.append(replace(got, words=("st", *words[1:]), number=int(saint[1]), bent=_NOT_READ))
        return readings
    others = [word for place, word in enumerate(words) if place not in places]
    if len(words[places[0]]) <= 3 and not got.elsewhere and all(word in _NO_NAMES for word in others):
        readings.append(replace(got, words=tuple(words)))
    return readings


def _with_number(words: list[str], place: int, got: Reading) -> Iterator[Reading]:
    """The reading with the house's number at a place; more where a letter after it or the last word can be
    a unit or the street's."""
    left = [*words[:place], *words[place + 1 :]]
    number, odd, last = _NUMBER.findall(words[place])[0]
    if len(left) > place and _FRACTION.fullmatch(left[place]):
        odd = left.pop(place)
    until = int(last) if last else None
    reading = replace(got, words=tuple(left), number=int(number), odd=odd, until=until)
    # "1604 Harbor St 3", "1604 Harbor St B": a unit without its designator.
    if not got.unit and len(left) > 1 and place == 0 and _is_bare_unit(left):
        yield replace(reading, words=tuple(left[:-1]), unit=left[-1].lstrip("0") or left[-1])
    yield reading
    if len(odd) == 1 and (odd in DIRECTIONS or (len(left) == 1 and left[0] in TYPES)):
        # "1604N 4th St", "204A St"; "1604B Harbor St" is no B Harbor St.
        yield replace(reading, words=(odd, *left), odd="")


def _is_bare_unit(words: Sequence[str]) -> bool:
    last, before = words[-1], words[-2]
    if not _UNIT.fullmatch(last) or last in DIRECTIONS:
        return False
    return last[0].isdigit() or before in TYPES or len(last) > 1


def _without_end_commas(words: list[str]) -> list[str]:
    end = len(words)
    while end and words[end - 1] == ",":
        end -= 1
    return words[:end]


def corners(words: Sequence[str]) -> list[tuple[list[str], list[str]]]:
    """The two streets of a corner, for each word that may stand between them."""
    kept = [word for word in words if word not in CORNER]
    at = [place for place, word in enumerate(kept) if word in AND]
    if at == [] and len(kept) < len(words):
        # "Harbor esquina 4th": the word itself stands between.
        kept = list(words)
        at = [place for place, word in enumerate(kept) if word in CORNER and place]
    sides = []
    for place in at[:3]:
        left = [word for word in kept[:place] if word not in NOTHING and word not in CORNER and word != ","]
        right = [word for word in kept[place + 1 :] if word not in CORNER]
        if left:
            sides.append((left, right))
    return sides
