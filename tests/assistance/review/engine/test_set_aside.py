"""The sample of what stage two set aside: drawn by chance, and yet by every run the same."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from brightline.assistance.review.engine.call import Call
from brightline.assistance.review.engine.run import Options, Progress, review
from brightline.assistance.review.engine.set_aside import SAMPLED, SetAside
from tests.support import cad


def calls(count: int, *, row: int = 2) -> list[Call]:
    return [
        Call(f"C{row + n}", "2026-05-10T14:30:00", "TRAFFIC", "12 ELM AVE", cad.ICY, "may.csv", row + n)
        for n in range(count)
    ]


def lines(out: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (out / "set_aside.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough for several blocks; 90 of its calls are set aside."""
    texts = cad.icy(cad.narratives(45_000, every=9_000), every=500)
    return cad.write(tmp_path_factory.mktemp("cad") / "calls.csv", texts)


@pytest.fixture(scope="module")
def undisturbed(export: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    out = tmp_path_factory.mktemp("undisturbed")
    summary = review([export], out, Options(workers=1, digests=False))
    assert summary.findings["request"] == 5
    assert summary.set_aside == {"calls": 90, "sampled": SAMPLED}
    return lines(out)


def test_the_sample_is_of_calls_in_which_a_term_stands_and_nothing_was_found(
    undisturbed: list[dict[str, object]],
) -> None:
    assert len(undisturbed) == SAMPLED
    assert all(cad.ICY in str(each["narrative"]) for each in undisturbed)
    assert list(undisturbed[0]) == ["call_id", "received_at", "nature", "address", "narrative", "file", "row"]


def test_two_workers_draw_what_one_draws(export: Path, undisturbed: list[dict[str, object]], tmp_path: Path) -> None:
    review([export], tmp_path / "out", Options(workers=2, digests=False))

    assert lines(tmp_path / "out") == undisturbed


def test_a_resumed_run_draws_what_an_undisturbed_one_draws(
    export: Path, undisturbed: list[dict[str, object]], tmp_path: Path
) -> None:
    class Stopped(Exception):
        pass

    def stop(progress: Progress) -> None:
        raise Stopped

    for _again in range(2):
        with pytest.raises(Stopped):
            review([export], tmp_path / "out", Options(digests=False), stop)
    review([export], tmp_path / "out", Options(digests=False))

    assert lines(tmp_path / "out") == undisturbed


def test_however_it_is_cut_the_same_calls_are_drawn_with_their_rows() -> None:
    every = calls(300)
    whole = SetAside.of(every, [])
    in_parts = SetAside()
    for start in range(0, 300, 70):
        part = [replace(call, row=call.row - start) for call in every[start : start + 70]]
        in_parts.add(SetAside.of_json(json.loads(json.dumps(SetAside.of(part, []).json()))).further(start))

    assert in_parts.lines() == whole.lines()
    assert in_parts.counts() == {"calls": 300, "sampled": SAMPLED}


def test_a_call_that_stands_there_often_does_not_fill_the_sample() -> None:
    twice = [*calls(100), *calls(100)]

    assert len({line["call_id"] for line in SetAside.of(twice, []).lines()}) == SAMPLED


def test_every_call_is_as_likely_as_another_to_be_drawn() -> None:
    drawn = [line["row"] for start in range(50) for line in SetAside.of(calls(400, row=400 * start), []).lines()]

    assert len(drawn) == 50 * SAMPLED
    # 2,000 draws over four quarters of each 400: 500 each, give or take 19.
    quarters = [sum(row % 400 // 100 == quarter for row in drawn) for quarter in range(4)]
    assert all(400 < each < 600 for each in quarters), quarters


def test_the_report_says_what_was_sampled_and_what_was_not(tmp_path: Path) -> None:
    texts = cad.icy(cad.narratives(100, every=50), every=20)
    review([cad.write(tmp_path / "a.csv", texts)], tmp_path / "out", Options(digests=False))
    text = (tmp_path / "out" / "report.html").read_text("utf-8")

    assert "In 5 more calls there stands a word it looks for" in text
    assert "Calls in which no such word stands are not sampled." in text
