"""The words of lexicon/words.toml, agencies.toml, tasks.toml and grounds.toml, found in a narrative."""

import functools
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

from brightline.assistance.review.engine.finding.words import Word, words

if TYPE_CHECKING:
    from brightline.assistance.review.engine.finding.additions import Additions


_AGENCY = "AGENCY"
_TAUGHT = "ICE"


class Cue(NamedTuple):
    """A class of words.toml found at words `first` to `last` (not included)."""

    name: str
    first: int
    last: int


class Phrases:
    """Names and the phrases that stand for them; the longest phrase wins, then the name that comes first."""

    def __init__(self, named: Mapping[str, Sequence[str]]) -> None:
        self._by_first: dict[str, list[tuple[int, int, str, tuple[str | re.Pattern[str], ...]]]] = {}
        for order, (name, phrases) in enumerate(named.items()):
            for phrase in phrases:
                parts = phrase.split()
                compiled = tuple(_part(part) for part in parts)
                # Words are looked up by how they begin, as far as the phrase's first word says.
                key = parts[0].split("*")[0][:2]
                self._by_first.setdefault(key, []).append((len(parts), -order, name, compiled))
        for candidates in self._by_first.values():
            candidates.sort(key=lambda phrase: (phrase[0], phrase[1]), reverse=True)
        # A log says the same words over and over.
        self._beginning = functools.lru_cache(maxsize=1 << 15)(self._phrases_from)

    def find(self, texts: Sequence[str]) -> list[Cue]:
        """Every phrase in a sequence of words, none overlapping another."""
        found = []
        at = 0
        while at < len(texts):
            for length, name, rest in self._beginning(texts[at]):
                here = texts[at + 1 : at + length]
                if len(here) == length - 1 and all(map(_fits, rest, here)):
                    found.append(Cue(name, at, at + length))
                    at += length
                    break
            else:
                at += 1
        return found

    def _phrases_from(self, word: str) -> list[tuple[int, str, tuple[str | re.Pattern[str], ...]]]:
        """Length, name and further parts of the phrases this word can begin."""
        near = self._by_first.get(word[:2], ())
        return [(length, name, parts[1:]) for length, _order, name, parts in near if _fits(parts[0], word)]


def _part(part: str) -> str | re.Pattern[str]:
    return re.compile(re.escape(part).replace(r"\*", r"\w*")) if "*" in part else part


def _fits(part: str | re.Pattern[str], word: str) -> bool:
    return part == word if isinstance(part, str) else part.fullmatch(word) is not None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What words stand for; built once."""

    abbreviations: Mapping[str, str]
    classes: Phrases
    agencies: Phrases
    tasks: Phrases
    grounds: Mapping[str, Phrases]
    own: Phrases | None = None

    def words(self, text: str) -> list[Word]:
        return words(text, self.abbreviations)

    def known(self, text: str) -> str:
        """The text with the agencies only this city has called ICE, the name wording and model were taught."""
        if self.own is None:
            return text
        found = self.words(text)
        for cue in reversed(self.own.find([word.text for word in found])):
            text = text[: found[cue.first].start] + _TAUGHT + text[found[cue.last - 1].end :]
        return text


@functools.cache
def lexicon(additions: "Additions | None" = None) -> Lexicon:
    """The lexicon of this package and what a city adds."""
    table = _table("words.toml")
    abbreviations, classes = table["abbreviations"], table["classes"]
    agencies = {entry["name"]: entry["words"] for entry in _table("agencies.toml")["agency"]}
    own = None
    if additions is not None:
        # What names an agency is of the class of agencies.
        added = [*additions.classes, *((_AGENCY, phrases) for _name, phrases in additions.agencies)]
        own = Phrases(_joined({}, [each for each in added if each[0] == _AGENCY], abbreviations))
        classes = _joined(classes, added, abbreviations)
        agencies = _joined(agencies, additions.agencies, abbreviations)
    tasks = Phrases(_table("tasks.toml"))
    # Each by itself: the same words may document two grounds.
    grounds = {name: Phrases({name: phrases}) for name, phrases in _table("grounds.toml").items()}
    return Lexicon(abbreviations, Phrases(classes), Phrases(agencies), tasks, grounds, own)


def class_names() -> tuple[str, ...]:
    """The classes of words.toml."""
    return tuple(_table("words.toml")["classes"])


def _joined(
    named: Mapping[str, Sequence[str]],
    more: Iterable[tuple[str, Sequence[str]]],
    abbreviations: Mapping[str, str],
) -> dict[str, list[str]]:
    """Phrases by name, a city's after ours, which keep their meaning where both have one."""
    joined = {name: list(phrases) for name, phrases in named.items()}
    for name, phrases in more:
        joined.setdefault(name, []).extend(_as_compared(phrase, abbreviations) for phrase in phrases)
    return joined


def _as_compared(phrase: str, abbreviations: Mapping[str, str]) -> str:
    """A phrase as a person writes it, in the words a narrative is compared by."""
    parts = phrase.split()
    return " ".join(
        part.lower() if "*" in part else " ".join(word.text for word in words(part, abbreviations)) for part in parts
    )


def _table(name: str) -> dict[str, Any]:
    text = resources.files("brightline.assistance.review").joinpath(f"lexicon/{name}").read_text("utf-8")
    return tomllib.loads(text)
