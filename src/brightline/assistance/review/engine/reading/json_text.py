"""JSON Lines, and JSON documents: an array of calls, an object that holds one, objects one after another, EIDOs."""

import codecs
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from brightline.assistance.review.engine.reading import eido
from brightline.assistance.review.engine.reading.blocks import LONGEST_RECORD, ByteStream
from brightline.assistance.review.engine.reading.layout import Layout
from brightline.assistance.review.engine.reading.records import Record
from brightline.assistance.review.engine.reading.rows import LOOKED_THROUGH, Torn, text_of
from brightline.assistance.review.engine.reading.sources import Broken

_READ = 1 << 20
_NOT_JSON = "it is not JSON"
_GAP = re.compile(r"[\s,\x1e]*")
_NEXT = re.compile(r"\}[\s,]*(?=\{)")
_ENTER = re.compile(r'"\w+"\s*:\s*\[\s*(?=\{)')
_DEPTH = 3
_NULS = re.compile("\x00")
_SIGNS = re.compile(r'\\u([0-9a-fA-F]{4})|\\(.)|["{}\[\]]', re.DOTALL)


class Lines:
    """Records of a JSON Lines stream that stands at byte `start`, the beginning of row `row`."""

    def __init__(
        self, stream: ByteStream, layout: Layout, *, start: int = 0, row: int = 1, longest: int = LONGEST_RECORD
    ) -> None:
        self._buffered = io.BufferedReader(_Raw(stream), _READ)
        self._layout = layout
        self.row, self.position = row, start
        self._longest = longest
        self._decode = msgspec.json.Decoder().decode

    def __iter__(self) -> Iterator[Record]:
        while raw := self._buffered.readline(self._longest):
            self.position += len(raw)
            fields = self._fields(raw)
            self.row += 1
            yield self.row - 1, fields

    def _fields(self, raw: bytes) -> list[str] | Torn | None:
        # Too long to be a call: passed over, and no more of it held than this.
        if len(raw) == self._longest and not raw.endswith(b"\n"):
            while (rest := self._buffered.readline(self._longest)) and not rest.endswith(b"\n"):
                self.position += len(rest)
            self.position += len(rest)
            return torn(f"it is longer than {self._longest >> 20} MB", text_of(raw[:LOOKED_THROUGH]))
        raw = raw.strip(b" \t\r\n\x1e\x00").removesuffix(b",")
        if not raw:
            return None
        try:
            value = self._decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            try:
                # Windows-1252 here and there, and NULs, are no reason to lose a call.
                value = self._decode(text_of(raw))
            except (msgspec.DecodeError, RecursionError):
                return torn(_NOT_JSON, text_of(raw))
        return fields_of(value, self._layout)


class Document:
    """Records of a JSON document; `row` counts them from 1."""

    def __init__(self, stream: ByteStream, layout: Layout, *, longest: int = LONGEST_RECORD) -> None:
        self._values = values(stream, longest)
        self._layout = layout
        self.row = 1

    @property
    def position(self) -> int:
        """How many records were given."""
        return self.row - 1

    def __iter__(self) -> Iterator[Record]:
        for value in self._values:
            self.row += 1
            yield self.row - 1, value if isinstance(value, Torn) else fields_of(value[0], self._layout)


def values(stream: ByteStream, longest: int = LONGEST_RECORD) -> Iterator[tuple[Any] | Torn]:
    """Each call of a document as (value,), or what there is of one that could not be read."""
    text = _Text(stream)
    text.skip_gap()
    if text.starts_with("["):
        text.at += 1
    depth = 0
    while text.skip_gap():
        if text.starts_with("]") or text.starts_with("}"):
            text.at += 1
            continue
        size = max(longest, 4 * longest if depth == 0 else longest)
        try:
            value = text.value(size)
        except ValueError:
            # Too long for one call, or broken: perhaps an object that holds them in an array.
            found = _ENTER.search(text.held, text.at) if depth == 0 and text.starts_with("{") else None
            depth = 1
            if found:
                text.at = found.end()
                continue
            passed, more = text.skip_to_next()
            yield torn(_NOT_JSON, passed)
            if not more:
                return
            continue
        if not isinstance(value, str | int | float | bool | None):
            for inner in _inner(value):
                yield (inner,)
        elif text.ended and isinstance(value, str):
            continue


def _inner(value: Any, depth: int = 0) -> list[Any]:
    """The calls within a value: itself, or those of the longest list of objects in it."""
    value = eido.opened(value)
    if eido.is_document(value) or depth > _DEPTH:
        return [value]
    if isinstance(value, list):
        return [inner for part in value for inner in _inner(part, depth + 1)] if _holds(value) else [value]
    if value.get("type") == "Feature" and isinstance(value.get("properties"), dict):
        return [value["properties"]]
    lists = [inner for inner in value.values() if _holds(inner)]
    # An object with a text of its own is a call, and its lists are remarks.
    if lists and not any(isinstance(inner, str) and len(inner) > 30 for inner in value.values()) and len(value) <= 6:
        return [inner for part in max(lists, key=len) for inner in _inner(part, depth + 1)]
    return [value]


def _holds(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(part, dict) for part in value)


def fields_of(value: Any, layout: Layout) -> list[str] | Torn:
    """A record's texts in the order of the layout's names, or what there is of one that has none."""
    value = eido.opened(value)
    if eido.is_document(value):
        found = eido.fields_of(value)
        return Torn(found, [_words(value)]) if isinstance(found, str) else found
    if not isinstance(value, dict):
        return Torn("it is not a JSON object", [_words(value)])
    flat = flattened(value)
    fields = [flat.get(name, "") for name in layout.names]
    return fields if any(fields) else Torn("it has none of the fields the others have", [" ".join(flat.values())])


def torn(problem: str, text: str) -> Torn:
    """A record that is no JSON: its text without what JSON puts around the words and in place of signs."""
    return Torn(problem, [_SIGNS.sub(_sign, text)])


def _sign(found: re.Match[str]) -> str:
    code, letter = found.groups()
    if code:
        return chr(int(code, 16))
    return " " if letter is None or letter in "bfnrt" else letter


def flattened(value: Mapping[str, Any], prefix: str = "", depth: int = 0) -> dict[str, str]:
    """Keys within keys as "outer.inner", lists as their texts one after another."""
    flat: dict[str, str] = {}
    for key, inner in value.items():
        if isinstance(inner, dict) and depth < _DEPTH:
            flat |= flattened(inner, f"{prefix}{key}.", depth + 1)
        else:
            flat[prefix + str(key)] = _words(inner)
    return flat


def _words(value: Any, depth: int = 0) -> str:
    if value is None or value is False or value is True:
        return ""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return " ".join(filter(None, (_words(part, depth + 1) for part in value))) if depth < 8 else ""
    return _NULS.sub("", value) if isinstance(value, str) else str(value)


class _Text:
    """As much of a stream's text as is being read; `at` is where."""

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8")(_fallback)
        self._scan = json.JSONDecoder(strict=False).raw_decode
        self.held, self.at, self.ended = "", 0, False
        self._broken: Broken | None = None

    def more(self) -> bool:
        """Holds twice as much, at least; False at the end. Raises Broken once all that came before was read."""
        if self.ended:
            if self._broken is not None and not self.held[self.at :].strip():
                raise self._broken
            return False
        self.held, self.at = self.held[self.at :], 0
        parts, wanted = [self.held], max(_READ, len(self.held))
        room = bytearray(_READ)
        while wanted > 0 and not self.ended:
            try:
                got = self._stream.readinto(memoryview(room))
            except Broken as error:
                self._broken, got = error, 0
            self.ended = not got
            parts.append(self._decoder.decode(bytes(room[:got]), not got))
            wanted -= got
        self.held = "".join(parts)
        return True

    def skip_gap(self) -> bool:
        """Passes over blanks and commas; False at the end."""
        while True:
            found = _GAP.match(self.held, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.held):
                return True
            if not self.more():
                return False

    def starts_with(self, sign: str) -> bool:
        return self.held.startswith(sign, self.at)

    def value(self, longest: int) -> Any:
        """The value that begins here. Raises ValueError when there is none within `longest`, Broken at a break."""
        while True:
            try:
                value, end = self._scan(self.held, self.at)
            except RecursionError as error:
                raise ValueError from error
            except ValueError as error:
                near = isinstance(error, json.JSONDecodeError) and error.pos >= len(self.held) - 16
                near = near or "Unterminated" in str(error)
                if near and len(self.held) - self.at < longest and self.more():
                    continue
                if near and self._broken is not None:
                    raise self._broken from None
                raise
            self.at = end
            return value

    def skip_to_next(self) -> tuple[str, bool]:
        """Goes to where the next object of a list may begin: what it passed over, and whether there is one."""
        passed = self.held[self.at]
        self.at += 1
        while not (found := _NEXT.search(self.held, self.at)):
            end = max(self.at, len(self.held) - 64)
            passed += self.held[self.at : end][: LOOKED_THROUGH - len(passed)]
            self.at = end
            if not self.more():
                return passed + self.held[self.at :], False
        passed += self.held[self.at : found.start()][: LOOKED_THROUGH - len(passed)]
        self.at = found.end()
        return passed, True


class _Raw(io.RawIOBase):
    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        return self._stream.readinto(buffer)


_fallback = "brightline-cp1252"


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_fallback, _as_cp1252)
