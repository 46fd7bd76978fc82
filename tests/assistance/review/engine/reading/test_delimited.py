"""Delimited text read fast gives what Python's csv module gives, whatever the dialect and wherever a block ends."""

import csv
import io
from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brightline.assistance.review.engine.call import Batch, Days
from brightline.assistance.review.engine.finding.screen import Screen, Terms
from brightline.assistance.review.engine.reading import delimited
from brightline.assistance.review.engine.reading.blocks import Returns
from brightline.assistance.review.engine.reading.dialect import recognize
from brightline.assistance.review.engine.reading.layout import Dialect, Layout
from brightline.assistance.review.engine.reading.months import moment, month_of

SCREEN = Screen(Terms(("ice",), (), ()))
NAMES = ("id", "time", "text")
COLUMNS = {"call_id": (0,), "received_at": (1,), "narrative": (2,)}


class Bytes:
    """A stream that gives a few bytes at a time."""

    def __init__(self, data: bytes, most: int = 1 << 30) -> None:
        self._file, self._most = io.BytesIO(data), most

    def readinto(self, buffer: memoryview) -> int:
        return self._file.readinto(buffer[: self._most])


def read(data: bytes, dialect: Dialect, *, block: int = 1 << 16, longest: int = 1 << 14, **options: int) -> list[Batch]:
    stream = Bytes(data)
    return list(
        delimited.read(
            Returns(stream) if dialect.returns else stream,
            Layout("f.csv", NAMES, COLUMNS, dialect=dialect),
            SCREEN,
            block=block,
            longest=longest,
            **options,
        )
    )


def told(batches: list[Batch]) -> tuple[int, Counter[str], list[tuple[int, str]], list[tuple[int, str, str]]]:
    return (
        sum(batch.calls for batch in batches),
        sum((batch.months for batch in batches), Counter()),
        [(rejected.row, rejected.problem) for batch in batches for rejected in batch.rejected],
        [
            (call.row, " ".join(call.call_id.split()), " ".join(call.narrative.split()))
            for batch in batches
            for call in batch.candidates
        ],
    )


def days(batches: list[Batch]) -> tuple[str, str]:
    seen = Days()
    for batch in batches:
        seen.add(batch.days.first, batch.days.last)
    return seen.first, seen.last


def days_of(rows: list[list[str]]) -> tuple[str, str]:
    read = [moment(row[1], day_first=False) for row in rows if len(row) == 3]
    found = sorted(each.date().isoformat() for each in read if each)
    return (found[0], found[-1]) if found else ("", "")


def reference(
    text: str, **dialect: object
) -> tuple[int, Counter[str], list[tuple[int, str]], list[tuple[int, str, str]]]:
    calls, months, rejected, found = 0, Counter(), [], []
    for row, record in enumerate(csv.reader(io.StringIO(text, newline=""), **dialect), 1):
        if not record or (len(record) == 1 and not record[0].strip(" \t\r\n\x1a")) or row == 1:
            continue
        if len(record) != 3:
            fields = f"{len(record)} field{'' if len(record) == 1 else 's'}"
            rejected.append((row, f"it has {fields} where the others have 3"))
        else:
            calls += 1
            months[month_of(record[1], day_first=False)] += 1
        if "ice" in " ".join(record).lower():
            if len(record) == 3:
                call_id, narrative = record[0], record[2]
            else:
                # Its time is none, so nothing of it is believed to stand where it should.
                call_id, narrative = "", ", ".join(text.strip() for text in record if text.strip())
            found.append((row, " ".join(call_id.split()), " ".join(narrative.split())))
    return calls, months, rejected, found


TEXT = st.lists(st.sampled_from([*"ab,;\t\"' \n|é", "ice"]), max_size=12).map("".join)
TIME = st.dates(date(2025, 1, 30), date(2025, 3, 2)).map(str) | st.sampled_from(
    ["2025-03-04 05:06", "3/14/2025 10:00", "14-MAR-2025 01:02:03", "March 3, 2025", "", "x", "1741000000"]
)
ROW = st.tuples(st.text(alphabet="0123456789-", max_size=5), TIME, TEXT).map(list)
WRONG = st.lists(st.sampled_from(["a", "ice", "7", ""]), min_size=2, max_size=5).filter(lambda row: len(row) != 3)
DIALECTS = st.fixed_dictionaries(
    {
        "delimiter": st.sampled_from(",;\t|"),
        "quotechar": st.sampled_from("\"'"),
        "quoting": st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
        "lineterminator": st.sampled_from(["\n", "\r\n", "\r"]),
        "escaped": st.booleans(),
    }
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.one_of(ROW, ROW, ROW, WRONG, st.just([])), max_size=12),
    DIALECTS,
    st.integers(1, 60),
    st.integers(1, 3),
    st.booleans(),
)
def test_any_dialect_gives_what_the_csv_module_gives(rows, dialect, block, workers, last_line_ends):
    dialect = dict(dialect)
    if dialect.pop("escaped"):
        dialect |= {"escapechar": "\\", "doublequote": False}
    written = io.StringIO(newline="")
    writer = csv.writer(written, **dialect)
    writer.writerow(NAMES)
    writer.writerows(rows)
    text = written.getvalue()
    if dialect["lineterminator"] == "\r":
        text = text.replace("\n", " ")
    if not last_line_ends:
        text = text.removesuffix(dialect["lineterminator"])
    layout = Dialect(
        ord(dialect["delimiter"]),
        ord(dialect["quotechar"]),
        True,
        escape=ord("\\") if "escapechar" in dialect else None,
        returns=dialect["lineterminator"] == "\r",
    )
    reading = {name: value for name, value in dialect.items() if name not in ("quoting", "lineterminator")}
    batches = read(text.encode(), layout, block=block, workers=workers)
    assert told(batches) == reference(text, **reading)
    assert days(batches) == days_of(rows)
    assert max(batch.end for batch in batches) == len(text.encode())
    assert sum(batch.bytes_read for batch in batches) == len(text.encode())


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.sampled_from([*'a,"\n', "ice", "\r\n"]), max_size=60).map("".join),
    st.integers(1, 30),
    st.integers(1, 3),
)
def test_any_text_at_all_loses_no_line_and_ends_at_its_end(text, block, workers):
    data = ("id,time,text\n" + text).encode()
    batches = read(data, Dialect(44, 34, True), block=block, workers=workers)
    assert batches[-1].end == len(data)
    assert told(batches) == told(read(data, Dialect(44, 34, True), block=1 << 12))


@settings(max_examples=40, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=12), st.integers(1, 60), st.integers(0, 20))
def test_a_run_goes_on_from_the_end_of_any_batch(rows, block, stop):
    written = io.StringIO(newline="")
    csv.writer(written).writerows([NAMES, *rows])
    data = written.getvalue().encode()
    whole = read(data, Dialect(44, 34, True), block=block)
    before = whole[: stop % len(whole) + 1]
    start, row = before[-1].end, 1 + sum(batch.rows for batch in before)
    rest = list(
        delimited.read(
            Bytes(data[start:], 7), Layout("f.csv", NAMES, COLUMNS), SCREEN, block=block, start=start, row=row
        )
    )
    assert told([*before, *rest]) == told(whole)


def test_a_quote_never_closed_costs_nothing():
    data = b'id,time,text\n1,2025-01-01,"ice\n2,2025-01-02,ice two\n3,2025-01-03,three\n'
    calls, months, rejected, found = told(read(data, Dialect(44, 34, True)))
    assert (calls, months["2025-01"], rejected) == (3, 3, [])
    assert found == [(2, "1", "ice"), (3, "2", "ice two")]


def test_a_quote_never_closed_in_a_row_of_another_width_costs_that_row_only():
    data = b'id,time,text\n1,"2025-01-01\n2,2025-01-02,ice two\n3,2025-01-03,three\n'
    calls, _months, rejected, found = told(read(data, Dialect(44, 34, True)))
    assert (calls, rejected) == (2, [(2, "a quote is opened in it and never closed")])
    assert [row for row, _, _ in found] == [3]


def test_a_quote_closed_by_the_next_rows_quote_swallows_nothing():
    lines = [
        "id,time,text",
        '1,2025-01-01,"ice one',
        *(f"{n},2025-01-01,x ice" for n in range(2, 9)),
        '9,2025-01-01,"ice, nine"',
    ]
    calls, _months, rejected, found = told(read("\n".join(lines).encode(), Dialect(44, 34, True)))
    assert (calls, rejected) == (9, [])
    assert [row for row, _, _ in found] == list(range(2, 11))


@pytest.mark.parametrize(
    "after",
    [
        ['2,2025-01-01,"ice, two"'],
        ['"2","2025-01-01","ice two"'],
        ['2,2025-01-01,", ice two"'],
        ["2,2025-01-01,ice two", '3,2025-01-01,"ice, three"'],
        ['2,2025-01-01,""', '3,2025-01-01,"ice"'],
        ['2,2025-01-01,"ice', 'on two lines"'],
        ['2,2025-01-01,"ice', "on three", 'lines"', '3,2025-01-01,"said ""ice"", twice"'],
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_quote_never_closed_takes_no_row_that_has_a_quoted_field(after: list[str], end: str) -> None:
    written = ["id,time,text", '1,2025-01-01,"ice one', *after, "9,2025-01-01,nine", ""]
    calls, _months, rejected, found = told(read(end.join(written).encode(), Dialect(44, 34, True)))
    alone = told(read(end.join([written[0], *written[2:]]).encode(), Dialect(44, 34, True)))
    assert (calls, rejected) == (alone[0] + 1, [])
    assert found == [(2, "1", "ice one"), *((row + 1, call, text) for row, call, text in alone[3])]


def test_a_quote_never_closed_on_several_lines_costs_all_but_the_first_of_them() -> None:
    lines = ["id,time,text", '1,2025-01-01,"ice', "one", '2,2025-01-01,"ice, two"', "3,2025-01-01,x"]
    calls, _months, rejected, found = told(read("\n".join(lines).encode(), Dialect(44, 34, True)))
    assert (calls, [row for row, _ in rejected], found) == (
        3,
        [3],
        [(2, "1", "ice"), (4, "2", "ice, two")],
    )


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ('1,2025-01-01,"ice on\nthe said "road" and left"\n', 1),
        ('1,2025-01-01,"ice\n5"" pipe, of 5" or so"\n', 1),
        ('1,2025-01-01,"ice\n2,2025-01-02,pasted\nend"\n', 1),
        ('1,2025-01-01,"ice\nb",extra,more\n', 0),
    ],
)
def test_a_narrative_of_several_lines_stays_one_though_quotes_in_it_are_not_doubled(text: str, calls: int) -> None:
    read_of = told(read(("id,time,text\n" + text + "9,2025-01-01,nine\n").encode(), Dialect(44, 34, True)))
    assert (read_of[0], len(read_of[2])) == (calls + 1, 1 - calls)


def test_inch_marks_are_letters_and_the_fast_way_is_taken_again_after_them():
    lines = [
        "id,time,text",
        *(f'{n},2025-01-01,6" pipe and 4" ice' if n == 5 else f'{n},2025-01-01,"a, b"' for n in range(1, 200)),
    ]
    batches = read("\n".join(lines).encode(), Dialect(44, 34, True), block=256)
    assert told(batches)[0] == 199
    assert told(batches)[3] == [(6, "5", '6" pipe and 4" ice')]


def test_a_line_without_end_is_one_rejected_row():
    data = b"id,time,text\n1,2025-01-01,ice\n2,2025-01-01," + b"x" * 5000 + b"\n3,2025-01-01,ice\n"
    calls, _months, rejected, found = told(read(data, Dialect(44, 34, True), block=64, longest=1000))
    assert (calls, rejected) == (2, [(3, "it is longer than 1000 bytes")])
    assert [row for row, _, _ in found] == [2, 4]


def test_nul_bytes_do_not_hide_a_word():
    calls, _months, rejected, found = told(
        read(b"id,time,text\n1,2025-01-01,i\x00ce\n2,2025-01-02,b\n", Dialect(44, 34, True))
    )
    assert (calls, rejected, found) == (2, [], [(2, "1", "ice")])


def test_encodings_mixed_in_one_file_are_read_row_by_row():
    data = "id,time,text\n1,2025-01-01,José ice\n".encode() + "2,2025-01-02,José ice\n".encode("cp1252")
    assert [text for _, _, text in told(read(data, Dialect(44, 34, True)))[3]] == ["José ice", "José ice"]


def test_dialects_are_told_from_the_beginning_of_a_file():
    rows = [[str(n), f"2025-01-{n:02d} 10:00", f'said "no", {n}; left | ok'] for n in range(1, 28)]
    for delimiter in ",;|\t":
        for quote in "\"'":
            for options, escape in (({}, None), ({"escapechar": "\\", "doublequote": False}, ord("\\"))):
                written = io.StringIO(newline="")
                csv.writer(written, delimiter=delimiter, quotechar=quote, **options).writerows([NAMES, *rows])
                found = recognize(written.getvalue())
                assert (found.delimiter, found.has_header) == (ord(delimiter), True)
                if delimiter != "\t":
                    assert (found.quote, found.escape) in ((ord(quote), escape), (ord(quote), None)), (
                        delimiter,
                        options,
                    )
