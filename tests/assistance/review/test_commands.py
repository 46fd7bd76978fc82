"""`brightline review` as a person runs it."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from brightline.cli import main
from tests.support import cad

ROOT = Path(__file__).parents[3]


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return cad.write(tmp_path / "calls.csv", cad.narratives(200, every=100))


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["review", *map(str, arguments)])
    return int(ended.value.code or 0)


def test_the_headline_is_printed(export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(export, "--out", tmp_path / "out", "--pack", "lmpd-2017-09") == 0

    said = capsys.readouterr().out
    assert said.startswith("2 requests among 200 calls; 2 with no ground on record.")
    assert "2 would be refused, 0 permitted" in said
    assert str(tmp_path / "out" / "report.html") in said


def test_json_is_the_summary(export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(export, "--out", tmp_path / "out", "--json", "--no-digest") == 0

    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert printed["sources"][0]["sha256"] is None


def test_what_was_assumed_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export = cad.write(tmp_path / "calls.csv", cad.narratives(50, every=10))
    export.write_text(export.read_text("utf-8").replace("NARRATIVE", "FELD7", 1), "utf-8")

    assert run(export, "--out", tmp_path / "out") == 0
    assert "FELD7" in capsys.readouterr().err
    assert run(export, "--out", tmp_path / "out", "--map", "narrative=feld7", "--map", "address=ADDRESS+NATURE") == 0
    given = [
        "calls.csv: the narrative is “FELD7”, as given.",
        "calls.csv: the address is “ADDRESS” and “NATURE”, as given.",
    ]
    assert capsys.readouterr().err.splitlines() == given
    assert json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))["assumed"] == given


def test_a_citys_own_words_are_given_as_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = "BLUEGRASS CUSTODIAL REQ UNITS TO HOLD SUBJ UNTIL THEIR VAN ARRIVES"
    export = cad.write(tmp_path / "calls.csv", [*cad.narratives(50, every=100), own])

    assert run(export, "--out", tmp_path / "out", "--lexicon", ROOT / "cities" / "falls-city" / "lexicon.toml") == 0

    said = capsys.readouterr()
    assert said.err.startswith("lexicon.toml: words of the city's own are looked for too")
    assert said.out.startswith("1 request among 51 calls")


def test_a_bad_file_among_others_is_exit_1_and_named(
    export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")

    assert run(export, tmp_path / "empty.csv", "--out", tmp_path / "out") == 1

    said = capsys.readouterr()
    assert said.out.startswith("2 requests among 200 calls")
    named = f"{tmp_path / 'empty.csv'}: the file is empty. Export it again."
    assert said.err.splitlines() == [f"Not read: {named}", f"Only a part could be read: {named}"]


def test_a_part_is_exit_1_and_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = cad.write(tmp_path / "calls.csv", cad.narratives(40_000, every=1_000))
    packed = tmp_path / "calls.csv.gz"
    packed.write_bytes(gzip.compress(whole.read_bytes(), 6)[:-100_000])

    assert run(packed, "--out", tmp_path / "out") == 1

    said = capsys.readouterr().err.strip().splitlines()
    assert said[-1].startswith("Only a part could be read: calls.csv.gz: ")
    assert (tmp_path / "out" / "findings.jsonl").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["missing.csv", "--out", "out"], "there is no such file"),
        (["/dev/null", "--out", "out"], "this is not a file"),
        (["{export}", "--out", "out", "--map", "narrative"], "write it as ROLE=COLUMN"),
        (["{export}", "--out", "out", "--map", "story=NARRATIVE"], "--map"),
        (["{export}", "--out", "out", "--lexicon", "missing.toml"], "missing.toml: there is no such file"),
        (["{export}", "--out", "out", "--lexicon", "{export}"], "Correct it, as TOML"),
        (
            ["{export}", "--out", "out", "--engine", "spark", "--workers", "4"],
            "--workers 4: a Spark cluster's own settings",
        ),
        (["{export}", "--out", "out", "--pack", "nowhere"], "no policy pack called nowhere"),
        (["{export}", "--out", "out", "--master", "spark://127.0.0.1:7077"], "Add --engine spark"),
        (
            ["{export}", "--out", "out", "--engine", "spark", "--master", "spark://127.0.0.1:1"],
            "no cluster answers there",
        ),
        (["{export}"], "--out"),
    ],
)
def test_a_mistake_is_one_line_and_exit_2(
    arguments: list[str],
    words: str,
    export: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)

    assert run(*(each.format(export=export) for each in arguments)) == 2

    said = capsys.readouterr().err.strip()
    assert words in said
    assert "\n" not in said


def test_the_command_does_not_wait_for_what_it_does_not_use() -> None:
    heavy = "{'django', 'psycopg', 'cedarpy', 'numpy', 'structlog', 'jinja2', 'polars', 'rich.progress'}"
    asked = f"import sys, brightline.cli; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_an_export_without_a_single_call_is_no_success(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export = tmp_path / "calls.csv"
    export.write_bytes(b"call_id,received_at,narrative\n")

    assert run(export, "--out", tmp_path / "out") == 1
    assert "No row could be read as a call" in capsys.readouterr().err


def test_a_folder_that_takes_no_files_is_one_sentence(export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(export, "--out", "/proc/self") == 2
    assert "no results can be written there" in capsys.readouterr().err
