"""`brightline review` beside tools that only search, over one file of calls.

The engine parses, finds, reads closely and writes its report; the others count rows in which the screen's terms stand.
Run one after another, several times; the table goes into bench/RESULTS.md.

    python bench/review.py                    275,000 calls
    python bench/review.py --rows 20000000 --times 3 --without pandas-re
"""

import argparse
import csv
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import generate_calls
import measure
from peers import PEERS

from brightline.assistance.review.engine.finding.screen import terms

ENGINE = "brightline review"
RIPGREP = "rg -i -c"


def commands(file: Path, out: Path, without: Sequence[str], engine: str = "") -> dict[str, Sequence[str]]:
    """What is run, by name, the engine first."""
    python = sys.executable
    expression = terms().expression().replace("(?i)", "")
    wanted: dict[str, Sequence[str]] = {
        ENGINE: [engine or str(Path(python).parent / "brightline"), "review", str(file), "--out", str(out)],
        RIPGREP: ["rg", "-i", "-c", "-e", expression, str(file)],
    }
    wanted |= {name: [python, str(measure.HERE / "peers.py"), name, str(file)] for name in PEERS}
    return {name: command for name, command in wanted.items() if name not in without}


def export(folder: Path, rows: int) -> Path:
    """The file of so many calls, written now unless it is there."""
    file = folder / f"calls-{rows}.csv"
    if not file.with_suffix(".truth.csv").exists():
        print(f"writing {rows:,} calls to {file}", file=sys.stderr)
        generate_calls.write(file, rows, seed=23)
    measure.warm(file)
    return file


def judged(findings: Path, truth: Path) -> str:
    """How many of the planted requests were found, how many were found that are none, and the look-alikes."""
    with truth.open(newline="") as file:
        planted = {row["call_id"]: row["label"] for row in csv.DictReader(file)}
    found: dict[str, str] = {}
    for line in findings.read_text("utf-8").splitlines():
        finding = json.loads(line)
        found[finding["call_id"]] = finding["label"]
    requests = {call for call, label in planted.items() if label == "request"}
    said = {call for call, label in found.items() if label == "request"}
    others = [call for call, label in planted.items() if label != "request"]
    right = sum(found.get(call, "none") == planted[call] for call in others)
    missed = "; missed " + ", ".join(sorted(requests - said)[:10]) if requests - said else ""
    extra = "; extra " + ", ".join(sorted(said - requests)[:10]) if said - requests else ""
    return (
        f"Of {len(requests):,} planted requests {len(requests & said):,} were found, {len(said - requests):,} extra"
        f"{missed}{extra}. Of {len(others):,} look-alikes {right:,} were given their own label."
    )


def table(taken: dict[str, measure.Taken], rows: int, size: int) -> list[str]:
    """The measurements as a Markdown table. The last column is how many times the engine's time each took."""
    engine = taken[ENGINE].least
    lines = [
        "| | least s | median s | processor s | peak MB | calls a second | MB a second | found | ÷ engine |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, run in taken.items():
        found = "" if name == ENGINE else run.answer
        lines.append(
            f"| {name} | {run.least:.2f} | {run.median:.2f} | {min(run.cpu):.2f} | {run.peak_mb:.0f} | "
            f"{rows / run.least:,.0f} | {size / 1e6 / run.least:,.0f} | {found} | {run.least / engine:.2f} |"
        )
    return lines


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=generate_calls.PER_CALLS)
    parser.add_argument("--times", type=int, default=5, help="how often each is run (default 5)")
    parser.add_argument("--folder", type=Path, help="where the calls are kept for the next time (default: nowhere)")
    parser.add_argument("--without", nargs="*", default=[], help=f"of {', '.join([RIPGREP, *PEERS])}")
    parser.add_argument("--engine", default="", help="another brightline command, to compare two versions")
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="brightline-bench-"))
    try:
        file = export(folder, given.rows)
        out = folder / "review-out"
        taken = measure.in_turn(
            commands(file, out, given.without, given.engine),
            given.times,
            # A finished run would only be read again.
            lambda name: shutil.rmtree(out, ignore_errors=True) if name == ENGINE else None,
        )
        said = judged(out / "findings.jsonl", file.with_suffix(".truth.csv"))
        lines = [
            f"`python bench/{' '.join([Path(sys.argv[0]).name, *sys.argv[1:]])}`: {file.stat().st_size / 1e6:,.0f} MB, "
            f"each {given.times} times in turn, in memory before.",
            "",
            f"{measure.machine()} {measure.versions('polars', 'duckdb', 'pandas', 'hyperscan')}.",
            "",
            said,
            "",
            *table(taken, given.rows, file.stat().st_size),
            "",
            "Only the engine parses, classifies and writes a report; the others count rows. `hyperscan` counts matches",
            "without knowing rows. `pandas` uses Arrow's RE2, `pandas-re` Python's re.",
        ]
        measure.write_section(f"Review of {given.rows:,} calls", lines)
        print("\n".join(lines))
        shutil.rmtree(out, ignore_errors=True)
    finally:
        if given.folder is None:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
