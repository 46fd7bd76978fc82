"""Stage one: which rows could concern an immigration agency, found at close to the speed of memory.

Hyperscan looks for every term in one pass over the bytes and does not mind where rows end; which rows were hit is
worked out afterwards. What is in few rows may be looked at more closely: a weak term counts only beside another.
"""

import functools
import threading
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any, cast

import hyperscan
import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from brightline.assistance.review.engine.finding.additions import Additions

Bytes = npt.NDArray[np.uint8]
Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Terms:
    """Regular expressions: one strong term is enough, a weak one only with one of `beside` in the same call."""

    strong: tuple[str, ...]
    weak: tuple[str, ...]
    beside: tuple[str, ...]

    def expression(self) -> str:
        """All terms the screen looks for, as one regular expression."""
        return "(?i)(?:" + "|".join((*self.strong, *self.weak)) + ")"


@functools.cache
def terms(additions: "Additions | None" = None) -> Terms:
    """The terms of lexicon/screen.toml and those a city adds."""
    text = resources.files("brightline.assistance.review").joinpath("lexicon/screen.toml").read_text("utf-8")
    table = tomllib.loads(text)
    own = Terms(tuple(table["strong"]), tuple(table["weak"]), tuple(table["beside"]))
    if additions is None:
        return own
    return Terms(own.strong + additions.strong, own.weak + additions.weak, own.beside + additions.beside)


class Screen:
    """Compiled once; used from any number of threads."""

    def __init__(self, words: Terms | None = None) -> None:
        self._terms = words or terms()
        groups = (self._terms.strong, self._terms.weak, self._terms.beside)
        expressions = [term.encode() for group in groups for term in group]
        self._database = hyperscan.Database()
        self._database.compile(
            expressions=expressions,
            ids=[number for number, group in enumerate(groups) for _ in group],
            flags=[hyperscan.HS_FLAG_CASELESS] * len(expressions),
        )
        self._own = threading.local()

    def generous(self) -> "Screen":
        """One to which a weak term is enough by itself: for rows that are only parts of calls."""
        return Screen(Terms((*self._terms.strong, *self._terms.weak), (), ()))

    def rows(self, data: Bytes, row_ends: Positions) -> list[int]:
        """The rows worth reading closely, in order; row i of `data` ends at `row_ends[i]`."""
        places: tuple[list[int], ...] = ([], [], [])
        note = [place.append for place in places]

        def matched(group: int, _start: int, end: int, _flags: int, _context: Any) -> None:
            note[group](end - 1)

        if len(data):
            self._database.scan(cast(Any, data.data), match_event_handler=matched, scratch=self._scratch())
        strong, weak, beside = (set(_rows_of(place, row_ends)) for place in places)
        return sorted(strong | (weak & beside))

    def _scratch(self) -> Any:
        # Hyperscan's working memory must not be shared by two threads at once.
        if not hasattr(self._own, "scratch"):
            self._own.scratch = hyperscan.Scratch(self._database)
        return self._own.scratch


@functools.cache
def screen(additions: "Additions | None" = None) -> Screen:
    """The screen of this package's terms and those a city adds, compiled once in a process."""
    return Screen(terms(additions))


def _rows_of(places: list[int], row_ends: Positions) -> list[int]:
    rows: list[int] = np.searchsorted(row_ends, np.array(places, np.int64)).tolist()
    return rows
