"""A stream of bytes cut into blocks of whole records, however long each block.

A record of a delimited file ends at a line end outside quotes. Whether a line end is outside is known from the number
of quotes before it being even, so the reader counts quotes as it goes and never looks back.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from brightline.assistance.review.engine.reading.sources import Broken

Bytes = npt.NDArray[np.uint8]

BLOCK = 2 << 20
# A record longer than this is no call: an unclosed quote, or a file that is something else.
LONGEST_RECORD = 16 << 20
_WINDOW = 1 << 14
_CHUNK = 1 << 17


class ByteStream(Protocol):
    """Plain bytes, decompressed and in an encoding that extends ASCII."""

    def readinto(self, buffer: memoryview, /) -> int: ...


class Chain:
    """Bytes already read, and after them those of a stream."""

    def __init__(self, parts: Sequence[bytes | memoryview], stream: ByteStream) -> None:
        self._parts = deque(memoryview(part) for part in parts if len(part))
        self._stream = stream

    def readinto(self, buffer: memoryview, /) -> int:
        if not self._parts:
            return self._stream.readinto(buffer)
        part = self._parts.popleft()
        got = min(len(part), len(buffer))
        buffer[:got] = part[:got]
        if got < len(part):
            self._parts.appendleft(part[got:])
        return got


class Returns:
    """A stream whose lines end in a carriage return alone, as old Macs wrote them, with line feeds instead."""

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream

    def readinto(self, buffer: memoryview, /) -> int:
        got = self._stream.readinto(buffer)
        data = np.frombuffer(buffer[:got], np.uint8)
        data[data == ord("\r")] = ord("\n")
        return got


class Range:
    """A stream that stands at byte `start` of its file, up to byte `end`."""

    def __init__(self, stream: ByteStream, start: int, end: int) -> None:
        self._stream = stream
        self._left = end - start

    def readinto(self, buffer: memoryview, /) -> int:
        got = self._stream.readinto(buffer[: self._left])
        self._left -= got
        return got


@dataclass(slots=True)
class Block:
    """Whole records and the offset of their end in the stream. `overlong`: the next record does not end within the
    longest allowed; nothing comes after.
    """

    data: Bytes
    end: int
    overlong: bool = False


class Blocks:
    """Iterates over the stream from its present position, `start` bytes into the file.

    A block ends with the last record that ends within a multiple of `size`, wherever reading began: what is read
    together is the same in a run that goes on and in parts of a file read apart.

    Where the stream breaks, the whole records before are given first and the exception after.
    """

    def __init__(
        self, stream: ByteStream, *, quote: int | None, start: int, size: int = BLOCK, longest: int = LONGEST_RECORD
    ) -> None:
        self._stream = stream
        self._quoted, self._quote = quote is not None, np.uint8(quote or 0)
        self._size, self._longest = size, longest
        self._position = start
        self._carry = np.empty(0, np.uint8)
        self._scratch = np.empty(_CHUNK, np.bool_)

    def rest(self) -> tuple[memoryview, ByteStream]:
        """What was read and not yet given, and the stream after it."""
        return self._carry.data, self._stream

    def __iter__(self) -> Iterator[Block]:
        quotes = 0
        broken: Broken | None = None
        while broken is None:
            held = len(self._carry)
            wanted = self._size - (self._position + held) % self._size
            buffer = np.empty(held + wanted, np.uint8)
            buffer[:held] = self._carry
            got, broken = _fill(self._stream, buffer[held:])
            data = buffer[: held + got]
            if broken is None and not got:
                self._carry = data[:0]
                if len(data):
                    self._position += len(data)
                    yield Block(data, self._position)
                return
            if self._quoted:
                quotes += self._count(data[held:])
            cut = self._last_record_end(data, quotes)
            self._carry = data[cut:].copy()
            if cut == 0 and len(data) > self._longest:
                yield Block(data[:0], self._position, overlong=True)
                return
            if cut:
                if self._quoted:
                    quotes = self._count(self._carry)
                self._position += cut
                yield Block(data[:cut], self._position)
        raise broken

    def _count(self, data: Bytes) -> int:
        """How many quotes stand in `data`; a small scratch array keeps the comparison within the processor's cache."""
        count = 0
        for at in range(0, len(data), _CHUNK):
            piece = data[at : at + _CHUNK]
            count += int(np.count_nonzero(np.equal(piece, self._quote, out=self._scratch[: len(piece)])))
        return count

    def _last_record_end(self, data: Bytes, quotes: int) -> int:
        """How many bytes of `data` are whole records; `quotes` is the number of quotes in all of it."""
        end = len(data)
        # A window that grows backwards finds the last line end without copying the block.
        while end > 0:
            low = max(0, end - _WINDOW)
            found = data[low:end].tobytes().rfind(b"\n")
            at = low if found < 0 else low + found
            if self._quoted:
                quotes -= self._count(data[at:end])
            if found >= 0 and quotes % 2 == 0:
                return at + 1
            end = at
        return 0


def _fill(stream: ByteStream, room: Bytes) -> tuple[int, Broken | None]:
    """Reads until `room` is full or the stream ends or breaks: a decompressor gives less at a time than asked."""
    view = room.data
    got = 0
    try:
        while got < len(view) and (count := stream.readinto(view[got:])):
            got += count
    except Broken as error:
        return got, error
    return got, None
