"""How well each street of the city fits what was typed, all streets at once.

A few thousand names are compared whole, by edit distance in C and by sound: nothing is lost to a first sieve, and it
takes a fraction of a millisecond.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

import jellyfish
import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from brightline.city.matching.naming import Guess, names
from brightline.city.matching.vocabulary import DIRECTIONS

Scores = NDArray[np.float32]

# What it costs, of 1, when a part is not as typed. What was not typed costs only enough to break a tie.
_OTHER_DIRECTION, _NO_SUCH_DIRECTION, _NEAR_DIRECTION, _DIRECTION_NOT_TYPED = 0.16, 0.1, 0.1, 0.004
_OTHER_TYPE, _NO_SUCH_TYPE, _TYPE_NOT_TYPED = 0.10, 0.06, 0.003
_UNFINISHED = 0.002
_SPACED_AS_TYPED = 0.001
_BY_SOUND = 0.55  # how much of a slip sounding alike makes good
_SOME_WORDS = 0.05
_CUT_SHORT = 0.55  # a name of which only the first letters were typed, plus what share they are
_LONGEST_PREFIX = 24

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
    """The streets' names taken apart. An entry is one street with one way to write its core; entries of a street
    stand together, in the streets' order.
    """

    def __init__(self, streets: Sequence[str]) -> None:
        rows: list[tuple[str, int, int, str, int]] = []
        starts = []
        kinds: dict[str, int] = {"": 0}
        by_word: defaultdict[str, list[int]] = defaultdict(list)
        by_core: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for street in streets:
            starts.append(len(rows))
            for name in names(street):
                size = sum(map(len, name.core))
                for word in set(name.core):
                    by_word[word].append(len(rows))
                by_core[name.core].append(len(rows))
                before, after = _DIRECTION_IDS[name.before], _DIRECTION_IDS[name.after]
                rows += [(text, before, after, name.kind, size) for text in sorted(name.texts)]
                kinds.setdefault(name.kind, len(kinds))
        self.count = len(streets)
        self._starts = np.array(starts, np.int64)
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
        self._lengths = np.array([len(text) for text in self._texts], np.float32)
        self._digits, digits = _numbered(_digits(text) for text in self._texts)
        self._digit_ids = digits
        sounds, ids = _numbered(_sound(text) for text in self._texts)
        self._sound, self._sounds = sounds, list(ids)
        self._sound_lengths = np.array([len(sound) for sound in self._sounds], np.float32)
        self._prefixes: dict[int, tuple[list[str], NDArray[np.int32]]] = {}

    def scores(self, many: Sequence[Sequence[Guess]]) -> list[Scores]:
        """For each set of guesses how well the best of them fits each street, 1 where all stands there; below 0 not
        at all.
        """
        flat = [guess for guesses in many for guess in guesses]
        likeness = self._likeness(flat)
        found = []
        for guesses in many:
            best = np.full(len(self._text), -1, np.float32)
            for guess in guesses:
                like = likeness[guess.text, guess.unfinished]
                np.maximum(best, self._entries(guess, like), out=best)
            found.append(np.maximum.reduceat(best, self._starts) if self.count else best)
        return found

    def _entries(self, guess: Guess, like: Scores) -> Scores:
        """How well one guess fits each entry."""
        scores = like[self._text]
        if not guess.unfinished and not guess.text.isdecimal():
            self._by_words(guess, scores)
        typed = _DIRECTION_IDS[guess.direction]
        costs = _DIRECTION_COSTS[typed]
        before, after = costs[self._before], costs[self._after]
        # Where a street has one on either side, the other side's "none" is not held against it.
        scores -= np.where(self._after == 0, before, np.where(self._before == 0, after, np.minimum(before, after)))
        kinds = np.full(len(self._kinds), _OTHER_TYPE if guess.kinds else _TYPE_NOT_TYPED, np.float32)
        kinds[0] = _NO_SUCH_TYPE if guess.kinds else 0
        for kind in guess.kinds:
            if kind in self._kinds:
                kinds[self._kinds[kind]] = 0
        scores -= kinds[self._kind]
        scores -= guess.cost
        # Of "Water Croft" and "Watercroft" the one spaced as typed.
        scores[self._by_core.get(guess.core, _NONE)] += _SPACED_AS_TYPED
        return scores

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

    def _likeness(self, guesses: Iterable[Guess]) -> dict[tuple[str, bool], Scores]:
        """How like each typed core is to each text, by (core, unfinished)."""
        wanted = {(guess.text, guess.unfinished) for guess in guesses}
        whole = sorted(text for text, unfinished in wanted if not unfinished)
        found: dict[tuple[str, bool], Scores] = {}
        if whole:
            lengths = np.array([[max(len(text), 1)] for text in whole], np.float32)
            slips = process.cdist(whole, self._texts, scorer=OSA.distance, dtype=np.uint8)
            like = (1 - slips / np.maximum(lengths, self._lengths)).astype(np.float32)
            self._by_sound(whole, like)
            for text, row in zip(whole, like, strict=True):
                self._same_digits(text, row)
                start, end = self._beginning_with(text)
                if len(text) > 3:
                    # A word cut short: "harb" for Harbor.
                    row[start:end] = np.maximum(
                        row[start:end], _CUT_SHORT + (0.95 - _CUT_SHORT) * len(text) / self._lengths[start:end]
                    )
                    row[start:end] = np.minimum(row[start:end], 1)
                row[start:end][self._lengths[start:end] == len(text)] = 1
                found[text, False] = row
        for text, unfinished in wanted:
            if unfinished:
                found[text, True] = self._like_beginning(text)
        return found

    def _by_sound(self, whole: Sequence[str], like: Scores) -> None:
        heard = [_sound(text) for text in whole]
        lengths = np.array([[max(len(sound), 1)] for sound in heard], np.float32)
        slips = process.cdist(heard, self._sounds, scorer=OSA.distance, dtype=np.uint8)
        alike = (1 - slips / np.maximum(lengths, self._sound_lengths))[:, self._sound]
        alike[[not sound for sound in heard]] = 0
        np.maximum(like, (1 - _BY_SOUND) * like + _BY_SOUND * alike - 0.02, out=like)

    def _same_digits(self, text: str, row: Scores) -> None:
        """5th is no slip of 4th."""
        mine = self._digit_ids.get(_digits(text), -1)
        row[self._digits != mine] = np.minimum(row[self._digits != mine], 0.3)

    def _beginning_with(self, text: str) -> tuple[int, int]:
        start = bisect_left(self._texts, text)
        return start, bisect_left(self._texts, text + "\U0010ffff", start)

    def _like_beginning(self, text: str) -> Scores:
        """How like a beginning is to each text's."""
        start, end = self._beginning_with(text)
        size = min(len(text), _LONGEST_PREFIX)
        if size < 3 or _digits(text):
            like = np.full(len(self._texts), -1, np.float32)
        else:
            slips = np.full(len(self._texts), 255, np.uint8)
            for length in (size, size + 1):
                prefixes, places = self._cut(length)
                cut = process.cdist([text], prefixes, scorer=OSA.distance, dtype=np.uint8)[0]
                np.minimum(slips, cut[places], out=slips)
            like = (1 - slips / size - _UNFINISHED).astype(np.float32)
            if size < 5:
                like[slips > 1] = -1
        like[start:end] = 1 - _UNFINISHED
        like[start:end][self._lengths[start:end] == len(text)] = 1
        return like

    def _cut(self, length: int) -> tuple[list[str], NDArray[np.int32]]:
        """The texts' beginnings of so many letters, each once, and which is whose. Made when first asked for."""
        if length not in self._prefixes:
            places, ids = _numbered(text[:length] for text in self._texts)
            self._prefixes[length] = list(ids), places
        return self._prefixes[length]


def _numbered(texts: Iterable[str]) -> tuple[NDArray[np.int32], dict[str, int]]:
    """Distinct texts with a number each, and the number of each text."""
    ids: dict[str, int] = {}
    return np.array([ids.setdefault(text, len(ids)) for text in texts], np.int32), ids


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdecimal())


def _sound(text: str) -> str:
    """How a name sounds in English; nothing for a numbered street."""
    return "" if _digits(text) or not text.isascii() else jellyfish.metaphone(text)
