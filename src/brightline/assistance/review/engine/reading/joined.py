"""Exports in which a call stands on several rows: remarks in rows of their own, in one file or in a second.

The rows are read twice. The first pass counts each call once, screens every row and keeps the ids of calls that could
matter; the second gathers all rows of these. What is kept for every call is eight bytes. A word or phrase may be split
between two rows, so the end of a call's text is screened together with the beginning of its next, and a weak term is
enough here: whether the whole call is worth reading is asked again when it has been put together.
"""

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from brightline.assistance.review.engine.call import Batch, Call
from brightline.assistance.review.engine.finding.screen import Screen
from brightline.assistance.review.engine.reading.layout import ROLES, Layout, Role
from brightline.assistance.review.engine.reading.months import day_of, moment, month_of
from brightline.assistance.review.engine.reading.records import Pending, Record, screened
from brightline.assistance.review.engine.reading.rows import Torn, problem_of
from brightline.assistance.review.engine.reading.sources import Broken, Source

Position = Callable[[], int]
# Opens the records of one file: the records, and how far into the file they reached.
Opener = Callable[[Source, Layout], tuple[Iterator[Record], Position]]

_ROWS = 50_000
_CALLS = 2_000
# Terms are shorter than this; rows of one call are seldom further apart than so many calls.
_EDGE = 32
_REMEMBERED = 20_000
_UNSIGNED = 1 << 63
_NO_ID = "it has no call id"


@dataclass(slots=True)
class _Gathered:
    """The rows of one call, as (order, number, texts by role)."""

    file: str
    row: int
    rows: list[tuple[str, int, dict[Role, str]]] = field(default_factory=list)


def read(source: Source, layout: Layout, screen: Screen, opener: Opener, *, start: int = 0) -> Iterator[Batch]:
    """Batches of the file and of those with its remarks. Their ends only grow, over both passes; those up to `start`
    are read again and not given.

    Where a file breaks, its rows before the break count; the exception comes after the last batch.
    """
    parts = [(source, layout), *layout.remarks]
    end = 0
    first = _FirstPass(screen)
    broken: Broken | None = None
    for part, part_layout in parts:
        records, position = opener(part, part_layout)
        try:
            for batch in first.batches(records, part_layout):
                batch.end = end + position() + 1
                if batch.end > start:
                    yield batch
        except Broken as error:
            broken = broken or error
        end += position() + 1
    calls = _gather(parts, first.wanted, opener)
    for batch in _batches(calls, layout, screen):
        end += 1
        batch.end = end
        if end > start:
            yield batch
    if broken is not None:
        raise broken


def counted(records: Iterator[Record]) -> tuple[Iterator[Record], Position]:
    """The records, and how many of them were taken."""
    taken = 0

    def counting() -> Iterator[Record]:
        nonlocal taken
        for record in records:
            taken += 1
            yield record

    return counting(), lambda: taken


class _FirstPass:
    def __init__(self, screen: Screen) -> None:
        self._strict, self._screen = screen, screen.generous()
        self._seen = np.empty(0, np.int64)
        self._edges: OrderedDict[str, tuple[str, str]] = OrderedDict()
        self.wanted: set[str] = set()

    def batches(self, records: Iterator[Record], layout: Layout) -> Iterator[Batch]:
        batch, ids, times, texts = Batch(), [], [], []
        torn = Pending(layout)
        try:
            for row, fields in records:
                batch.rows += 1
                texts_of = _texts(fields, layout)
                if isinstance(texts_of, Torn):
                    torn.add(row, texts_of)
                elif texts_of is not None and isinstance(fields, list):
                    call_id = texts_of["call_id"]
                    ids.append(call_id)
                    times.append(texts_of["received_at"])
                    texts.append(self._with_edges(call_id, texts_of["narrative"], fields))
                if batch.rows >= _ROWS:
                    yield self._finished(batch, ids, times, texts, torn)
                    batch, ids, times, texts = Batch(), [], [], []
                    torn = Pending(layout)
        except Broken:
            yield self._finished(batch, ids, times, texts, torn)
            raise
        yield self._finished(batch, ids, times, texts, torn)

    def _with_edges(self, call_id: str, narrative: str, fields: list[str]) -> bytes:
        """A row's text, and its ends beside those of the call's row before, with and without a blank, either first."""
        parts = ["\x1f".join(fields)]
        if narrative:
            head, tail = narrative[:_EDGE], narrative[-_EDGE:]
            if (before := self._edges.pop(call_id, None)) is not None:
                parts += [before[1] + head, f"{before[1].rstrip()} {head.lstrip()}"]
                parts += [tail + before[0], f"{tail.rstrip()} {before[0].lstrip()}"]
            self._edges[call_id] = (head, tail)
            if len(self._edges) > _REMEMBERED:
                self._edges.popitem(last=False)
        return "\x1f".join(parts).replace("\n", " ").encode("utf-8", "replace")

    def _finished(self, batch: Batch, ids: list[str], times: list[str], texts: list[bytes], torn: Pending) -> Batch:
        # Whose call a torn row belongs to is not known: it is looked through for itself.
        of_torn = torn.batch(self._strict, 0)
        batch.rejected, batch.candidates = of_torn.rejected, of_torn.candidates
        self.wanted.update(ids[at] for at in screened(texts, self._screen))
        keys = np.array([_key(call_id) for call_id in ids], np.int64)
        fresh, first = np.unique(keys, return_index=True)
        known = self._known(fresh)
        batch.calls = int(np.count_nonzero(~known))
        news = [times[at] for at in first[~known].tolist()]
        batch.months = Counter(month_of(time, day_first=torn.layout.day_first) for time in news)
        batch.days.add(*(day_of(time, day_first=torn.layout.day_first) for time in news))
        self._seen = np.union1d(self._seen, fresh[~known])
        return batch

    def _known(self, keys: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        if not len(self._seen):
            return np.zeros(len(keys), np.bool_)
        at = np.minimum(np.searchsorted(self._seen, keys), len(self._seen) - 1)
        known: npt.NDArray[np.bool_] = self._seen[at] == keys
        return known


def _key(call_id: str) -> int:
    return int.from_bytes(blake2b(call_id.encode("utf-8", "replace"), digest_size=8).digest(), "little") - _UNSIGNED


def _texts(fields: list[str] | Torn | None, layout: Layout) -> dict[Role, str] | Torn | None:
    """The texts by role, the narrative with its blanks; None for a blank line; else why there are none."""
    if fields is None or isinstance(fields, Torn):
        return fields
    if len(fields) != len(layout.names):
        return Torn(problem_of(len(fields), layout), fields)
    texts: dict[Role, str] = {}
    for role in ROLES:
        found = [fields[number] for number in layout.columns.get(role, ())]
        texts[role] = (
            " ".join(text for text in found if text.strip()) if role == "narrative" else " ".join(found).strip()
        )
    return texts if texts["call_id"] else Torn(_NO_ID, fields)


def _gather(parts: list[tuple[Source, Layout]], wanted: set[str], opener: Opener) -> dict[str, _Gathered]:
    """All rows of the calls wanted, in the order the calls are first met."""
    calls: dict[str, _Gathered] = {}
    if not wanted:
        return calls
    for part, layout in parts:
        records, _position = opener(part, layout)
        try:
            for row, fields in records:
                texts = _texts(fields, layout)
                if isinstance(texts, dict) and texts["call_id"] in wanted and isinstance(fields, list):
                    call = calls.setdefault(texts["call_id"], _Gathered(layout.file, row))
                    call.rows.append((_order(fields, texts, layout), len(call.rows), texts))
        except Broken:
            # The first pass met the same break and told of it.
            continue
    return calls


def _order(fields: list[str], texts: dict[Role, str], layout: Layout) -> str:
    """What sorts a call's rows: the sequence number, else the time."""
    text = fields[layout.order].strip() if layout.order is not None else ""
    if text.isdigit():
        return text.zfill(20)
    read = moment(text or texts["received_at"], day_first=layout.day_first)
    return read.isoformat() if read else ""


def _batches(calls: dict[str, _Gathered], layout: Layout, screen: Screen) -> Iterator[Batch]:
    ready = [_call(call_id, gathered, layout) for call_id, gathered in calls.items()]
    for at in range(0, len(ready), _CALLS):
        some = ready[at : at + _CALLS]
        texts = [
            "\x1f".join((call.call_id, call.nature, call.address, call.narrative))
            .replace("\n", " ")
            .encode("utf-8", "replace")
            for call in some
        ]
        yield Batch(candidates=[some[found] for found in screened(texts, screen)])


def _call(call_id: str, gathered: _Gathered, layout: Layout) -> Call:
    """One call from its rows. A text that stands on every row, as the calls' own columns do, is taken once."""
    rows = [texts for _order_, _number, texts in gathered.rows]
    first = {role: next((texts[role] for texts in rows if texts[role]), "") for role in ROLES}
    in_order = [texts["narrative"] for _order_, _number, texts in sorted(gathered.rows, key=lambda row: row[:2])]
    read = moment(first["received_at"], day_first=layout.day_first)
    return Call(
        call_id=call_id,
        received_at=read.isoformat(timespec="seconds") if read else "",
        nature=first["nature"],
        address=first["address"],
        narrative=put_together(in_order, chopped(layout)),
        file=gathered.file,
        row=gathered.row,
    )


def chopped(layout: Layout) -> int | None:
    """The width at which remarks were cut into rows, in whichever file holds them."""
    return next((part.chopped for _source, part in layout.remarks if part.chopped), layout.chopped)


def put_together(texts: list[str], width: int | None) -> str:
    """Remarks as one text: a row cut at `width` goes on in the next without a blank."""
    whole, said = "", set()
    cut = False
    for text in texts:
        if not text.strip() or (not cut and text in said):
            continue
        said.add(text)
        if not cut and len(text) > _EDGE and (text in whole or whole in text):
            # A later row that repeats all that was said before.
            whole = max(whole, text, key=len)
            continue
        whole = whole + text if cut or not whole else f"{whole.rstrip()} {text.lstrip()}"
        cut = width is not None and len(text) == width
    return whole.strip()
