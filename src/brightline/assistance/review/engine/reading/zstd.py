"""Whether a Zstandard file is whole: its library takes a file cut short for one that ends (RFC 8878, section 3)."""

from typing import BinaryIO

import zstandard

_SKIPPABLE = range(0x184D2A50, 0x184D2A60)
_HEADER = 18
_RLE = 1


def is_whole(file: BinaryIO, size: int) -> bool:
    """Whether every frame goes to its end; only the headers of blocks are read."""
    at = 0
    while at < size:
        file.seek(at)
        head = file.read(_HEADER)
        if int.from_bytes(head[:4], "little") in _SKIPPABLE:
            at += 8 + int.from_bytes(head[4:8], "little")
            continue
        try:
            parameters = zstandard.get_frame_parameters(head)
            at += zstandard.frame_header_size(head)
        except zstandard.ZstdError:
            return False
        last = False
        while not last:
            file.seek(at)
            block = int.from_bytes(header := file.read(3), "little")
            if len(header) < 3:
                return False
            last = bool(block & 1)
            # A run-length block holds one byte, however long the run.
            at += 3 + (1 if block >> 1 & 3 == _RLE else block >> 3)
        at += 4 * parameters.has_checksum
    return at == size
