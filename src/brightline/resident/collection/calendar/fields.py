"""Reading tables of collection.toml: every value is asked for by name, and what is wrong is noted, not raised."""

import re
import unicodedata
from collections.abc import Collection
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, TypeVar

from brightline.platform.kernel.texts import choose, meant
from brightline.resident.collection.calendar.words import Lists, Words

Choice = TypeVar("Choice", bound=StrEnum)
_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_MONTH_DAY = re.compile(r"(\d\d)-(\d\d)")
_LONGEST = 600


class Table:
    """One table of the file. at: how a sentence calls it, "[[services]] garbage"; problems: where they are noted."""

    def __init__(self, given: Any, at: str, problems: list[str]) -> None:
        self.at = at
        self.problems = problems
        self.asked: set[str] = set()
        self.given: dict[str, Any] = given if isinstance(given, dict) else {}
        if not isinstance(given, dict):
            self.problem("is no table; write its keys as key = value")

    def problem(self, what: str) -> None:
        self.problems.append(f"{self.at} {what}")

    def has(self, key: str) -> bool:
        self.asked.add(key)
        return key in self.given

    def table(self, key: str) -> "Table":
        """The table under that key, an empty one where there is none."""
        return Table(self.get(key, {}), f"{self.at} {key}", self.problems)

    def tables(self, key: str) -> list["Table"]:
        rows = self.get(key, [])
        if not isinstance(rows, list):
            self.problem(f"{key} is no list of tables; write each one as a table of its own in [ ]")
            return []
        return [Table(row, f"{self.at} {key} {place}", self.problems) for place, row in enumerate(rows, start=1)]

    def get(self, key: str, default: Any = None) -> Any:
        self.asked.add(key)
        return self.given.get(key, default)

    def text(self, key: str, default: str | None = None) -> str:
        """A text on one line. default: None when it must be there."""
        value = self.get(key, default)
        if value is None or not isinstance(value, str) or (default is None and not value.strip()):
            self.problem(f"{key} is missing, empty or no text; write it as a text in quotes")
            return default or ""
        return self._line(key, value)

    def id(self) -> str:
        value = self.get("id")
        if not isinstance(value, str) or not _ID.fullmatch(value):
            self.problem("id is missing or no short name; write it in small letters, digits and _, such as yard_waste")
            return ""
        return value

    def one_of(self, key: str, choices: type[Choice], default: Choice | None = None) -> Choice | None:
        value = self.get(key, default)
        if value not in list(choices):
            said = "is missing" if value is None else f"{short(value)} is unknown"
            self.problem(f"{key} {said}; {choose(value, choices)}")
            return default
        return choices(value)

    def whole(self, key: str, default: int, low: int, high: int) -> int:
        value = self.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            self.problem(f"{key} {short(value)} is no whole number from {low} to {high}; write one")
            return default
        return value

    def clock(self, key: str) -> time:
        value = self.get(key)
        if isinstance(value, time):
            return value.replace(second=0, microsecond=0, tzinfo=None)
        found = _CLOCK.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            self.problem(f'{key} is missing or no time of day; write it as "16:00"')
            return time(0)
        return time(int(found[1]), int(found[2]))

    def day(self, key: str) -> date | None:
        value = self.get(key)
        if isinstance(value, datetime) or not isinstance(value, date):
            self.problem(f"{key} is missing or no plain date; write it as 2026-01-05, without quotes")
            return None
        return value

    def month_day(self, key: str) -> tuple[int, int]:
        value = self.get(key)
        found = _MONTH_DAY.fullmatch(value) if isinstance(value, str) else None
        try:
            # In a leap year, so that February 29 is a day.
            day = date(2024, int(found[1]), int(found[2])) if found else None
        except ValueError:
            day = None
        if day is None:
            self.problem(f'{key} is missing or no month and day; write it as "03-15"')
        return (day.month, day.day) if day else (1, 1)

    def words(self, key: str, *, needed: bool = False) -> Words:
        """A text, or a table of one for each language."""
        value = self.get(key)
        if value is None:
            if needed:
                self.problem(f'{key} is missing; write it as {{ en = "…", es = "…" }}')
            return Words(())
        found = {}
        for language, said in self._by_language(key, value):
            if not isinstance(said, str) or not said.strip():
                self.problem(f"{key} {language} is empty or no text; write it as a text in quotes")
            else:
                found[language] = self._line(f"{key} {language}", said)
        return Words.of(found)

    def lists(self, key: str) -> Lists:
        """A list of texts, or a table of one for each language."""
        found = {}
        for language, said in self._by_language(key, self.get(key, {})):
            if not isinstance(said, list) or not all(isinstance(each, str) and each.strip() for each in said):
                self.problem(f'{key} {language} is no list of texts; write it as ["…", "…"]')
            else:
                found[language] = tuple(self._line(f"{key} {language}", each) for each in said)
        return Lists.of(found)

    def names(self, key: str, known: Collection[str], default: Collection[str]) -> list[str]:
        """A list of ids that are known."""
        value = self.get(key, list(default))
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self.problem(f'{key} is no list of texts; write it as ["…", "…"]')
            return []
        for each in value:
            if each not in known:
                self.problem(f"{key} {short(each)} is unknown; {choose(each, known, 'there are:')}")
        return [each for each in value if each in known]

    def close(self) -> None:
        """Notes every key nobody asked for: it is misspelled, or does nothing here."""
        for key in self.given:
            if key not in self.asked:
                near = meant(key, self.asked - self.given.keys())
                mend = f"write {near}" if near else "correct its spelling"
                self.problem(f"{key} means nothing here; {mend}, or take it out")

    def _by_language(self, key: str, value: Any) -> list[tuple[str, Any]]:
        if not isinstance(value, dict):
            return [("en", value)]
        wrong = [language for language in value if not _LANGUAGE.fullmatch(language)]
        for language in wrong:
            self.problem(f"{key} {language} is no language; write its code, such as en")
        return [(language, said) for language, said in value.items() if language not in wrong]

    def _line(self, key: str, value: str) -> str:
        text = value.strip()
        if len(text) > _LONGEST:
            self.problem(f"{key} has {len(text)} characters; write at most {_LONGEST}")
        elif any(unicodedata.category(letter) == "Cc" for letter in text):
            self.problem(f"{key} has a line break or another control character; write it on one line")
        return text


def short(value: object) -> str:
    """The value as it was given, cut where nobody would read on."""
    shown = value if isinstance(value, str) else str(value)
    return repr(shown if len(shown) <= 60 else shown[:60] + "…")
