"""Exports of every kind, opened and read: which file is laid out how, and its calls batch by batch."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from brightline.assistance.review.engine.call import Batch
from brightline.assistance.review.engine.finding.screen import Screen
from brightline.assistance.review.engine.reading import (
    careful,
    columns,
    delimited,
    excel,
    joined,
    json_text,
    opening,
    sources,
)
from brightline.assistance.review.engine.reading.blocks import ByteStream, Range, Returns
from brightline.assistance.review.engine.reading.layout import Layout
from brightline.assistance.review.engine.reading.opening import Seen
from brightline.assistance.review.engine.reading.records import Record, collected
from brightline.assistance.review.engine.reading.sources import Source
from brightline.platform.kernel.errors import Invalid

# JSON Lines are read together in stretches of this many bytes.
STRIDE = 4 << 20


@dataclass(frozen=True, slots=True)
class Export:
    """One file, or a file of calls with those that hold its remarks (`layout.remarks`)."""

    source: Source
    layout: Layout

    @property
    def sources(self) -> tuple[Source, ...]:
        return (self.source, *(source for source, _layout in self.layout.remarks))


def open_export(source: Source, given: Mapping[str, str]) -> tuple[Layout, list[str]]:
    """How one file is laid out, and a sentence for everything assumed. Raises Invalid."""
    return opening.layout_of(source, opening.look(source), given)


def open_exports(
    found: Sequence[Source], given: Mapping[str, str], passed_over: list[str] | None = None
) -> tuple[list[Export], list[str]]:
    """Every file laid out, files of remarks put to the calls they belong to. Raises Invalid.

    given: role → column names joined by "+"; a column need be in one of the files only. passed_over: as for
    `sources.find`.
    """
    seen = dict(sources.each_that_can(lambda source: (source, opening.look(source)), found, passed_over))
    own = {source: _given_for(source, seen, given) for source in found}
    remarks = _remarks(seen, own)
    calls = [source for source in seen if source not in remarks]
    exports: list[Export] = []
    assumed: list[str] = []

    def opened(source: Source) -> tuple[Export, list[str]]:
        layout, sentences = opening.layout_of(source, seen[source], own[source], narrative=not remarks)
        if remarks and "call_id" not in layout.columns:
            # Nothing can be put to its calls, so it must have texts of its own.
            layout, sentences = opening.layout_of(source, seen[source], own[source])
        return Export(source, layout), sentences

    for export, sentences in sources.each_that_can(opened, calls, passed_over):
        exports.append(export)
        assumed += sentences
    for several in (remarks, [export.source for export in exports if seen[export.source].documents][1:]):
        if several:
            exports, sentences = _together(exports, several, seen, own)
            assumed += sentences
    return exports, assumed


def batches(
    source: Source,
    layout: Layout,
    screen: Screen,
    *,
    workers: int = 2,
    start: int = 0,
    row: int = 1,
    end: int | None = None,
) -> Iterator[Batch]:
    """The file's batches in order, from `start`, the `end` of a batch, where row number `row` begins.

    The header is row 1. end: only up to there, a place given by `ranges`; Unsound is raised where such a part cannot be
    read for itself.

    A batch's bytes_read are those of the files as they lie on the disk and come to their sizes in the end. Raises
    Broken where a file breaks off, after the batches of what came before, and Invalid.
    """
    sizes = source.size + sum(part.size for part, _layout in layout.remarks)
    told = _Told(passes=2 if layout.joined else 1)
    reached = start
    for batch in _batches(source, layout, screen, told, workers, start, row, end):
        reached = batch.end
        batch.bytes_read = told.news(sizes)
        yield batch
    if end is None and (rest := sizes - told.given):
        # Kinds that are not read as a stream are done at once.
        yield Batch(end=reached, bytes_read=rest)


class _Told:
    """How many bytes of the files were read, as their streams tell it; a file read twice counts half each time."""

    def __init__(self, passes: int) -> None:
        self._passes = passes
        self._before = self._now = 0
        self.given = 0

    def file(self) -> None:
        """A next file begins."""
        self._before += self._now
        self._now = 0

    def now(self, count: int) -> None:
        self._now = count

    def news(self, most: int) -> int:
        total = min((self._before + self._now) // self._passes, most)
        news, self.given = total - self.given, total
        return news


def _batches(
    source: Source, layout: Layout, screen: Screen, told: _Told, workers: int, start: int, row: int, end: int | None
) -> Iterator[Batch]:
    if layout.joined:

        def opener(part: Source, part_layout: Layout) -> tuple[Iterator[Record], joined.Position]:
            return _records(part, part_layout, told)

        yield from joined.read(source, layout, screen, opener, start=start)
    elif source.kind == "delimited":
        stream = _stream(source, layout, told, start, end)
        yield from delimited.read(stream, layout, screen, workers=workers, start=start, row=row, strict=end is not None)
    elif source.kind == "json_lines":
        lines = json_text.Lines(_stream(source, layout, told, start, end), layout, start=start, row=row)
        yield from collected(lines, layout, screen, lambda: lines.position, stride=STRIDE)
    elif source.kind == "parquet":
        from brightline.assistance.review.engine.reading import parquet

        yield from parquet.read(source.path, layout, screen, start=start)
    elif source.kind == "excel":
        yield from _after(start, _sheets(source, layout, screen))
    else:
        records, position = _records(source, layout, told)
        yield from _after(start, collected(records, layout, screen, position))


def _after(start: int, given: Iterator[Batch]) -> Iterator[Batch]:
    """Those that end after `start`: these kinds are read from their beginning and passed over up to there."""
    return (batch for batch in given if not start or batch.end > start)


def _stream(source: Source, layout: Layout, told: _Told, start: int = 0, end: int | None = None) -> ByteStream:
    told.file()
    stream: ByteStream = sources.text(source, start, told.now)
    if end is not None:
        stream = Range(stream, start, end)
    return Returns(stream) if layout.dialect.returns else stream


def _records(source: Source, layout: Layout, told: _Told) -> tuple[Iterator[Record], joined.Position]:
    """The records of a file one by one, and how far they reached."""
    if source.kind == "parquet":
        from brightline.assistance.review.engine.reading import parquet

        return joined.counted(parquet.records(source.path, layout))
    if source.kind == "excel":
        parts = (records for _name, records in _sheet_records(source, layout))
        return joined.counted(record for records in parts for record in records)
    stream = _stream(source, layout, told)
    if source.kind == "delimited":
        reader = careful.Reader(stream, layout, start=0, row=1)
        return iter(reader), lambda: reader.position
    if source.kind == "json_lines":
        lines = json_text.Lines(stream, layout)
        return iter(lines), lambda: lines.position
    document = json_text.Document(stream, layout)
    return iter(document), lambda: document.position


def _sheets(source: Source, layout: Layout, screen: Screen) -> Iterator[Batch]:
    end = 0
    for name, records in _sheet_records(source, layout):
        counted, position = joined.counted(records)
        before = end
        for batch in collected(counted, replace(layout, file=name), screen, lambda p=position, b=before: b + p()):  # type: ignore[misc]
            end = batch.end
            yield batch


def _sheet_records(source: Source, layout: Layout) -> Iterator[tuple[str, Iterator[Record]]]:
    """Each sheet whose header has the columns of the layout, its records brought into their order."""
    book = excel.Workbook(source.path)
    fitting = []
    needed = {layout.names[number] for role in ("narrative", "call_id") for number in layout.columns.get(role, ())}
    for sheet in book.sheets:
        head = book.head(sheet, 20)
        at = excel.header_at(head)
        if at >= 0 and needed <= set(head[at][1]):
            fitting.append((sheet, head[at][0], head[at][1]))
    for sheet, number, names in fitting:
        order = [names.index(name) if name in names else -1 for name in layout.names]
        name = f"{layout.file} [{sheet}]" if len(fitting) > 1 else layout.file
        yield name, _ordered(excel.records(book, sheet, number, len(names)), order)


def _ordered(records: Iterator[Record], order: list[int]) -> Iterator[Record]:
    for row, fields in records:
        yield row, [fields[at] if at >= 0 else "" for at in order] if isinstance(fields, list) else fields


def _given_for(source: Source, seen: Mapping[Source, Seen], given: Mapping[str, str]) -> dict[str, str]:
    """What was given for this file: a column that stands only in others is theirs."""
    own = {}
    for role, wanted in given.items():
        holders = [other for other, look in seen.items() if columns.has(look.names, wanted)]
        if len(seen) == 1 or source in holders or not holders:
            own[role] = wanted
    return own


def _remarks(seen: Mapping[Source, Seen], own: Mapping[Source, Mapping[str, str]]) -> list[Source]:
    """The files that hold nothing but remarks on the calls of others."""
    roles = {source: columns.by_name(look.names, own[source]) if look.named else set() for source, look in seen.items()}
    calls = [source for source, known in roles.items() if "call_id" in known and known & {"nature", "address"}]
    remarks = [
        source
        for source, known in roles.items()
        if {"call_id", "narrative"} <= known and not known & {"nature", "address"}
    ]
    return remarks if calls else []


def _together(
    exports: list[Export],
    others: list[Source],
    seen: Mapping[Source, Seen],
    own: Mapping[Source, Mapping[str, str]],
) -> tuple[list[Export], list[str]]:
    """One export of all files whose calls are known by the same ids, the first of them leading.

    A file without ids is read for itself.
    """
    documents = seen[others[0]].documents
    alike = [export for export in exports if seen[export.source].documents == documents]
    known = [export for export in alike if documents or "call_id" in export.layout.columns]
    if not known:
        raise Invalid(
            f"{alike[0].source.name}: no column holds the call's number, to join remarks by. Use --map call_id=COLUMN."
        )
    leading, *rest = known
    parts = [(export.source, replace(export.layout, joined=True)) for export in rest]
    assumed: list[str] = []
    if not documents:
        for source in others:
            layout, sentences = opening.layout_of(source, seen[source], own[source])
            parts.append((source, opening.as_rows(replace(layout, joined=True), seen[source])))
            assumed += sentences
            assumed.append(
                f"{source.name}: its texts are taken for remarks on the calls of {leading.source.name}, "
                "joined by call id."
            )
    layout = replace(leading.layout, joined=True, remarks=tuple(parts))
    return [Export(leading.source, layout), *(e for e in exports if e is not leading and e not in rest)], assumed
