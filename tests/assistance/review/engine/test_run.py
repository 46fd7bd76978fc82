"""A look back from export to results: the same whatever interrupts it, harmless whatever stands in it."""

import contextlib
import csv
import gzip
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from brightline.assistance.policy import packs
from brightline.assistance.review.engine import journal
from brightline.assistance.review.engine.finding.additions import Additions
from brightline.assistance.review.engine.run import Options, Progress, review
from brightline.platform.kernel.errors import Invalid
from tests.support import cad

OPTIONS = Options(digests=False)
RESULTS = ("findings.jsonl", "findings.csv", "rejected.csv", "set_aside.jsonl", "summary.json", "report.html")


def results(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in RESULTS}


def lines(out: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (out / "findings.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough for several blocks, about 16 MB."""
    folder = tmp_path_factory.mktemp("cad")
    return cad.write(folder / "large.csv", cad.icy(cad.narratives(90_000, every=3_000), every=500))


@pytest.fixture(scope="module")
def undisturbed(large: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("undisturbed")
    review([large], out, OPTIONS)
    return results(out)


def test_counts_and_findings_stand_in_every_file(tmp_path: Path) -> None:
    export = cad.write(tmp_path / "calls.csv", cad.narratives(300, every=100))
    out = tmp_path / "out"

    summary = review([export], out, Options(pack=packs.load("lmpd-2017-09")))

    assert (summary.calls_read, summary.rejected, summary.partial) == (300, 0, None)
    assert summary.months == {"2017-03": 100, "2017-04": 100, "2017-05": 100}
    assert (summary.first_call, summary.last_call) == ("2017-03-01", "2017-05-28")
    assert summary.findings == {"request": 3, "other_contact": 0, "mention": 0}
    assert summary.requests_without_ground == 3
    assert summary.headline == "3 requests among 300 calls; 3 with no ground on record"
    assert summary.sources[0]["sha256"] == hashlib.sha256(export.read_bytes()).hexdigest()
    assert json.loads((out / "summary.json").read_text()) == summary.json()
    found = lines(out)
    assert [each["call_id"] for each in found] == ["FC0000100", "FC0000200", "FC0000300"]
    assert {each["gate"] for each in found} == {"refused"}
    assert all("No commander has handled the request." in each["because"] for each in found)  # type: ignore[operator]
    assert sorted(path.name for path in out.iterdir()) == sorted(RESULTS)


OWN = b"strong = ['\\bred barn custodial\\b']\n[[agency]]\nname = 'Red Barn'\nwords = ['red barn custodial']\n"


def test_a_citys_own_words_are_looked_for_and_said(tmp_path: Path) -> None:
    texts = [*cad.narratives(50, every=100), "RED BARN CUSTODIAL REQ UNITS TO HOLD SUBJ UNTIL THEIR VAN ARRIVES"]
    export, out = cad.write(tmp_path / "calls.csv", texts), tmp_path / "out"
    added = Additions.read(OWN, "own.toml")
    said: list[str] = []

    summary = review([export], out, Options(digests=False, additions=added), tell=said.append)

    assert [each["agency"] for each in lines(out)] == ["Red Barn"]
    assert said == summary.assumed == [added.said()]
    assert json.loads((out / "summary.json").read_text("utf-8"))["assumed"] == [added.said()]
    assert added.digest in (out / "report.html").read_text("utf-8")
    assert review([export], out, OPTIONS).findings["request"] == 0


def test_a_run_does_not_go_on_with_other_words(large: Path, tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    def stop(progress: Progress) -> None:
        raise Stopped

    said: list[str] = []
    added = Options(digests=False, additions=Additions.read(OWN, "own.toml"))
    for options in (added, added, OPTIONS):
        with pytest.raises(Stopped):
            review([large], tmp_path / "out", options, stop, said.append)
    begun = [sentence for sentence in said if not sentence.startswith("own.toml")]
    assert [sentence.split(",")[0] for sentence in begun] == [
        "Going on where an earlier run stopped",
        "An earlier run there had other files or options: starting anew.",
    ]


def test_only_the_person_who_ran_it_may_read_the_results(tmp_path: Path) -> None:
    review([cad.write(tmp_path / "calls.csv", cad.narratives(20, every=10))], tmp_path / "out", OPTIONS)

    assert {oct(path.stat().st_mode & 0o777) for path in (tmp_path / "out").iterdir()} == {"0o600"}


@pytest.mark.parametrize("workers", [1, 3])
def test_any_number_of_workers_gives_the_same_bytes(
    large: Path, undisturbed: dict[str, bytes], tmp_path: Path, workers: int
) -> None:
    review([large], tmp_path / "out", Options(workers=workers, digests=False))

    assert results(tmp_path / "out") == undisturbed


def test_a_stopped_run_goes_on_and_gives_the_same_bytes(
    large: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    class Stopped(Exception):
        pass

    said: list[str] = []
    stops = 0
    seen = -1

    def stop(progress: Progress) -> None:
        # Two batches further each time, so that every run gets somewhere and none gets far.
        nonlocal seen
        if 0 <= seen < progress.calls:
            raise Stopped
        seen = progress.calls

    while True:
        try:
            review([large], tmp_path / "out", OPTIONS, stop, said.append)
            break
        except Stopped:
            stops, seen = stops + 1, -1
            assert not (tmp_path / "out" / "summary.json").exists()

    assert stops > 1
    assert len([sentence for sentence in said if sentence.startswith("Going on where")]) == stops
    assert results(tmp_path / "out") == undisturbed


def test_a_run_stopped_again_before_it_wrote_anything_loses_nothing(tmp_path: Path) -> None:
    for _again in range(3):
        with contextlib.closing(journal.Journal(tmp_path, {})) as kept:
            kept.keep({})

    assert (tmp_path / "rejected.csv.part").read_bytes() == b"file,row,problem,seen\r\n"


KILLED = """
import sys, time
from pathlib import Path
from brightline.assistance.review.engine.run import Options, review
review([Path(sys.argv[1])], Path(sys.argv[2]), Options(digests=False), lambda _: time.sleep(0.8))
"""


def test_a_killed_run_goes_on_and_doubles_nothing(large: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    out = tmp_path / "out"
    killed = subprocess.Popen([sys.executable, "-c", KILLED, str(large), str(out)])
    limit = time.monotonic() + 60
    while not (out / journal.PROGRESS).exists() and time.monotonic() < limit:
        time.sleep(0.02)
    os.kill(killed.pid, signal.SIGKILL)
    assert killed.wait() == -signal.SIGKILL
    # What was written after the place was kept must go.
    with (out / "findings.jsonl.part").open("ab") as file:
        file.write(b'{"call_id": "torn')

    said: list[str] = []
    review([large], out, OPTIONS, None, said.append)

    assert said[0].startswith("Going on where an earlier run stopped, after ")
    assert results(out) == undisturbed


def test_a_run_killed_while_the_results_take_their_names_is_taken_up(tmp_path: Path) -> None:
    export = cad.write(tmp_path / "calls.csv", cad.narratives(40, every=10))
    out = tmp_path / "out"
    review([export], out, OPTIONS)
    whole = results(out)

    class Killed(Exception):
        pass

    def kill(progress: Progress) -> None:
        raise Killed

    with pytest.raises(Killed):
        review([export], out, OPTIONS, kill)
    (out / "findings.jsonl.part").replace(out / "findings.jsonl")
    review([export], out, OPTIONS)

    assert results(out) == whole


def test_other_files_or_options_start_anew_and_say_so(tmp_path: Path) -> None:
    export = cad.write(tmp_path / "calls.csv", cad.narratives(40, every=10))
    out = tmp_path / "out"

    def stop(progress: Progress) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        review([export], out, OPTIONS, stop)
    cad.write(export, cad.narratives(60, every=10))
    said: list[str] = []
    summary = review([export], out, OPTIONS, None, said.append)

    assert said == ["An earlier run there had other files or options: starting anew."]
    assert (summary.calls_read, summary.findings["request"], len(lines(out))) == (60, 6, 6)


def test_a_file_that_breaks_off_leaves_what_was_read_and_says_so(tmp_path: Path) -> None:
    whole = cad.write(tmp_path / "calls.csv", cad.narratives(60_000, every=1_000))
    packed = tmp_path / "calls.csv.gz"
    packed.write_bytes(gzip.compress(whole.read_bytes(), 6)[:-200_000])
    after = cad.write(tmp_path / "later.csv", cad.narratives(30, every=10), first=90_001)

    summary = review([packed, after], tmp_path / "out", OPTIONS)

    assert summary.partial is not None
    assert summary.partial.startswith("calls.csv.gz: ")
    assert 30 < summary.calls_read < 60_030
    assert summary.sources[1]["calls"] == 30
    assert [each["call_id"] for each in lines(tmp_path / "out")][-1] == "FC0090030"
    assert "Only a part of the export could be read." in (tmp_path / "out" / "report.html").read_text("utf-8")


@pytest.mark.parametrize("named", ["as a folder", "one by one"])
def test_a_bad_file_among_others_is_named_and_the_others_are_read(tmp_path: Path, named: str) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    cad.write(folder / "b.csv", cad.narratives(30, every=10))
    (folder / "a.csv").write_bytes(b"")
    (folder / "c.csv").write_text("code,count\n7,12\n8,13\n")
    (folder / "d.parquet").write_bytes(b"PAR1 cut off")
    paths = [folder] if named == "as a folder" else sorted(folder.iterdir())
    said: list[str] = []

    summary = review(paths, tmp_path / "out", OPTIONS, None, said.append)

    assert (summary.calls_read, summary.findings["request"]) == (30, 3)
    names = [Path(sentence.split(": ")[0]).name for sentence in summary.not_read]
    assert names == ["a.csv", "d.parquet", "c.csv"]
    assert said == [f"Not read: {sentence}" for sentence in summary.not_read]
    assert summary.partial == " ".join(summary.not_read)
    assert "Only a part of the export could be read." in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_where_every_file_is_bad_the_first_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"")
    (tmp_path / "c.csv").write_text("code,count\n7,12\n8,13\n")
    for paths, words in (([tmp_path / "c.csv"], "c.csv: no column"), ([tmp_path], "c.csv: no column")):
        with pytest.raises(Invalid, match=words):
            review(paths, tmp_path / "out", OPTIONS)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_ours_is_a_formula(tmp_path: Path, sign: str) -> None:
    path = tmp_path / "calls.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(cad.HEADER)
        rows.writerows([f"F{n}", "2017-03-01 10:00", "A", "B", "NOTHING TO SEE HERE AT ALL"] for n in range(20))
        formula = f'{sign}HYPERLINK("http://x.example","{cad.ASKED}")'
        rows.writerow([f"{sign}1+1", "2017-03-01 10:00", f"{sign}N", f"{sign}A", formula])
        rows.writerow(["one field"])
    review([path], tmp_path / "out", OPTIONS)

    with (tmp_path / "out" / "findings.csv").open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    with (tmp_path / "out" / "rejected.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file))[1][:2] == ["calls.csv", "23"]


def test_results_never_lie_among_the_exports(tmp_path: Path) -> None:
    cad.write(tmp_path / "calls.csv", cad.narratives(20, every=10))

    with pytest.raises(Invalid, match=r"the export calls\.csv lies there"):
        review([tmp_path], tmp_path, OPTIONS)


def test_two_runs_do_not_write_to_one_folder(tmp_path: Path) -> None:
    export = cad.write(tmp_path / "calls.csv", cad.narratives(20, every=10))

    with journal.locked(tmp_path / "out"), pytest.raises(Invalid, match="another run is writing"):
        review([export], tmp_path / "out", OPTIONS)


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    export = cad.write(tmp_path / "calls.csv", cad.narratives(20, every=10))

    with pytest.raises(Invalid, match="no results can be written there"):
        review([export], export / "out", OPTIONS)
