"""Text that people type."""

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
