"""Stage two: the few calls the screen kept, read closely one by one.

What plainly concerns no agency, or only looks like one (lexicon/harmless.toml), is set aside. Of the rest the wording
alone tells what it is sure of; the model reads those in doubt, and whatever may be a request. The lexicon then names
the agency and marks the words that speak for the label, so that a person can see why.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np

from brightline.assistance.review.engine.call import Call
from brightline.assistance.review.engine.finding import ranks
from brightline.assistance.review.engine.finding.additions import Additions
from brightline.assistance.review.engine.finding.finding import Finding, Label, Span
from brightline.assistance.review.engine.finding.harmless import Harmless
from brightline.assistance.review.engine.finding.lexicon import Cue, Lexicon, lexicon
from brightline.assistance.review.engine.finding.model import Model
from brightline.assistance.review.engine.finding.outputs import GROUNDS, LABELS, LEARNED, TASKS, Reading, together
from brightline.assistance.review.engine.finding.screen import screen
from brightline.assistance.review.engine.finding.wording import Wording
from brightline.assistance.review.engine.finding.words import Word

_NONE, _REQUEST = LABELS.index("none"), LABELS.index("request")
_OTHER = TASKS.index("other")
# How much of a label is the model's opinion, the rest being the wording's.
_MODELS_PART = 0.4
# A request in more doubt than this is called what else it is likeliest to be: a person reads it all the same.
_REQUESTED = 0.52
# From here on the wording errs no more often alone than with the model beside it (ADR 0009): of none, and of the rest.
_NONE_ENOUGH = 0.7
_SURE = 0.85
# How far a task or ground is believed in that is said to be asked or documented, and one whose words stand there.
_ENOUGH = 0.3
_NAMED_ENOUGH = 0.15
_GROUND_ENOUGH = 0.4
_GROUND_NAMED_ENOUGH = 0.04
# Where only an administrative warrant is written of, or nothing says that a warrant is a criminal one, these are none,
# whatever the model believes.
_CRIMINAL = {"serve_criminal_warrant", "criminal_warrant"}
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
    """Reads calls with what lies in `learned`; loads the model when the first call needs it."""

    def __init__(self, learned: Path = LEARNED, additions: Additions | None = None, threads: int = 2) -> None:
        self._learned = learned
        self._threads = threads
        self._lexicon: Lexicon = lexicon(additions)
        self._screen = screen(additions)
        self._harmless = Harmless(additions)
        self._wording = Wording(learned)
        self._model: Model | None = None

    def read(self, calls: Sequence[Call]) -> list[Finding]:
        """What is found in these calls, in their order."""
        return self.begin(calls)()

    def begin(self, calls: Sequence[Call]) -> Callable[[], list[Finding]]:
        """As `read`, the model reading in the background: what is returned waits for it."""
        opinions = {number: self._worded(call) for number, call in enumerate(calls) if self._concerns(call)}
        doubtful = [number for number, opinion in opinions.items() if self._in_doubt(opinion)]
        known = [replace(calls[at], narrative=self._lexicon.known(calls[at].narrative)) for at in doubtful]
        readings = self._read_by_model(known)

        def found() -> list[Finding]:
            said = opinions | {
                at: together(opinions[at], reading, _MODELS_PART)
                for at, reading in zip(doubtful, readings(), strict=True)
            }
            findings = (self._finding(calls[at], reading) for at, reading in said.items())
            return [finding for finding in findings if finding is not None]

        return found

    def _in_doubt(self, opinion: Reading) -> bool:
        best = int(opinion.labels.argmax())
        return best == _REQUEST or bool(opinion.labels[best] < (_NONE_ENOUGH if best == _NONE else _SURE))

    def _read_by_model(self, calls: Sequence[Call]) -> Callable[[], list[Reading]]:
        if not calls:
            return list
        if self._model is None:
            self._model = Model(self._learned, self._threads)
        return self._model.begin(calls)

    def _worded(self, call: Call) -> Reading:
        return self._wording.read(call.nature, self._lexicon.known(call.narrative), self._lexicon)

    def _concerns(self, call: Call) -> bool:
        """Whether anything is left of what the screen saw once the harmless is taken out."""
        text = self._harmless.without(f"{call.nature} {call.address} {call.narrative}".encode())
        return bool(self._screen.rows(np.frombuffer(text, np.uint8), np.array([len(text)], np.int64)))

    def _finding(self, call: Call, reading: Reading) -> Finding | None:
        best = _label(reading)
        if best == _NONE:
            return None
        label = cast(Label, LABELS[best])
        words = self._lexicon.words(call.narrative)
        texts = [word.text for word in words]
        asked = label == "request"
        named = {cue.name for cue in self._lexicon.tasks.find(texts)}
        documented = {name for name, phrases in self._lexicon.grounds.items() if phrases.find(texts)}
        only_theirs = "serve_administrative_warrant" in named and not named & _CRIMINAL
        ruled_out = _CRIMINAL if only_theirs or "criminal_warrant" not in documented else set()
        return Finding(
            call_id=call.call_id,
            label=label,
            agency=None if label == "mention" else self._agency(texts),
            asks=_asks(reading, named, ruled_out) if asked else (),
            grounds=_grounds(reading, documented, ruled_out) if asked else (),
            commander_involved=reading.commander >= 0.5 and ranks.stands(call.narrative),
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


def _label(reading: Reading) -> int:
    best = int(reading.labels.argmax())
    if best == _REQUEST and reading.labels[_REQUEST] < _REQUESTED:
        return int(reading.labels.argsort()[-2])
    return best


def _asks(reading: Reading, named: set[str], ruled_out: set[str]) -> tuple[str, ...]:
    """Every task believed in, one whose words stand there sooner; a request asks something, so else the likeliest."""
    believed = zip(TASKS, reading.tasks, strict=True)
    asks = tuple(
        name for name, p in believed if p >= (_NAMED_ENOUGH if name in named else _ENOUGH) and name not in ruled_out
    )
    if asks:
        return asks
    likeliest = int(reading.tasks.argmax())
    sure = reading.tasks[likeliest] >= 0.25 and TASKS[likeliest] not in ruled_out
    return (TASKS[likeliest if sure else _OTHER],)


def _grounds(reading: Reading, documented: set[str], ruled_out: set[str]) -> tuple[str, ...]:
    """Every ground believed in, one whose words stand there sooner; words alone make no warrant a criminal one."""
    sooner = documented - _CRIMINAL
    believed = zip(GROUNDS, reading.grounds, strict=True)
    return tuple(
        name
        for name, p in believed
        if p >= (_GROUND_NAMED_ENOUGH if name in sooner else _GROUND_ENOUGH) and name not in ruled_out
    )


def _spans(words: Sequence[Word], cues: Sequence[Cue], label: Label) -> tuple[Span, ...]:
    return tuple(
        Span(words[cue.first].start, words[cue.last - 1].end, _SHOWN[cue.name])
        for cue in cues
        if cue.name in _SHOWN and (label == "request" or cue.name not in _OF_REQUESTS)
    )
