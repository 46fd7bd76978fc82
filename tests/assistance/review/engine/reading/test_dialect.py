"""The dialect of a file is told from how its rows agree, and quotes that enclose fields are believed."""

import csv
import io

import pytest

from brightline.assistance.review.engine.reading.dialect import recognize, records

HEADER = ["call_id", "received_at", "nature", "address", "narrative"]


def written(narrative: str, *, delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL, rows: int = 200) -> str:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, quoting=quoting, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows([f"25-{row:04d}", "2025-08-01", "TRAFFIC", f"{row} Harbor St", narrative] for row in range(rows))
    return file.getvalue()


@pytest.mark.parametrize("delimiter", [",", "\t", "|", ";"])
@pytest.mark.parametrize("narrative", ["No injuries, tow called.", "one; two", "a|b", 'says "ok", left', "no sign"])
def test_the_same_sign_in_every_narrative_is_no_field(delimiter, narrative):
    dialect = recognize(text := written(narrative, delimiter=delimiter))
    assert dialect.delimiter == ord(delimiter)
    assert records(text, dialect)[1:] == [
        [f"25-{row:04d}", "2025-08-01", "TRAFFIC", f"{row} Harbor St", narrative] for row in range(200)
    ]


def test_a_line_of_a_narrative_may_begin_with_a_quote():
    dialect = recognize(text := written('caller says\n"help", then hung up\n"twice"'))
    assert dialect.quote == ord('"')
    assert {len(record) for record in records(text, dialect)} == {5}


def test_an_inch_mark_is_no_quote():
    text = "id|time|nature|address|narrative\n" + '7|2025-08-01|TRAFFIC|1 Main|PIPE 5" WIDE, "LOOSE\n' * 100
    dialect = recognize(text)
    assert {len(record) for record in records(text, dialect)} == {5}


def test_a_file_whose_first_quote_comes_late_is_read_with_quotes_all_the_same():
    dialect = recognize("id,time,nature,address,narrative\n" + "7,2025-08-01,TRAFFIC,1 Main,SLID ON ICE\n" * 100)
    assert dialect.quote == ord('"')
