"""What a cluster's workers do: one split of an export each, by the same functions as one machine.

A split is a part of a large plain file or a whole file of any other kind. What comes of it travels as Arrow rows.
"""

import functools
import json
import socket
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final, Literal

import msgspec
import pyarrow as pa

from brightline.assistance.review.engine import run
from brightline.assistance.review.engine.call import Batch, Days, Rejected
from brightline.assistance.review.engine.finding.additions import Additions
from brightline.assistance.review.engine.finding.finding import Finding
from brightline.assistance.review.engine.finding.screen import screen
from brightline.assistance.review.engine.reading import exports, ranges, sources
from brightline.assistance.review.engine.reading.delimited import Unsound
from brightline.assistance.review.engine.reading.exports import Export
from brightline.assistance.review.engine.reading.ranges import Stretch
from brightline.assistance.review.engine.set_aside import SetAside
from brightline.platform.kernel.errors import Invalid

# Findings and rejected rows that travel together: enough to be quick, few enough to be small.
_TOGETHER = 2_000
Trouble = Literal["", "unsound", "broken", "invalid"]
PART_SCHEMA: Final = (
    "split long, calls long, rows long, end long, months string, days string, findings array<string>, "
    "rejected array<string>, set_aside string, trouble string, sentence string"
)
STRETCH_SCHEMA: Final = "number long, quotes long, even long, odd long, sentence string"


@dataclass(frozen=True, slots=True)
class Split:
    """From `start` to `end`, its rows counted from 1; or, with no `end`, all from `start` and from row `row` on."""

    number: int
    export: Export
    start: int
    end: int | None
    row: int = 1

    @property
    def size(self) -> int:
        """Bytes of the files as they lie."""
        if self.end is not None:
            return self.end - self.start
        return sum(source.size for source in self.export.sources) - self.start * (not self.export.source.packing)


@dataclass(slots=True)
class Part:
    """What came of a stretch of a split. `trouble` stands in its last part, with a sentence."""

    calls: int = 0
    rows: int = 0
    end: int = 0
    months: Counter[str] = field(default_factory=Counter)
    days: Days = field(default_factory=Days)
    findings: list[Finding] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    set_aside: SetAside = field(default_factory=SetAside)
    trouble: Trouble = ""
    sentence: str = ""

    def add(self, batch: Batch, findings: Sequence[Finding]) -> None:
        """Count one more batch."""
        self.calls += batch.calls
        self.rows += batch.rows
        self.end = batch.end
        self.months.update(batch.months)
        self.days.add(batch.days.first, batch.days.last)
        self.findings += findings
        self.rejected += batch.rejected
        self.set_aside.add(SetAside.of(batch.whole, findings))

    def row(self, split: int) -> dict[str, Any]:
        """As a row of PART_SCHEMA. JSON keeps what Arrow's UTF-8 could not."""
        return {
            "split": split,
            "calls": self.calls,
            "rows": self.rows,
            "end": self.end,
            "months": json.dumps(self.months),
            "days": json.dumps(asdict(self.days)),
            "findings": [json.dumps(finding.json()) for finding in self.findings],
            "rejected": [json.dumps(asdict(each)) for each in self.rejected],
            "set_aside": json.dumps(self.set_aside.json()),
            "trouble": self.trouble,
            "sentence": json.dumps(self.sentence),
        }

    @classmethod
    def of(cls, row: Any) -> "Part":
        """As `row` wrote it."""
        return cls(
            calls=row["calls"],
            rows=row["rows"],
            end=row["end"],
            months=Counter(json.loads(row["months"])),
            days=Days(**json.loads(row["days"])),
            findings=[msgspec.convert(json.loads(each), Finding) for each in row["findings"]],
            rejected=[Rejected(**json.loads(each)) for each in row["rejected"]],
            set_aside=SetAside.of_json(json.loads(row["set_aside"])),
            trouble=row["trouble"],
            sentence=json.loads(row["sentence"]),
        )

    def batch(self, further: int) -> Batch:
        """As a batch; all that has a row is now so many rows further down the file."""
        if further:
            self.findings = [replace(each, row=each.row + further) for each in self.findings]
            self.rejected = [replace(each, row=each.row + further) for each in self.rejected]
            self.set_aside = self.set_aside.further(further)
        return Batch(self.calls, self.rows, self.months, self.days, self.rejected, end=self.end)


def light(export: Export) -> Export:
    """The export as it travels: without the beginnings of its files, which laid it out and are read no more."""
    remarks = tuple((replace(source, sample=b""), layout) for source, layout in export.layout.remarks)
    return Export(replace(export.source, sample=b""), replace(export.layout, remarks=remarks))


def parts_of(
    splits: Sequence[Split], version: str, additions: Additions | None, numbers: Iterator[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """For mapInArrow: the numbers of splits in, their parts out."""
    schema = pa.schema(
        [(name, pa.int64()) for name in ("split", "calls", "rows", "end")]
        + [(name, pa.string()) for name in ("months", "days")]
        + [(name, pa.list_(pa.string())) for name in ("findings", "rejected")]
        + [(name, pa.string()) for name in ("set_aside", "trouble", "sentence")]
    )
    for batch in numbers:
        for number in batch.column(0).to_pylist():
            for part in _parts(splits[number], version, additions):
                yield pa.RecordBatch.from_pylist([part.row(splits[number].number)], schema=schema)


def stretches_of(
    stretches: Sequence[tuple[Export, int, int]], numbers: Iterator[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """For mapInArrow: the numbers of stretches in, what stands in each out."""
    schema = pa.schema(
        [(name, pa.int64()) for name in ("number", "quotes", "even", "odd")] + [("sentence", pa.string())]
    )
    for batch in numbers:
        for number in batch.column(0).to_pylist():
            export, start, end = stretches[number]
            found, sentence = Stretch(0, None, None), ""
            try:
                _check(export)
                found = ranges.stretch(export.source, export.layout, start, end)
            except Invalid as error:
                sentence = str(error)
            except sources.Broken:
                # Reading it again in one piece will tell of it: without a line end there is no cut here.
                found = Stretch(0, None, None)
            yield pa.RecordBatch.from_pylist(
                [{"number": number, **asdict(found), "sentence": json.dumps(sentence)}], schema=schema
            )


def _parts(split: Split, version: str, additions: Additions | None) -> Iterator[Part]:
    part = Part(end=split.start)
    source, layout = split.export.source, split.export.layout
    try:
        _check(split.export)
        if version != run.version():
            raise Invalid(
                f"{socket.gethostname()}: this worker has another version of Brightline. Install the same everywhere."
            )
        stage = _stage(additions)
        found = exports.batches(
            source, layout, screen(additions), workers=1, start=split.start, row=split.row, end=split.end
        )
        for batch in found:
            part.add(batch, stage.findings(batch.candidates))
            if len(part.findings) + len(part.rejected) >= _TOGETHER:
                yield part
                part = Part(end=part.end)
    except Unsound:
        part.trouble = "unsound"
    except sources.Broken as error:
        # A part that cannot be read is left to the reading of the whole, which knows how far it came.
        part.trouble, part.sentence = ("broken", str(error)) if split.end is None else ("unsound", "")
    except Invalid as error:
        part.trouble, part.sentence = "invalid", str(error)
    yield part


def _check(export: Export) -> None:
    for source in export.sources:
        try:
            size = source.path.stat().st_size
        except OSError:
            size = -1
        if size != source.size:
            raise Invalid(
                f"{source.path}: {'not there' if size < 0 else 'another file'} on the worker {socket.gethostname()}. "
                "Put exports on a path that every worker sees, such as a network file system."
            )


# A worker's process outlives a split: the model is loaded once.
@functools.cache
def _stage(additions: Additions | None) -> run.Stage:
    # What the gate says is asked where the policy pack is.
    return run.Stage(None, additions)
