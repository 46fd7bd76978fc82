"""Which encoding the texts of a file are in, and saying so where it had to be guessed. Pure."""

import codecs
import re
from collections.abc import Callable

from brightline.city.geometry.projection import Unreadable

# Told, as the end of a sentence about the file, what was taken for granted of it.
Tell = Callable[[str], object]

_BY_ITS_MARK = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
WINDOWS = "cp1252"  # what a spreadsheet on Windows writes unless told otherwise
_FIELDS = re.compile(r"[,;\t|\"]")
_SHOWN = 30


def nothing_told(said: str) -> None:
    """For who has nobody to tell."""


def utf8(data: bytes, tell: Tell) -> bytes:
    """The same text in UTF-8 without a mark. Told where it is in another encoding; raises Unreadable where it is in
    none that can be known.
    """
    for mark, encoding in _BY_ITS_MARK:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding, tell).encode()
    return _decoded(data, "utf-8", tell).encode()


def _decoded(data: bytes, encoding: str, tell: Tell) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        if encoding != "utf-8":
            raise Unreadable(f"it begins as UTF-16 and is cut off or broken at line {line}; export it again") from error
        try:
            text = data.decode(WINDOWS)
        except UnicodeDecodeError as other:
            wrong = data.count(b"\n", 0, other.start) + 1
            raise Unreadable(f"its encoding cannot be told from line {wrong}; save it as UTF-8") from error
        # Of the line's fields the first with such a letter: in Windows-1252 each byte is one.
        shown = next(field for field in _FIELDS.split(text.split("\n")[line - 1]) if not field.isascii())
        tell(
            f"it is not UTF-8 and was read as Windows-1252, as {shown.strip()[:_SHOWN]!r} on line {line}; where that is"
            " wrong, save it as UTF-8"
        )
        return text
    if encoding != "utf-8":
        tell("it is not UTF-8 and was read as UTF-16, as its first two bytes say")
    return text
