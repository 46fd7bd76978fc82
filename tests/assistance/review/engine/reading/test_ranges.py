"""Parts of a file, read apart, are the batches of the whole."""

import csv
import io
import itertools
import random
from dataclasses import replace
from pathlib import Path

import pytest

from brightline.assistance.review.engine.call import Batch
from brightline.assistance.review.engine.finding.screen import Screen
from brightline.assistance.review.engine.reading import exports, ranges, sources
from brightline.assistance.review.engine.reading.blocks import Blocks
from brightline.assistance.review.engine.reading.delimited import Unsound
from brightline.assistance.review.engine.reading.exports import Export
from brightline.assistance.review.engine.reading.layout import Dialect
from tests.support import cad

SIZE = 512


def opened(path: Path) -> Export:
    (export,), _assumed = exports.open_exports(sources.find([path]), {})
    return export


def narratives(count: int, seed: int) -> list[str]:
    """Of all lengths up to several times SIZE, with quotes, commas and line ends anywhere."""
    pick = random.Random(seed)
    words = ["MALE", "IN LOT", '"ICE"', "5,000", "\n", "\r\n", '""', ",", "\n\n", "RP ADV"]
    return [" ".join(pick.choices(words, k=pick.choice([3, 8, 20, 300]))) for _ in range(count)]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a mark"])
def test_cuts_are_where_reading_the_whole_ends_its_blocks(tmp_path: Path, seed: int, mark: bytes) -> None:
    path = cad.write(tmp_path / "calls.csv", narratives(200, seed))
    path.write_bytes(mark + path.read_bytes())
    export = opened(path)
    ends = {block.end for block in Blocks(sources.text(export.source), quote=ord('"'), start=0, size=SIZE)}

    layout = replace(export.layout, dialect=Dialect(ord(","), ord('"'), True))
    meeting = ranges.bounds(0, ranges.length(export.source), SIZE)
    found = ranges.cuts([ranges.stretch(export.source, layout, *each) for each in meeting])

    assert len(found) > 20
    assert found == sorted(set(found))
    assert set(found) == ends - {ranges.length(export.source)}


@pytest.mark.parametrize("begin", [0, 3])
def test_blocks_end_at_the_same_places_wherever_reading_began(tmp_path: Path, begin: int) -> None:
    export = opened(cad.write(tmp_path / "calls.csv", narratives(200, 1)))
    ends = [block.end for block in Blocks(sources.text(export.source), quote=ord('"'), start=0, size=SIZE)]
    start = ends[begin]

    again = Blocks(sources.text(export.source, start), quote=ord('"'), start=start, size=SIZE)

    assert [block.end for block in again] == ends[begin + 1 :]


def summed(batches: list[Batch], further: int) -> list[tuple[object, ...]]:
    """What stands in the batches, `further` rows down the file."""
    found = []
    for each in batches:
        candidates = [replace(call, row=call.row + further) for call in each.candidates]
        rejected = [replace(row, row=row.row + further) for row in each.rejected]
        if each.rows:
            found.append((each.calls, each.rows, each.months, each.end, candidates, rejected))
    return found


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_parts_read_apart_are_the_batches_of_the_whole(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"calls.{kind}"
    texts = cad.narratives(70_000, every=9_000)
    if kind == "csv":
        cad.write(path, [f"{text}\nAND, MORE" if place % 2 else text for place, text in enumerate(texts)])
        rows = path.read_text("utf-8").split("\n")
        path.write_text("\n".join([*rows[:50_001], "two,fields", *rows[50_001:]]), "utf-8")
    else:
        lines = io.StringIO()
        for place, text in enumerate(texts):
            lines.write(f'{{"CFS_ID": "F{place}", "RECEIVED": "2017-03-01", "NATURE": "A", "NARRATIVE": "{text}"}}\n')
            lines.write("\nnonsense\n" if place % 20_000 == 1 else "")
        path.write_text(lines.getvalue(), "utf-8")
    export, screen = opened(path), Screen()
    assert ranges.cuttable(export)
    whole = list(exports.batches(export.source, export.layout, screen))

    end = ranges.length(export.source)
    meeting = ranges.bounds(0, end, ranges.UNIT)
    if kind == "csv":
        places = ranges.cuts([ranges.stretch(export.source, export.layout, *each) for each in meeting])
    else:
        places = ranges.line_cuts(export.source, [place for place, _end in meeting[1:]])
    found, rows_before = [], 0
    for a, b in itertools.pairwise([0, *places, end]):
        part = list(exports.batches(export.source, export.layout, screen, start=a, end=b))
        found += summed(part, rows_before)
        rows_before += sum(each.rows for each in part)

    assert len(places) >= 2
    assert found == summed(whole, 0)


def test_a_part_with_a_quote_astray_is_not_read_for_itself(tmp_path: Path) -> None:
    texts = [f"{text}, CODE 4" for text in cad.narratives(500, every=100)]
    path = cad.write(tmp_path / "calls.csv", texts)
    path.write_text(path.read_text("utf-8").replace("300 OAK", '5" OAK'), "utf-8")
    export = opened(path)

    with pytest.raises(Unsound):
        list(exports.batches(export.source, export.layout, Screen(), end=ranges.length(export.source)))


def test_what_needs_all_of_its_file_is_not_cut(tmp_path: Path) -> None:
    plain = cad.write(tmp_path / "calls.csv", cad.narratives(50, every=10))
    wide = tmp_path / "wide.csv"
    wide.write_bytes(plain.read_text("utf-8").encode("utf-16"))
    twice = tmp_path / "twice.csv"
    with plain.open(encoding="utf-8", newline="") as file, twice.open("w", encoding="utf-8", newline="") as joined:
        header, *rows = csv.reader(file)
        csv.writer(joined).writerows([header, *(row for row in rows for _ in range(2))])

    assert ranges.cuttable(opened(plain))
    assert not ranges.cuttable(opened(wide))
    assert not ranges.cuttable(opened(twice))
