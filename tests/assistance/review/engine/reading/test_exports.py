"""Exports of every kind give the same calls; what is wrong with them is said in one sentence."""

import contextlib
import csv
import gzip
import json
import os
import random
from pathlib import Path
from typing import Any

import polars
import pytest
import xlsxwriter
import zstandard

from brightline.assistance.review.engine.call import Batch
from brightline.assistance.review.engine.finding.screen import Screen, Terms
from brightline.assistance.review.engine.reading import exports, sources
from brightline.platform.kernel.errors import Invalid

SCREEN = Screen(Terms((r"\bice\b", "immigration"), (r"\bfederal\b",), (r"\bdetention\b",)))
NAMES = ["CallID", "ReceivedAt", "Nature", "Address", "Narrative"]
ROWS = [
    [
        f"25-{n:05d}",
        f"2025-0{1 + n % 3}-11 10:00:00",
        "TRAFFIC",
        f"{n} MAIN ST",
        "ICE AT THE DOOR" if n % 10 == 0 else "RED CAR, LEFT",
    ]
    for n in range(1, 61)
]
RECORDS = [dict(zip(NAMES, row, strict=True)) for row in ROWS]


def read(*paths: Path, given: dict[str, str] | None = None) -> list[Batch]:
    opened, _assumed = exports.open_exports(sources.find(paths), given or {})
    return [batch for export in opened for batch in exports.batches(export.source, export.layout, SCREEN, workers=2)]


def calls(batches: list[Batch]) -> int:
    return sum(batch.calls for batch in batches)


def found(batches: list[Batch]) -> dict[str, str]:
    return {call.call_id: call.narrative for batch in batches for call in batch.candidates}


def rejected(batches: list[Batch]) -> list[tuple[int, str]]:
    return [(row.row, row.problem) for batch in batches for row in batch.rejected]


def write_csv(path: Path, rows: list[list[Any]], names: list[str] | None = None, **dialect: Any) -> Path:
    with path.open("w", newline="", encoding=dialect.pop("encoding", "utf-8")) as file:
        csv.writer(file, **dialect).writerows([names or NAMES, *rows])
    return path


def write_workbook(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    book = xlsxwriter.Workbook(str(path))
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return path


def _kinds(folder: Path) -> dict[str, Path]:
    plain = write_csv(folder / "a.csv", ROWS)
    data = plain.read_bytes()
    made = {"csv": plain, "tsv": write_csv(folder / "a.tsv", ROWS, delimiter="\t")}
    made["returns"] = write_csv(folder / "mac.csv", ROWS, lineterminator="\r")
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
        made[encoding] = write_csv(folder / f"{encoding}.csv", ROWS, encoding=encoding)
    for name, packed in (("gz", gzip.compress(data)), ("zst", zstandard.compress(data))):
        made[name] = folder / f"a.csv.{name}"
        made[name].write_bytes(packed)
    lines = "".join(json.dumps(record) + "\n" for record in RECORDS)
    for name, text in (
        ("json_lines", lines),
        ("array", json.dumps(RECORDS)),
        ("pretty", json.dumps(RECORDS, indent=2)),
        ("wrapped", json.dumps({"count": 60, "calls": RECORDS})),
        (
            "features",
            json.dumps(
                {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": r} for r in RECORDS]}
            ),
        ),
        ("one_after_another", "\n".join(json.dumps(record, indent=1) for record in RECORDS)),
    ):
        made[name] = folder / f"{name}.json"
        made[name].write_text(text)
    made["parquet"] = folder / "a.parquet"
    polars.DataFrame(RECORDS).with_columns(polars.col("ReceivedAt").str.to_datetime()).write_parquet(
        made["parquet"], row_group_size=7
    )
    made["excel"] = write_workbook(
        folder / "a.xlsx",
        {"Cover": [["Police"]], "Jan": [["Calls for service"], [], NAMES, *ROWS[:30]], "Feb": [NAMES, *ROWS[30:]]},
    )
    return made


def test_every_kind_gives_the_same_calls(tmp_path):
    for kind, path in _kinds(tmp_path).items():
        batches = read(path)
        assert calls(batches) == 60, kind
        assert found(batches) == {f"25-{n:05d}": "ICE AT THE DOOR" for n in (10, 20, 30, 40, 50, 60)}, kind
        assert sum((batch.months for batch in batches), batches[0].months.__class__()) == {
            "2025-01": 20,
            "2025-02": 20,
            "2025-03": 20,
        }, kind
        assert rejected(batches) == [], kind
        days = [day for batch in batches for day in (batch.days.first, batch.days.last) if day]
        assert (min(days), max(days)) == ("2025-01-11", "2025-03-11"), kind
        assert sum(batch.bytes_read for batch in batches) == path.stat().st_size, kind


def test_a_run_that_goes_on_gives_what_was_not_given(tmp_path):
    for kind, path in _kinds(tmp_path).items():
        source = sources.find([path])[0]
        layout, _assumed = exports.open_export(source, {})
        whole = list(exports.batches(source, layout, SCREEN))
        rest = list(exports.batches(source, layout, SCREEN, start=whole[-1].end, row=62))
        assert (calls(rest), found(rest)) == (0, {}), kind


def test_bad_lines_of_json_are_rejected_each_with_its_row(tmp_path):
    path = tmp_path / "a.jsonl"
    lines = [json.dumps(record) for record in RECORDS[:12]]
    lines[3:5] = ['{"CallID": ', "[1, 2]"]
    path.write_bytes("\n".join(lines).encode() + b'\n{"CallID": "9", "Narrative": "Jos\xe9 asks for ICE"}\n')
    batches = read(path)
    assert rejected(batches) == [(4, "it is not JSON"), (5, "it is not a JSON object")]
    assert found(batches) == {"25-00010": "ICE AT THE DOOR", "9": "José asks for ICE"}


def test_a_broken_object_in_an_array_costs_itself(tmp_path):
    path = tmp_path / "a.json"
    parts = [json.dumps(record) for record in RECORDS[:12]]
    parts[4] = '{"CallID": "x", oops}'
    path.write_text("[" + ",\n".join(parts) + "]")
    batches = read(path)
    assert (calls(batches), len(rejected(batches)), len(found(batches))) == (11, 1, 1)


def _document(number: int, *notes: str) -> dict[str, Any]:
    return {
        "$id": f"urn:emergency:uid:incidentid:a{number}:psap.example.us",
        "eidoVersion": "1.0",
        "issuingElementIdentification": "psap.example.us",
        "lastUpdateTimestamp": "2025-03-04T05:06:07-05:00",
        "incidentComponent": {
            "$id": "inc",
            "internalIncidentId": f"25-{number:05d}",
            "incidentTypeInternalText": "ASSIST",
            "locationReference": [{"$ref": "loc"}],
            "notesReference": [{"$ref": f"n{at}"} for at in range(len(notes))],
        },
        "callComponent": [{"$id": "call", "callStartTimestamp": "2025-03-04T05:00:00-05:00"}],
        "locationComponent": [
            {
                "$id": "loc",
                "locationByValue": "<presence><ca:civicAddress><ca:RD>Main</ca:RD><ca:HNO>12</ca:HNO>"
                "<ca:STS>St</ca:STS></ca:civicAddress></presence>",
            }
        ],
        "notesComponent": [
            {
                "$id": f"n{at}",
                "notesActionComments": f"<p>{note} &amp; more</p>",
                "lastUpdateTimestamp": f"2025-03-04T05:0{at}:00",
            }
            for at, note in enumerate(notes)
        ],
    }


@pytest.mark.parametrize("shape", ["one", "list", "lines", "folder"])
def test_eido_documents_are_calls_and_later_ones_on_an_incident_add_to_it(tmp_path, shape):
    documents = [
        _document(1, "immigration asks for help"),
        _document(2, "noise"),
        _document(1, "immigration asks for help", "two units sent"),
    ]
    if shape == "one":
        documents = documents[2:]
        (tmp_path / "a.json").write_text(json.dumps(documents[0], indent=2))
    elif shape == "list":
        (tmp_path / "a.json").write_text(json.dumps(documents))
    elif shape == "lines":
        (tmp_path / "a.json").write_text("\n".join(map(json.dumps, documents)))
    else:
        for number, document in enumerate(documents):
            (tmp_path / f"{number}.json").write_text(json.dumps({"body": document}))
    batches = read(tmp_path)
    assert calls(batches) == (1 if shape == "one" else 2)
    assert found(batches) == {"25-00001": "immigration asks for help & more | two units sent & more"}
    call = next(call for batch in batches for call in batch.candidates)
    assert (call.received_at, call.nature, call.address) == ("2025-03-04T05:00:00", "ASSIST", "12 Main St")


def _remark_rows(adjacent: bool) -> list[list[Any]]:
    rows = []
    for n in range(1, 41):
        texts = ["RED CAR", "LEFT"]
        if n == 7:
            texts = ["AGENT SAYS IMMIG", "RATION IS HERE"]
        elif n == 8:
            texts = ["TWO FEDERAL MEN", "FROM THE DETENTION VAN"]
        elif n == 9:
            texts = ["A FEDERAL HOLIDAY", "NO"]
        rows += [[f"25-{n:03d}", "2025-01-11 10:00", "TRAFFIC", "1 MAIN ST", at, text] for at, text in enumerate(texts)]
    return rows if adjacent else sorted(rows, key=lambda row: -row[4])


@pytest.mark.parametrize("adjacent", [True, False])
def test_remarks_in_rows_of_their_own_are_one_call(tmp_path, adjacent):
    path = write_csv(
        tmp_path / "a.csv", _remark_rows(adjacent), ["CallID", "ReceivedAt", "Nature", "Address", "Seq", "Remarks"]
    )
    batches = read(path)
    assert calls(batches) == 40
    assert found(batches)["25-008"] == "TWO FEDERAL MEN FROM THE DETENTION VAN"
    assert set(found(batches)) <= {"25-007", "25-008"}
    assert sum(batch.months["2025-01"] for batch in batches) == 40
    assert sum(batch.bytes_read for batch in batches) == path.stat().st_size


def test_a_word_cut_between_two_rows_is_one_word_again(tmp_path):
    text = "RP STATES THAT A MAN FROM IMMIGRATION STANDS AT THE DOOR AND ASKS FOR TWO UNITS NOW, SAYS IT IS URGENT"
    rows = []
    for n in range(1, 31):
        whole = text if n == 7 else text.replace("IMMIGRATION", "THE PLUMBER")
        rows += [[f"25-{n:03d}", "TRAFFIC", at, whole[at : at + 30]] for at in range(0, len(whole), 30)]
    assert not any("IMMIGRATION" in row[3] for row in rows)
    for order in (1, -1):
        batches = read(write_csv(tmp_path / "a.csv", rows[::order], ["CallID", "Nature", "Seq", "Remarks"]))
        assert (calls(batches), found(batches)) == (30, {"25-007": text})


def test_remarks_in_a_second_file_are_joined_by_call_id(tmp_path):
    write_csv(tmp_path / "calls.csv", [row[:4] for row in ROWS], NAMES[:4])
    remarks = [[row[0], f"2025-01-01 10:{at:02d}", text] for row in ROWS for at, text in enumerate(["FIRST", row[4]])]
    write_csv(tmp_path / "remarks.csv", remarks[::-1], ["Call ID", "Remark Time", "Remark"])
    batches = read(tmp_path)
    assert calls(batches) == 60
    assert found(batches) == {f"25-{n:05d}": "FIRST ICE AT THE DOOR" for n in (10, 20, 30, 40, 50, 60)}
    call = next(call for batch in batches for call in batch.candidates if call.call_id == "25-00010")
    assert (call.nature, call.address, call.received_at) == ("TRAFFIC", "10 MAIN ST", "2025-02-11T10:00:00")
    assert sum(batch.bytes_read for batch in batches) == sum(path.stat().st_size for path in tmp_path.iterdir())


def _kept_before_break(path: Path) -> tuple[list[Batch], str]:
    source = sources.find([path])[0]
    layout, _assumed = exports.open_export(source, {})
    batches = []
    with pytest.raises(sources.Broken) as broken:  # noqa: PT012 - the break comes while they are taken
        for batch in exports.batches(source, layout, SCREEN):
            batches.append(batch)  # noqa: PERF402 - what came before the break is kept
    return batches, str(broken.value)


@pytest.mark.parametrize("kind", ["csv", "json_lines", "array", "joined"])
@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_truncated_file_gives_what_came_before(tmp_path, kind, pack):
    noise = [[f"25-{n:07d}", "2025-01-11 10:00", "TRAFFIC", os.urandom(30).hex(), "ICE"] for n in range(6_000)]
    if kind in ("csv", "joined"):
        rows = noise if kind == "csv" else [row for row in noise for _twice in (1, 2)]
        data = write_csv(tmp_path / "a", rows).read_bytes()
    else:
        records = [dict(zip(NAMES, row, strict=True)) for row in noise]
        data = ("\n".join(map(json.dumps, records)) if kind == "json_lines" else json.dumps(records)).encode()
    packed = pack(data)
    (tmp_path / "b").write_bytes(packed[: len(packed) * 3 // 4])
    batches, sentence = _kept_before_break(tmp_path / "b")
    assert 3_000 < calls(batches) < 5_000
    assert calls(batches) == len(found(batches))
    assert sentence == "the packed file breaks off or is damaged. Copy it again; what was read before stands."


def test_what_expands_past_all_reason_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "_FREE_EXPANSION", 1 << 21)
    data = (",".join(NAMES) + "\n").encode() + b"1,2025-01-01,x,y,z\n" * 2_000_000
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(data))
    batches, sentence = _kept_before_break(tmp_path / "a.csv.gz")
    assert 0 < calls(batches) < 2_000_000
    assert sentence.startswith("it expands more than 200 times")


def _says(*paths: Path) -> str:
    with pytest.raises(Invalid) as refused:
        read(*paths)
    sentence = str(refused.value)
    assert str(paths[0].name) in sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def test_what_is_no_export_is_refused_in_one_sentence(tmp_path):
    assert "no such file" in _says(tmp_path / "none.csv")
    os.mkfifo(tmp_path / "pipe")
    assert "not a file" in _says(tmp_path / "pipe")
    assert "not a file" in _says(Path("/dev/null"))
    (tmp_path / "folder").mkdir()
    assert "no file in this folder" in _says(tmp_path / "folder")
    for name, data, words in (
        ("empty.csv", b"", "empty"),
        ("empty.csv.gz", gzip.compress(b""), "nothing in the packed file"),
        ("broken.csv.gz", gzip.compress(b"x" * 100)[:8], "breaks off"),
        ("binary.csv", bytes(range(256)) * 40, "no CAD export"),
        ("image.csv", b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "no CAD export"),
        ("cut.parquet", b"PAR1" + b"\x15\x04" * 50, "Parquet"),
        ("cut.xlsx", b"PK\x03\x04" + b"\x00" * 100, "damaged"),
        ("blank.csv", b"\n\n\n", "no row"),
        ("empty.json", b"[]", "no JSON object"),
    ):
        (tmp_path / name).write_bytes(data)
        assert words in _says(tmp_path / name), name


def test_a_workbook_that_unpacks_past_all_reason_is_refused(tmp_path):
    import zipfile

    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (80 << 20))
    assert "unpacks to more than" in _says(tmp_path / "bomb.xlsx")
    with zipfile.ZipFile(tmp_path / "zip.csv", "w") as archive:
        archive.writestr("a.csv", "1,2")
    assert "ZIP archive" in _says(tmp_path / "zip.csv")


def test_a_damaged_file_of_any_kind_is_refused_or_gives_what_came_before(tmp_path):
    chance = random.Random(3)
    for path in _kinds(tmp_path).values():
        for _time in range(12):
            data = bytearray(path.read_bytes())
            for _change in range(3):
                at = chance.randrange(len(data))
                data[at : at + chance.choice([0, 1, 50])] = chance.choice([b"", b"\x00", b'"', b"{", b"\xff" * 4])
            damaged = tmp_path / f"damaged-{path.name}"
            damaged.write_bytes(bytes(data))
            # Nothing but these two comes out, whatever the damage.
            with contextlib.suppress(Invalid, sources.Broken):
                read(damaged)
            damaged.unlink()


def test_a_folder_may_hold_other_things(tmp_path):
    write_csv(tmp_path / "a.csv", ROWS)
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 100)
    passed_over: list[str] = []
    assert [source.name for source in sources.find([tmp_path], passed_over)] == ["a.csv"]
    assert len(passed_over) == 1


def test_headers_missing_or_double_and_widths_that_vary(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("\n".join(",".join(f'"{text}"' for text in row) for row in ROWS) + "\n")
    batches = read(path)
    assert (calls(batches), len(found(batches))) == (60, 6)
    rows = [[*row, row[4]] for row in ROWS]
    rows[3] = rows[3][:4]
    rows[9] = [*rows[9], "ICE"]
    batches = read(write_csv(path, rows, [*NAMES, "Narrative"]))
    assert (calls(batches), len(found(batches))) == (58, 6)
    assert [row for row, _problem in rejected(batches)] == [5, 11]


def test_days_before_months_are_told_from_the_whole_file(tmp_path):
    rows = [[f"{n:06d}", f"{1 + n // 600:02d}/02/2025 10:00", "T", "A", "X" * 150] for n in range(600 * 28)]
    source = sources.find([write_csv(tmp_path / "a.csv", rows)])[0]
    layout, assumed = exports.open_export(source, {})
    assert layout.day_first
    assert any("day first" in sentence for sentence in assumed)
    assert sum(b.months["2025-02"] for b in exports.batches(source, layout, SCREEN)) == len(rows)


def test_a_day_and_its_time_in_columns_of_their_own_are_one_moment(tmp_path):
    file = tmp_path / "calls.csv"
    file.write_text(
        "Event #,Date,Time,Comments\n"
        "1001,03/14/2025,13:22,ICE AGENT REQ UNIT AT THE DOOR\n"
        "1002,03/15/2025,02:05,FRONT DOOR MOTION ALARM\n"
    )
    _opened, assumed = exports.open_exports(sources.find([file]), {})
    (call,) = [call for batch in read(file) for call in batch.candidates]
    assert call.received_at == "2025-03-14T13:22:00"
    assert any("“Date” and “Time” together" in sentence for sentence in assumed)
