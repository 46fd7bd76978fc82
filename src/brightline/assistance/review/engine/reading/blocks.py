"""A stream of bytes cut into blocks of whole records, however long each block.

A record of a delimited file ends at a line end outside quotes. Whether a line end is outside is known from the number
of quotes before it being even, so the reader counts quotes as it goes and never looks back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]

BLOCK = 4 << 20
# A record longer than this is no call: an unclosed quote, or a file that is something else.
LONGEST_RECORD = 16 << 20


class ByteStream(Protocol):
    """Plain bytes, decompressed and in an encoding that extends ASCII."""

    def readinto(self, buffer: memoryview, /) -> int: ...


@dataclass(slots=True)
class Block:
    """Whole records and the offset of their end in the stream. `overlong`: the next record does not end within
    LONGEST_RECORD; nothing comes after.
    """

    data: Bytes
    end: int
    overlong: bool = False


def blocks(stream: ByteStream, *, quote: int | None, start: int = 0, size: int = BLOCK) -> Iterator[Block]:
    """The stream from its present position, `start` bytes into the file, as blocks of whole records."""
    carry = np.empty(0, np.uint8)
    quotes = 0
    position = start
    while True:
        buffer = np.empty(len(carry) + size, np.uint8)
        buffer[: len(carry)] = carry
        got = _fill(stream, buffer[len(carry) :])
        data = buffer[: len(carry) + got]
        if not got:
            if len(data):
                yield Block(data, position + len(data))
            return
        if quote is not None:
            quotes += int(np.count_nonzero(data[len(carry) :] == quote))
        cut = _last_record_end(data, quote, quotes)
        if cut == 0 and len(data) > LONGEST_RECORD:
            yield Block(data[:0], position, overlong=True)
            return
        if cut:
            position += cut
            yield Block(data[:cut], position)
        carry = data[cut:].copy()
        if quote is not None and cut:
            quotes = int(np.count_nonzero(carry == quote))


def _fill(stream: ByteStream, room: Bytes) -> int:
    """Reads until `room` is full or the stream ends: a decompressor gives less at a time than it is asked for."""
    view = memoryview(room)
    got = 0
    while got < len(view):
        count = stream.readinto(view[got:])
        if not count:
            break
        got += count
    return got


def _last_record_end(data: Bytes, quote: int | None, quotes: int) -> int:
    """How many bytes of `data` are whole records; `quotes` is the number of quotes in all of it."""
    raw = memoryview(data)
    end = len(data)
    # A window that grows backwards finds the last line end without copying the block.
    while end > 0:
        low = max(0, end - (1 << 14))
        found = bytes(raw[low:end]).rfind(b"\n")
        if found < 0:
            if quote is not None:
                quotes -= int(np.count_nonzero(data[low:end] == quote))
            end = low
            continue
        at = low + found
        if quote is not None:
            quotes -= int(np.count_nonzero(data[at:end] == quote))
            if quotes % 2:
                end = at
                continue
        return at + 1
    return 0
