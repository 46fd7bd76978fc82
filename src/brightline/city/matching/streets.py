"""How well each street of the city fits what was typed, all streets at once.

Names are compared by their letters and by their sound; those that could not come near enough are known by their letters
alone and left out first.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

import jellyfish
import numpy as np
from numpy.typing import NDArray

from brightline.city.matching.naming import Guess, names
from brightline.city.matching.spellings import Spellings
from brightline.city.matching.vocabulary import DIRECTIONS

Scores = NDArray[np.float32]

# What it costs, of 1, when a part is not as typed. What was not typed costs only enough to break a tie.
_OTHER_DIRECTION, _NO_SUCH_DIRECTION, _NEAR_DIRECTION, _DIRECTION_NOT_TYPED = 0.16, 0.1, 0.1, 0.004
_OTHER_TYPE, _NO_SUCH_TYPE, _TYPE_NOT_TYPED = 0.10, 0.06, 0.003
_UNFINISHED = 0.002
_SPACED_AS_TYPED = 0.001
_DOUBLED = 0.02
_TWICE = re.compile(r"(.)\1+")
_BY_SOUND = 0.55  # how much of a slip sounding alike makes good
_SOME_WORDS = 0.05
_CUT_SHORT = 0.55  # a name of which only the first letters were typed, plus what share they are
_LONGEST_PREFIX = 24
_UNLIKE = 0.5  # below this no entry is looked at
_ALIKE, _HEARD_ALIKE = 0.66, 0.7  # names less alike than this in letters and sound are not one with slips
_ONLY_HEARD = 0.02
_ONE_SLIP_OF_FEW = 0.66

_DIRECTION_IDS = {name: place for place, name in enumerate(["", *sorted(set(DIRECTIONS.values()))])}


def _direction_costs() -> NDArray[np.float32]:
    costs = np.full((len(_DIRECTION_IDS), len(_DIRECTION_IDS)), _OTHER_DIRECTION, np.float32)
    costs[0, :], costs[:, 0] = _DIRECTION_NOT_TYPED, _NO_SUCH_DIRECTION
    for one, first in _DIRECTION_IDS.items():
        for other, second in _DIRECTION_IDS.items():
            if one and other and one != other and (one in other or other in one):
                costs[first, second] = _NEAR_DIRECTION
    np.fill_diagonal(costs, 0)
    return costs


_DIRECTION_COSTS = _direction_costs()
_NONE = np.empty(0, np.int32)


class Streets:
    """The streets' names taken apart. An entry is one street with one way to write its core, the city's own first."""

    def __init__(self, streets: Sequence[str]) -> None:
        rows: list[tuple[str, int, int, str, int, int]] = []
        kinds: dict[str, int] = {"": 0}
        spelled: set[str] = set()
        by_word: defaultdict[str, list[int]] = defaultdict(list)
        by_core: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for place, street in enumerate(streets):
            for name in names(street):
                size, own = sum(map(len, name.core)), "".join(name.core)
                for word in set(name.core):
                    by_word[word].append(len(rows))
                by_core[name.core].append(len(rows))
                before, after = _DIRECTION_IDS[name.before], _DIRECTION_IDS[name.after]
                rows += [
                    (text, before, after, name.kind, size, place)
                    for text in sorted(name.texts, key=lambda text: (text != own, text))
                ]
                kinds.setdefault(name.kind, len(kinds))
                spelled |= name.texts - name.initials
        self.count = len(streets)
        self._street = np.array([row[5] for row in rows], np.int32)
        self._kinds = kinds
        self._texts = sorted({row[0] for row in rows})
        places = {text: place for place, text in enumerate(self._texts)}
        self._text = np.array([places[row[0]] for row in rows], np.int32)
        self._before = np.array([row[1] for row in rows], np.int8)
        self._after = np.array([row[2] for row in rows], np.int8)
        self._kind = np.array([kinds[row[3]] for row in rows], np.int16)
        self._size = np.array([row[4] for row in rows], np.float32)
        self._by_core = {core: np.array(entries, np.int32) for core, entries in by_core.items()}
        self._by_word = {word: np.array(entries, np.int32) for word, entries in by_word.items()}
        self._letters = Spellings(self._texts)
        undoubled: defaultdict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(self._texts):
            undoubled[_undoubled(text)].append(place)
        self._undoubled = {text: np.array(those, np.int32) for text, those in undoubled.items()}
        self._initials = np.array([text not in spelled for text in self._texts], np.bool_)
        self._digits, digits = _numbered(_digits(text) for text in self._texts)
        self._digit_ids = digits
        sounds, ids = _numbered(_sound(text) for text in self._texts)
        self._sound, self._sounds = sounds, Spellings(list(ids))
        self._prefixes: dict[int, tuple[Spellings, NDArray[np.int32]]] = {}

    def scores(self, many: Sequence[Sequence[Guess]]) -> list[Scores]:
        """For each set of guesses how well the best of them fits each street, 1 where all stands there; 0 or less not
        at all.
        """
        likeness: dict[tuple[str, bool], Scores] = {}
        found = []
        for guesses in many:
            best = np.zeros(self.count, np.float32)
            for guess in guesses:
                asked = guess.text, guess.unfinished
                if asked not in likeness:
                    likeness[asked] = self._like_beginning(asked[0]) if guess.unfinished else self._like(asked[0])
                self._lift(best, guess, likeness[asked])
            found.append(best)
        return found

    def _lift(self, best: Scores, guess: Guess, like: Scores) -> None:
        """Raise the streets' scores to what one guess gives their entries."""
        scores = like[self._text]
        if not guess.unfinished and not guess.text.isdecimal():
            self._by_words(guess, scores)
        entries = np.flatnonzero(scores >= _UNLIKE)
        scores = scores[entries]
        costs = _DIRECTION_COSTS[_DIRECTION_IDS[guess.direction]]
        before, after = self._before[entries], self._after[entries]
        # Where a street has one on either side, the other side's "none" is not held against it.
        both = np.where(after == 0, costs[before], np.where(before == 0, costs[after], costs[before] + costs[after]))
        kinds = np.full(len(self._kinds), _OTHER_TYPE if guess.kinds else _TYPE_NOT_TYPED, np.float32)
        kinds[0] = _NO_SUCH_TYPE if guess.kinds else 0
        kinds[[self._kinds[kind] for kind in guess.kinds if kind in self._kinds]] = 0
        scores -= both + kinds[self._kind[entries]] + np.float32(guess.cost)
        # Of "Water Croft" and "Watercroft" the one spaced as typed.
        same = self._by_core.get(guess.core)
        if same is not None:
            places = np.searchsorted(entries, same)
            scores[places[places < len(entries)]] += _SPACED_AS_TYPED
        np.maximum.at(best, self._street[entries], scores)

    def _by_words(self, guess: Guess, scores: Scores) -> None:
        """Lift the entries that hold some of the words: "Luther King", "Harbor" for "Old Harbor"."""
        size = sum(map(len, guess.core))
        held: dict[int, int] = {}
        for word in set(guess.core):
            for entry in self._by_word.get(word, _NONE).tolist():
                held[entry] = held.get(entry, 0) + len(word)
        if not held or not size:
            return
        entries = np.fromiter(held, np.int32, len(held))
        letters = np.fromiter(held.values(), np.float32, len(held))
        shared = 0.6 * letters / size + 0.4 * letters / self._size[entries] - _SOME_WORDS
        scores[entries] = np.maximum(scores[entries], shared)

    def _like(self, text: str) -> Scores:
        """How like a whole core is to each text, by letters and by sound; 0 where not."""
        like = np.zeros(len(self._texts), np.float32)
        if not text:
            return like
        near = self._letters.near(text, _ALIKE)
        sound = _sound(text)
        heard = np.zeros(len(self._sounds.texts), np.float32)
        if sound:
            alike = self._sounds.near(sound, _HEARD_ALIKE)
            heard[alike] = self._sounds.likeness(sound, alike)
            also = heard[self._sound] >= _HEARD_ALIKE
            also[near] = True
            near = np.flatnonzero(also)
        slips = self._letters.likeness(text, near)
        by_sound = (1 - _BY_SOUND) * slips + _BY_SOUND * heard[self._sound[near]] - _ONLY_HEARD
        like[near] = np.maximum(slips, by_sound)
        # A letter doubled or halved is the least of slips.
        like[self._undoubled.get(_undoubled(text), _NONE)] += _DOUBLED
        # Initials are meant or not, and 5th is no slip of 4th.
        like[self._initials] = 0
        like[self._digits != self._digit_ids.get(_digits(text), -1)] = 0
        start, end = self._beginning_with(text)
        lengths = self._letters.lengths[start:end]
        if len(text) > 3:
            cut = _CUT_SHORT + (0.95 - _CUT_SHORT) * len(text) / lengths
            like[start:end] = np.maximum(like[start:end], cut)
        like[start:end][lengths == len(text)] = 1
        return like

    def _beginning_with(self, text: str) -> tuple[int, int]:
        start = bisect_left(self._texts, text)
        return start, bisect_left(self._texts, text + "\U0010ffff", start)

    def _like_beginning(self, text: str) -> Scores:
        """How like a beginning is to each text's; 0 where not."""
        like = np.zeros(len(self._texts), np.float32)
        size = min(len(text), _LONGEST_PREFIX)
        if size >= 3 and not _digits(text):
            for length in (size, size + 1):
                prefixes, places = self._cut(length)
                near = prefixes.near(text, _ALIKE)
                least = np.zeros(len(prefixes.texts), np.float32)
                # The letter more is not held against it.
                likeness = prefixes.likeness(text, near, size)
                least[near] = np.where(likeness >= (_ONE_SLIP_OF_FEW if size < 5 else 0), likeness, 0)
                np.maximum(like, least[places], out=like)
            np.minimum(like, 1 - _UNFINISHED, out=like)
            like[self._initials] = 0
        start, end = self._beginning_with(text)
        like[start:end] = 1 - _UNFINISHED
        like[start:end][self._letters.lengths[start:end] == len(text)] = 1
        return like

    def _cut(self, length: int) -> tuple[Spellings, NDArray[np.int32]]:
        """The texts' beginnings of so many letters, each once, and which is whose. Made when first asked for."""
        if length not in self._prefixes:
            places, ids = _numbered(text[:length] for text in self._texts)
            self._prefixes[length] = Spellings(list(ids)), places
        return self._prefixes[length]


def _numbered(texts: Iterable[str]) -> tuple[NDArray[np.int32], dict[str, int]]:
    """Distinct texts with a number each, and the number of each text."""
    ids: dict[str, int] = {}
    return np.array([ids.setdefault(text, len(ids)) for text in texts], np.int32), ids


def _undoubled(text: str) -> str:
    return _TWICE.sub(r"\1", text)


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdecimal())


def _sound(text: str) -> str:
    """How a name sounds in English; nothing for a numbered street."""
    return "" if _digits(text) or not text.isascii() else jellyfish.metaphone(text).replace(" ", "")
