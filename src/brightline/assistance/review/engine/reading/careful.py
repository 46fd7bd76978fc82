"""Delimited text read record by record, for files whose quotes or line lengths are not as they should be.

Python's csv module takes a quote inside an unquoted field as a letter. A quote that opens a field and is never closed
would swallow the rest of the file: the row it stands on is rejected and reading goes on with the next line.
"""

import csv
import io
from collections import deque
from collections.abc import Iterator

import numpy as np

from brightline.assistance.review.engine.call import Batch, Rejected
from brightline.assistance.review.engine.finding.screen import Screen
from brightline.assistance.review.engine.reading.blocks import LONGEST_RECORD, ByteStream
from brightline.assistance.review.engine.reading.layout import Layout
from brightline.assistance.review.engine.reading.months import month_of
from brightline.assistance.review.engine.reading.rows import call_of, problem_of, text_of

_MOST_LINES = 5_000
_BATCH_BYTES = 4 << 20


class _Unclosed(Exception):
    """A record runs on past what any call is."""


def read(stream: ByteStream, layout: Layout, screen: Screen, *, start: int, row: int) -> Iterator[Batch]:
    """As `delimited.read`, from a stream that stands at byte `start`, the beginning of row `row`."""
    csv.field_size_limit(LONGEST_RECORD)
    lines = _Lines(stream, start)
    batch, fields, texts, size = Batch(), [], [], 0
    header = start == 0 and layout.dialect.has_header
    for record in _records(lines, layout):
        batch.rows += 1
        if isinstance(record, str):
            batch.rejected.append(Rejected(layout.file, row, record))
        elif header:
            header = False
        elif record:
            decoded = [text_of(field.encode("latin-1")) for field in record]
            if len(record) != len(layout.names):
                batch.rejected.append(Rejected(layout.file, row, problem_of(len(record), layout)))
            else:
                batch.calls += 1
                column = layout.columns.get("received_at")
                batch.months[month_of(decoded[column[0]], day_first=layout.day_first) if column else ""] += 1
            fields.append((row, decoded))
            texts.append("\x1f".join(record).replace("\n", " ").encode("latin-1"))
            size += len(texts[-1])
        row += 1
        if size >= _BATCH_BYTES or batch.rows >= 100_000:
            yield _finished(batch, fields, texts, layout, screen, lines.position)
            batch, fields, texts, size = Batch(), [], [], 0
    yield _finished(batch, fields, texts, layout, screen, lines.position)


def _finished(
    batch: Batch, fields: list[tuple[int, list[str]]], texts: list[bytes], layout: Layout, screen: Screen, end: int
) -> Batch:
    data = np.frombuffer(b"\n".join([*texts, b""]), np.uint8)
    ends = np.cumsum([len(text) + 1 for text in texts], dtype=np.int64) - 1
    batch.candidates = [call_of(fields[at][1], layout, fields[at][0]) for at in screen.rows(data, ends)]
    batch.end = end
    return batch


class _Lines:
    """Physical lines of a stream as Latin-1, which keeps every byte; `taken` are those of the record being read."""

    def __init__(self, stream: ByteStream, start: int) -> None:
        self._buffered = io.BufferedReader(_Raw(stream), 1 << 20)
        self._again: deque[str] = deque()
        self.taken: list[str] = []
        self.position = start
        self.too_long = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._next()
        if not line:
            raise StopIteration
        self.taken.append(line)
        if len(self.taken) > _MOST_LINES or (len(self.taken) > 1 and sum(map(len, self.taken)) > LONGEST_RECORD):
            raise _Unclosed
        return line.replace("\x00", "")

    def _next(self) -> str:
        raw = self._buffered.readline(LONGEST_RECORD)
        self.position += len(raw)
        self.too_long = len(raw) == LONGEST_RECORD and not raw.endswith(b"\n")
        if self.too_long:
            while (rest := self._buffered.readline(LONGEST_RECORD)) and not rest.endswith(b"\n"):
                self.position += len(rest)
            self.position += len(rest)
            raw = raw[: 1 << 16]
        return raw.decode("latin-1")

    def give_back_all_but_first(self) -> None:
        """What a record wrongly took is read again as lines of their own."""
        self._again.extendleft(reversed(self.taken[1:]))
        self.taken = []


class _Raw(io.RawIOBase):
    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        return self._stream.readinto(buffer)


def _records(lines: _Lines, layout: Layout) -> Iterator[list[str] | str]:
    """Each record's fields, or the sentence that says why there are none."""
    quote = layout.dialect.quote
    settings = {
        "delimiter": chr(layout.dialect.delimiter),
        "quotechar": chr(quote) if quote is not None else None,
        "quoting": csv.QUOTE_MINIMAL if quote is not None else csv.QUOTE_NONE,
    }
    while True:
        reader = csv.reader(lines, **settings)  # type: ignore[arg-type]
        try:
            for record in reader:
                if lines.too_long:
                    lines.taken = []
                    yield f"it is longer than {LONGEST_RECORD >> 20} MB"
                    break
                if len(lines.taken) > 1 and quote is not None and _odd(lines.taken, chr(quote)):
                    raise _Unclosed
                lines.taken = []
                yield record
            else:
                return
        except (_Unclosed, csv.Error):
            lines.give_back_all_but_first()
            yield "a quote is opened in it and never closed"


def _odd(taken: list[str], quote: str) -> bool:
    """The record ended only because the file did."""
    return not taken[-1].rstrip("\r\n").endswith(quote) and sum(line.count(quote) for line in taken) % 2 == 1
