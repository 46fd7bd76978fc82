"""A narrative as words: lower case, abbreviations written out, times and numbers made alike, each with its place."""

import re
from collections.abc import Mapping
from typing import NamedTuple

_TOKEN = re.compile(
    r"(?P<time>\b\d{1,2}:\d{2}(?::\d{2})?\b|\b\d{4} ?(?:hrs|hours)\b)"
    r"|(?P<phone>\b(?:\d{3}[-. ])?\d{3}[-. ]\d{4}\b)"
    r"|(?P<code>\b10-\d{1,2}\b)"
    r"|(?P<form>\bi-?(?:200|205|247a?|862|130|9)\b)"
    r"|(?P<unit>\b(?=[a-z]*\d)(?:\d{1,2}[a-z]{1,2}\d{1,3}|[a-z]{1,2}\d{1,4}|\d{2,4}[a-z]|[a-z]+-\d{1,3})\b)"
    r"|(?P<dotted>\b(?:[a-z]\.){2,}[a-z]?)"
    r"|(?P<number>\$?\d[\d,.]*)"
    r"|(?P<word>[^\W\d_]+(?:['\u2019][^\W\d_]+)*)"
    r"|(?P<end>[|;.!?]+)"
)


class Word(NamedTuple):
    """One word as compared, and where it stands in the narrative."""

    text: str
    start: int
    end: int


def words(text: str, abbreviations: Mapping[str, str]) -> list[Word]:
    """The words of a text. "#time", "#phone", "#code", "#unit" and "#" stand for what differs from call to call,
    "." for the end of a sentence or of a log line.
    """
    found = []
    for match in _TOKEN.finditer(text.lower()):
        kind = match.lastgroup
        raw = match.group()
        if kind == "word":
            plain = raw.replace("'", "").replace("\u2019", "")
            read = abbreviations.get(plain, plain)
        elif kind == "dotted":
            plain = raw.replace(".", "")
            read = abbreviations.get(plain, plain)
        elif kind == "form":
            read = "i" + raw.lstrip("i-")
        elif kind == "end":
            read = "."
        elif kind == "number":
            read = raw if raw in ("8", "1", "2") else "#"
        else:
            read = f"#{kind}"
        found.append(Word(read, match.start(), match.end()))
    return found
