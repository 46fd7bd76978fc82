"""Shapefiles: opened whole or not at all, their texts in the encoding they are in. Pure."""

import codecs
import struct
import warnings
from collections.abc import Iterator
from pathlib import Path

import shapefile

from brightline.city.geometry.encodings import WINDOWS, Tell
from brightline.city.geometry.projection import Unreadable

# What pyshp raises over a file that is cut off or is none.
BROKEN = (shapefile.ShapefileException, struct.error, ValueError, IndexError, EOFError, AssertionError)
_SIDE_BY_SIDE = "put its .shp, .shx and .dbf files side by side, or export it again"
_DBF_HEADER = 32


def opened(path: Path, tell: Tell) -> shapefile.Reader:
    """A shapefile to read. Told where its encoding had to be guessed. Raises Unreadable where it is not whole."""
    for one in (path, path.with_suffix(".shx"), path.with_suffix(".dbf")):
        if one.exists():
            _check_whole(one)
    encoding = _encoding(path, tell)
    try:
        with warnings.catch_warnings():
            # Whether it is whole was asked above; the library's own words go to programmers.
            warnings.simplefilter("ignore")
            return shapefile.Reader(str(path), encoding=encoding, encodingErrors="replace")
    except BROKEN as error:
        raise broken(error) from error


def broken(error: Exception) -> Unreadable:
    """What is said of a shapefile over which the library stumbled."""
    words = " ".join(str(error).split())[:100].rstrip(".") or "it ends too soon"
    return Unreadable(f"it is no whole shapefile ({words}); {_SIDE_BY_SIDE}")


def _check_whole(path: Path) -> None:
    """Raises Unreadable where a file is shorter than its header says: a copy was cut off."""
    there = path.stat().st_size
    with path.open("rb") as stream:
        head = stream.read(_DBF_HEADER)
    if len(head) < _DBF_HEADER:
        raise Unreadable(f"its {path.suffix} file is empty or cut off after {there} bytes; {_SIDE_BY_SIDE}")
    if path.suffix.lower() == ".dbf":
        # dBASE: how many records, how long the header is, and how long each record.
        records, header, size = struct.unpack("<IHH", head[4:12])
        whole = header + records * size
    else:
        # ESRI's description: the length in 16-bit words at byte 24, the most significant byte first.
        whole = 2 * struct.unpack(">i", head[24:28])[0]
    if there < whole:
        raise Unreadable(f"its {path.suffix} file is cut off: it has {there:,} of {whole:,} bytes; {_SIDE_BY_SIDE}")


def _encoding(path: Path, tell: Tell) -> str:
    """What the .cpg file says; else UTF-8 where the texts are that, and what Windows takes for plain text."""
    said = path.with_suffix(".cpg")
    named = said.read_text(encoding="ascii", errors="ignore").strip() if said.exists() else ""
    for encoding in filter(None, (named, f"cp{named}", "utf-8")):
        try:
            decoder = codecs.getincrementaldecoder(encoding)()
            for block in _texts_of(path.with_suffix(".dbf")):
                decoder.decode(block)
        except (UnicodeDecodeError, LookupError):
            continue
        return encoding
    other = f"not in {named!r}, which its .cpg file names," if named else "not UTF-8"
    tell(
        f"its texts are {other} and were read as Windows-1252; where names look wrong, put a .cpg file beside it that"
        " names their encoding"
    )
    return WINDOWS


def _texts_of(path: Path) -> Iterator[bytes]:
    """What follows the header of a dBASE file, which is as long as its ninth and tenth byte say."""
    if path.exists():
        with path.open("rb") as stream:
            stream.seek(int.from_bytes(stream.read(10)[8:], "little"))
            while block := stream.read(1 << 20):
                yield block
