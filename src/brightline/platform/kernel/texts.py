"""Text that people type."""

import unicodedata

# Separators, controls, and what is only seen by programs, such as a zero-width space.
_INVISIBLE = {"Zs", "Zl", "Zp", "Cc", "Cf"}


def trimmed(text: str) -> str:
    """The text without what nobody can see at its ends: empty if there is nothing to read in it."""
    seen = [at for at, character in enumerate(text) if unicodedata.category(character) not in _INVISIBLE]
    return text[seen[0] : seen[-1] + 1] if seen else ""
