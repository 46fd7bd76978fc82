"""Which delimiter, which quotes and whether there is a header: told from the beginning of a file."""

import contextlib
import csv
import io
from collections import Counter
from dataclasses import replace
from typing import Any

from brightline.assistance.review.engine.reading.layout import Dialect

_DELIMITERS = ",\t|;^~\x1f\x01"


def recognize(sample: str) -> Dialect:
    """The dialect under which most of the sample's records have the same, largest number of fields.

    `sample` is whole lines of text from the beginning of the file.
    """
    best = (0.0, Dialect(ord(","), ord('"'), True))
    for delimiter in _DELIMITERS:
        if delimiter not in sample:
            continue
        for quote in ('"', "'", None):
            if quote is not None and not _encloses(sample, quote, delimiter):
                continue
            plain = Dialect(ord(delimiter), ord(quote) if quote else None, True)
            tried = [plain]
            if quote is not None and sample.count(f"{delimiter} {quote}") > sample.count(delimiter + quote):
                tried.append(replace(plain, blanks=True))
            if f"\\{quote or delimiter}" in sample:
                tried.append(replace(plain, escape=ord("\\")))
            for dialect in tried:
                score = _score(sample, dialect)
                if score > best[0]:
                    best = (score, dialect)
    return replace(best[1], has_header=_has_header(records(sample, best[1])))


def records(sample: str, dialect: Dialect) -> list[list[str]]:
    """The sample's records but for blank lines, up to where it cannot be read."""
    reader = csv.reader(io.StringIO(sample.replace("\x00", ""), newline=""), **csv_settings(dialect))
    found: list[list[str]] = []
    # A field longer than csv takes ends it: what came before tells the dialect well enough.
    with contextlib.suppress(csv.Error):
        found.extend(record for record in reader if record)
    return found


def csv_settings(dialect: Dialect) -> dict[str, Any]:
    """The dialect in the words of Python's csv module."""
    settings: dict[str, Any] = {"delimiter": chr(dialect.delimiter), "skipinitialspace": dialect.blanks}
    if dialect.quote is None:
        settings |= {"quoting": csv.QUOTE_NONE, "quotechar": None}
    else:
        settings |= {"quotechar": chr(dialect.quote)}
    if dialect.escape is not None:
        settings |= {"escapechar": chr(dialect.escape), "doublequote": False}
    return settings


def _encloses(sample: str, quote: str, delimiter: str) -> bool:
    """Whether some field both opens and closes with the quote: an inch mark or apostrophe alone does neither."""
    opens = sum(sample.count(before + quote) for before in (delimiter, delimiter + " ", "\n")) + sample.startswith(
        quote
    )
    closes = sum(sample.count(quote + after) for after in (delimiter, "\n", "\r")) + sample.endswith(quote)
    return opens > 0 and closes >= opens * 0.8


def _score(sample: str, dialect: Dialect) -> float:
    widths = Counter(len(record) for record in records(sample, dialect)[:2_000])
    if not widths:
        return 0.0
    width, often = widths.most_common(1)[0]
    # Agreement counts most: a narrative has many commas, but never the same number in every row.
    return float((often / widths.total()) ** 2 * (1 + min(width, 40) / 40)) if width > 1 else 0.01


def _has_header(rows: list[list[str]]) -> bool:
    """A header holds names: short texts, nearly all different, none of them a number or a time."""
    if not rows:
        return False
    first = [text.strip() for text in rows[0]]
    named = [text for text in first if text]
    if not named or len(set(named)) < len(named) * 0.6 or len(named) < len(first) * 0.5:
        return False
    return all(
        len(text) <= 60 and text[:1].isalpha() | text.startswith(("_", "#")) and not _dated(text) for text in named
    )


def _dated(text: str) -> bool:
    return sum(character.isdigit() for character in text) > 4
