"""The whole look back: exports in, findings, numbers and report out."""

import functools
import hashlib
import importlib.metadata
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brightline.assistance.review.engine import journal as journals
from brightline.assistance.review.engine.call import Batch, Call
from brightline.assistance.review.engine.finding.finding import Finding
from brightline.assistance.review.engine.finding.screen import Screen, screen
from brightline.assistance.review.engine.journal import Journal
from brightline.assistance.review.engine.reading import exports, sources
from brightline.assistance.review.engine.reading.exports import Export
from brightline.assistance.review.engine.reading.sources import Source
from brightline.assistance.review.engine.report.summary import SourceRead, Summary, Tally, summary_of
from brightline.assistance.review.engine.set_aside import SAMPLED, SetAside
from brightline.platform.kernel.errors import Invalid

if TYPE_CHECKING:
    from brightline.assistance.policy.packs import Pack
    from brightline.assistance.review.engine.finding.additions import Additions
    from brightline.assistance.review.engine.finding.read_closely import Reader

_HEAD = 1 << 16
# So many batches are read before the first of them must be done with: enough to keep the model busy, a few MB each.
_AHEAD = 16
_BEGINNING: Mapping[str, Any] = {
    "tally": None,
    "set_aside": None,
    "done": (),
    "partial": (),
    "here": None,
    "finished": 0,
    "position": 0,
    "row": 1,
    "bytes": 0,
}


@dataclass(frozen=True, slots=True)
class Options:
    """`columns` gives a role its column, as --map does. `digests`: take the SHA-256 of each file as well.

    `additions` are words a city adds to those of lexicon/.
    """

    pack: "Pack | None" = None
    additions: "Additions | None" = None
    columns: Mapping[str, str] = field(default_factory=dict)
    workers: int = 2
    digests: bool = True


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is. Bytes are those of the files as they lie, packed or not."""

    calls: int
    findings: int
    bytes_done: int
    bytes_total: int


def review(
    paths: Sequence[Path],
    out: Path,
    options: Options,
    progress: Callable[[Progress], None] | None = None,
    tell: Callable[[str], None] | None = None,
    engine: "Engine | None" = None,
) -> Summary:
    """Look through exports and write findings.jsonl, findings.csv, rejected.csv, summary.json and report.html to `out`.

    A run that was stopped or killed goes on where it was when given the same files, options and `out`. Raising from
    `progress` stops it. `tell` hears, before the first row, what was assumed of the files and whether it goes on.
    `engine` is what reads the exports, this machine if none is given; all find the same, and go on with one another's.
    Raises Invalid with one sentence for what is no export. A file that breaks off, or that among others is no export,
    makes the summary `partial`.
    """
    passed_over: list[str] = []
    found = sources.find(paths, passed_over)
    _check_apart(found, out)
    opened, assumed = exports.open_exports(found, options.columns, passed_over)
    if options.additions is not None:
        assumed = [options.additions.said(), *assumed]
    with journals.locked(out), closing(Journal(out, _begun(found, options))) as journal:
        if tell is not None:
            _introduce(journal, [*(f"Not read: {sentence}" for sentence in passed_over), *assumed], tell)
        run = _Run(opened, options, journal, progress)
        run.read(engine or _this_machine(options))
        summary = summary_of(
            run.tally,
            run.done,
            set_aside=run.set_aside.counts(),
            partial=run.partial,
            not_read=passed_over,
            assumed=assumed,
            pack=options.pack.title if options.pack else None,
            pack_digest=options.pack.digest if options.pack else None,
        )
        # Imported late: whoever only reads, as a cluster's worker does, needs no templates.
        from brightline.assistance.review.engine.report import write

        write.results(out, summary, journal, run.set_aside, options.pack)
        journal.finish()
    return summary


# A stretch of a file, what was found in it, and what of its candidates was set aside.
Found = tuple[Batch, list[Finding], SetAside]
# Given exports, and where in the first to begin (position and row), the stretches of each in the files' order. A file
# that breaks off raises Broken after what came before.
Engine = Callable[[Sequence[Export], int, int], Iterable[Iterator[Found]]]


class Stage:
    """Stage two and the gate: what becomes of a call the screen kept. Made once for each process."""

    def __init__(self, pack: "Pack | None", additions: "Additions | None", threads: int = 1) -> None:
        self._pack = pack
        self._additions = additions
        self._threads = threads
        self._reader: Reader | None = None

    def findings(self, candidates: Sequence[Call]) -> list[Finding]:
        """What is found in the candidates, in their order."""
        return self.begin(candidates)()

    def begin(self, candidates: Sequence[Call]) -> Callable[[], list[Finding]]:
        """As `findings`, the model reading in the background: what is returned waits for it."""
        if not candidates:
            return list
        if self._reader is None:
            from brightline.assistance.review.engine.finding.read_closely import Reader

            self._reader = Reader(additions=self._additions, threads=self._threads)
        found = self._reader.begin(candidates)
        if self._pack is None:
            return found
        from brightline.assistance.review.engine.gate import asked

        pack = self._pack
        return lambda: [asked(finding, pack) for finding in found()]


def _this_machine(options: Options) -> Engine:
    def found(export: Export, seen: Screen, stage: Stage, start: int, row: int) -> Iterator[Found]:
        batches = exports.batches(export.source, export.layout, seen, workers=options.workers, start=start, row=row)
        for batch, findings in _ahead(batches, stage):
            yield batch, findings, SetAside.of(batch.whole, findings)

    def read(opened: Sequence[Export], start: int, row: int) -> Iterator[Iterator[Found]]:
        seen = screen(options.additions)
        stage = Stage(options.pack, options.additions, options.workers)
        for export in opened:
            yield found(export, seen, stage, start, row)
            start, row = 0, 1

    return read


def _ahead(batches: Iterator[Batch], stage: Stage) -> Iterator[tuple[Batch, list[Finding]]]:
    """Each batch and what is found in it, in order; later ones are read while the model is at work on earlier ones.

    Where the batches break off, those before come first and the exception after.
    """
    waiting: deque[tuple[Batch, Callable[[], list[Finding]]]] = deque()
    broken: sources.Broken | None = None
    try:
        for batch in batches:
            waiting.append((batch, stage.begin(batch.candidates)))
            if len(waiting) > _AHEAD:
                first, found = waiting.popleft()
                yield first, found()
    except sources.Broken as error:
        broken = error
    for batch, found in waiting:
        yield batch, found()
    if broken is not None:
        raise broken


class _Run:
    """Reading all files, from where the journal stands."""

    def __init__(
        self,
        opened: Sequence[Export],
        options: Options,
        journal: Journal,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self._opened = opened
        self._options = options
        self._journal = journal
        self._progress = progress
        self._total = sum(source.size for export in opened for source in export.sources)
        place = journal.place or _BEGINNING
        self.tally = Tally.of(place["tally"]) if place["tally"] else Tally()
        self.set_aside = SetAside.of_json(place["set_aside"]) if place["set_aside"] else SetAside()
        self.done = [SourceRead(**each) for each in place["done"]]
        self.partial: list[str] = list(place["partial"])
        self._here = SourceRead(**place["here"]) if place["here"] else None
        self._finished, self._position, self._row = place["finished"], place["position"], place["row"]
        self._bytes = place["bytes"]
        self._whole = True

    def read(self, engine: Engine) -> None:
        """To the end of the last file. What stops it, stops it at a place it can go on from."""
        try:
            left = self._opened[self._finished :]
            for export, found in zip(left, engine(left, self._position, self._row), strict=True):
                self._read(export, found)
        except BaseException:
            if self._whole:
                self._journal.keep(self._place())
            raise
        self._journal.keep(self._place())

    def _read(self, export: Export, found: Iterator[Found]) -> None:
        source = export.source
        if self._here is None:
            self._here = SourceRead(source.name, source.size)
        with _digests(export.sources, self._options.digests) as digests:
            try:
                for batch, findings, set_aside in found:
                    self._take(batch, findings, set_aside, self._here)
            except sources.Broken as error:
                self.partial.append(f"{source.name}: {error}")
            self._here.sha256, *others = digests()
        self._whole = False
        self.done.append(self._here)
        for remarks, digest in zip(export.sources[1:], others, strict=True):
            self.done.append(SourceRead(remarks.name, remarks.size, digest))
        self._finished += 1
        self._here, self._position, self._row = None, 0, 1
        self._whole = True

    def _take(self, batch: Batch, findings: list[Finding], set_aside: SetAside, here: SourceRead) -> None:
        # Stopped within these lines, by Ctrl-C say, the counts would not be those of the journal.
        self._whole = False
        batch.count_found({(each.file, each.row): each.received_at for each in findings})
        self._journal.write(findings, batch.rejected)
        self.tally.add(batch, findings)
        self.set_aside.add(set_aside)
        here.calls += batch.calls
        here.rejected += sum(each.seen != "found" for each in batch.rejected)
        self._position = batch.end
        self._row += batch.rows
        self._bytes = min(self._bytes + batch.bytes_read, self._total)
        self._whole = True
        if self._journal.due:
            self._journal.keep(self._place())
        if self._progress is not None:
            self._progress(Progress(self.tally.calls, self.tally.findings, self._bytes, self._total))

    def _place(self) -> dict[str, Any]:
        return {
            "tally": self.tally.json(),
            "set_aside": self.set_aside.json(),
            "done": [asdict(each) for each in self.done],
            "partial": self.partial,
            "here": asdict(self._here) if self._here else None,
            "finished": self._finished,
            "bytes": self._bytes,
            "position": self._position,
            "row": self._row,
        }


def _introduce(journal: Journal, sentences: list[str], tell: Callable[[str], None]) -> None:
    if journal.place is not None:
        tell(f"Going on where an earlier run stopped, after {journal.place['tally']['calls']:,} calls.")
    elif journal.dropped:
        tell("An earlier run there had other files or options: starting anew.")
    for sentence in sentences:
        tell(sentence)


def _check_apart(found: list[Source], out: Path) -> None:
    inside = out.resolve()
    for source in found:
        if inside in source.path.resolve().parents:
            raise Invalid(f"{out}: the export {source.name} lies there. Name another folder for the results.")


def _begun(found: list[Source], options: Options) -> dict[str, Any]:
    """What the results depend on. Workers are not among it: any number of them finds the same."""
    return {
        "files": [_identity(source) for source in found],
        "columns": dict(sorted(options.columns.items())),
        "pack": options.pack.digest if options.pack else None,
        "additions": options.additions.digest if options.additions else None,
        "digests": options.digests,
        "engine": version(),
        "sampled": SAMPLED,
    }


def _identity(source: Source) -> list[str | int]:
    status = source.path.stat()
    with source.path.open("rb") as file:
        head = hashlib.sha256(file.read(_HEAD)).hexdigest()
    return [os.fspath(source.path.resolve()), status.st_size, status.st_mtime_ns, head]


@functools.cache
def version() -> str:
    """Tells versions of the engine, its words and what it learned apart: findings of two must not stand in one file."""
    digest = hashlib.sha256(importlib.metadata.version("brightline").encode())
    for folder in ("lexicon", "learned"):
        inside = resources.files("brightline.assistance.review").joinpath(folder)
        for file in sorted(inside.iterdir(), key=lambda each: each.name):
            if file.is_file():
                digest.update(file.read_bytes())
    return digest.hexdigest()


@contextmanager
def _digests(files: Sequence[Source], wanted: bool) -> Iterator[Callable[[], list[str | None]]]:
    """The files' SHA-256, taken beside the reading; what it gives waits for them."""
    if not wanted:
        yield lambda: [None] * len(files)
        return
    stop = threading.Event()
    with ThreadPoolExecutor(1, thread_name_prefix="digest") as pool:
        jobs = [pool.submit(_sha256, source.path, stop) for source in files]
        try:
            yield lambda: [job.result() for job in jobs]
        finally:
            stop.set()


def _sha256(path: Path, stop: threading.Event) -> str | None:
    digest = hashlib.sha256()
    room = memoryview(bytearray(1 << 20))
    with path.open("rb", buffering=0) as file:
        while not stop.is_set() and (got := file.readinto(room)):
            digest.update(room[:got])
    return None if stop.is_set() else digest.hexdigest()
