"""Words put beside one another so that every language and both directions can read them."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from django.utils.timesince import timesince
from django.utils.translation import get_language_bidi, ngettext_lazy
from django.utils.translation import gettext as _

_FIRST_STRONG_ISOLATE = "\N{FIRST STRONG ISOLATE}"
_POP_ISOLATE = "\N{POP DIRECTIONAL ISOLATE}"

# The same words as Django's, named here so that our catalogs hold them: its Arabic puts a number before a dual,
# which says the two twice.
_SPANS = {
    "year": ngettext_lazy("%(num)d year", "%(num)d years", "num"),
    "month": ngettext_lazy("%(num)d month", "%(num)d months", "num"),
    "week": ngettext_lazy("%(num)d week", "%(num)d weeks", "num"),
    "day": ngettext_lazy("%(num)d day", "%(num)d days", "num"),
    "hour": ngettext_lazy("%(num)d hour", "%(num)d hours", "num"),
    "minute": ngettext_lazy("%(num)d minute", "%(num)d minutes", "num"),
}


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


def time_between(earlier: datetime, later: datetime, *, units: int = 2) -> str:
    """How long it is from one moment to another, in at most so many units: "2 days, 3 hours"."""
    # The stubs of Django ask for finished words; it takes its own as promises, chosen by the number.
    return timesince(earlier, later, time_strings=cast(dict[str, str], _SPANS), depth=units)
