"""A TOML table read key by key, each fault one sentence with the file, the key and the mend."""

from collections.abc import Iterator, Mapping
from datetime import date

from brightline.assistance.policy.facts import show
from brightline.platform.kernel.errors import Invalid


class Table:
    """One table of the file `where`. Each reader raises Invalid; `done` refuses keys nobody asked for."""

    def __init__(self, values: Mapping[str, object], where: str, path: str = "") -> None:
        self._values, self._where, self._path = values, where, path
        self._read: set[str] = set()

    def fault(self, key: str, what: str) -> Invalid:
        """The error for one key."""
        name = ".".join(part for part in (self._path, key) if part)
        return Invalid(f"{self._where}: {name}: {what}.")

    def __iter__(self) -> Iterator[str]:
        """Every key, in file order."""
        return iter(self._values)

    def text(self, key: str) -> str:
        """A text that is not blank."""
        value = self._get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.fault(key, f"it is {show(value)}; write a text in quotes")
        return value.strip()

    def texts(self, key: str, allowed: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of different texts, each one of `allowed` where that is given."""
        value = self._get(key)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fault(key, f"it is {show(value)}; write a list of texts")
        wrong = [item for item in value if allowed is not None and item not in allowed]
        if wrong:
            raise self.fault(key, f"{show(wrong[0])} is unknown; use some of {', '.join(allowed or ())}")
        if len(set(value)) < len(value):
            raise self.fault(key, "it names one thing twice; keep one")
        return tuple(value)

    def yes_or_no(self, key: str) -> bool:
        """true or false."""
        value = self._get(key)
        if not isinstance(value, bool):
            raise self.fault(key, f"it is {show(value)}; write true or false")
        return value

    def day(self, key: str) -> date:
        """A date without a time."""
        value = self._get(key)
        if type(value) is not date:  # A TOML date-time is also a date to Python.
            raise self.fault(key, f"it is {show(value)}; write a date such as 2017-09-22")
        return value

    def optional_day(self, key: str) -> date | None:
        """A date, or None when the key is not there."""
        return self.day(key) if key in self._values else None

    def any(self, key: str) -> object:
        """The value as it is."""
        return self._get(key)

    def table(self, key: str) -> "Table":
        """A table inside this one."""
        return self._table(self._get(key), key)

    def optional_table(self, key: str) -> "Table":
        """A table inside this one, empty when it is not there."""
        return self._table(self._get(key) if key in self._values else {}, key)

    def tables(self, key: str) -> list["Table"]:
        """A list of tables: [[key]]."""
        value = self._get(key)
        if not isinstance(value, list):
            raise self.fault(key, f"it is {show(value)}; write [[{key}]] before each")
        return [self._table(item, f"{key}[{number}]") for number, item in enumerate(value, 1)]

    def done(self) -> None:
        """Refuses the keys that were not read: a misspelt key must not pass silently."""
        for key in self._values:
            if key not in self._read:
                raise self.fault(key, "this key is unknown; correct its spelling or remove it")

    def _get(self, key: str) -> object:
        if key not in self._values:
            raise self.fault(key, "it is missing; add it")
        self._read.add(key)
        return self._values[key]

    def _table(self, value: object, key: str) -> "Table":
        if not isinstance(value, dict):
            raise self.fault(key, f"it is {show(value)}; write a table [{key}]")
        return Table(value, self._where, ".".join(part for part in (self._path, key) if part))
