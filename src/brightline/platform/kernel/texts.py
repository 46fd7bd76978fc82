"""Text that people type."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

# Separators, controls, and what is only seen by programs, such as a zero-width space.
_INVISIBLE = {"Zs", "Zl", "Zp", "Cc", "Cf"}


def trimmed(text: str) -> str:
    """The text without what nobody can see at its ends: empty if there is nothing to read in it."""
    seen = [at for at, character in enumerate(text) if unicodedata.category(character) not in _INVISIBLE]
    return text[seen[0] : seen[-1] + 1] if seen else ""


def meant(word: object, known: Iterable[str]) -> str:
    """Of what could have been written, what was likely meant by a word that is none of it; "" when none is near."""
    return next(iter(get_close_matches(str(word), list(known), n=1, cutoff=0.7)), "")


def choose(word: object, known: Iterable[str], said: str = "choose one of") -> str:
    """The mend, as the end of a sentence: the one that was most likely meant, else all there are."""
    near = meant(word, known := list(known))
    return f"write {near}" if near else f"{said} {', '.join(known) or 'none'}"


def counted(text: str) -> tuple[tuple[str, int], ...]:
    """What a text is sorted by as people count: "District 2" before "District 10", whatever the case."""
    parts = re.findall(r"([^0-9]*)([0-9]*)", text.casefold())
    return tuple((words, int(number or -1)) for words, number in parts)
