"""Which delimiter, which quotes and whether there is a header: told from the beginning of a file."""

import contextlib
import csv
import io
import itertools
import re
import statistics
from collections import Counter
from dataclasses import replace
from typing import Any

from brightline.assistance.review.engine.reading.layout import Dialect

_DELIMITERS = ",\t|;^~\x1f\x01"
_CLEARLY = 0.02
# Between these a field that holds a delimiter or a line end is enclosed in quotes, as spreadsheets write it.
ENCLOSED = ",;\t|"
# Excel's own way of naming the delimiter, on a line before all others.
_NAMED = re.compile(r'"?sep=(.)"?(?:\r\n|\r|\n)', re.IGNORECASE)
_RULED = re.compile(r"[-=+ \t]{2,}")
_HEADER_WITHIN = 20
_LOOKED_AT = 200


def recognize(sample: str) -> Dialect:
    """The dialect under which most of the sample's records have the same, largest number of fields.

    `sample` is whole lines of text from the beginning of the file.
    """
    named = _NAMED.match(sample)
    delimiters = named[1] if named else _DELIMITERS
    best = (0.0, Dialect(ord(delimiters[0]), ord('"'), True))
    for delimiter in delimiters:
        if delimiter in sample:
            dialect, agreeing, width = _quoting(sample, delimiter)
            # Agreement counts most: a narrative has many commas, but seldom the same number in every row.
            score = agreeing**2 * (1 + min(width, 40) / 40) if width > 1 else 0.01
            if score > best[0]:
                best = (score, dialect)
    return replace(best[1], has_header=before_calls(sample, best[1])[0] is not None)


def before_calls(sample: str, dialect: Dialect) -> tuple[list[str] | None, int]:
    """The header, if there is one, and how many lines of the sample stand before the first call.

    Blank lines, titles, which fill less than half of the columns, and Excel's `sep=;` may come before the header, and a
    line of dashes after it.
    """
    named = _NAMED.match(sample)
    began = 1 if named else 0
    text = io.StringIO(sample[named.end() if named else 0 :].replace("\x00", ""), newline="")
    reader = csv.reader(text, **csv_settings(dialect))
    first: list[tuple[list[str], int]] = []
    with contextlib.suppress(csv.Error):
        first.extend((record, reader.line_num) for record in itertools.islice(reader, _LOOKED_AT))
    filled = [sum(bool(text.strip()) for text in record) for record, _lines in first]
    usual = statistics.median([count for count in filled if count] or [0])
    for at, count in enumerate(filled[:_HEADER_WITHIN]):
        if count > usual / 2:
            if not _is_header(first[at][0]):
                break
            # Database tools underline the header.
            last = at + 1 if at + 1 < len(first) and _RULED.fullmatch("".join(first[at + 1][0])) else at
            return first[at][0], began + first[last][1]
    return None, began


def _quoting(sample: str, delimiter: str) -> tuple[Dialect, float, int]:
    """How fields are quoted between these delimiters, the share of records that agree on their width, and that width.

    Quotes that enclose fields are believed unless reading without them agrees clearly better: a comma that stands
    once in every quoted narrative makes rows of one more field that agree just as well.
    """
    plain = Dialect(ord(delimiter), None, True)
    best = (plain, *_agreement(sample, plain))
    if f"\\{delimiter}" in sample:
        best = max(best, _tried(sample, replace(plain, escape=ord("\\"))), key=lambda tried: tried[1])
    for quote in ("'", '"'):
        if not _encloses(sample, quote, delimiter):
            continue
        quoted = replace(plain, quote=ord(quote))
        tried = [quoted]
        if sample.count(f"{delimiter} {quote}") > sample.count(delimiter + quote):
            tried.append(replace(quoted, blanks=True))
        if f"\\{quote}" in sample:
            tried.append(replace(quoted, escape=ord("\\")))
        enclosed = max((_tried(sample, each) for each in tried), key=lambda one: one[1])
        if enclosed[1] >= best[1] - _CLEARLY:
            best = enclosed
    if best[0] == plain and delimiter in ENCLOSED and '"' not in sample:
        # RFC 4180: the first text with a comma or a line end in it may come after the sample, and then it stands in
        # quotes.
        return replace(plain, quote=ord('"')), *best[1:]
    return best


def _tried(sample: str, dialect: Dialect) -> tuple[Dialect, float, int]:
    return (dialect, *_agreement(sample, dialect))


def records(sample: str, dialect: Dialect, *, after: int = 0) -> list[list[str]]:
    """The records after so many lines of the sample but for blank lines, up to where it cannot be read."""
    lines = itertools.islice(io.StringIO(sample.replace("\x00", ""), newline=""), after, None)
    reader = csv.reader(lines, **csv_settings(dialect))
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
    mark, border = re.escape(quote), re.escape(delimiter)
    # A doubled quote is a letter of the field, also where one of its lines begins or ends with it.
    odd = f"{mark}(?:{mark}{mark})*"
    opens = len(re.findall(rf"(?:^|\n|{border} ?){odd}(?!{mark})", sample))
    closes = len(re.findall(rf"(?<!{mark}){odd}(?=$|[\r\n]|{border})", sample))
    return opens > 0 and closes >= opens * 0.8


def _agreement(sample: str, dialect: Dialect) -> tuple[float, int]:
    """The share of the sample's records that have the commonest width, and that width."""
    widths = Counter(len(record) for record in records(sample, dialect)[:2_000])
    if not widths:
        return 0.0, 0
    width, often = widths.most_common(1)[0]
    return often / widths.total(), width


def _is_header(record: list[str]) -> bool:
    """A header holds names: short texts, nearly all different, none of them a number or a time."""
    first = [text.strip() for text in record]
    named = [text for text in first if text]
    if not named or len(set(named)) < len(named) * 0.6 or len(named) < len(first) * 0.5:
        return False
    return all(
        len(text) <= 60 and text[:1].isalpha() | text.startswith(("_", "#")) and not _dated(text) for text in named
    )


def _dated(text: str) -> bool:
    return sum(character.isdigit() for character in text) > 4
