"""The parts of a street's name: "N 4th St" is direction, core, type. And which of these typed words may be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from brightline.city.matching.text import name_words, words
from brightline.city.matching.vocabulary import (
    COMMON_TYPES,
    DIRECTION_IN_FULL,
    DIRECTIONS,
    LEADING_TYPES,
    NOTHING,
    ORDINAL_WORDS,
    TYPES,
)

# What it costs, of 1, to take a word for something it is not quite.
_NEARLY_A_TYPE = 0.04
_NOT_A_TYPE = 0.01
_RUN_TOGETHER = 0.02
_LEFT_OVER = 0.06
_MOST = 8
_LONG_TYPES = [written for written in TYPES if len(written) >= 4]


@dataclass(frozen=True, slots=True)
class Name:
    """A street's name in parts. core: words in full; before, after: "n" …; kind: its type in full, or "". texts: the
    core run together, in each way people write it; initials: those of them that are only its first letters ("mlk").
    """

    before: str
    core: tuple[str, ...]
    kind: str
    after: str
    texts: frozenset[str]
    initials: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Guess:
    """Typed words taken as a name. kinds: the types it may be, none for not typed; cost: what was bent to read it so;
    unfinished: the core is still being typed.
    """

    direction: str
    core: tuple[str, ...]
    kinds: frozenset[str]
    cost: float
    unfinished: bool = False
    left_over: int = 0

    @property
    def text(self) -> str:
        """The core run together."""
        return "".join(self.core)


def names(street: str) -> Iterator[Name]:
    """A street's name in parts; twice where its last word may be its type or not ("Park Hill")."""
    given = words(street)
    given = [word for word in given if word not in NOTHING and word not in ",#&@/+"] or given
    before = after = kind = ""
    if len(given) == 2 and given[0] in DIRECTIONS and given[1] in TYPES:
        # "E Parkway" is a parkway to the east, or one named E.
        yield _name(DIRECTIONS[given[0]], given[1:], "", "")
    if len(given) > 1 and given[0] in DIRECTIONS and not (len(given) == 2 and given[1] in TYPES):
        before, given = DIRECTIONS[given[0]], given[1:]
    if len(given) > 1 and given[-1] in DIRECTIONS:
        after, given = DIRECTIONS[given[-1]], given[:-1]
    if len(given) > 1 and given[-1] in TYPES:
        kind = TYPES[given[-1]]
        if given[-1] not in COMMON_TYPES:
            yield _name(before, given, "", after)
        given = given[:-1]
    yield _name(before, given, kind, after)
    if before:
        # "nharbor", "eastley": run together with its direction.
        texts = frozenset(toward + "".join(core_words(given)) for toward in (before, DIRECTION_IN_FULL[before]))
        yield Name("", (DIRECTION_IN_FULL[before], *core_words(given)), kind, after, texts)


def _name(before: str, core: Sequence[str], kind: str, after: str) -> Name:
    full = core_words(core)
    texts = {"".join(full), "".join(core)}
    if any(word in ORDINAL_WORDS for word in full):
        texts.add("".join(ORDINAL_WORDS.get(word, word) for word in full))
    if len(full) == 1 and full[0] in ORDINAL_WORDS:
        texts.add(full[0][:-2])
    letters = "".join(word[0] for word in full)
    # "mlkj" of Martin Luther King Jr, and "mlk".
    initials = {letters, letters[:3]} if len(full) > 2 else set()
    return Name(before, tuple(full), kind, after, frozenset(texts | initials), frozenset(initials - texts))


def core_words(given: Sequence[str]) -> list[str]:
    """The words of a core in full: "Old W Mtn" is old, west, mountain."""
    full = name_words(given)
    return full if len(full) == 1 else [DIRECTION_IN_FULL.get(word, word) for word in full]


def guesses(given: Sequence[str], *, unfinished: bool = False) -> list[Guess]:
    """The ways to take typed words as a street's name, each once, the cheapest of its kind."""
    best: dict[tuple[object, ...], Guess] = {}
    for guess in _guesses(tuple(given), unfinished):
        if not guess.core and not guess.direction:
            continue
        like = (guess.direction, guess.text, guess.kinds, guess.unfinished)
        if like not in best or best[like].cost > guess.cost:
            best[like] = guess
    return sorted(best.values(), key=lambda guess: guess.cost)[:_MOST]


def _guesses(given: tuple[str, ...], unfinished: bool) -> Iterator[Guess]:
    for direction, kind, rest, cost in _beginnings(given):
        for core, kinds, after, left_over, bent in _endings(rest):
            full = tuple(core_words(core))
            # As written too: the "ter" of "Pot ter" is no terrace.
            for way in (full, core) if full != core else (core,):
                yield Guess(
                    direction or after, way, kinds or frozenset({kind} - {""}), cost + bent, left_over=left_over
                )
        if unfinished and rest:
            yield from _unfinished(direction, kind, rest, cost)


def _beginnings(given: tuple[str, ...]) -> Iterator[tuple[str, str, tuple[str, ...], float]]:
    """Direction and type that stand before, and the rest."""
    first = given[0] if given else ""
    if len(given) > 1 and first in TYPES and (first in LEADING_TYPES or given[-1] not in TYPES):
        yield from (
            # A calle is any street.
            (direction, "", rest, cost) if first in LEADING_TYPES else (direction, TYPES[first], rest, cost + 0.03)
            for direction, kind, rest, cost in _beginnings(given[1:])
            if not kind
        )
    if len(given) > 2 and (both := given[0] + given[1]) in DIRECTIONS:
        yield DIRECTIONS[both], "", given[2:], 0
    if len(given) > 1 and first in DIRECTIONS:
        yield DIRECTIONS[first], "", given[1:], 0
        if len(first) > 1 or given[1] in TYPES:
            yield "", "", given, _NOT_A_TYPE
    else:
        yield "", "", given, 0


def _endings(
    given: tuple[str, ...],
) -> Iterator[tuple[tuple[str, ...], frozenset[str], str, int, float]]:
    """Core, types, direction after, words left over, cost."""
    if not given:
        return
    last = given[-1]
    if len(given) > 1 and last in DIRECTIONS:
        for core, kinds, _, left_over, cost in _endings(given[:-1]):
            if not left_over:
                yield core, kinds, DIRECTIONS[last], 0, cost
    if len(given) == 1 or last not in COMMON_TYPES:
        yield given, frozenset(), "", 0, 0 if last not in TYPES else _NOT_A_TYPE
    else:
        yield given, frozenset(), "", 0, 3 * _NOT_A_TYPE
    if len(given) > 1 and last in TYPES:
        yield given[:-1], frozenset({TYPES[last]}), "", 0, 0
    elif len(given) > 1 and (near := _nearly_types(last)):
        yield given[:-1], near, "", 0, _NEARLY_A_TYPE
    if len(given) > 2 and given[-2] not in TYPES and (split := TYPES.get(given[-2] + last)):
        yield given[:-2], frozenset({split}), "", 0, _NEARLY_A_TYPE
    for written in COMMON_TYPES:
        if last.endswith(written) and len(last) >= len(written) + 3:
            yield (*given[:-1], last[: -len(written)]), frozenset({TYPES[written]}), "", 0, _RUN_TOGETHER
            break
    # "harbor st louisville": what comes after the type is no part of the name.
    for place in range(len(given) - 2, 0, -1):
        if given[place + 1] in TYPES:
            break
        if given[place] in TYPES:
            over = len(given) - 1 - place
            yield given[:place], frozenset({TYPES[given[place]]}), "", over, _LEFT_OVER * over
            break


def _unfinished(direction: str, kind: str, rest: tuple[str, ...], cost: float) -> Iterator[Guess]:
    """The last word is the beginning of the core's, or of the type."""
    kinds = frozenset({kind} - {""})
    yield Guess(direction, (*core_words(rest[:-1]), rest[-1]), kinds, cost, unfinished=True)
    if len(rest) > 1:
        if begun := _begun_types(rest[-1]):
            yield Guess(direction, tuple(core_words(rest[:-1])), begun, cost)
        if any(name.startswith(rest[-1]) for name in DIRECTIONS) or len(rest[-1]) == 1:
            yield from (
                Guess(direction, tuple(core_words(core)), types or kinds, cost + bent + _NOT_A_TYPE)
                for core, types, _, left_over, bent in _endings(rest[:-1])
                if not left_over
            )


@lru_cache(4096)
def _begun_types(word: str) -> frozenset[str]:
    """The types a word may be the beginning of."""
    return frozenset(full for written, full in TYPES.items() if written.startswith(word))


@lru_cache(4096)
def _nearly_types(word: str) -> frozenset[str]:
    """The types a word may be a slip of."""
    if len(word) < 3 or not word.isalpha():
        return frozenset()
    if begun := {TYPES[written] for written in COMMON_TYPES if written.startswith(word)}:
        return frozenset(begun)
    if len(word) < 4:
        return frozenset()
    most = 1 if len(word) < 7 else 2
    near = (written for written in _LONG_TYPES if OSA.distance(word, written, score_cutoff=most) <= most)
    return frozenset(TYPES[written] for written in near)
