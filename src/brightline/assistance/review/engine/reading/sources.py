"""The files of an export: which there are, how each is packed, and its bytes as text that extends ASCII."""

import bz2
import codecs
import functools
import gzip
import io
import lzma
import os
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal, TypeVar

import zstandard

from brightline.assistance.review.engine.reading import zstd
from brightline.platform.kernel.errors import Invalid

S = TypeVar("S")
T = TypeVar("T")
_DAMAGED = "the packed file breaks off or is damaged. Copy it again; what was read before stands."
Packing = Literal["", "gzip", "zstd", "bzip2", "xz"]
Kind = Literal["delimited", "json_lines", "json", "parquet", "excel"]

SAMPLE = 1 << 20
_PIECE = 1 << 16
# CAD text packs five to fifteen times; what opens up past this is made to fill the machine.
MOST_EXPANSION = 200
_FREE_EXPANSION = 256 << 20
_MAGIC: tuple[tuple[bytes, Packing], ...] = (
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ZIP, _OLD_EXCEL, _PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1"
_OTHER = (
    b"\x7fELF",
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"SQLite format",
    b"Rar!",
    b"7z\xbc\xaf",
    b"{\\rtf",
    b"<html",
    b"<!DOC",
)


class Broken(Exception):
    """The file ends or breaks off before it should; what was read of it stands. One sentence."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file of an export. `encoding` is that of the unpacked bytes; "" is any that extends ASCII."""

    path: Path
    packing: Packing
    encoding: str
    kind: Kind
    size: int
    sample: bytes

    @property
    def name(self) -> str:
        return self.path.name


def find(paths: Sequence[Path], passed_over: list[str] | None = None) -> list[Source]:
    """Every file named, and every export in a folder named, in the order of their names. Raises Invalid.

    One that cannot be read keeps no other from being read: a sentence for each is added to `passed_over`. Where none
    can, the first of these is raised, as it is for a path that leads to no file.
    """
    named: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith((".", "~$")))
            if not inside:
                raise Invalid(f"{path}: there is no file in this folder. Name a folder with CAD exports, or a file.")
            named += inside
        elif path.is_file():
            named.append(path)
        elif path.exists():
            raise Invalid(f"{path}: this is not a file. Name a CAD export, or a folder of them.")
        else:
            raise Invalid(f"{path}: there is no such file. Check the path.")
    return each_that_can(_recognized, dict.fromkeys(named), passed_over)


def each_that_can(open_: Callable[[S], T], each: Iterable[S], passed_over: list[str] | None) -> list[T]:
    """What comes of each, but for those that raise Invalid: their sentences go to `passed_over`, unless all do."""
    done: list[T] = []
    refused: list[Invalid] = []
    for one in each:
        try:
            done.append(open_(one))
        except Invalid as error:
            refused.append(error)
    if refused and not done:
        raise refused[0]
    if passed_over is not None:
        passed_over += map(str, refused)
    return done


def _recognized(path: Path) -> Source:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(8)
            if path.suffix.lower() == ".parquet" and head.startswith(_PARQUET) and size >= 8:
                file.seek(-4, io.SEEK_END)
                if file.read(4) != _PARQUET:
                    raise Invalid(f"{path}: the Parquet file is incomplete. Export it again.")
    except OSError as error:
        raise Invalid(f"{path}: it cannot be read ({error.strerror}). Give this user the right to read it.") from error
    if not size:
        raise Invalid(f"{path}: the file is empty. Export it again.")
    packing: Packing = next((kind for magic, kind in _MAGIC if head.startswith(magic)), "")
    try:
        with _unpacked(path, packing) as stream:
            sample = _read_some(stream, SAMPLE)
    except Broken as error:
        raise Invalid(f"{path}: {error}") from error
    if not sample:
        raise Invalid(f"{path}: there is nothing in the packed file. Export it again.")
    encoding = next((name for bom, name in _BOMS if sample.startswith(bom)), "") or _wide(sample)
    return Source(path, packing, encoding, _kind(path, packing, decode(sample, encoding)), size, sample)


def decode(sample: bytes, encoding: str) -> bytes:
    """A sample's bytes in an encoding that extends ASCII, as `Text` gives the whole."""
    if encoding == "utf-8-sig":
        return sample.removeprefix(codecs.BOM_UTF8)
    return sample.decode(encoding, "replace").encode("utf-8") if encoding else sample


def _wide(sample: bytes) -> str:
    """UTF-16 without a mark: nearly every other byte of English text is NUL."""
    even, odd = sample[:4096:2].count(0), sample[1:4096:2].count(0)
    most = max(1, len(sample[:4096]) // 2)
    if odd > 0.7 * most and even < 0.1 * most:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * most and odd < 0.1 * most else ""


def _kind(path: Path, packing: Packing, sample: bytes) -> Kind:
    if sample.startswith(_PARQUET) or sample.startswith((_ZIP, _OLD_EXCEL)):
        if packing:
            raise Invalid(f"{path}: a spreadsheet or Parquet file packed once more. Unpack it first.")
        if sample.startswith(_PARQUET):
            return "parquet"
        return "excel"
    start = sample.lstrip(b" \t\r\n\x1e")
    # SQL Server writes its column names in brackets: an array of calls goes on with an object.
    if start.startswith(b"[") and start[1:].lstrip()[:1] in (b"{", b"[", b"]", b""):
        return "json"
    if start.startswith(b"{"):
        return "json_lines" if _one_to_a_line(start) else "json"
    if start.startswith(_OTHER) or start[257:262] == b"ustar" or _unreadable(sample[:4096]):
        raise Invalid(f"{path}: this is no CAD export we can read. Export it as CSV, JSON, Parquet or Excel.")
    return "delimited"


def _one_to_a_line(text: bytes) -> bool:
    """Whether each line holds a call; a single line may be a document that holds them all."""
    lines = [line for line in text[: 1 << 16].splitlines()[:3] if line.strip()]
    if not lines[0].rstrip().endswith(b"}") or lines[0].count(b"{") != lines[0].count(b"}"):
        # A narrative may hold a brace: then the next line tells.
        return len(lines) > 1 and lines[1].startswith(b"{")
    return len(lines) > 1 or b"[{" not in lines[0].replace(b" ", b"")


def _unreadable(sample: bytes) -> bool:
    """Whether bytes are no text: NULs and other control characters by the hundred."""
    controls = sum(sample.count(code) for code in range(32) if code not in (1, 9, 10, 12, 13, 26, 27, 30, 31))
    return controls > max(8, len(sample) // 20)


def middle(source: Source, pieces: int = 8) -> list[bytes]:
    """Whole lines from all over a plain file; none of one that would have to be unpacked to get there."""
    if source.packing or source.encoding not in ("", "utf-8-sig") or source.size <= SAMPLE:
        return []
    found = []
    with source.path.open("rb") as file:
        for number in range(1, pieces + 1):
            file.seek(max(SAMPLE, source.size * number // pieces - _PIECE))
            _cut, *lines = file.read(_PIECE).split(b"\n")
            found.append(b"\n".join(lines[:-1]))
    return found


def text(source: Source, start: int = 0, read: Callable[[int], None] = lambda _bytes: None) -> "Text":
    """The source's bytes from `start` on. `read` is told how many packed bytes have been read in all."""
    stream = Text(source, read)
    stream.skip(start)
    return stream


class Text:
    """A source's unpacked bytes in an encoding that extends ASCII. Raises Broken where the packing does."""

    def __init__(self, source: Source, read: Callable[[int], None]) -> None:
        self._source = source
        self._told = read
        self._file = source.path.open("rb", buffering=0) if not source.packing else None
        self._stream: BinaryIO = self._file or _unpacked(source.path, source.packing)  # type: ignore[assignment]
        self._plain = 0
        self._left = b""
        wide = source.encoding not in ("", "utf-8-sig")
        self._decoder = codecs.getincrementaldecoder(source.encoding)("replace") if wide else None
        if source.encoding == "utf-8-sig":
            _read_some(self._stream, len(codecs.BOM_UTF8))

    def skip(self, count: int) -> None:
        """Passes over `count` bytes of what `readinto` would give."""
        if self._file is not None and self._decoder is None:
            self._file.seek(count, io.SEEK_CUR)
            self._plain += count
            return
        room = memoryview(bytearray(1 << 20))
        while count and (got := self.readinto(room[: min(count, len(room))])):
            count -= got

    def readinto(self, buffer: memoryview) -> int:
        """Fills `buffer` or a part of it; 0 at the end."""
        if self._decoder is None:
            got = _guarded(lambda: self._stream.readinto(buffer)) or 0  # type: ignore[attr-defined]
            self._note(got)
            return got
        while not self._left:
            raw = _guarded(lambda: self._stream.read(1 << 18))
            self._note(len(raw))
            self._left = self._decoder.decode(raw, not raw).encode("utf-8")
            if not raw:
                break
        got = min(len(buffer), len(self._left))
        buffer[:got], self._left = self._left[:got], self._left[got:]
        return got

    def close(self) -> None:
        self._stream.close()

    def _note(self, got: int) -> None:
        self._plain += got
        if not self._source.packing:
            self._told(self._plain)
            return
        packed = self._stream.packed() if isinstance(self._stream, _Unpacked) else self._plain
        self._told(packed)
        if self._plain > _FREE_EXPANSION and self._plain > MOST_EXPANSION * max(packed, 1):
            raise Broken(f"it expands more than {MOST_EXPANSION} times, as no CAD export does. Reading stopped there.")


class _Unpacked(io.RawIOBase):
    """A packed file's contents, and how many packed bytes they took so far."""

    def __init__(self, path: Path, packing: Packing) -> None:
        self._file = path.open("rb")
        self._packing = packing
        openers: dict[str, Callable[[], Any]] = {
            "gzip": lambda: gzip.GzipFile(fileobj=self._file),
            "zstd": lambda: zstandard.ZstdDecompressor(max_window_size=1 << 31).stream_reader(
                self._file, read_across_frames=True
            ),
            "bzip2": lambda: bz2.BZ2File(self._file),
            "xz": lambda: lzma.LZMAFile(self._file),  # noqa: SIM115 - closed with this
        }
        self._inner = openers[packing]()

    def packed(self) -> int:
        return self._file.tell()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        # One step at a time: what was unpacked before a break is given before the break is told.
        got = _guarded(lambda: self._inner.readinto1(buffer)) or 0
        if not got and self._packing == "zstd" and not zstd.is_whole(self._file, os.fstat(self._file.fileno()).st_size):
            raise Broken(_DAMAGED)
        return got

    def close(self) -> None:
        self._file.close()
        super().close()


def _unpacked(path: Path, packing: Packing) -> io.RawIOBase | BinaryIO:
    return _Unpacked(path, packing) if packing else path.open("rb")


def _guarded(read: Callable[[], T]) -> T:
    try:
        return read()
    except (EOFError, zlib.error, gzip.BadGzipFile, zstandard.ZstdError, lzma.LZMAError) as error:
        raise Broken(_DAMAGED) from error
    except OSError as error:
        raise Broken(f"reading it failed ({error.strerror or error}). What was read before stands.") from error


def _read_some(stream: io.RawIOBase | BinaryIO, size: int) -> bytes:
    """Up to `size` bytes; what a damaged file gives before it breaks counts."""
    parts: list[bytes] = []
    while size > 0:
        try:
            part = _guarded(functools.partial(stream.read, min(size, 1 << 16)))
        except Broken:
            if parts:
                break
            raise
        if not part:
            break
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
