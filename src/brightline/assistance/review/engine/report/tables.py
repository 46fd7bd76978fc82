"""findings.csv and rejected.csv: for spreadsheets, in which a narrative must never become a formula."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from brightline.assistance.review.engine.call import Rejected

FINDING_COLUMNS = (
    "call_id",
    "received_at",
    "label",
    "agency",
    "asks",
    "grounds",
    "commander_involved",
    "gate",
    "because",
    "score",
    "nature",
    "address",
    "narrative",
    "file",
    "row",
)
REJECTED_COLUMNS = ("file", "row", "problem", "seen")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(text: str) -> str:
    """Text that a spreadsheet takes as text: one that begins like a formula gets an apostrophe before it (OWASP)."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def header(columns: Sequence[str]) -> bytes:
    """A table's first line."""
    return _lines([columns])


def rejected_lines(rejected: Iterable[Rejected]) -> bytes:
    """Lines of rejected.csv."""
    return _lines([harmless(each.file), str(each.row), harmless(each.problem), each.seen] for each in rejected)


def finding_line(finding: Mapping[str, Any]) -> bytes:
    """A line of findings.csv, from a line of findings.jsonl."""
    return _lines([[_cell(finding[column]) for column in FINDING_COLUMNS]])


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return harmless("; ".join(str(each) for each in value))
    return harmless(value) if isinstance(value, str) else str(value)


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    # A lone surrogate out of a JSON escape is no character UTF-8 can hold.
    return text.getvalue().encode("utf-8", "replace")
