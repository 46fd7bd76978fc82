"""A look back on a real Spark cluster finds, rejects and counts what it does on one machine, to the byte."""

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from brightline.assistance.review.engine.finding.additions import Additions
from brightline.assistance.review.engine.run import Options, review
from tests.support import cad, spark

OWN = "strong = ['\\bred barn custodial\\b']\nharmless = ['\\bice street\\b']\n"
OWN += "[[agency]]\nname = 'Red Barn'\nwords = ['red barn custodial']\n"
RESULTS = ("findings.jsonl", "findings.csv", "rejected.csv", "set_aside.jsonl", "summary.json", "report.html")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    with spark.cluster(tmp_path_factory.mktemp("spark") / "cluster") as running:
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files that are cut into parts (lines within quotes, a quote astray, JSON Lines) and one that is not."""
    folder = tmp_path_factory.mktemp("cad")
    several_lines = [
        f'{text}\nTHEN SAID "COME", AGAIN\n{text}' if place % 3 == 0 else text
        for place, text in enumerate(cad.icy(cad.narratives(45_000, every=6_000), every=300))
    ]
    cad.write(folder / "a-lines.csv", several_lines)
    quoted = [
        f"{text}, CODE 4" if place % 40 == 0 else text
        for place, text in enumerate(cad.icy(cad.narratives(36_000, every=7_000, seed=3), every=900))
    ]
    quoted[50] = "RED BARN CUSTODIAL REQ UNITS TO HOLD SUBJ UNTIL THEIR VAN ARRIVES"
    astray = cad.write(folder / "b-astray.csv", quoted, first=100_001)
    rows = astray.read_text("utf-8").split("\n")
    rows[3_000] = "two,fields"
    rows[26_000] = rows[26_000].replace("OAK", '5" OAK')
    rows[30_010] = '"never closed,2017-03-01 10:00'
    astray.write_text("\n".join(rows), "utf-8")
    packed = cad.write(folder / "packed", cad.narratives(900, every=300), first=200_001)
    (folder / "c-packed.csv.gz").write_bytes(gzip.compress(packed.read_bytes()))
    packed.unlink()
    with (folder / "d-lines.jsonl").open("w", encoding="utf-8") as file:
        for place, text in enumerate(cad.narratives(30_000, every=6_000, seed=5)):
            call = (f"J{place}", f"2017-05-{1 + place % 28:02d} 10:00:00", "ASSIST", f"{place} ELM ST", text)
            file.write(json.dumps(dict(zip(cad.HEADER, call, strict=True))) + "\n")
            if place % 9_000 == 5:
                file.write("{torn\n")
    return folder


def brightline(*arguments: object, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "brightline.cli", "review", *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)


def test_a_cluster_gives_the_same_bytes(cluster: tuple[str, dict[str, str]], folder: Path, tmp_path: Path) -> None:
    url, environment = cluster
    lexicon = tmp_path / "own.toml"
    lexicon.write_text(OWN, "utf-8")
    whole = review([folder], tmp_path / "here", Options(additions=Additions.load(lexicon)))
    assert (whole.calls_read, whole.rejected) == (111_898, 6)
    assert whole.set_aside["calls"] > whole.set_aside["sampled"] == 40
    assert "Red Barn" in (tmp_path / "here" / "findings.csv").read_text("utf-8")

    options = ("--lexicon", lexicon, "--engine", "spark", "--master", url)
    done = brightline(folder, "--out", tmp_path / "there", *options, environment=environment)

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(whole.headline)
    for name in RESULTS:
        assert (tmp_path / "there" / name).read_bytes() == (tmp_path / "here" / name).read_bytes(), name
