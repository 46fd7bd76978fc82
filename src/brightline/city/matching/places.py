"""How well each named place fits what was typed: facilities, neighborhoods. In any order of words, some left out."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from brightline.city.matching.match import Named
from brightline.city.matching.text import name_words, words
from brightline.city.matching.vocabulary import NOTHING

Scores = NDArray[np.float32]

_NEAREST = 0.6  # words less alike than this are not the same with a slip
_LEFT_OUT = 0.25  # what it costs to leave out a whole name but for one word
_CUT_SHORT = 0.98
_SIGNS = ",;#&@/+\\|"


class Places:
    """The names' words, a run of them for each place, each distinct word compared once."""

    def __init__(self, places: Sequence[Named]) -> None:
        named = [(place, _words(place.name)) for place in places]
        self.places = [place for place, name in named if name]
        flat = [word for _, name in named for word in name]
        self._distinct = sorted(set(flat))
        ids = {word: place for place, word in enumerate(self._distinct)}
        self._flat = np.array([ids[word] for word in flat], np.int32)
        sizes = [len(name) for _, name in named if name]
        self._starts = np.cumsum([0, *sizes[:-1]]) if sizes else np.empty(0, np.int64)
        self._letters = np.array([len(word) for word in flat], np.float32)
        self._lengths = np.array([len(word) for word in self._distinct], np.float32)
        self._numeric = np.array([not word.isalpha() for word in self._distinct], bool)
        self._joined = ["".join(name) for _, name in named if name]

    def scores(self, typed: Sequence[str], *, unfinished: bool = False) -> Scores:
        """How well each place fits, 1 where all stands there. typed: plain words; unfinished: the last one is begun."""
        given = _without_nothing(name_words([word for word in typed if word not in _SIGNS]))
        if not given or not self.places:
            return np.zeros(len(self.places), np.float32)
        alike = self._alike(given, unfinished)[:, self._flat]
        sizes = np.array([len(word) for word in given], np.float32)
        typed_found = sizes @ np.maximum.reduceat(alike, self._starts, axis=1) / sizes.sum()
        named_found = np.add.reduceat(alike.max(axis=0) * self._letters, self._starts)
        named_found /= np.add.reduceat(self._letters, self._starts)
        scores = typed_found - _LEFT_OUT * (1 - named_found)
        run = process.cdist(["".join(given)], self._joined, scorer=OSA.normalized_similarity, dtype=np.float32)[0]
        best: Scores = np.maximum(scores, run).astype(np.float32)
        return best

    def _alike(self, given: Sequence[str], unfinished: bool) -> Scores:
        """How alike each typed word and each distinct word are; nothing below _NEAREST."""
        alike: Scores = process.cdist(given, self._distinct, scorer=OSA.normalized_similarity, dtype=np.float32)
        alike[alike < _NEAREST] = 0
        for row, word in enumerate(given):
            if not word.isalpha():
                alike[row, alike[row] < 1] = 0
            else:
                alike[row, self._numeric & (alike[row] < 1)] = 0
        if unfinished:
            last = given[-1]
            begins = np.fromiter((word.startswith(last) for word in self._distinct), bool, len(self._distinct))
            alike[-1, begins] = np.maximum(alike[-1, begins], _CUT_SHORT)
        return alike


def _words(name: str) -> list[str]:
    return _without_nothing(name_words([word for word in words(name) if word not in _SIGNS]))


def _without_nothing(given: Sequence[str]) -> list[str]:
    return [word for word in given if word not in NOTHING] or list(given)
