"""A row that cannot be read whole is looked through as far as its text goes, and the figures agree all the same."""

import csv
import json
from pathlib import Path

import pytest

from brightline.assistance.review.commands import review as command
from brightline.assistance.review.engine.report.summary import MOST_NAMED, Summary
from brightline.assistance.review.engine.run import Options, review
from tests.support import cad

NAMES = ",".join(cad.HEADER)
ASKED = cad.ASKED.replace(",", "")
PLAIN = "F1,2017-03-01 10:00,ASSIST,1 OAK ST,VEH LEFT EASTBOUND"


def csv_of(*lines: str) -> str:
    return "\n".join([NAMES, PLAIN, *lines, PLAIN.replace("F1", "F9"), ""])


def json_of(narrative: str) -> str:
    return f'{{"CFS_ID": "F2", "RECEIVED": "2017-03-02 10:00", "NATURE": "A", "NARRATIVE": "{narrative}'


WHOLE = json_of("VEH LEFT EASTBOUND") + '"}'
TORN = {
    "torn at its first field": ("a.csv", csv_of("F2,2017-03-02 10:00,ASSIST,2 OAK ST,AGENT CALLS", ASKED)),
    "torn, of several fields": ("a.csv", csv_of("F2,2017-03-02 10:00,ASSIST,2 OAK ST,A", f"{ASKED}, NOW, LEFT")),
    "too long by a comma": ("a.csv", csv_of(f"F2,2017-03-02 10:00,ASSIST,2 OAK ST,NOW, {ASKED}")),
    "cut off in a quote": ("a.csv", csv_of(f'F2,2017-03-02 10:00,"ASSIST,{ASKED}')),
    "broken JSON in lines": ("a.jsonl", "\n".join([WHOLE, json_of(f"SAYS:\\n{ASKED}"), WHOLE])),
    "broken JSON in a list": ("a.json", f'[{WHOLE}, {json_of(ASKED)}" oops}}, {WHOLE}]'),
    "a list for an object": ("a.jsonl", "\n".join([WHOLE, json.dumps(["F2", ASKED]), WHOLE])),
    "torn, of a call on several rows": (
        "a.csv",
        "\n".join([NAMES, *(f"F{n},2017-03-01 10:00,A,1 OAK ST,TEXT {n} {m}" for n in range(9) for m in (1, 2))])
        + f"\n{ASKED},LEFT\n",
    ),
}


def looked_through(folder: Path, name: str, text: str) -> tuple[Summary, list[dict[str, str]]]:
    (folder / name).write_text(text, "utf-8")
    summary = review([folder / name], folder / "out", Options(digests=False))
    with (folder / "out" / "rejected.csv").open(encoding="utf-8", newline="") as lines:
        return summary, list(csv.DictReader(lines))


@pytest.mark.parametrize("how", TORN)
def test_a_request_in_a_torn_row_is_found_and_is_among_the_calls(tmp_path: Path, how: str) -> None:
    without, calls = looked_through(tmp_path, TORN[how][0], TORN[how][1].replace(ASKED, "A MAN LEFT"))
    expected = without.calls_read + 1

    summary, rows = looked_through(tmp_path, *TORN[how])

    assert summary.findings["request"] == 1
    assert summary.calls_read == sum(summary.months.values()) == summary.sources[0]["calls"] == expected
    assert (summary.read_in_part, summary.rejected, summary.rejected_with_words) == (1, len(calls) - 1, 0)
    assert [row["seen"] for row in rows] == ["found"]
    assert all(summary.months[month] >= count for month, count in summary.requests_by_month.items())


def test_what_stands_before_the_narrative_of_a_row_too_long_is_kept(tmp_path: Path) -> None:
    looked_through(tmp_path, *TORN["too long by a comma"])
    (found,) = [json.loads(line) for line in (tmp_path / "out" / "findings.jsonl").read_text("utf-8").splitlines()]
    assert (found["call_id"], found["received_at"], found["address"]) == ("F2", "2017-03-02T10:00:00", "2 OAK ST")
    assert found["narrative"] == f"NOW, {ASKED}"


def test_rejected_rows_with_a_word_are_named_for_a_person_to_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    summary, rows = looked_through(tmp_path, "a.csv", csv_of("F2,2017-03-02 10:00,A,B,SLID", cad.ICY, "torn too"))

    assert (summary.calls_read, summary.rejected, summary.rejected_with_words) == (3, 2, 1)
    assert summary.read_yourself == [{"file": "a.csv", "row": 4}]
    assert [(row["row"], row["seen"]) for row in rows] == [("4", "words"), ("5", "")]
    # What was set aside are calls, which people judge; a rejected row is none.
    assert summary.set_aside == {"calls": 0, "sampled": 0}
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "1 rejected row holds words of an immigration agency" in page
    assert "words of an agency: read it yourself" in page
    command([tmp_path / "a.csv"], tmp_path / "out", digest=False)
    assert (
        "1 of them holds words of an immigration agency: read them yourself (a.csv row 4)." in capsys.readouterr().out
    )


def test_of_very_many_such_rows_the_first_are_named(tmp_path: Path) -> None:
    summary, _rows = looked_through(tmp_path, "a.csv", csv_of(*[cad.ICY] * (MOST_NAMED + 5)))
    assert (summary.rejected_with_words, len(summary.read_yourself)) == (MOST_NAMED + 5, MOST_NAMED)
