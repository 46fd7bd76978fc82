"""What only looks like an immigration agency, taken out of a call's text before the screen looks at it again."""

import tomllib
from collections.abc import Sequence
from importlib import resources
from typing import TYPE_CHECKING, Any

import hyperscan

if TYPE_CHECKING:
    from brightline.assistance.review.engine.finding.additions import Additions


class Harmless:
    """The patterns of lexicon/harmless.toml and those a city adds, compiled once. Not for two threads at once."""

    def __init__(self, additions: "Additions | None" = None) -> None:
        text = resources.files("brightline.assistance.review").joinpath("lexicon/harmless.toml").read_text("utf-8")
        table = tomllib.loads(text)
        harmless, unless = table["harmless"], table["unless"]
        if additions is not None:
            harmless, unless = [*harmless, *additions.harmless], [*unless, *additions.unless]
        self._database = hyperscan.Database()
        self._database.compile(
            expressions=[pattern.encode() for pattern in (*harmless, *unless)],
            ids=[0] * len(harmless) + [1] * len(unless),
            flags=[hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_SOM_LEFTMOST] * (len(harmless) + len(unless)),
        )
        self._scratch = hyperscan.Scratch(self._database)

    def without(self, text: bytes) -> bytes:
        """The text with spaces where it is harmless. What `unless` speaks of stays as it is."""
        found: tuple[list[tuple[int, int]], ...] = ([], [])

        def matched(kind: int, start: int, end: int, _flags: int, _context: Any) -> None:
            found[kind].append((start, end))

        self._database.scan(text, match_event_handler=matched, scratch=self._scratch)
        harmless, unless = found
        if not harmless:
            return text
        left = bytearray(text)
        for start, end in harmless:
            if not _overlaps(start, end, unless):
                left[start:end] = b" " * (end - start)
        return bytes(left)


def _overlaps(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(first < end and start < last for first, last in spans)
