"""report.html: one file for a council member, which needs no network, no script and no other file."""

import base64
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from brightline.assistance.review.engine.report import chart, words
from brightline.assistance.review.engine.report.excerpt import marked
from brightline.assistance.review.engine.report.summary import Summary

if TYPE_CHECKING:
    from brightline.assistance.policy.packs import Pack

MOST_REQUESTS: Final = 2_000
MOST_OTHERS: Final = 300


@dataclass(slots=True)
class Shown:
    """The findings the page has room for, and what only they can tell: requests without a ground come first."""

    without: list[Mapping[str, Any]] = field(default_factory=list)
    grounded: list[Mapping[str, Any]] = field(default_factory=list)
    others: dict[str, list[Mapping[str, Any]]] = field(default_factory=lambda: {"other_contact": [], "mention": []})
    without_by_month: Counter[str] = field(default_factory=Counter)

    def add(self, finding: Mapping[str, Any]) -> None:
        """Take a line of findings.jsonl, in order."""
        if finding["label"] != "request":
            _take(self.others[finding["label"]], finding, MOST_OTHERS)
        elif finding["grounds"]:
            _take(self.grounded, finding, MOST_REQUESTS)
        else:
            self.without_by_month[finding["received_at"][:7]] += 1
            _take(self.without, finding, MOST_REQUESTS)


def render(summary: Summary, shown: Shown, rejected: Sequence[Sequence[str]], pack: "Pack | None") -> str:
    """The page. `rejected` are the first rows of rejected.csv."""
    requests = summary.findings["request"]
    grounded = shown.grounded[: MOST_REQUESTS - len(shown.without)]
    named = [month for month in summary.months if month]
    return _template().render(
        summary=summary,
        requests=requests,
        with_ground=requests - summary.requests_without_ground,
        without=shown.without,
        grounded=grounded,
        unshown=requests - len(shown.without) - len(grounded),
        others=shown.others,
        most_others=MOST_OTHERS,
        chart=chart.chart(summary.months, summary.requests_by_month, shown.without_by_month),
        drawing=chart,
        undated=summary.months.get("", 0),
        first=words.long_month(named[0]) if named else "",
        last=words.long_month(named[-1]) if named else "",
        rejected=rejected,
        pack=pack,
        word=partial(words.word, pack=pack),
        cue=partial(words.cue, pack=pack),
        day=words.day,
        marked=marked,
        per_calls=round(summary.calls_read / requests) if requests else 0,
        style=Markup(_fonts() + _text("report.css")),  # noqa: S704 - our own file, nothing of a call is in it.
    )


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    environment.filters["grouped"] = "{:,}".format
    return environment.from_string(_text("report.html.jinja"))


def _fonts() -> str:
    """The letters of the public record page, where the screens' files have been built; else the reader's own."""
    folder = resources.files("brightline.platform.ui").joinpath("static/brightline/fonts")
    faces = []
    for weight in (400, 700):
        file = folder.joinpath(f"public-sans-latin-{weight}-normal.woff2")
        if file.is_file():
            data = base64.b64encode(file.read_bytes()).decode()
            source = f'url("data:font/woff2;base64,{data}") format("woff2")'
            faces.append(f'@font-face {{ font-family: "Public Sans"; font-weight: {weight}; src: {source}; }}\n')
    return "".join(faces)


def _text(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8")


def _take(into: list[Mapping[str, Any]], finding: Mapping[str, Any], most: int) -> None:
    if len(into) < most:
        into.append(finding)
