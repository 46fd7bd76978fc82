"""Where a large plain file may be cut, so that its parts, read apart, give what the whole gives.

A file is cut where reading all of it would end one batch and begin the next. Of delimited text that is after the last
record that ends within a multiple of so many bytes; whether a line end is the end of a record depends on the quotes
before it, so each stretch is first looked through for both cases and the cuts follow when all quotes are counted.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from brightline.assistance.review.engine.reading import delimited, sources
from brightline.assistance.review.engine.reading.blocks import BLOCK, ByteStream, Returns
from brightline.assistance.review.engine.reading.exports import STRIDE, Export
from brightline.assistance.review.engine.reading.layout import Layout
from brightline.assistance.review.engine.reading.sources import Source

# Both delimited text and JSON Lines end a batch near any multiple of this.
UNIT = max(BLOCK, STRIDE)
_BOM = 3
_PIECE = 1 << 18
_NEWLINE = 10


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of bytes: how many quotes stand in it, and where the last line ends that has an even or an odd number
    of them before it within the stretch; None where there is no such line.
    """

    quotes: int
    even: int | None
    odd: int | None


def cuttable(export: Export) -> bool:
    """Whether parts of the file can be read apart: plain text, a call to a row, and nothing that needs care."""
    source, layout = export.source, export.layout
    if source.packing or source.encoding not in ("", "utf-8-sig") or layout.joined:
        return False
    return source.kind == "json_lines" or (source.kind == "delimited" and not delimited.needs_care(layout))


def length(source: Source) -> int:
    """How many bytes of text a plain file has."""
    return source.size - (_BOM if source.encoding == "utf-8-sig" else 0)


def bounds(start: int, end: int, size: int) -> list[tuple[int, int]]:
    """Stretches from `start` to `end` that meet at multiples of `size`, itself a multiple of UNIT."""
    inner = range((start // size + 1) * size, end, size)
    places = [start, *inner, end]
    return list(itertools.pairwise(places))


def stretch(source: Source, layout: Layout, start: int, end: int) -> Stretch:
    """What stands from `start` to `end`. Raises Broken."""
    stream: ByteStream = sources.text(source, start)
    if layout.dialect.returns:
        stream = Returns(stream)
    quote = layout.dialect.quote
    room = np.empty(_PIECE, np.uint8)
    quotes, at = 0, start
    last: dict[int, int] = {}
    while at < end and (got := stream.readinto(room.data[: end - at])):
        piece = room[:got]
        lines = np.flatnonzero(piece == _NEWLINE)
        marks = np.flatnonzero(piece == quote) if quote is not None else lines[:0]
        odd = (np.searchsorted(marks, lines) + quotes) % 2
        for parity in (0, 1):
            those = lines[odd == parity]
            if len(those):
                last[parity] = at + int(those[-1]) + 1
        quotes += len(marks)
        at += got
    return Stretch(quotes, last.get(0), last.get(1))


def cuts(stretches: Sequence[Stretch]) -> list[int]:
    """Where the records before each meeting of two stretches end, from a first that begins with a record.

    There are fewer cuts than meetings where a record reaches over a whole stretch.
    """
    found = []
    odd = 0
    for each in stretches[:-1]:
        end = each.odd if odd else each.even
        if end is not None:
            found.append(end)
        odd ^= each.quotes % 2
    return found


def line_cuts(source: Source, places: Sequence[int]) -> list[int]:
    """For each place the end of the first line of JSON Lines that reaches it."""
    found: set[int] = set()
    room = bytearray(_PIECE)
    for place in places:
        at = place - 1
        stream = sources.text(source, at)
        while got := stream.readinto(memoryview(room)):
            line = room.find(b"\n", 0, got)
            if line >= 0:
                found.add(at + line + 1)
                break
            at += got
        stream.close()
    return sorted(found)
