"""Words put beside one another so that every language and both directions can read them."""

from collections.abc import Iterable

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

_FIRST_STRONG_ISOLATE = "\N{FIRST STRONG ISOLATE}"
_POP_ISOLATE = "\N{POP DIRECTIONAL ISOLATE}"


def in_a_row(words: Iterable[object]) -> str:
    """The words with the comma of the reader's language between them."""
    # Translators: what stands between the items of a list; the Arabic comma is "، ".
    return _(", ").join(str(word) for word in words)


def isolated(text: str) -> str:
    """Text that somebody typed, kept from turning the sentence around it (Unicode UAX 9, isolates).

    Plain ASCII in a left-to-right page turns nothing and stays as it is.
    """
    if not text or (text.isascii() and not get_language_bidi()):
        return text
    return f"{_FIRST_STRONG_ISOLATE}{text}{_POP_ISOLATE}"
