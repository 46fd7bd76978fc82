"""Delimited text at close to the speed of memory.

Every row is checked for its number of fields and counted in its month; only rows in which the screen saw something
are taken apart. numpy finds delimiters, line ends and quotes of a whole block at once. A block whose quotes do not
stand where RFC 4180 puts them is read by `careful`, exact and slower.
"""

import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from brightline.assistance.review.engine.call import Batch, Rejected
from brightline.assistance.review.engine.finding.screen import Screen
from brightline.assistance.review.engine.reading import careful
from brightline.assistance.review.engine.reading.blocks import (
    BLOCK,
    LONGEST_RECORD,
    Block,
    Blocks,
    Bytes,
    ByteStream,
    Chain,
)
from brightline.assistance.review.engine.reading.layout import Layout
from brightline.assistance.review.engine.reading.months import count_months
from brightline.assistance.review.engine.reading.records import collected, marked
from brightline.assistance.review.engine.reading.rows import call_of, problem_of, text_of
from brightline.assistance.review.engine.reading.sources import Broken

Positions = npt.NDArray[np.int64]
_NEWLINE, _RETURN = 10, 13
# Comparisons in pieces this small stay within the processor's cache, which makes them three times as fast.
_PIECE = 1 << 17


class Unsound(Exception):
    """Something stands where the fast way of reading would mistake it."""


class _Scratch(threading.local):
    def __init__(self) -> None:
        self.found, self.other = np.empty(_PIECE, np.bool_), np.empty(_PIECE, np.bool_)


_scratch = _Scratch()


@dataclass(slots=True)
class _Examined:
    """A block's rows, numbered from 0 within it."""

    batch: Batch
    kept: list[tuple[int, list[str]]] = field(default_factory=list)
    wrong: list[tuple[int, int]] = field(default_factory=list)


def read(
    stream: ByteStream,
    layout: Layout,
    screen: Screen,
    *,
    workers: int = 1,
    start: int = 0,
    row: int = 1,
    block: int = BLOCK,
    longest: int = LONGEST_RECORD,
    strict: bool = False,
) -> Iterator[Batch]:
    """Batches in the file's order from a stream that stands at byte `start`, where row number `row` begins.

    The header is row 1. Where the source breaks, what came before is given first and the exception after. strict:
    raises Unsound instead of reading with care, which may need what comes after a part of a file.
    """
    with ThreadPoolExecutor(workers) as pool:
        while True:
            fast = _Fast(
                stream, layout, screen, pool, ahead=workers, start=start, row=row, block=block, longest=longest
            )
            if needs_care(layout):
                fast.unsound = True
            else:
                yield from fast
            if not fast.unsound:
                return
            if strict:
                raise Unsound
            slow = careful.Reader(fast.left(), layout, start=fast.done, row=fast.row, longest=longest)
            batches = collected(slow, layout, screen, lambda slow=slow: slow.position)  # type: ignore[misc]
            before = fast.done
            for batch in batches:
                batch.bytes_read, before = batch.end - before, batch.end
                yield batch
                if not needs_care(layout) and batch.rows:
                    break
            # One batch later the text may be sound again.
            left, stream = slow.left()
            if not any(left):
                probe = bytearray(1)
                if not stream.readinto(memoryview(probe)):
                    return
                left = [bytes(probe)]
            stream, start, row = Chain(left, stream), slow.position, slow.row


def needs_care(layout: Layout) -> bool:
    """Whether all of the file must be read record by record."""
    return layout.dialect.escape is not None or layout.dialect.blanks or len(layout.names) == 1


class _Fast:
    """Batches of blocks examined by several threads, up to the first that is not sound; `row` and `done` say where."""

    def __init__(
        self,
        stream: ByteStream,
        layout: Layout,
        screen: Screen,
        pool: ThreadPoolExecutor,
        *,
        ahead: int,
        start: int,
        row: int,
        block: int,
        longest: int,
    ) -> None:
        self._layout, self._screen, self._pool, self._ahead = layout, screen, pool, ahead
        self._blocks = Blocks(stream, quote=layout.dialect.quote, start=start, size=block, longest=longest)
        self._waiting: deque[tuple[Block, Future[_Examined]]] = deque()
        self.done, self.row = start, row
        self.unsound = False

    def __iter__(self) -> Iterator[Batch]:
        coming = iter(self._blocks)
        broken: Broken | None = None
        more = True
        while more or self._waiting:
            while more and len(self._waiting) <= self._ahead:
                try:
                    block = next(coming, None)
                except Broken as error:
                    block, broken = None, error
                if block is None or block.overlong:
                    more, self.unsound = False, block is not None
                else:
                    start = block.end - len(block.data)
                    job = self._pool.submit(_examine, block.data, self._layout, self._screen, start)
                    self._waiting.append((block, job))
            if self._waiting:
                block, job = self._waiting[0]
                try:
                    examined = job.result()
                except Unsound:
                    self.unsound = True
                    return
                self._waiting.popleft()
                yield self._numbered(examined, block.end)
        if broken is not None:
            raise broken

    def _numbered(self, examined: _Examined, end: int) -> Batch:
        batch, row = examined.batch, self.row
        batch.end, batch.bytes_read = end, end - self.done
        batch.candidates = [call_of(fields, self._layout, row + at) for at, fields in examined.kept]
        rejected = [
            Rejected(self._layout.file, row + at, problem_of(found, self._layout)) for at, found in examined.wrong
        ]
        batch.rejected = marked(rejected, {row + at for at, _fields in examined.kept}) if rejected else rejected
        self.done, self.row = end, row + batch.rows
        return batch

    def left(self) -> Chain:
        """The stream from `done` on."""
        for _block, job in self._waiting:
            job.cancel()
        carry, stream = self._blocks.rest()
        return Chain([*(block.data.data for block, _job in self._waiting), carry], stream)


def _examine(data: Bytes, layout: Layout, screen: Screen, start: int) -> _Examined:
    """Counts, checks and screens one block of whole records, which stands at byte `start`. Raises Unsound."""
    ends, line_ends = _index(data, layout)
    widths = np.diff(line_ends, prepend=-1)
    row_ends = ends[line_ends]
    row_starts = np.concatenate(([0], row_ends[:-1] + 1)) if len(row_ends) else row_ends
    right = widths == len(layout.names)
    wrong: list[tuple[int, int]] = []
    # The first rows, which stand before the calls, and lines with nothing on them are neither call nor mistake.
    passed = set(range(int(np.searchsorted(row_starts, layout.dialect.calls_from - start))))
    for at in np.flatnonzero(~right).tolist():
        text = data[row_starts[at] : row_ends[at]].tobytes()
        if widths[at] == 1 and not text.strip(b" \t\r\n\x1a"):
            passed.add(at)
        elif b"\n" in text:
            # Perhaps a quote was never closed and swallowed the rows after it.
            raise Unsound
        elif at not in passed:
            wrong.append((at, int(widths[at])))
    right[list(passed)] = False
    calls = np.flatnonzero(right)
    batch = Batch(calls=len(calls), rows=len(line_ends))
    if columns := layout.columns.get("received_at"):
        last = line_ends[calls] - widths[calls] + columns[0] + 1
        starts = row_starts[calls] if columns[0] == 0 else ends[last - 1] + 1
        batch.months, batch.days = count_months(
            data, starts, ends[last], quote=layout.dialect.quote, day_first=layout.day_first
        )
    elif len(calls):
        batch.months[""] = len(calls)
    examined = _Examined(batch, wrong=wrong)
    for at in screen.rows(data, row_ends):
        if at not in passed:
            examined.kept.append((at, _fields(data, ends, line_ends, at, layout)))
    return examined


def _index(data: Bytes, layout: Layout) -> tuple[Positions, Positions]:
    """Where fields end (delimiters and line ends outside quotes), and which of these are line ends."""
    quote = layout.dialect.quote
    places, quoted = _special(data, layout)
    kinds = data[places]
    if quoted:
        is_quote = kinds == quote
        _check_quotes(data, places[is_quote], layout)
        outside = np.logical_xor.accumulate(is_quote)
        outside |= is_quote
        np.logical_not(outside, out=outside)
        places, kinds = places[outside], kinds[outside]
    if len(data) and (not len(places) or places[-1] != len(data) - 1 or kinds[-1] != _NEWLINE):
        # The file's last line need not end in a line end.
        places, kinds = np.append(places, len(data)), np.append(kinds, np.uint8(_NEWLINE))
    return places, np.flatnonzero(kinds == _NEWLINE)


def _special(data: Bytes, layout: Layout) -> tuple[Positions, bool]:
    """Where delimiters, line ends and quotes stand, and whether there is any quote. Raises Unsound."""
    quote, delimiter = layout.dialect.quote, layout.dialect.delimiter
    parts: list[Positions] = []
    quoted = False
    for at in range(0, len(data), _PIECE):
        piece = data[at : at + _PIECE]
        if not piece.min():
            # A NUL within a word would hide it from the screen.
            raise Unsound
        found, other = _scratch.found[: len(piece)], _scratch.other[: len(piece)]
        np.equal(piece, delimiter, out=found)
        np.bitwise_or(found, np.equal(piece, _NEWLINE, out=other), out=found)
        if quote is not None and np.equal(piece, quote, out=other).any():
            quoted = True
            np.bitwise_or(found, other, out=found)
        places = found.nonzero()[0]
        places += at
        parts.append(places)
    return (np.concatenate(parts) if parts else np.empty(0, np.int64)), quoted


def _check_quotes(data: Bytes, quotes: Positions, layout: Layout) -> None:
    """Raises Unsound unless quotes open at a field's start and close at its end, doubled within."""
    if len(quotes) % 2:
        raise Unsound
    opening, closing = quotes[::2], quotes[1::2]
    quote, delimiter = layout.dialect.quote, layout.dialect.delimiter
    before = data[np.maximum(opening - 1, 0)]
    after = data[np.minimum(closing + 1, len(data) - 1)]
    opens = (opening == 0) | (before == delimiter) | (before == _NEWLINE)
    # A quote directly after one that closed is the second of a doubled quote.
    opens[1:] |= opening[1:] == closing[:-1] + 1
    ends_line = data[np.minimum(closing + 2, len(data) - 1)] == _NEWLINE
    closes = (closing == len(data) - 1) | (after == delimiter) | (after == _NEWLINE)
    closes |= (after == _RETURN) & (ends_line | (closing + 2 >= len(data)))
    closes |= after == quote
    if not (opens.all() and closes.all()):
        raise Unsound


def _fields(data: Bytes, ends: Positions, line_ends: Positions, at: int, layout: Layout) -> list[str]:
    """The texts of row `at`."""
    first = int(line_ends[at - 1]) + 1 if at else 0
    begin = int(ends[first - 1]) + 1 if first else 0
    mark = b"" if layout.dialect.quote is None else bytes([layout.dialect.quote])
    fields = []
    for end in ends[first : int(line_ends[at]) + 1].tolist():
        raw = data[begin:end].tobytes()
        if mark and raw.startswith(mark):
            raw = raw.removesuffix(b"\r")[1:-1].replace(mark * 2, mark)
        fields.append(text_of(raw))
        begin = end + 1
    # A line may end in a carriage return and a line feed.
    fields[-1] = fields[-1].removesuffix("\r")
    return fields
