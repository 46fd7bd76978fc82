"""The page for a council member: what it says, and that nothing in a narrative can do anything there."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

from brightline.assistance.review.engine.report import chart, words
from brightline.assistance.review.engine.report.excerpt import LONGEST, Piece, marked
from brightline.assistance.review.engine.run import Options, review
from tests.support import cad

OPTIONS = Options(digests=False)


class Elements(HTMLParser):
    """Counts elements, and keeps those that could load or run something."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: dict[str, int] = {}
        self.active: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.counts[tag] = self.counts.get(tag, 0) + 1
        if tag in {"script", "img", "iframe", "link", "object", "embed"}:
            self.active.append(tag)
        self.active += [name for name, _value in attrs if name.startswith("on") or name in {"src", "style"}]


def page(tmp_path: Path, *texts: str) -> str:
    dull = cad.narratives(60, every=1_000)
    review([cad.write(tmp_path / "calls.csv", [*dull, *texts])], tmp_path / "out", OPTIONS)
    return (tmp_path / "out" / "report.html").read_text("utf-8")


def elements(text: str) -> Elements:
    read = Elements()
    read.feed(text)
    return read


def test_markup_in_a_narrative_is_text(tmp_path: Path) -> None:
    hostile = (
        f"""<script>alert(1)</script> <img src=x onerror=alert(1)> </div>"><mark> {cad.ASKED} &lt; {{{{ 7*7 }}}}"""
    )

    text = page(tmp_path, hostile)

    assert elements(text).active == []
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "{{ 7*7 }}" in text
    assert "default-src &#39;none&#39;" in text or "default-src 'none'" in text


def test_the_page_says_how_many_among_how_many(tmp_path: Path) -> None:
    text = page(tmp_path, cad.ASKED, cad.ASKED)

    assert "<title>2 requests among 62 calls; 2 with no ground on record</title>" in text
    assert elements(text).counts["mark"] >= 2
    assert "A person must read each one before it counts." in text


def test_nothing_found_is_said(tmp_path: Path) -> None:
    text = page(tmp_path)

    assert "No request was found" in text
    assert "<title>No request found among 60 calls</title>" in text


def span(start: int, end: int, cue: str) -> dict[str, object]:
    return {"start": start, "end": end, "cue": cue}


def test_marks_never_lose_or_double_a_letter() -> None:
    text = "ICE AGENTS REQ PD"
    pieces = marked(text, [span(0, 10, "agency"), span(4, 14, "ask"), span(4, 6, "inside"), span(15, 99, "police")])

    assert "".join(piece.text for piece in pieces) == text
    assert [(piece.text, piece.cue) for piece in pieces if piece.cue] == [
        ("ICE AGENTS", "agency"),
        (" REQ", "ask"),
        ("PD", "police"),
    ]


def test_of_a_long_narrative_only_what_stands_around_the_marks_is_shown() -> None:
    text = "A" * LONGEST + "ICE" + "B" * LONGEST
    pieces = marked(text, [span(LONGEST, LONGEST + 3, "agency")])

    assert pieces[1] == Piece("ICE", "agency")
    assert pieces[0].text.endswith("A" * 150)
    assert sum(len(piece.text) for piece in pieces) < 400


def test_signs_that_turn_the_direction_of_text_are_left_out() -> None:
    assert marked("a\u202eb\x1b[0mc\nd", []) == [Piece("ab[0mc\nd")]


def test_months_without_calls_stand_in_the_chart_and_many_become_years() -> None:
    few = chart.chart({"2017-03": 10, "2017-06": 5, "": 3}, {"2017-03": 2}, {"2017-03": 1})
    many = chart.chart({"1999-01": 1, "2017-12": 9}, {"2017-12": 1}, {})

    assert few is not None
    assert many is not None
    assert [bar.label for bar in few.bars] == ["Mar \N{RIGHT SINGLE QUOTATION MARK}17", "Apr", "May", "Jun"]
    assert [(bar.name, bar.requests, bar.calls) for bar in many.bars] == [("1999", 0, 1), ("2017", 1, 9)]
    assert chart.chart({"": 4}, {"": 1}, {}) is None


@pytest.mark.parametrize(
    ("name", "said"), [("asks: perimeter", "Asks: Hold a perimeter"), ("agency", "Agency"), ("so_called", "So called")]
)
def test_cues_are_said_in_words(name: str, said: str) -> None:
    assert words.cue(name) == said
