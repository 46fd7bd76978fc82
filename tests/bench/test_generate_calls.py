"""The generated export: what is planted stands in it, one seed writes one file, and the screen misses none of it."""

import csv
import sys
from pathlib import Path

import numpy as np
import pytest

from brightline.assistance.review.engine.finding.screen import Screen
from brightline.platform.kernel.environment import ROOT

sys.path.insert(0, str(ROOT / "bench"))

import generate_calls
from export.phrases import records


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("bench") / "calls.csv"
    generate_calls.write(out, 12_000, seed=1)
    return out


def test_every_planted_call_is_in_the_export_once(export: Path) -> None:
    calls = {row["Call ID"]: row for row in rows(export)}
    truth = rows(export.with_suffix(".truth.csv"))
    assert len(calls) == 12_000
    assert len(truth) == 1 + 26
    assert {row["call_id"] for row in truth} <= calls.keys()
    assert sum(row["label"] == "request" for row in truth) == 1


def test_23_requests_and_600_look_alikes_stand_among_275000_calls() -> None:
    planted = generate_calls.planted(275_000, seed=23)
    requests = [record["narrative"] for record in planted.values() if record["label"] == "request"]
    assert len(planted) == 623
    assert len(requests) == len(set(requests)) == 23


def test_calls_are_in_the_order_of_their_times_over_six_months(export: Path) -> None:
    times = [row["Received"] for row in rows(export)]
    assert times == sorted(times)
    assert {time[:7] for time in times} == {"2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04"}


def test_the_same_seed_writes_the_same_file(export: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.csv"
    generate_calls.write(again, 12_000, seed=1)
    assert again.read_bytes() == export.read_bytes()


def test_narratives_are_as_long_as_a_city_s(export: Path) -> None:
    lengths = [len(row["Narrative"]) for row in rows(export)]
    assert 90 <= sum(lengths) / len(lengths) <= 160
    assert 1_000 < max(lengths) <= 3_000


def test_the_screen_lets_no_planted_contact_pass_unseen() -> None:
    concerned = [record for name in ("requests", "lookalikes") for record in records(name) if record["label"] != "none"]
    lines = [f"{record['nature']},{record['address']},{record['narrative']}\n".encode() for record in concerned]
    ends = np.cumsum([len(line) for line in lines], dtype=np.int64) - 1
    seen = Screen().rows(np.frombuffer(b"".join(lines), np.uint8), ends)
    assert [concerned[number]["narrative"] for number in sorted(set(range(len(lines))) - set(seen))] == []
