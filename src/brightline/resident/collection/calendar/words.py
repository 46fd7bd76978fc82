"""A few words in each language a city writes them in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Said = TypeVar("Said")


@dataclass(frozen=True)
class ByLanguage(Generic[Said]):
    """by_language: (("en", …), ("es", …)), as the city gave them."""

    by_language: tuple[tuple[str, Said], ...]

    @classmethod
    def of(cls, given: Mapping[str, Said]) -> "ByLanguage[Said]":
        return cls(tuple(given.items()))

    def said_in(self, language: str) -> tuple[str, Said]:
        """The language that could be had and what is said in it: the one asked for ("es-mx", then "es"), else English,
        else the first there is. Raises IndexError when nothing was given at all.
        """
        given = dict(self.by_language)
        for code in (language, language.split("-")[0], "en"):
            if code in given:
                return code, given[code]
        return self.by_language[0]

    def __bool__(self) -> bool:
        return bool(self.by_language)


Words = ByLanguage[str]
Lists = ByLanguage[tuple[str, ...]]
NO_WORDS: Words = Words(())
NO_LISTS: Lists = Lists(())
