"""Excel workbooks: every sheet with a header that fits, after a look at how large they unpack."""

import datetime
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import python_calamine

from brightline.assistance.review.engine.reading.records import Record
from brightline.assistance.review.engine.reading.sources import MOST_EXPANSION, Broken
from brightline.platform.kernel.errors import Invalid

# A sheet has at most a million rows; what unpacks to more than this is not text people wrote.
MOST_UNPACKED = 2 << 30
_SMALL = 64 << 20
_HEADER_WITHIN = 20
_PIECE = 1 << 20
_ZIP = b"PK\x03\x04"
_WORKBOOKS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")


def check(path: Path) -> None:
    """Raises Invalid for a zip that is no workbook or unpacks past all reason, without holding it in memory."""
    with path.open("rb") as file:
        if file.read(4) != _ZIP:
            return
    packed = path.stat().st_size
    unpacked = 0
    try:
        for size in _sizes(path, _members(path)):
            unpacked += size
            if unpacked > MOST_UNPACKED or (unpacked > _SMALL and unpacked > MOST_EXPANSION * packed):
                raise Invalid(
                    f"{path}: the workbook unpacks to more than {unpacked >> 20} MB, as no CAD export does. "
                    "Export it as CSV."
                )
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError) as error:
        raise Invalid(f"{path}: the workbook is damaged or incomplete. Export it again.") from error


def _members(path: Path) -> list[zipfile.ZipInfo]:
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
    if not any(member.filename in _WORKBOOKS for member in members):
        raise Invalid(f"{path}: this is a ZIP archive and no workbook. Unpack it and name what is in it.")
    if any(member.flag_bits & 1 for member in members):
        raise Invalid(f"{path}: the workbook is encrypted. Save it without a password.")
    return members


def _sizes(path: Path, members: list[zipfile.ZipInfo]) -> Iterator[int]:
    """What the members unpack to, piece by piece, whatever their headers claim."""
    with path.open("rb") as file:
        for member in members:
            if member.compress_type != zipfile.ZIP_DEFLATED:
                yield max(member.file_size, member.compress_size)
                continue
            file.seek(member.header_offset + 26)
            lengths = file.read(4)
            file.seek(int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little"), 1)
            yield from _inflated(file.read(member.compress_size))


def _inflated(packed: bytes) -> Iterator[int]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    while packed and not inflater.eof:
        yield len(inflater.decompress(packed, _PIECE))
        packed = inflater.unconsumed_tail


class Workbook:
    """An opened workbook. Raises Invalid."""

    def __init__(self, path: Path) -> None:
        check(path)
        self._path = path
        try:
            self._book = python_calamine.load_workbook(str(path))
        except (python_calamine.CalamineError, OSError) as error:
            raise Invalid(
                f"{path}: the workbook cannot be read. Save it again as .xlsx, or export it as CSV."
            ) from error
        self.sheets: list[str] = list(self._book.sheet_names)

    def rows(self, sheet: str) -> Iterator[tuple[int, list[str]]]:
        """A sheet's rows as texts, numbered as the sheet numbers them."""
        try:
            opened = self._book.get_sheet_by_name(sheet)
            if opened.start is None:
                return
            for number, row in enumerate(opened.iter_rows(), 1):
                yield number, [_text(cell) for cell in row]
        except python_calamine.CalamineError as error:
            raise Broken("the workbook is damaged. Save it again; what was read before stands.") from error

    def head(self, sheet: str, count: int) -> list[tuple[int, list[str]]]:
        """The first rows that have something in them."""
        found = []
        for number, row in self.rows(sheet):
            if any(row):
                found.append((number, row))
                if len(found) == count:
                    break
        return found


def header_at(head: list[tuple[int, list[str]]]) -> int:
    """Which of the first rows is the header: the first as wide as most, all of it short texts that are no numbers."""
    widths = [sum(map(bool, row)) for _number, row in head]
    widest = max(widths[:_HEADER_WITHIN], default=0)
    for at, (_number, row) in enumerate(head[:_HEADER_WITHIN]):
        named = [text for text in row if text]
        if len(named) >= max(2, widest * 0.6) and all(len(text) <= 60 and text[0].isalpha() for text in named):
            return at
    return -1


def records(book: Workbook, sheet: str, after: int, width: int) -> Iterator[Record]:
    """A sheet's records below row `after`, each as wide as the header."""
    for number, row in book.rows(sheet):
        if number > after:
            texts = (row + [""] * width)[:width]
            yield number, texts if any(row) else None


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(" ", "seconds")
    return "" if cell is None else str(cell).strip()
