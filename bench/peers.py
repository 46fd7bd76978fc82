"""What `brightline review` is measured against: each finds calls by the screen's terms, and does nothing more.

    python bench/peers.py pandas FILE

Each looks through the narrative alone, the engine through all of a call's text; each prints how many calls it found.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from brightline.assistance.review.engine.finding.screen import terms

COLUMN = "Narrative"


def with_pandas(file: Path) -> int:
    """pandas, a million rows at a time, so that any file fits into memory."""
    import pandas as pd

    expression = terms().expression().replace("(?i)", "")
    chunks = pd.read_csv(file, dtype=str, keep_default_na=False, chunksize=1_000_000)
    return sum(int(chunk[COLUMN].str.contains(f"(?i:{expression})", regex=True).sum()) for chunk in chunks)


def with_pandas_re(file: Path) -> int:
    """pandas with Python's own strings and re, as it is without Arrow."""
    import pandas as pd

    pd.set_option("mode.string_storage", "python")
    chunks = pd.read_csv(file, dtype=object, keep_default_na=False, chunksize=1_000_000)
    return sum(int(chunk[COLUMN].str.contains(terms().expression(), regex=True).sum()) for chunk in chunks)


def with_duckdb(file: Path) -> int:
    """DuckDB's own CSV reader and regexp_matches."""
    import duckdb

    question = f"select count(*) from read_csv(?, all_varchar = true) where regexp_matches({COLUMN}, ?)"  # noqa: S608
    found = duckdb.execute(question, [str(file), terms().expression()]).fetchone()
    return int(found[0]) if found else 0


def with_polars(file: Path) -> int:
    """A lazy scan with the regular expression, streamed."""
    import polars as pl

    wanted = pl.scan_csv(file, infer_schema=False).filter(pl.col(COLUMN).str.contains(terms().expression()))
    return int(wanted.select(pl.len()).collect(engine="streaming").item())


def with_hyperscan(file: Path) -> int:
    """One pass of Hyperscan over the bytes, rows unknown: matches, not calls. What the engine could at best reach."""
    import hyperscan

    words = terms()
    expressions = [term.encode() for term in (*words.strong, *words.weak)]
    database = hyperscan.Database()
    database.compile(expressions=expressions, flags=[hyperscan.HS_FLAG_CASELESS] * len(expressions))
    found = 0

    def matched(*_match: object) -> None:
        nonlocal found
        found += 1

    scratch = hyperscan.Scratch(database)
    buffer = bytearray(4 << 20)
    with file.open("rb", buffering=0) as stream:
        while got := stream.readinto(buffer):
            database.scan(memoryview(buffer)[:got], match_event_handler=matched, scratch=scratch)
    return found


PEERS: dict[str, Callable[[Path], int]] = {
    "polars": with_polars,
    "duckdb": with_duckdb,
    "pandas": with_pandas,
    "pandas-re": with_pandas_re,
    "hyperscan": with_hyperscan,
}


if __name__ == "__main__":
    print(PEERS[sys.argv[1]](Path(sys.argv[2])))
