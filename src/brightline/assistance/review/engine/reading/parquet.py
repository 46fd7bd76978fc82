"""Parquet, some rows at a time: only the columns that say something are read, and polars screens none of them."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from brightline.assistance.review.engine.call import Batch
from brightline.assistance.review.engine.finding.screen import Screen
from brightline.assistance.review.engine.reading.layout import Layout
from brightline.assistance.review.engine.reading.months import day_of, month_of
from brightline.assistance.review.engine.reading.records import Record
from brightline.assistance.review.engine.reading.rows import call_of
from brightline.assistance.review.engine.reading.sources import Broken

_ROWS = 50_000
_DAMAGED = "the Parquet file is damaged or incomplete. Export it again; what was read before stands."


def names_of(path: Path) -> list[str]:
    """The columns, in order. Raises Broken."""
    try:
        return pl.scan_parquet(path, glob=False).collect_schema().names()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise Broken(_DAMAGED) from error


def head(path: Path, rows: int = 5_000) -> list[list[str]]:
    """The first rows' texts."""
    return [[text or "" for text in row] for row in next(_frames(path, names_of(path), 0, rows)).iter_rows()]


def read(path: Path, layout: Layout, screen: Screen, *, start: int = 0) -> Iterator[Batch]:
    """Batches from row `start` on, counted from 0."""
    wanted = sorted({number for numbers in layout.columns.values() for number in numbers})
    names = [layout.names[number] for number in wanted]
    times = layout.columns.get("received_at")
    for frame in _frames(path, names, start, _ROWS):
        batch = Batch(calls=frame.height, rows=frame.height, end=start + frame.height)
        if times:
            _count(frame[layout.names[times[0]]], layout, batch)
        else:
            batch.months[""] = frame.height
        lines = frame.select(
            pl.concat_str(pl.all(), separator="\x1f").str.replace_all("\n", " ", literal=True)
        ).to_series()
        data = np.frombuffer("\n".join([*lines, ""]).encode(), np.uint8)
        ends = np.cumsum(lines.str.len_bytes().to_numpy().astype(np.int64) + 1) - 1
        for at in screen.rows(data, ends):
            fields = [""] * len(layout.names)
            for number, text in zip(wanted, frame.row(at), strict=True):
                fields[number] = text
            batch.candidates.append(call_of(fields, layout, start + at + 1))
        start += frame.height
        yield batch


def records(path: Path, layout: Layout, start: int = 0) -> Iterator[Record]:
    """Row by row, counted from 1."""
    row = start
    for frame in _frames(path, list(layout.names), start, _ROWS):
        for fields in frame.iter_rows():
            row += 1
            yield row, list(fields)


def _frames(path: Path, names: list[str], start: int, rows: int) -> Iterator[pl.DataFrame]:
    """The columns named, as texts, some rows at a time."""
    whole = pl.scan_parquet(path, glob=False)
    try:
        schema = whole.collect_schema()
        texts = [_text(name, schema[name]) for name in names]
        while (frame := whole.select(texts).slice(start, rows).collect()).height:
            yield frame
            start += frame.height
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise Broken(_DAMAGED) from error


def _text(name: str, kind: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if isinstance(kind, pl.List | pl.Array):
        text = column.cast(pl.List(pl.String)).list.join(" ", ignore_nulls=True)
    elif isinstance(kind, pl.Struct):
        text = column.struct.json_encode()
    elif kind == pl.Binary:
        text = column.cast(pl.String, strict=False)
    elif isinstance(kind, pl.Datetime):
        text = column.dt.strftime("%Y-%m-%d %H:%M:%S")
    elif kind == pl.Date:
        text = column.dt.strftime("%Y-%m-%d")
    else:
        text = column.cast(pl.String, strict=False)
    return text.fill_null("").alias(name)


def _count(times: pl.Series, layout: Layout, batch: Batch) -> None:
    # A day as ISO writes it is within the first characters, and there are few days.
    heads = times.str.slice(0, 10) if times.str.contains(r"^(19[7-9]\d|20\d\d)-(0[1-9]|1[0-2])").all() else times
    for text, count in heads.value_counts().iter_rows():
        batch.months[month_of(text, day_first=layout.day_first)] += count
        batch.days.add(day_of(text, day_first=layout.day_first))
