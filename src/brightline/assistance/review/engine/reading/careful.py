"""Delimited text read record by record, where quotes or line lengths are not as they should be.

Python's csv module takes a quote inside an unquoted field as a letter. A quote that opens a field and is never closed
would swallow what follows, up to the next quote: the line it stands on is taken for itself and reading goes on with the
next. That it was never closed shows in quotes that stand where none may, and in lines that are rows by themselves.
"""

import contextlib
import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import replace

from brightline.assistance.review.engine.reading.blocks import LONGEST_RECORD, ByteStream
from brightline.assistance.review.engine.reading.dialect import csv_settings
from brightline.assistance.review.engine.reading.layout import Layout
from brightline.assistance.review.engine.reading.records import Record
from brightline.assistance.review.engine.reading.rows import LOOKED_THROUGH, Torn, text_of

_MOST_LINES = 5_000
_UNCLOSED = "a quote is opened in it and never closed"
# A carriage return within a line is part of the text; csv would take it for a line end, so it travels as another sign.
_INNER_RETURN = "\x1e"


class _Unclosed(Exception):
    """A record runs on past what any call is."""


class Reader:
    """Records of a stream that stands at byte `start`, the beginning of row `row`."""

    def __init__(
        self, stream: ByteStream, layout: Layout, *, start: int, row: int, longest: int = LONGEST_RECORD
    ) -> None:
        self._stream, self._layout = stream, layout
        self._lines = _Lines(stream, start, longest)
        self._sound, self._alone = _shapes(layout)
        self.row = row
        self._longest = longest

    @property
    def position(self) -> int:
        """How many bytes of the file the records given so far reached."""
        return self._lines.position

    def left(self) -> tuple[list[bytes], ByteStream]:
        """What was read and not yet given, and the stream after it."""
        return self._lines.left(), self._stream

    def __iter__(self) -> Iterator[Record]:
        # The header is a record like any other, and yet no call.
        calls_from = self._layout.dialect.calls_from
        began = self._lines.position
        for fields in self._fields():
            self.row += 1
            yield self.row - 1, None if began < calls_from and not isinstance(fields, Torn) else fields
            began = self._lines.position

    def _fields(self) -> Iterator[list[str] | Torn | None]:
        csv.field_size_limit(max(self._longest, 1 << 17))
        lines = self._lines
        while True:
            reader = csv.reader(lines, **csv_settings(self._layout.dialect))
            lines.taken = []
            try:
                for record in reader:
                    if lines.too_long:
                        lines.taken = []
                        yield Torn(f"it is longer than {_size(self._longest)}", [text_of(lines.beginning)])
                        break
                    if len(lines.taken) > 1 and self._runs_on(record):
                        raise _Unclosed
                    lines.taken = []
                    yield _texts(record)
                else:
                    return
            except (_Unclosed, csv.Error):
                line = _as_csv_takes(lines.taken[0])
                lines.give_back_all_but_first()
                yield self._alone_on(line)

    def _alone_on(self, line: str) -> list[str] | Torn:
        """The row of a line on which a quote was opened and never closed, if it is as wide as the others."""
        dialect = self._layout.dialect
        texts = [line]
        for quoting in (dialect, replace(dialect, quote=None)):
            with contextlib.suppress(csv.Error):
                texts = next(csv.reader([line], **csv_settings(quoting)), texts)
                if len(texts) == len(self._layout.names):
                    return [text.rstrip("\r\n") for text in _texts(texts) or []]
        return Torn(_UNCLOSED, [text[:LOOKED_THROUGH] for text in _texts(texts) or []])

    def _runs_on(self, record: list[str]) -> bool:
        """Whether a record of several lines is one only because a quote was never closed."""
        quote, taken = self._layout.dialect.quote, self._lines.taken
        if quote is None or self._layout.dialect.escape is not None:
            return False
        if not taken[-1].rstrip("\r\n").endswith(chr(quote)) and sum(line.count(chr(quote)) for line in taken) % 2:
            return True
        if not self._sound.fullmatch("".join(taken)) and self._alone.fullmatch(taken[-1]):
            # A later row's quote closed it: the last line of a call's own text would be no row by itself.
            return True
        if len(record) == len(self._layout.names):
            return False
        # The next quote may have closed it, lines later: then most of the lines in between are rows of their own.
        whole = sum(
            len(alone) == len(self._layout.names)
            for alone in csv.reader(taken[1:-1], **csv_settings(self._layout.dialect))
        )
        return whole > len(taken[1:-1]) / 2


def _shapes(layout: Layout) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A record as RFC 4180 has it, and a line that is a row by itself, its last field open perhaps to further lines."""
    quote = re.escape(chr(layout.dialect.quote or 0))
    delimiter = re.escape(chr(layout.dialect.delimiter))
    blanks = " *" if layout.dialect.blanks else ""
    opened = f"{quote}(?:[^{quote}]++|{quote}{quote})*+"
    field = f"{blanks}(?:{opened}{quote}|[^{quote}{delimiter}\\n]*+)"
    end = r"\r?\n?"
    others = f"(?:{field}{delimiter}){{{len(layout.names) - 1}}}"
    return re.compile(f"{field}(?:{delimiter}{field})*+{end}"), re.compile(f"{others}(?:{field}{end}|{blanks}{opened})")


def _texts(record: list[str]) -> list[str] | None:
    if not record or (len(record) == 1 and not record[0].strip(" \t\x1a")):
        return None
    return [text_of(field.replace(_INNER_RETURN, "\r").encode("latin-1")) for field in record]


def _as_csv_takes(line: str) -> str:
    """A line without what Python's csv module stumbles over."""
    if "\r" not in line and "\x00" not in line:
        return line
    body = line[:-2] if line.endswith("\r\n") else line.removesuffix("\n")
    return body.replace("\x00", "").replace("\r", _INNER_RETURN) + line[len(body) :]


def _size(count: int) -> str:
    return f"{count >> 20} MB" if count >= 1 << 20 else f"{count} bytes"


class _Lines:
    """Physical lines of a stream as Latin-1, which keeps every byte; `taken` are those of the record being read."""

    def __init__(self, stream: ByteStream, start: int, longest: int) -> None:
        self._buffered = io.BufferedReader(_Raw(stream), 1 << 20)
        self._longest = longest
        self._again: deque[str] = deque()
        self.taken: list[str] = []
        self._size = 0
        self.position = start
        self.too_long = False
        self.beginning = b""

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self._again:
            line, self.too_long = self._again.popleft(), False
        elif not (line := self._next()):
            raise StopIteration
        if not self.too_long:
            self.position += len(line)
        self._size = self._size + len(line) if self.taken else len(line)
        self.taken.append(line)
        if len(self.taken) > _MOST_LINES or (len(self.taken) > 1 and self._size > self._longest):
            raise _Unclosed
        return _as_csv_takes(line)

    def _next(self) -> str:
        raw = self._buffered.readline(self._longest)
        self.too_long = len(raw) == self._longest and not raw.endswith(b"\n")
        if self.too_long:
            self.position += len(raw)
            while (rest := self._buffered.readline(self._longest)) and not rest.endswith(b"\n"):
                self.position += len(rest)
            self.position += len(rest)
            # A letter stands for it, which opens no quote: enough for a row to be rejected by.
            self.beginning, raw = raw[:LOOKED_THROUGH], b"x"
        return raw.decode("latin-1")

    def give_back_all_but_first(self) -> None:
        """What a record wrongly took is read again as lines of their own."""
        self._again.extendleft(reversed(self.taken[1:]))
        self.position -= sum(map(len, self.taken[1:]))
        self.taken = []

    def left(self) -> list[bytes]:
        """Bytes read ahead of the records given."""
        return [*(line.encode("latin-1") for line in self._again), self._buffered.peek(1)]


class _Raw(io.RawIOBase):
    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        return self._stream.readinto(buffer)
