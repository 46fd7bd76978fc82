"""A city's own words, added to those of lexicon/: an optional file, `lexicon.toml` in its city pack.

Its tables are those of screen.toml (strong, weak, beside), harmless.toml (harmless, unless), agencies.toml ([[agency]])
and words.toml ([classes]). It only adds. Raises Invalid with one sentence that names file, entry and mend.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import hyperscan
import numpy as np

from brightline.assistance.review.engine.finding.lexicon import class_names
from brightline.assistance.review.engine.finding.screen import Screen, terms
from brightline.platform.kernel.errors import Invalid

# What each list of patterns is compiled with, as `screen` and `harmless` do.
_SCREENED: Final = hyperscan.HS_FLAG_CASELESS
_TAKEN_OUT: Final = hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_SOM_LEFTMOST
_PATTERNS: Final = {
    "strong": _SCREENED,
    "weak": _SCREENED,
    "beside": _SCREENED,
    "harmless": _TAKEN_OUT,
    "unless": _TAKEN_OUT,
}
_KEYS: Final = (*_PATTERNS, "agency", "classes")
# Words are looked up by their first two letters: an ending may be left open only after these.
_OPEN_TOO_SOON = re.compile(r"\s*[^\s*]?\*")
Named = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Additions:
    """`agencies` and `classes` are names with their phrases. `name` is the file's, `digest` its SHA-256."""

    name: str
    digest: str
    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    harmless: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    agencies: Named = ()
    classes: Named = ()

    @classmethod
    def load(cls, path: Path) -> Self:
        """Those of a file."""
        if not path.exists():
            raise Invalid(f"{path}: there is no such file. Name a TOML file with your city's words.")
        if not path.is_file():
            raise Invalid(f"{path}: this is not a file. Name a TOML file with your city's words.")
        try:
            return cls.read(path.read_bytes(), str(path))
        except OSError as error:
            raise Invalid(f"{path} cannot be read: {error.strerror}. Let this user read it.") from error

    @classmethod
    def read(cls, data: bytes, name: str) -> Self:
        """Those of a file's bytes; `name` is what it is called in a refusal."""
        try:
            table = tomllib.loads(data.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            # TOMLDecodeError and UnicodeDecodeError are both ValueErrors.
            raise Invalid(f"{name}: {str(error).rstrip('.')}. Correct it, as TOML in UTF-8.") from error
        try:
            for key in table:
                _check(key in _KEYS, _short(key), f"is no key here; there are {', '.join(_KEYS)}")
            patterns = {key: _patterns(table.get(key, []), key, flags) for key, flags in _PATTERNS.items()}
            agencies = tuple(_agencies(table.get("agency", [])))
            added = cls(
                Path(name).name,
                hashlib.sha256(data).hexdigest(),
                **patterns,
                agencies=agencies,
                classes=tuple(_classes(table.get("classes", {}))),
            )
            _check_seen(added)
        except _Wrong as error:
            raise Invalid(f"{name}: {error}.") from error
        if not any((*patterns.values(), added.agencies, added.classes)):
            raise Invalid(f"{name}: it adds no word. Write some under {', '.join(_KEYS)}, or leave the file out.")
        return added

    def said(self) -> str:
        """What was added, in one sentence."""
        counts = {key: len(getattr(self, key)) for key in _PATTERNS}
        counts["agencies' words"] = sum(len(phrases) for _name, phrases in self.agencies)
        counts["classes' words"] = sum(len(phrases) for _name, phrases in self.classes)
        listed = ", ".join(f"{key} {count}" for key, count in counts.items() if count)
        return f"{self.name}: words of the city's own are looked for too ({listed}; SHA-256 {self.digest})."


class _Wrong(Exception):
    """What is wrong with which entry, and the mend."""


def _check(right: object, entry: str, wrong: str) -> None:
    if not right:
        raise _Wrong(f"{entry} {wrong}")


def _texts(given: Any, entry: str) -> tuple[str, ...]:
    _check(isinstance(given, list), entry, 'is no list of texts; write it as ["…", "…"]')
    for place, text in enumerate(given, start=1):
        _check(
            isinstance(text, str) and text.strip(),
            f"{entry} {place}",
            "is empty or no text; write a text, or take it out",
        )
    return tuple(given)


def _patterns(given: Any, key: str, flags: int) -> tuple[str, ...]:
    texts = _texts(given, key)
    for place, pattern in enumerate(texts, start=1):
        database = hyperscan.Database()
        try:
            database.compile(expressions=[pattern.encode()], ids=[0], flags=[flags])
        except hyperscan.error as error:
            why = str(error).split(";")[0].rstrip(".")
            raise _Wrong(
                f"{key} {place} {_short(pattern)} is no pattern Hyperscan can look for ({why}); write another"
            ) from error
    return texts


def _agencies(given: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    _check(isinstance(given, list), "agency", "is no list of tables; write [[agency]], in double brackets, for each")
    for place, row in enumerate(given, start=1):
        entry = f"[[agency]] {place}"
        _check(isinstance(row, dict), entry, 'is no table; write [[agency]] with name = "…" and words = ["…"]')
        for key in row:
            _check(key in ("name", "words"), f"{entry} {_short(key)}", "is no key here; there are name, words")
        name = row.get("name")
        _check(
            isinstance(name, str) and name.strip() and name.isprintable(),
            f"{entry} name",
            'is missing or no text on one line; write name = "…"',
        )
        phrases = _phrases(row.get("words", []), f"{entry} words")
        _check(phrases, f"{entry} words", 'is missing or empty; write words = ["…"]')
        yield name.strip(), phrases


def _classes(given: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    _check(isinstance(given, Mapping), "classes", "is no table; write [classes] and under it AGENCY = […], say")
    for name, phrases in given.items():
        _check(name in class_names(), f"[classes] {_short(name)}", f"is no class; there are {', '.join(class_names())}")
        yield name, _phrases(phrases, f"[classes] {name}")


def _phrases(given: Any, entry: str) -> tuple[str, ...]:
    phrases = _texts(given, entry)
    for place, phrase in enumerate(phrases, start=1):
        at = f"{entry} {place} {_short(phrase)}"
        _check(re.search(r"[^\W_]", phrase), at, "has no letter in it; write words")
        _check(not _OPEN_TOO_SOON.match(phrase), at, "begins with fewer than two letters before the *; write more")
    return phrases


def _check_seen(added: Additions) -> None:
    """An agency whose words the screen passes over would never be named."""
    screen = Screen(terms(added)).generous()
    for place, (_name, phrases) in enumerate(added.agencies, start=1):
        for phrase in phrases:
            text = np.frombuffer(phrase.replace("*", "").encode(), np.uint8)
            _check(
                screen.rows(text, np.array([len(text)], np.int64)),
                f"[[agency]] {place} words {_short(phrase)}",
                "is found by no strong or weak term, so no call would be read for it; add a term that finds it",
            )


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:60] + "…")
