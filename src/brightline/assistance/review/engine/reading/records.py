"""Records one by one, of any kind of file, gathered into batches."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import numpy as np

from brightline.assistance.review.engine.call import Batch, Rejected
from brightline.assistance.review.engine.finding.screen import Screen
from brightline.assistance.review.engine.reading.layout import Layout
from brightline.assistance.review.engine.reading.months import day_of, month_of
from brightline.assistance.review.engine.reading.rows import Torn, call_of, problem_of
from brightline.assistance.review.engine.reading.sources import Broken

# A row's number and its fields, or what there is of a row that has none, or None for a line with nothing on it.
Record = tuple[int, list[str] | Torn | None]

_BATCH_BYTES = 4 << 20
_BATCH_ROWS = 50_000


def collected(
    records: Iterable[Record], layout: Layout, screen: Screen, position: Callable[[], int], *, stride: int | None = None
) -> Iterator[Batch]:
    """Batches of the records; `position` tells how far into the file the last one reached.

    stride: a batch ends with the record that reaches a multiple of it, wherever reading began, instead of when full.
    Where the source breaks, what came before is given first and the exception after.
    """
    pending = Pending(layout)
    reached = position() // stride if stride else 0
    try:
        for row, fields in records:
            pending.add(row, fields)
            if position() // stride > reached if stride else pending.full:
                yield pending.batch(screen, position())
                pending = Pending(layout)
                reached = position() // stride if stride else 0
    except Broken:
        yield pending.batch(screen, position())
        raise
    yield pending.batch(screen, position())


class Pending:
    """Records that wait to be screened together."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._batch = Batch()
        self._kept: list[tuple[int, list[str]]] = []
        self._texts: list[bytes] = []
        self._size = 0

    @property
    def full(self) -> bool:
        return self._size >= _BATCH_BYTES or self._batch.rows >= _BATCH_ROWS

    def add(self, row: int, fields: list[str] | Torn | None) -> None:
        """Counts one record; one that is torn or of the wrong width is rejected and yet screened, for what it says."""
        batch, layout = self._batch, self.layout
        batch.rows += 1
        if fields is None:
            return
        if isinstance(fields, Torn):
            batch.rejected.append(Rejected(layout.file, row, fields.problem))
            fields = fields.fields
        elif len(fields) == len(layout.names):
            batch.calls += 1
            column = layout.columns.get("received_at")
            time = fields[column[0]] if column else ""
            batch.months[month_of(time, day_first=layout.day_first)] += 1
            batch.days.add(day_of(time, day_first=layout.day_first))
        else:
            batch.rejected.append(Rejected(layout.file, row, problem_of(len(fields), layout)))
        self._kept.append((row, fields))
        self._texts.append("\x1f".join(fields).replace("\n", " ").encode("utf-8", "replace"))
        self._size += len(self._texts[-1])

    def batch(self, screen: Screen, end: int) -> Batch:
        """The records added so far, screened."""
        found = [self._kept[at] for at in screened(self._texts, screen)]
        self._batch.candidates = [call_of(fields, self.layout, row) for row, fields in found]
        self._batch.rejected = marked(self._batch.rejected, {row for row, _fields in found})
        self._batch.end = end
        return self._batch


def marked(rejected: list[Rejected], with_words: set[int]) -> list[Rejected]:
    """The rejected rows of one file, those marked in which the screen saw something."""
    return [replace(each, seen="words") if each.row in with_words else each for each in rejected]


def screened(texts: list[bytes], screen: Screen) -> list[int]:
    """Which of the texts, none with a line end in it, the screen finds worth reading closely."""
    data = np.frombuffer(b"\n".join([*texts, b""]), np.uint8)
    ends = np.cumsum([len(text) + 1 for text in texts], dtype=np.int64) - 1
    return screen.rows(data, ends)
