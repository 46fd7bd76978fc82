"""Stage two: the few calls the screen kept, read closely one by one.

What plainly concerns no agency, or only looks like one (lexicon/harmless.toml), is set aside; the model reads the rest.
The lexicon then names the agency and marks the words that speak for the label, so that a person can see why.
"""

import re
import tomllib
from collections.abc import Sequence
from importlib import resources
from typing import cast

from brightline.assistance.review.engine.call import Call
from brightline.assistance.review.engine.finding.finding import Finding, Label, Span
from brightline.assistance.review.engine.finding.lexicon import Cue, Lexicon, lexicon
from brightline.assistance.review.engine.finding.model import GROUNDS, LABELS, TASKS, Model, Reading
from brightline.assistance.review.engine.finding.quick import Quick
from brightline.assistance.review.engine.finding.screen import terms
from brightline.assistance.review.engine.finding.words import Word

_OTHER = TASKS.index("other")
# What each class of words.toml is called where a person sees it marked.
_SHOWN = {
    "AGENCY": "immigration agency",
    "STATUS": "immigration matter",
    "FEDERAL": "federal officer",
    "ASK": "asks",
    "NOASK": "asks nothing",
    "HELPWORD": "help",
    "CUSTODY": "custody or warrant",
    "OURS": "commander",
}
_OF_REQUESTS = {"ASK", "HELPWORD", "CUSTODY"}


class Reader:
    """Reads calls; loads the model when the first call needs it."""

    def __init__(self) -> None:
        self._lexicon: Lexicon = lexicon()
        words = terms()
        self._strong = re.compile("|".join(words.strong), re.IGNORECASE)
        self._weak = re.compile("|".join(words.weak), re.IGNORECASE)
        self._beside = re.compile("|".join(words.beside), re.IGNORECASE)
        self._harmless = re.compile("|".join(f"(?:{pattern})" for pattern in _harmless()), re.IGNORECASE)
        self._quick = Quick()
        self._model: Model | None = None

    def read(self, calls: Sequence[Call]) -> list[Finding]:
        """What is found in these calls, in their order."""
        left = [call for call in calls if self._concerns(call)]
        if not left:
            return []
        if self._model is None:
            self._model = Model()
        found = zip(left, self._model.read(left), strict=True)
        return [finding for call, reading in found if (finding := self._finding(call, reading)) is not None]

    def _concerns(self, call: Call) -> bool:
        """Whether anything is left of what the screen saw once the harmless is taken out, and it is worth the time."""
        if self._quick.is_plainly_none(call.nature, call.narrative):
            return False
        text = self._harmless.sub(" ", f"{call.nature} {call.address} {call.narrative}")
        return bool(self._strong.search(text) or (self._weak.search(text) and self._beside.search(text)))

    def _finding(self, call: Call, reading: Reading) -> Finding | None:
        best = int(reading.labels.argmax())
        if LABELS[best] == "none":
            return None
        label = cast(Label, LABELS[best])
        words = self._lexicon.words(call.narrative)
        texts = [word.text for word in words]
        asked = label == "request"
        return Finding(
            call_id=call.call_id,
            label=label,
            agency=None if label == "mention" else self._agency(texts),
            asks=_asks(reading) if asked else (),
            grounds=tuple(name for name, p in zip(GROUNDS, reading.grounds, strict=True) if p >= 0.5) if asked else (),
            commander_involved=reading.commander >= 0.5,
            score=round(float(reading.labels[best]), 3),
            spans=_spans(words, self._lexicon.classes.find(texts), label),
            received_at=call.received_at,
            nature=call.nature,
            address=call.address,
            narrative=call.narrative,
            file=call.file,
            row=call.row,
        )

    def _agency(self, texts: Sequence[str]) -> str:
        named = [cue.name for cue in self._lexicon.agencies.find(texts)]
        # "Immigration" says less than a branch's own name beside it.
        return next((name for name in named if name != "ICE"), named[0] if named else "ICE (not named)")


def _asks(reading: Reading) -> tuple[str, ...]:
    """Every task more likely than not; a request asks something, so else the likeliest."""
    asks = tuple(name for name, p in zip(TASKS, reading.tasks, strict=True) if p >= 0.5)
    if asks:
        return asks
    likeliest = int(reading.tasks.argmax())
    return (TASKS[likeliest if reading.tasks[likeliest] >= 0.25 else _OTHER],)


def _spans(words: Sequence[Word], cues: Sequence[Cue], label: Label) -> tuple[Span, ...]:
    return tuple(
        Span(words[cue.first].start, words[cue.last - 1].end, _SHOWN[cue.name])
        for cue in cues
        if cue.name in _SHOWN and (label == "request" or cue.name not in _OF_REQUESTS)
    )


def _harmless() -> list[str]:
    text = resources.files("brightline.assistance.review").joinpath("lexicon/harmless.toml").read_text("utf-8")
    patterns: list[str] = tomllib.loads(text)["harmless"]
    return patterns
