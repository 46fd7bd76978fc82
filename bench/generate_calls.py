"""Writes a CAD export of a fictional city: any number of calls over six months, with requests planted among them.

Of every 275,000 calls 23 are requests and 600 look-alikes, fictional records drawn from bench/export; the rest is
strung together from phrases. Beside FILE.csv stands FILE.truth.csv, with the label of each planted call. The same rows
and seed give the same file.

    python bench/generate_calls.py --rows 275000 --out /tmp/calls.csv
"""

import argparse
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

sys.path.insert(0, str(Path(__file__).parent))

from export.narratives import Narratives, shifted
from export.phrases import records

COLUMNS = (
    "Call ID", "Received", "Nature", "Address", "Priority", "Division", "Beat", "Unit", "Disposition", "Narrative",
)  # fmt: skip
FIRST_DAY = np.datetime64("2025-11-01T00:00:00")
DAYS = 181
CHUNK = 250_000
PER_CALLS, REQUESTS, LOOKALIKES = 275_000, 23, 600
# How much of a day's calls come in each of its hours.
_HOURS = (34, 27, 23, 18, 14, 13, 17, 27, 36, 40, 43, 46, 49, 50, 52, 57, 61, 63, 60, 57, 54, 52, 47, 41)
_HOUR_ENDS = np.concatenate([[0.0], np.cumsum(_HOURS) / sum(_HOURS)])

# Row number to the record that stands there.
Planted = dict[int, dict[str, Any]]


def planted(rows: int, seed: int) -> Planted:
    """Which rows hold which fictional records, drawn without repeating any until all have been used."""
    rnd = random.Random(f"{seed} planted")
    drawn: list[dict[str, Any]] = []
    for name, often in (("requests", REQUESTS), ("lookalikes", LOOKALIKES)):
        wanted, pool = max(1, round(rows * often / PER_CALLS)), records(name)
        while wanted > 0:
            drawn += rnd.sample(pool, min(wanted, len(pool)))
            wanted -= len(pool)
    return dict(zip(sorted(rnd.sample(range(rows), len(drawn))), rnd.sample(drawn, len(drawn)), strict=True))


class Export:
    """The rows of one export, some at a time."""

    def __init__(self, rows: int, seed: int) -> None:
        self._rows, self._seed = rows, seed
        self._planted = planted(rows, seed)
        self._narratives = Narratives(seed)
        words = self._narratives.filler.words
        self._streets = pl.Series(words["street"] * 30 + words["rare_street"])
        self._divisions = pl.Series(words["division"])
        self._dispositions = pl.Series(words["disposition"])

    def chunks(self) -> Iterator[tuple[pl.DataFrame, list[tuple[str, str, str]]]]:
        """The rows in the order of their times, each chunk with the labels of what was planted in it."""
        for start in range(0, self._rows, CHUNK):
            yield self._chunk(start, min(start + CHUNK, self._rows))

    def _chunk(self, start: int, end: int) -> tuple[pl.DataFrame, list[tuple[str, str, str]]]:
        rng = np.random.default_rng([self._seed, start])
        number = np.arange(start, end)
        day, rest = np.divmod(number / self._rows * DAYS, 1)
        seconds = (np.interp(rest, _HOUR_ENDS, np.arange(25)) * 3600).astype(np.int64).clip(0, 86_399)
        received = FIRST_DAY + day.astype("timedelta64[D]") + seconds.astype("timedelta64[s]")
        minutes = seconds // 60
        natures = np.empty(end - start, np.int64)
        months = received.astype("datetime64[M]").astype(np.int64) % 12 + 1
        for month in np.unique(months).tolist():
            of_month = months == month
            natures[of_month] = self._narratives.natures(rng, month, int(of_month.sum()))
        columns = {
            "Nature": self._narratives.names.gather(natures),
            "Narrative": self._narratives.write(rng, natures, minutes),
            "Address": self._addresses(rng, end - start),
        }
        ids = pl.select(pl.format("FC25{}", pl.lit(pl.Series(number + 1)).cast(pl.String).str.zfill(8))).to_series()
        truth = self._plant(columns, ids, minutes, start)
        division, beat = rng.integers(0, 8, end - start), rng.integers(1, 10, end - start)
        place = pl.Series((division + 1) * 10 + beat)
        unit = pl.DataFrame({"beat": place, "n": rng.integers(0, 100, end - start)}).select(
            # A few calls never get a unit.
            pl.when(pl.col("n") < 93)
            .then(pl.format("{}{}A", "beat", pl.col("n") % 10))
            .otherwise(pl.lit(""))
            .alias("u")
        )
        columns |= {
            "Call ID": ids,
            "Received": pl.Series(received.astype("datetime64[ms]")).dt.to_string("%Y-%m-%d %H:%M:%S"),
            "Priority": pl.Series(rng.integers(1, 6, end - start)),
            "Division": self._divisions.gather(division),
            "Beat": place,
            "Unit": unit.to_series(),
            "Disposition": self._dispositions.gather(rng.integers(0, len(self._dispositions), end - start)),
        }
        return pl.DataFrame({name: columns[name] for name in COLUMNS}), truth

    def _addresses(self, rng: np.random.Generator, count: int) -> pl.Series:
        frame = pl.DataFrame(
            {
                "street": self._streets.gather(rng.integers(0, len(self._streets), count)),
                "block": rng.integers(1, 90, count),
                "house": rng.integers(100, 9_000, count),
            }
        )
        block, house = pl.format("{}00 BLK {}", "block", "street"), pl.format("{} {}", "house", "street")
        return frame.select(pl.when(pl.col("house") < 6_300).then(block).otherwise(house).alias("a")).to_series()

    def _plant(
        self, columns: dict[str, pl.Series], ids: pl.Series, minutes: np.ndarray[Any, Any], start: int
    ) -> list[tuple[str, str, str]]:
        """Puts this chunk's planted records in their rows. The labels of these."""
        truth = []
        rows = [row - start for row in sorted(self._planted) if 0 <= row - start < len(ids)]
        texts: dict[str, list[str]] = {"Nature": [], "Narrative": [], "Address": []}
        for row in rows:
            record = self._planted[row + start]
            texts["Nature"].append(record["nature"])
            texts["Address"].append(self._narratives.filler.fill(record["address"]))
            narrative = self._narratives.filler.fill(record["narrative"])
            texts["Narrative"].append(shifted(narrative, int(minutes[row])))
            truth.append((ids[row], record["label"], record["agency"] or ""))
        for name, values in texts.items():
            columns[name] = columns[name].scatter(rows, values)
        return truth


def write(out: Path, rows: int, seed: int) -> None:
    """Writes the export and its truth file."""
    truth: list[tuple[str, str, str]] = []
    with out.open("wb") as file:
        file.write((",".join(COLUMNS) + "\n").encode())
        for number, (frame, labels) in enumerate(Export(rows, seed).chunks(), 1):
            frame.write_csv(file, include_header=False)
            truth += labels
            if sys.stderr.isatty():
                print(f"\r{min(number * CHUNK, rows):,} of {rows:,} calls", end="", file=sys.stderr)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    pl.DataFrame(truth, schema=["call_id", "label", "agency"], orient="row").write_csv(out.with_suffix(".truth.csv"))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=PER_CALLS, help="how many calls (default 275000)")
    parser.add_argument("--out", type=Path, required=True, help="the CSV file to write")
    parser.add_argument("--seed", type=int, default=23, help="another seed gives another city's half-year")
    given = parser.parse_args()
    if given.rows < 1_000:
        parser.error(f"--rows {given.rows}: at least 1000, or the planted records have no room.")
    if not given.out.parent.is_dir():
        parser.error(f"--out {given.out}: there is no folder {given.out.parent}. Make it first.")
    write(given.out, given.rows, given.seed)


if __name__ == "__main__":
    main()
