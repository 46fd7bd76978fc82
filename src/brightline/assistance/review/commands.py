"""`brightline review`: looking back through CAD exports from a shell.

Exit 0 done; 1 only a part could be read, the results of which are there: a file broke off, or one among several could
not be read; 2 bad input, with one line.
"""

import functools
import importlib.util
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brightline.platform.kernel.errors import Invalid

if TYPE_CHECKING:
    from brightline.assistance.review.engine.report.summary import Summary
    from brightline.assistance.review.engine.run import Options, Progress

REVIEW_HELP = """Find the calls in which an immigration agency asked police for help.

FILES are CAD exports or folders of them: CSV or other delimited text, JSON Lines, Parquet, Excel, EIDO documents, also
packed. No narrative leaves this machine, or with --engine spark the cluster you name. DIR gets findings.jsonl,
findings.csv, rejected.csv, summary.json and report.html, a page to hand to a council member; and set_aside.jsonl, calls
drawn at random from those set aside, to be read for what was missed. A run that was stopped goes on when given the same
again.

Example: brightline review calls-2017.csv.gz --out look-back --pack lmpd-2017-09

Example: brightline review exports/ --out look-back --map narrative=REMARKS --map call_id=INC_NO

Example: brightline review exports/ --out look-back --lexicon cities/falls-city/lexicon.toml
"""


_MOST_NAMED = 10


class Engine(StrEnum):
    """Where the work is done."""

    LOCAL = "local"
    SPARK = "spark"


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    app.command("review", help=REVIEW_HELP)(review)


def review(
    files: Annotated[list[Path], typer.Argument(metavar="FILES…", help="CAD exports, or folders of them.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder for the results.")],
    pack: Annotated[
        str | None, typer.Option("--pack", metavar="PACK", help="Say what this policy pack would have decided.")
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="ROLE=COLUMN",
            help="Which column is call_id, received_at, nature, address or narrative; two joined as A+B.",
        ),
    ] = None,
    lexicon: Annotated[
        Path | None,
        typer.Option("--lexicon", metavar="FILE.toml", help="Words of your city's own, looked for beside ours."),
    ] = None,
    engine: Annotated[Engine, typer.Option("--engine", help="This machine, or a Spark cluster.")] = Engine.LOCAL,
    master: Annotated[
        str | None,
        typer.Option("--master", metavar="URL", help="The cluster for --engine spark, such as spark://HOST:7077."),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option("--workers", min=1, max=64, help="Threads that read on this machine; 2 unless given."),
    ] = None,
    digest: Annotated[
        bool, typer.Option("--digest/--no-digest", help="Take the SHA-256 of each file, beside the reading.")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object.")] = False,
) -> None:
    """See REVIEW_HELP."""
    given = _columns(columns or [])
    run = _engine(engine, master, workers)
    # Imported late, as everything heavy is: the other commands need not wait for it.
    from brightline.assistance.policy import packs
    from brightline.assistance.review.engine.finding.additions import Additions
    from brightline.assistance.review.engine.run import Options

    options = Options(
        pack=packs.load(pack) if pack else None,
        additions=Additions.load(lexicon) if lexicon else None,
        columns=given,
        workers=workers or 2,
        digests=digest,
    )
    try:
        summary = _watched(run, files, out, options)
    except KeyboardInterrupt:
        print("Stopped. The same command goes on from here.", file=sys.stderr)
        raise typer.Exit(130) from None
    if as_json:
        print(json.dumps(summary.json(), ensure_ascii=False))
    else:
        _print(summary, out)
    if not summary.calls_read:
        print(
            "No row could be read as a call. Check that the files hold calls, their columns (--map) and line ends.",
            file=sys.stderr,
        )
        raise typer.Exit(1)
    if summary.partial:
        print(f"Only a part could be read: {summary.partial}", file=sys.stderr)
        raise typer.Exit(1)


Run = Callable[
    [Sequence[Path], Path, "Options", "Callable[[Progress], None] | None", "Callable[[str], None] | None"], "Summary"
]


def _engine(engine: Engine, master: str | None, workers: int | None) -> Run:
    if engine is Engine.LOCAL:
        if master is not None:
            raise Invalid(f"--master {master}: only Spark has one. Add --engine spark.")
        from brightline.assistance.review.engine import run

        return run.review
    if workers is not None:
        raise Invalid(
            f"--workers {workers}: a Spark cluster's own settings say how many work (spark.executor.cores, or --master "
            "local[N] on this machine). Leave it out, or use --engine local."
        )
    if importlib.util.find_spec("pyspark") is None:
        raise Invalid("--engine spark needs PySpark: pip install 'brightline[spark]', or use --engine local.")
    from brightline.assistance.review.engine import spark

    return functools.partial(spark.review, master=master)


def _columns(pairs: Sequence[str]) -> Mapping[str, str]:
    columns: dict[str, str] = {}
    for pair in pairs:
        role, equals, column = (part.strip() for part in pair.partition("="))
        if not (role and equals and column):
            raise Invalid(f"--map {pair}: write it as ROLE=COLUMN, such as narrative=REMARKS.")
        if role in columns:
            raise Invalid(f"--map names {role} twice. Two columns are joined as {role}={columns[role]}+{column}.")
        columns[role] = column
    return columns


def _watched(run: Run, files: Sequence[Path], out: Path, options: "Options") -> "Summary":
    if not sys.stderr.isatty():
        return run(files, out, options, None, _say)
    with _bar() as (progress, say):
        return run(files, out, options, progress, say)


@contextmanager
def _bar() -> Iterator[tuple[Callable[["Progress"], None], Callable[[str], None]]]:
    """A bar with rate and time left, gone when done."""
    import time

    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Reading", total=None)
        began = time.monotonic()
        before: list[int] = []

        def advance(progress: "Progress") -> None:
            # What an earlier run had read says nothing of this one's rate.
            if not before:
                before.append(progress.calls)
            rate = (progress.calls - before[0]) / max(time.monotonic() - began, 0.001)
            said = f"{progress.calls:,} calls, {rate:,.0f} a second, {progress.findings:,} found"
            bar.update(task, description=said, completed=progress.bytes_done, total=progress.bytes_total)

        yield advance, lambda sentence: console.print(sentence, markup=False, highlight=False, soft_wrap=True)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def _print(summary: "Summary", out: Path) -> None:
    print(f"{summary.headline}.")
    others = ", ".join(
        f"{count:,} {one if count == 1 else many}"
        for label, one, many in (
            ("other_contact", "other contact", "other contacts"),
            ("mention", "mention", "mentions"),
        )
        if (count := summary.findings[label])
    )
    if others:
        print(f"Beside them: {others}.")
    if summary.requests_by_gate:
        refused, permitted = (summary.requests_by_gate.get(each, 0) for each in ("refused", "permitted"))
        print(f"By {summary.pack}: {refused:,} would be refused, {permitted:,} permitted.")
    if summary.rejected:
        rows = "1 row" if summary.rejected == 1 else f"{summary.rejected:,} rows"
        print(f"{rows} could not be read as calls: {out / 'rejected.csv'} says which and why.")
    if summary.rejected_with_words:
        rows = (
            "1 of them holds" if summary.rejected_with_words == 1 else f"{summary.rejected_with_words:,} of them hold"
        )
        named = [f"{row['file']} row {row['row']:,}" for row in summary.read_yourself[:_MOST_NAMED]]
        more = ", …" if summary.rejected_with_words > len(named) else ""
        print(f"{rows} words of an immigration agency: read them yourself ({', '.join(named)}{more}).")
    if summary.read_in_part:
        calls = "1 call stands" if summary.read_in_part == 1 else f"{summary.read_in_part:,} calls stand"
        print(f"{calls} in rows that could be read only in part: {out / 'rejected.csv'} says which and why.")
    print(f"The report: {out / 'report.html'}")
