"""What stands before the calls of a file is no call, and how its lines end is told from what stands outside quotes."""

from pathlib import Path

import pytest

from brightline.assistance.review.engine.reading import exports, sources
from tests.assistance.review.engine.reading.test_exports import NAMES, calls, found, read, rejected

FIRST = ["25-1", "2025-01-11 10:00", "TRAFFIC", "1 MAIN ST", "RED CAR, LEFT"]
SECOND = ["25-2", "2025-01-12 10:00", "ASSIST", "2 MAIN ST", "ICE AT THE DOOR"]


def written(path: Path, before: str, *, delimiter: str = ",", end: str = "\n", quote: str = '"') -> Path:
    lines = [before] * bool(before) + [delimiter.join(f"{quote}{text}{quote}" for text in NAMES)]
    lines += [delimiter.join(f"{quote}{text}{quote}" for text in row) for row in (FIRST, SECOND)]
    path.write_bytes(end.join([*lines, ""]).encode())
    return path


def looked_through(path: Path) -> tuple[int, dict[str, str], list[tuple[int, str]]]:
    batches = read(path)
    return calls(batches), found(batches), rejected(batches)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [";", ",", "|", "\t"])
def test_excels_own_first_line_names_the_delimiter_and_is_no_row(tmp_path: Path, delimiter: str, end: str) -> None:
    path = written(tmp_path / "a.csv", f"sep={delimiter}", delimiter=delimiter, end=end)
    assert looked_through(path) == (2, {"25-2": "ICE AT THE DOOR"}, [])


@pytest.mark.parametrize(
    "before", ["", "\n", "  \n\n", ",,,,", "Calls for service", "Calls of the café\n\n", '"A\nTITLE",,,,']
)
def test_blank_lines_and_titles_before_the_header_are_no_calls(tmp_path: Path, before: str) -> None:
    assert looked_through(written(tmp_path / "a.csv", before)) == (2, {"25-2": "ICE AT THE DOOR"}, [])


@pytest.mark.parametrize("inner", ["\n", "\r\n", "\r", "\n\n"])
@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
@pytest.mark.parametrize("stray", ["", '6" PIPE'])
def test_line_ends_within_quotes_do_not_hide_how_rows_end(tmp_path: Path, end: str, inner: str, stray: str) -> None:
    path = tmp_path / "a.csv"
    rows = [NAMES, [*FIRST[:4], stray or "RED CAR"], [*SECOND[:4], f'"ICE{inner}AT THE DOOR"']]
    path.write_bytes(end.join([*(",".join(row) for row in rows), ""]).encode())
    many, texts, wrong = looked_through(path)
    assert (many, [" ".join(text.split()) for text in texts.values()], wrong) == (2, ["ICE AT THE DOOR"], [])


@pytest.mark.parametrize("stray", ['25-9,2025-01-11,T,A,"IN', '25-9,2025-01-11,T,A,6" PIPE', '25-9,2025-01-11,T,"A,IN'])
@pytest.mark.parametrize("between", [0, 9_000])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_stray_quote_costs_no_later_call_on_several_lines(
    tmp_path: Path, stray: str, between: int, sign: str
) -> None:
    path = tmp_path / "a.csv"
    plain = "25-1,2025-01-11 10:00,TRAFFIC,1 MAIN ST,RED CAR"
    several = '25-2,2025-01-11 10:00,ASSIST,2 MAIN ST,"ICE AT\nTHE DOOR, NOW"'
    lines = [",".join(NAMES), plain, stray, *[plain] * between, several, plain.replace("25-1", "25-3"), ""]
    path.write_text("\n".join(lines).replace(",", sign))
    assert looked_through(path) == (between + 4, {"25-2": f"ICE AT\nTHE DOOR{sign} NOW"}, [])


def test_marks_that_enclose_nothing_join_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    rows = [[f"25-{n}", "2025-01-11", "T", '"HELP ME' if n % 2 else "A", "ICE" if n % 2 else 'NO"'] for n in range(40)]
    path.write_text("\n".join("\t".join(row) for row in [NAMES, *rows]))
    many, texts, wrong = looked_through(path)
    assert (many, len(texts), wrong) == (40, 20, [])


def test_a_column_given_for_a_file_of_remarks_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Call ID,Nature\n25-1,TRAFFIC\n25-2,ASSIST\n")
    (tmp_path / "b.csv").write_text("Call ID,F7\n25-1,RED CAR\n25-2,ICE AT\n25-2,THE DOOR\n")
    opened, assumed = exports.open_exports(sources.find([tmp_path]), {"narrative": "F7"})
    assert (len(opened), assumed[0]) == (1, "b.csv: the narrative is “F7”, as given.")


def test_texts_under_one_name_in_several_columns_are_all_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("CallID,Nature,Remarks,Remarks,Remarks\n25-1,T,RED CAR,LEFT,\n25-2,T,MEN,FROM,ICE AT THE DOOR\n")
    assert looked_through(path) == (2, {"25-2": "MEN FROM ICE AT THE DOOR"}, [])


@pytest.mark.parametrize("rule", ["-----,----,-----,----,-----", "---------------------------"])
def test_a_line_of_dashes_under_the_header_is_no_call(tmp_path: Path, rule: str) -> None:
    path = written(tmp_path / "a.csv", "")
    header, rest = path.read_text().split("\n", 1)
    path.write_text(f"{header}\n{rule}\n{rest}")
    assert looked_through(path) == (2, {"25-2": "ICE AT THE DOOR"}, [])


def test_a_file_without_call_numbers_does_not_stop_others_from_being_joined(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Call ID,Nature\n25-1,TRAFFIC\n25-2,ASSIST\n")
    (tmp_path / "b.csv").write_text("Call ID,Remark\n25-1,RED CAR\n25-2,ICE AT\n25-2,THE DOOR\n")
    (tmp_path / "c.csv").write_text("Received,Nature,Narrative\n2025-01-11,T,TWO FROM ICE\n2025-01-11,T,BLUE CAR\n")
    batches = read(tmp_path)
    assert (calls(batches), found(batches)) == (4, {"25-2": "ICE AT THE DOOR", "": "TWO FROM ICE"})
