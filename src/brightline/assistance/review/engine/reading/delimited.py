"""Delimited text at close to the speed of memory.

Every row is checked for its number of fields and counted in its month; only rows in which the screen saw something
are taken apart. numpy finds delimiters, line ends and quotes of a whole block at once. From the first block whose
quotes do not stand where RFC 4180 puts them, the rest of the file is read by `careful`, exact and slower.
"""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from brightline.assistance.review.engine.call import Batch, Rejected
from brightline.assistance.review.engine.finding.screen import Screen
from brightline.assistance.review.engine.reading import careful
from brightline.assistance.review.engine.reading.blocks import Block, Bytes, ByteStream, blocks
from brightline.assistance.review.engine.reading.layout import Layout
from brightline.assistance.review.engine.reading.months import count_months
from brightline.assistance.review.engine.reading.rows import call_of, problem_of, text_of

Positions = npt.NDArray[np.int64]
_NEWLINE, _RETURN = 10, 13


class _Unsound(Exception):
    """A quote stands where none belongs."""


@dataclass(slots=True)
class _Examined:
    """A block's rows, numbered from 0 within it."""

    batch: Batch
    kept: list[tuple[int, list[str]]] = field(default_factory=list)
    wrong: list[tuple[int, int]] = field(default_factory=list)


def read(
    reopen: Callable[[int], ByteStream], layout: Layout, screen: Screen, *, workers: int, start: int = 0, row: int = 1
) -> Iterator[Batch]:
    """Batches in the file's order, from byte `start`, where row number `row` begins (the header is row 1).

    `reopen(n)` gives the file's bytes from byte n on.
    """
    waiting: deque[tuple[Block, Future[_Examined] | None]] = deque()
    done = start
    header = start == 0 and layout.dialect.has_header
    coming = blocks(reopen(start), quote=layout.dialect.quote, start=start)
    with ThreadPoolExecutor(workers) as pool:
        try:
            more = True
            while more or waiting:
                while more and len(waiting) <= workers:
                    block = next(coming, None)
                    more = block is not None
                    if block is not None:
                        job = None if block.overlong else pool.submit(_examine, block.data, layout, screen, header)
                        waiting.append((block, job))
                        header = False
                if not waiting:
                    return
                block, future = waiting.popleft()
                if future is None:
                    raise _Unsound
                examined = future.result()
                yield _numbered(examined, layout, row, end=block.end, size=block.end - done)
                row += examined.batch.rows
                done = block.end
        except _Unsound:
            for _block, job in waiting:
                if job is not None:
                    job.cancel()
            yield from careful.read(reopen(done), layout, screen, start=done, row=row)


def _numbered(examined: _Examined, layout: Layout, row: int, *, end: int, size: int) -> Batch:
    batch = examined.batch
    batch.end, batch.bytes_read = end, size
    batch.candidates = [call_of(fields, layout, row + at) for at, fields in examined.kept]
    batch.rejected = [Rejected(layout.file, row + at, problem_of(found, layout)) for at, found in examined.wrong]
    return batch


def _examine(data: Bytes, layout: Layout, screen: Screen, header: bool) -> _Examined:
    """Counts, checks and screens one block of whole records. Raises _Unsound."""
    ends, line_ends = _index(data, layout)
    widths = np.diff(line_ends, prepend=-1)
    row_ends = ends[line_ends]
    row_starts = np.concatenate(([0], row_ends[:-1] + 1)) if len(row_ends) else row_ends
    lengths = row_ends - row_starts
    right = widths == len(layout.names)
    odd = np.flatnonzero(~right)
    # A line with nothing on it is neither call nor mistake.
    blank = {int(at) for at in odd if lengths[at] == 0 or (lengths[at] == 1 and data[row_starts[at]] == _RETURN)}
    if len(layout.names) == 1:
        right &= lengths > 0
    wrong = [(int(at), int(widths[at])) for at in odd if int(at) not in blank and not (header and at == 0)]
    if header and len(right):
        right[0] = False
    calls = np.flatnonzero(right)
    batch = Batch(calls=len(calls), rows=len(line_ends))
    if columns := layout.columns.get("received_at"):
        first = line_ends[calls] - widths[calls] + columns[0]
        starts = row_starts[calls] if columns[0] == 0 else ends[first] + 1
        batch.months = count_months(data, starts, day_first=layout.day_first)
    elif len(calls):
        batch.months[""] = len(calls)
    examined = _Examined(batch, wrong=wrong)
    for at in screen.rows(data, row_ends):
        if not (header and at == 0) and at not in blank:
            examined.kept.append((at, _fields(data, ends, line_ends, at, layout)))
    return examined


def _index(data: Bytes, layout: Layout) -> tuple[Positions, Positions]:
    """Where fields end (delimiters and line ends outside quotes), and which of these are line ends."""
    dialect = layout.dialect
    special = data == dialect.delimiter
    special |= data == _NEWLINE
    if dialect.quote is not None:
        quoted = data == dialect.quote
        if quoted.any():
            special |= quoted
        else:
            dialect = None
    else:
        dialect = None
    places = np.flatnonzero(special)
    kinds = data[places]
    if dialect is not None:
        is_quote = kinds == dialect.quote
        inside = np.logical_xor.accumulate(is_quote)
        _check_quotes(data, places[is_quote], layout)
        outside = ~(is_quote | inside)
        places, kinds = places[outside], kinds[outside]
    if len(data) and (not len(places) or places[-1] != len(data) - 1 or kinds[-1] != _NEWLINE):
        # The file's last line need not end in a line end.
        places, kinds = np.append(places, len(data)), np.append(kinds, _NEWLINE)
    return places, np.flatnonzero(kinds == _NEWLINE)


def _check_quotes(data: Bytes, quotes: Positions, layout: Layout) -> None:
    """Raises _Unsound unless quotes open at a field's start and close at its end, doubled within."""
    if len(quotes) % 2:
        raise _Unsound
    opening, closing = quotes[::2], quotes[1::2]
    quote, delimiter = layout.dialect.quote, layout.dialect.delimiter
    before = data[np.maximum(opening - 1, 0)]
    after = data[np.minimum(closing + 1, len(data) - 1)]
    opens = (opening == 0) | (before == delimiter) | (before == _NEWLINE)
    # A quote directly after one that closed is the second of a doubled quote.
    opens[1:] |= opening[1:] == closing[:-1] + 1
    closes = (closing == len(data) - 1) | (after == delimiter) | (after == _NEWLINE) | (after == _RETURN)
    closes |= after == quote
    if not (opens.all() and closes.all()):
        raise _Unsound


def _fields(data: Bytes, ends: Positions, line_ends: Positions, at: int, layout: Layout) -> list[str]:
    """The texts of row `at`."""
    first = int(line_ends[at - 1]) + 1 if at else 0
    begin = int(ends[first - 1]) + 1 if first else 0
    quote = layout.dialect.quote
    fields = []
    for end in ends[first : int(line_ends[at]) + 1].tolist():
        raw = data[begin:end].tobytes().removesuffix(b"\r")
        if quote is not None and raw[:1] == bytes([quote]) == raw[-1:]:
            raw = raw[1:-1].replace(bytes([quote, quote]), bytes([quote]))
        fields.append(text_of(raw))
        begin = end + 1
    return fields
