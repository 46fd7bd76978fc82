"""How one file of an export is laid out, told from its beginning; the order of day and month from all over."""

import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec

from brightline.assistance.review.engine.reading import careful, columns, dialect, eido, excel, json_text, sources
from brightline.assistance.review.engine.reading.blocks import ByteStream, Chain, Returns
from brightline.assistance.review.engine.reading.layout import Dialect, Layout
from brightline.assistance.review.engine.reading.months import is_day_first
from brightline.assistance.review.engine.reading.rows import Torn, text_of
from brightline.assistance.review.engine.reading.sources import SAMPLE, Broken, Source, decode, middle
from brightline.platform.kernel.errors import Invalid

# Parquet is imported where it is met: polars takes longer to load than a small export to read.
_RECORDS = 5_000
_SHEET_ROWS = 500
_DIALECT_SAMPLE = 1 << 18
_QUOTED = re.compile(rb'(?<![^,;\t|\r\n])"(?:[^"]++|"")*+"')
_DIGITS_DATE = re.compile(r"^\s*(\d{1,2})[-/.](\d{1,2})[-/.]\d{2,4}\b")


@dataclass(frozen=True, slots=True)
class Seen:
    """What the beginning of a file shows. `named`: the names come from the file; `documents`: it holds EIDOs."""

    names: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    named: bool = True
    dialect: Dialect | None = None
    documents: bool = False


def look(source: Source) -> Seen:
    """The names of its columns and its first rows. Raises Invalid."""
    try:
        if source.kind == "delimited":
            return _delimited(source)
        if source.kind == "excel":
            return _workbook(source)
        if source.kind == "parquet":
            from brightline.assistance.review.engine.reading import parquet

            return Seen(tuple(parquet.names_of(source.path)), parquet.head(source.path, _RECORDS))
        return _json(source)
    except Broken as error:
        raise Invalid(f"{source.path}: {error}") from error


def layout_of(
    source: Source, seen: Seen, given: Mapping[str, str], *, narrative: bool = True
) -> tuple[Layout, list[str]]:
    """The layout and a sentence for everything given or assumed. Raises Invalid.

    narrative: whether one of its columns must be the narrative; it need not be where another file holds the remarks.
    """
    if seen.documents:
        return eido.layout_of(source.name), []
    found, assumed = columns.recognize(
        seen.names, seen.rows, given, named=seen.named, file=source.name, narrative=narrative
    )
    layout = Layout(source.name, seen.names, found, dialect=seen.dialect or Dialect(ord(","), ord('"'), True))
    if "call_id" in found and _repeats(seen, found["call_id"][0], found.get("nature") or found.get("address")):
        name = seen.names[found["call_id"][0]]
        assumed.append(
            f"{source.name}: a call may stand on several rows, those with the same “{name}”; each is counted once."
        )
        layout = as_rows(replace(layout, joined=True), seen)
    if "received_at" in found:
        layout, sentence = _with_order_of_day(source, seen, layout)
        assumed += sentence
    return layout, assumed


def as_rows(layout: Layout, seen: Seen) -> Layout:
    """The layout with what tells the order of a call's rows and where its text was cut."""
    taken = {number for role, numbers in layout.columns.items() if role != "received_at" for number in numbers}
    order = columns.order_column(seen.names, taken)
    return replace(layout, order=order, chopped=_chopped(seen, layout))


def _delimited(source: Source) -> Seen:
    sample = decode(source.sample, source.encoding)
    returns = _ends_in_returns(sample)
    text = text_of(sample)
    if returns:
        text = text.replace("\r", "\n")
    if len(source.sample) >= SAMPLE and "\n" in text:
        text = text[: text.rindex("\n") + 1]
    told = replace(dialect.recognize(text[:_DIALECT_SAMPLE]), returns=returns)
    header, before = dialect.before_calls(text[:_DIALECT_SAMPLE], told)
    lines = (sample.replace(b"\r", b"\n") if returns else sample).splitlines(keepends=True)
    told = replace(told, head=sum(map(len, lines[:before])))
    rows = dialect.records(text, told, after=before)[:_RECORDS]
    if not rows and header is None:
        raise Invalid(f"{source.path}: there is no row in it. Export it again.")
    width = Counter(map(len, rows or [header or []])).most_common(1)[0][0]
    if header is not None:
        names = [name.strip() for name in header]
        names = (
            names if len(names) >= width or not _blank_beyond(rows, len(names)) else names + [""] * (width - len(names))
        )
        if len(names) > width and not any(names[width:]):
            names = names[:width]
    else:
        names = [f"column {number + 1}" for number in range(width)]
    told = _quoted_all_the_same(told, tuple(names), sample[:_DIALECT_SAMPLE])
    return Seen(tuple(names), rows, named=header is not None, dialect=told)


def _quoted_all_the_same(told: Dialect, names: tuple[str, ...], sample: bytes) -> Dialect:
    """The dialect with quotes, where it was told to have none and reading with them loses next to nothing.

    A few stray quotes make a file look as if it had none that enclose; yet a call on several lines may stand in them.
    """
    if told.quote is not None or told.escape is not None or chr(told.delimiter) not in dialect.ENCLOSED:
        return told
    quoted = replace(told, quote=ord('"'))
    without, with_quotes = (_whole_rows(each, names, sample) for each in (told, quoted))
    return quoted if with_quotes >= without - 1 - without // 100 else told


def _whole_rows(told: Dialect, names: tuple[str, ...], sample: bytes) -> int:
    """How many rows of the sample have a text for each name."""
    stream: ByteStream = Chain([sample], io.BytesIO())
    reader = careful.Reader(
        Returns(stream) if told.returns else stream, Layout("", names, {}, dialect=told), start=0, row=1
    )
    return sum(isinstance(fields, list) and len(fields) == len(names) for _row, fields in reader)


def _ends_in_returns(sample: bytes) -> bool:
    """Whether rows end in a carriage return alone; a text in quotes may hold line feeds all the same."""
    if sample.count(b"\r") == sample.count(b"\r\n"):
        return False
    outside = _QUOTED.sub(b"", sample)
    feeds = outside.count(b"\n")
    return outside.count(b"\r") - outside.count(b"\r\n") > 10 * feeds


def _blank_beyond(rows: Sequence[Sequence[str]], width: int) -> bool:
    """Whether rows are longer than the header only by a delimiter at their end."""
    return not any(text.strip() for row in rows for text in row[width:])


def _workbook(source: Source) -> Seen:
    book = excel.Workbook(source.path)
    best: Seen | None = None
    for sheet in book.sheets:
        head = book.head(sheet, _SHEET_ROWS)
        at = excel.header_at(head)
        if at < 0:
            continue
        names = tuple(head[at][1])
        seen = Seen(names, [row for _number, row in head[at + 1 :]])
        if columns.fits(names):
            return seen
        best = best or seen
    if best is None:
        raise Invalid(f"{source.path}: no sheet has a header. Put the column names in the first row of the sheet.")
    return best


def _json(source: Source) -> Seen:
    sample = decode(source.sample, source.encoding)
    found: list[object] = []
    if source.kind == "json_lines":
        for line in sample.splitlines()[:_RECORDS]:
            try:
                found.append(msgspec.json.decode(line.strip(b"\x1e\x00 \t\r\n")))
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                continue
    else:
        found = _first_values(source)
    values = [eido.opened(value) for value in found]
    if any(eido.is_document(value) for value in values):
        return Seen((), [], documents=True)
    flat = [json_text.flattened(value) for value in values if isinstance(value, Mapping)]
    if not flat:
        raise Invalid(f"{source.path}: there is no JSON object with a call in it. Export a list of calls.")
    names = tuple(dict.fromkeys(name for record in flat for name in record))
    return Seen(names, [[record.get(name, "") for name in names] for record in flat])


def _first_values(source: Source) -> list[object]:
    found: list[object] = []
    try:
        for value in json_text.values(sources.text(source)):
            if not isinstance(value, Torn):
                found.append(value[0])
            if len(found) >= 1_000:
                break
    except Broken:
        # Read until the break; the whole reading will tell of it.
        pass
    return found


def _repeats(seen: Seen, number: int, same: tuple[int, ...] | None) -> bool:
    """Whether rows share call ids: more than a slip, and rows of one id agree on what the call was."""
    by_id: dict[str, list[str]] = {}
    for row in seen.rows:
        if number < len(row) and (text := row[number].strip()):
            by_id.setdefault(text, []).append(row[same[0]].strip() if same and same[0] < len(row) else "")
    rows = sum(map(len, by_id.values()))
    again = rows - len(by_id)
    if not by_id or again < 1 or again < 0.005 * rows or (rows > 100 and len(by_id) < 0.02 * rows):
        return False
    several = [said for said in by_id.values() if len(said) > 1]
    agree = sum(len(set(filter(None, said))) <= 1 for said in several)
    return agree >= 0.7 * len(several)


def _chopped(seen: Seen, layout: Layout) -> int | None:
    """The width at which texts were cut into rows: many texts have exactly the greatest length."""
    if not (narrative := layout.columns.get("narrative")):
        return None
    lengths = Counter(len(row[narrative[-1]]) for row in seen.rows if narrative[-1] < len(row))
    widest = max(lengths, default=0)
    return widest if widest >= 10 and lengths[widest] >= max(2, 0.08 * lengths.total()) else None


def _with_order_of_day(source: Source, seen: Seen, layout: Layout) -> tuple[Layout, list[str]]:
    number = layout.columns["received_at"][0]
    texts = [row[number] for row in seen.rows if number < len(row)]
    if not any(_DIGITS_DATE.match(text) for text in texts[:50]):
        return layout, []
    if seen.dialect is not None:
        # An export is mostly in the order of time: its beginning may know no day after the twelfth.
        for piece in middle(source):
            rows = dialect.records(text_of(piece), seen.dialect)
            texts += [row[number] for row in rows if len(row) == len(seen.names)]
    day_first = is_day_first(texts)
    example = next(text for text in texts if _DIGITS_DATE.match(text)).strip()
    first, second = ("day", "month") if day_first else ("month", "day")
    return replace(layout, day_first=day_first), [
        f"{source.name}: times such as {example} are read {first} first, then {second}."
    ]
