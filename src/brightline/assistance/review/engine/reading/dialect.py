"""Which delimiter, which quotes and whether there is a header: told from the beginning of a file."""

import csv
import io
from collections import Counter

from brightline.assistance.review.engine.reading.layout import Dialect

_DELIMITERS = ",\t|;^~\x1f\x01"


def recognize(sample: str) -> Dialect:
    """The dialect under which most of the sample's records have the same, largest number of fields.

    `sample` is whole lines of text from the beginning of the file.
    """
    best = (0.0, ",", '"')
    for delimiter in _DELIMITERS:
        if delimiter not in sample:
            continue
        for quote in ('"', "'", None):
            if quote is not None and not _encloses(sample, quote, delimiter):
                continue
            score = _score(sample, delimiter, quote)
            if score > best[0]:
                best = (score, delimiter, quote or "")
    _score_unused, delimiter, quote = best
    rows = records(sample, ord(delimiter), ord(quote) if quote else None)
    return Dialect(ord(delimiter), ord(quote) if quote else None, _has_header(rows))


def records(sample: str, delimiter: int, quote: int | None) -> list[list[str]]:
    """The sample's records, the last left out if it may be cut short."""
    reader = csv.reader(
        io.StringIO(sample, newline=""),
        delimiter=chr(delimiter),
        quotechar=chr(quote) if quote is not None else None,
        quoting=csv.QUOTE_MINIMAL if quote is not None else csv.QUOTE_NONE,
    )
    found = []
    try:
        for record in reader:
            if record:
                found.append(record)
    except csv.Error:
        # A field longer than csv takes: what came before it tells the dialect well enough.
        pass
    return found


def _encloses(sample: str, quote: str, delimiter: str) -> bool:
    """Whether some field both opens and closes with the quote: an inch mark or apostrophe alone does neither."""
    opens = sum(sample.count(before + quote) for before in (delimiter, "\n")) + sample.startswith(quote)
    closes = sum(sample.count(quote + after) for after in (delimiter, "\n", "\r"))
    return opens > 0 and closes >= opens * 0.8


def _score(sample: str, delimiter: str, quote: str | None) -> float:
    widths = Counter(len(record) for record in records(sample, ord(delimiter), ord(quote) if quote else None)[:2_000])
    if not widths:
        return 0.0
    width, often = widths.most_common(1)[0]
    # Agreement counts most: a narrative has many commas, but never the same number in every row.
    return (often / widths.total()) ** 2 * (1 + min(width, 40) / 40) if width > 1 else 0.01


def _has_header(rows: list[list[str]]) -> bool:
    """A header holds names: short texts, all different, none of them a number or a time."""
    if not rows:
        return False
    first = [text.strip() for text in rows[0]]
    named = [text for text in first if text]
    if not named or len(set(named)) < len(named) or len(named) < len(first) * 0.5:
        return False
    return all(
        len(text) <= 60 and text[:1].isalpha() | text.startswith(("_", "#")) and not _dated(text) for text in named
    )


def _dated(text: str) -> bool:
    return sum(character.isdigit() for character in text) > 4
