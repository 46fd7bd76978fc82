"""A file, or one range of it, as a response: what an audio player needs to jump (RFC 9110, section 14)."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from typing import IO, Any

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

_STEP = 256 * 1024
# One range only: a list of ranges may be answered with the whole (RFC 9110, section 14.2), and no player sends one.
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class Unsatisfiable(ValueError):
    """The range asked for lies outside the file."""


def file_response(
    file: IO[Any], *, size: int, media_type: str, etag: str, headers: Mapping[str, str]
) -> HttpResponseBase:
    """200 with the whole file, 206 with the range asked for, or 416. Takes over `file` and closes it.

    size: the file's, in bytes; etag: a strong one, quotes included; headers: the request's.
    """
    wanted = headers.get("Range", "")
    if headers.get("If-Range", etag) != etag:
        wanted = ""
    answer: HttpResponseBase
    try:
        span = byte_range(wanted, size)
    except Unsatisfiable:
        file.close()
        answer = HttpResponse(status=416)
        answer["Content-Range"] = f"bytes */{size}"
        return answer
    first, last = span or (0, size - 1)
    answer = StreamingHttpResponse(_read(file, first, last), status=206 if span else 200, content_type=media_type)
    if span:
        answer["Content-Range"] = f"bytes {first}-{last}/{size}"
    answer["Content-Length"] = str(last - first + 1)
    answer["Accept-Ranges"] = "bytes"
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-store"
    return answer


def byte_range(header: str, size: int) -> tuple[int, int] | None:
    """(first, last) inclusive, or None for the whole file: no range asked for, or one this does not read.

    Raises Unsatisfiable.
    """
    found = _RANGE.fullmatch(header.strip())
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        length = min(int(last), size)
        if length == 0:
            raise Unsatisfiable(header)
        return size - length, size - 1
    start = int(first)
    if last and int(last) < start:
        return None
    if start >= size:
        raise Unsatisfiable(header)
    return start, min(int(last), size - 1) if last else size - 1


async def _read(file: IO[Any], first: int, last: int) -> AsyncIterator[bytes]:
    """The bytes in steps, read off the event loop, so that a long recording is never whole in memory."""
    try:
        await asyncio.to_thread(file.seek, first)
        left = last - first + 1
        while left > 0:
            block: bytes = await asyncio.to_thread(file.read, min(_STEP, left))
            if not block:
                return
            left -= len(block)
            yield block
    finally:
        file.close()
