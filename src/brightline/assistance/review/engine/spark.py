"""The same look back on an Apache Spark cluster, for exports beyond one machine.

Spark hands out splits, not rows: parts of large plain files, and every other file whole. Each is read by the functions
that read on one machine, which also batch by the same places in the file, so findings, rejected rows and numbers are
the same. Where a quote stands astray, what comes after it cannot be cut: it is read as one split.
"""

import contextlib
import functools
import itertools
import json
import os
import re
import socket
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import Row, SparkSession

from brightline.assistance.review.engine import run, splits
from brightline.assistance.review.engine.finding.additions import Additions
from brightline.assistance.review.engine.gate import asked
from brightline.assistance.review.engine.reading import ranges, sources
from brightline.assistance.review.engine.reading.exports import Export
from brightline.assistance.review.engine.reading.ranges import Stretch
from brightline.assistance.review.engine.report.summary import Summary
from brightline.assistance.review.engine.run import Found, Options, Progress
from brightline.assistance.review.engine.splits import Part, Split
from brightline.platform.kernel.errors import Invalid

# The largest split: seconds of work, so that a lost worker loses little and the bar moves.
_LARGEST = 32 * ranges.UNIT
# Jobs at once: while the last splits of one end, cores take up the next.
_AHEAD = 3
_PATIENCE = 10.0
_LACKING = re.compile(r"No module named '(brightline|hyperscan|msgspec|numpy|pyarrow|pyspark)'")
Work = Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]


def review(
    paths: Sequence[Path],
    out: Path,
    options: Options,
    progress: Callable[[Progress], None] | None = None,
    tell: Callable[[str], None] | None = None,
    *,
    master: str | None = None,
) -> Summary:
    """As `run.review`, on the cluster at `master`, else on the one Spark's own settings name, else on this machine.

    Every worker must see the files at the same paths and have this version of Brightline.
    """
    sources.find(paths)
    with _cluster(master) as cluster:
        return run.review(paths, out, options, progress, tell, functools.partial(_read, cluster, options))


class _Cluster:
    """Spark, and the threads that wait for its jobs."""

    def __init__(self, session: SparkSession, threads: ThreadPoolExecutor) -> None:
        self._session = session
        self._threads = threads

    @property
    def cores(self) -> int:
        """How many tasks run at once, as far as the workers have come forward."""
        return self._session.sparkContext.defaultParallelism

    def submit(self, work: Work, count: int, schema: str) -> Future[list[Row]]:
        """`work` given the numbers below `count`, each a task of its own; its rows in their order."""
        numbers = self._session.range(0, count, 1, numPartitions=count)
        return self._threads.submit(numbers.mapInArrow(work, schema).collect)


@contextlib.contextmanager
def _cluster(master: str | None) -> Iterator[_Cluster]:
    session = _session(master)
    threads = ThreadPoolExecutor(_AHEAD, thread_name_prefix="spark")
    try:
        yield _Cluster(session, threads)
    except (PySparkException, Py4JError) as error:
        if _LACKING.search(str(error)):
            raise Invalid(
                "--engine spark: the workers' Python lacks Brightline or PySpark. Install brightline[spark] there, and "
                "name that Python in PYSPARK_PYTHON."
            ) from error
        raise
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        session.stop()


def _check_answers(master: str) -> None:
    """A standalone cluster's masters are called first: Spark itself tries for a minute, and its error is a page."""
    scheme, _, addresses = master.partition("://")
    if scheme != "spark":
        return
    for address in addresses.split(","):
        host, _, port = address.rpartition(":")
        with contextlib.suppress(OSError, ValueError, OverflowError):
            socket.create_connection((host, int(port)), _PATIENCE).close()
            return
    raise Invalid(
        f"--master {master}: no cluster answers there. Check the address (spark://HOST:7077) and the firewall."
    )


def _session(master: str | None) -> SparkSession:
    if master:
        _check_answers(master)
    # Workers look for the same Python as this one, unless told otherwise.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    # Who runs it watches it from the shell: Spark's own pages would open a port to everybody.
    settings = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.log.level": "ERROR"}
    builder: SparkSession.Builder = SparkSession.builder.appName("brightline review")
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        return (builder.master(master) if master else builder).getOrCreate()
    except PySparkException as error:
        raise Invalid(
            "--engine spark: Spark does not start here. Install Java 17 or newer, or set JAVA_HOME to it."
        ) from error
    except Py4JError as error:
        raise Invalid(
            f"--master {master or '(of your Spark settings)'}: Spark cannot be used there. Check the address, and that "
            "its Spark has the version of the PySpark here."
        ) from error


def _read(
    cluster: _Cluster, options: Options, opened: Sequence[Export], start: int, row: int
) -> Iterator[Iterator[Found]]:
    """For each export what its splits gave, in order."""
    planned = _planned(cluster, [splits.light(export) for export in opened], start, row)
    jobs = _Jobs(cluster, options.additions, [split for of_one in planned for split in of_one])
    for of_one in planned:
        yield _found(of_one, jobs, options, row)
        row = 1


def _planned(cluster: _Cluster, opened: Sequence[Export], start: int, row: int) -> list[list[Split]]:
    """The splits of each export. Raises Invalid where a worker does not see a file."""
    total = sum(source.size for export in opened for source in export.sources)
    size = min(_LARGEST, max(1, total // (4 * cluster.cores) // ranges.UNIT) * ranges.UNIT)
    begins = [start, *[0] * (len(opened) - 1)]
    cuts = _cuts(cluster, list(zip(opened, begins, strict=True)), size)
    planned: list[list[Split]] = []
    numbers = itertools.count()
    for at, (export, begin) in enumerate(zip(opened, begins, strict=True)):
        if inner := cuts.get(at):
            places = [begin, *inner, ranges.length(export.source)]
            planned.append([Split(next(numbers), export, *ends) for ends in itertools.pairwise(places)])
        else:
            planned.append([Split(next(numbers), export, begin, None, row if at == 0 else 1)])
    return planned


def _cuts(cluster: _Cluster, opened: Sequence[tuple[Export, int]], size: int) -> dict[int, list[int]]:
    """Where exports, by their numbers, may be cut; the quotes of delimited text are counted on the cluster."""
    cuts: dict[int, list[int]] = {}
    asked_of: list[tuple[int, Export, int, int]] = []
    for at, (export, begin) in enumerate(opened):
        if not ranges.cuttable(export):
            continue
        end = ranges.length(export.source)
        stretches = ranges.bounds(begin, end, size)
        if export.source.kind == "json_lines":
            places = [place for place, _end in stretches[1:]]
            cuts[at] = [cut for cut in ranges.line_cuts(export.source, places) if cut < end]
        elif len(stretches) > 1:
            asked_of += [(at, export, *ends) for ends in stretches]
    if asked_of:
        work = functools.partial(splits.stretches_of, [each[1:] for each in asked_of])
        rows = cluster.submit(work, len(asked_of), splits.STRETCH_SCHEMA).result()
        for at, each in itertools.groupby(sorted(rows, key=_number), key=lambda row: asked_of[row["number"]][0]):
            cuts[at] = ranges.cuts([_stretch(row) for row in each])
    return cuts


def _number(row: Row) -> int:
    number: int = row["number"]
    return number


def _stretch(row: Row) -> Stretch:
    if sentence := json.loads(row["sentence"]):
        raise Invalid(sentence)
    return Stretch(row["quotes"], row["even"], row["odd"])


def _found(of_one: Sequence[Split], jobs: "_Jobs", options: Options, row: int) -> Iterator[Found]:
    for place, split in enumerate(of_one):
        parts = jobs.take(split)
        if parts[-1].trouble == "unsound":
            jobs.drop(of_one[place:])
            split = replace(split, end=None, row=row)
            parts = jobs.alone(split)
        further = row - 1 if split.end is not None else 0
        for part in parts:
            row += part.rows
            batch = part.batch(further)
            batch.bytes_read = split.size if part is parts[-1] else 0
            findings = [asked(each, options.pack) for each in part.findings] if options.pack else part.findings
            yield batch, findings, part.set_aside
        if parts[-1].trouble == "broken":
            raise sources.Broken(parts[-1].sentence)
        if parts[-1].trouble == "invalid":
            raise Invalid(parts[-1].sentence)
        if split.end is None:
            return


class _Jobs:
    """Splits at work, some jobs ahead of the one whose results are wanted next."""

    def __init__(self, cluster: _Cluster, additions: Additions | None, waiting: Sequence[Split]) -> None:
        self._cluster = cluster
        self._additions = additions
        self._version = run.version()
        self._waiting = deque(waiting)
        self._running: deque[Future[list[Row]]] = deque()
        self._done: dict[int, list[Part]] = {}
        self._dropped: set[int] = set()

    def take(self, split: Split) -> list[Part]:
        """What came of a split; those before it have been taken."""
        while split.number not in self._done:
            while self._waiting and len(self._running) < _AHEAD:
                count = min(len(self._waiting), self._cluster.cores)
                self._running.append(self._start([self._waiting.popleft() for _ in range(count)]))
            for number, parts in _parts(self._running.popleft().result()).items():
                if number not in self._dropped:
                    self._done[number] = parts
        return self._done.pop(split.number)

    def drop(self, some: Sequence[Split]) -> None:
        """What comes of these is not wanted."""
        self._dropped.update(split.number for split in some)
        self._waiting = deque(split for split in self._waiting if split.number not in self._dropped)
        for number in self._dropped:
            self._done.pop(number, None)

    def alone(self, split: Split) -> list[Part]:
        """What comes of a split that nobody had planned."""
        return _parts(self._start([split]).result())[split.number]

    def _start(self, some: list[Split]) -> Future[list[Row]]:
        work = functools.partial(splits.parts_of, some, self._version, self._additions)
        return self._cluster.submit(work, len(some), splits.PART_SCHEMA)


def _parts(rows: Sequence[Row]) -> dict[int, list[Part]]:
    found: dict[int, list[Part]] = {}
    for row in rows:
        found.setdefault(row["split"], []).append(Part.of(row))
    return found
