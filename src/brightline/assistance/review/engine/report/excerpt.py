"""A narrative with what the engine saw in it marked, ready for a page."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

LONGEST: Final = 3_000
_AROUND: Final = 150
_MOST_MARKS: Final = 200
# Signs that no page should obey: terminal controls, and those that turn the direction of what follows.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a narrative; `cue` says what it was taken for, "" for what lies between."""

    text: str
    cue: str = ""


def marked(narrative: str, spans: Iterable[Mapping[str, Any]]) -> list[Piece]:
    """The narrative in order as pieces; of one longer than LONGEST only what stands around the marks."""
    pieces: list[Piece] = []
    at = 0
    for start, end, cue in _apart(spans, len(narrative))[:_MOST_MARKS]:
        if start > at:
            pieces.append(Piece(narrative[at:start]))
        pieces.append(Piece(narrative[start:end], cue))
        at = end
    if at < len(narrative):
        pieces.append(Piece(narrative[at:]))
    if len(narrative) > LONGEST:
        last = len(pieces) - 1
        pieces = [_shortened(piece, first=place == 0, last=place == last) for place, piece in enumerate(pieces)]
    return [Piece(_UNSEEN.sub("", piece.text), piece.cue) for piece in pieces]


def _apart(spans: Iterable[Mapping[str, Any]], length: int) -> list[tuple[int, int, str]]:
    """The spans in order, none over another: where two meet, the later begins where the earlier ends."""
    found: list[tuple[int, int, str]] = []
    for span in sorted(spans, key=lambda each: (each["start"], -each["end"])):
        start = max(int(span["start"]), found[-1][1] if found else 0)
        end = min(int(span["end"]), length)
        if start < end:
            found.append((start, end, str(span["cue"])))
    return found


def _shortened(piece: Piece, *, first: bool, last: bool) -> Piece:
    text = piece.text
    if len(text) <= 2 * _AROUND:
        return piece
    if piece.cue:
        return Piece(f"{text[:_AROUND]} … {text[-_AROUND:]}", piece.cue)
    begin = "" if first else text[:_AROUND]
    end = "" if last else text[-_AROUND:]
    return Piece(f"{begin} … {end}")


def said(pieces: Sequence[Piece]) -> list[str]:
    """What was marked, each thing once, in order."""
    return list(dict.fromkeys(piece.cue for piece in pieces if piece.cue))
