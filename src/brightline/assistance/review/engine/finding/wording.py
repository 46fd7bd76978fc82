"""A first opinion on a call from its wording: words, neighbours, and classes of the lexicon that stand together.

Logistic regression, with the outputs of `outputs`. It takes a fraction of a millisecond, sets aside what is plainly
none, and its opinion counts beside the model's on the rest: they err on different calls.
"""

import itertools
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from brightline.assistance.review.engine.finding.lexicon import Cue, Lexicon
from brightline.assistance.review.engine.finding.outputs import Reading, reading_of

_MATTER = ("AGENCY", "STATUS", "FEDERAL", "OTHERFED")


def features(nature: str, narrative: str, lexicon: Lexicon) -> list[int]:
    """What is seen in a call, each once, as CRC-32 of its name, in order."""
    texts = [word.text for word in lexicon.words(narrative)]
    cues = lexicon.classes.find(texts)
    seen = {f"n:{word.text}" for word in lexicon.words(nature)}
    for length in (1, 2, 3):
        seen.update(map(" ".join, _runs(texts, length)))
    seen.update(_mixed(texts, cues))
    seen.update(_classes(texts, cues))
    return sorted({zlib.crc32(name.encode()) for name in seen})


def _runs(items: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    return zip(*(items[at:] for at in range(length)), strict=False)


def _mixed(texts: Sequence[str], cues: Sequence[Cue]) -> Iterator[str]:
    """Runs of words in which phrases of the lexicon are replaced by their class."""
    mixed: list[str] = []
    at = 0
    for cue in cues:
        mixed += [*texts[at : cue.first], cue.name]
        at = cue.last
    mixed += texts[at:]
    replaced = [at for at, item in enumerate(mixed) if item.isupper()]
    for length in (2, 3, 4):
        # Only the runs that hold a class: most words stand near none.
        begins = {begin for at in replaced for begin in range(at - length + 1, at + 1)}
        for begin in begins:
            if 0 <= begin <= len(mixed) - length:
                yield "m:" + " ".join(mixed[begin : begin + length])


def _classes(texts: Sequence[str], cues: Sequence[Cue]) -> Iterator[str]:
    """Classes in their order, classes in one sentence, and classes anywhere in the call."""
    order = ["START", *(cue.name for cue in cues), "END"]
    for length in (1, 2, 3):
        yield from ("c:" + " ".join(run) for run in _runs(order, length))
    for sentence in _sentences(texts, cues):
        yield from (f"s:{one}>{other}" for one, other in itertools.combinations(sentence, 2))
        yield from ("t:" + "+".join(three) for three in itertools.combinations(sorted(set(sentence)), 3))
    present = set(order)
    yield from (f"k:{one}+{other}" for one, other in itertools.combinations(sorted(present), 2))
    yield from (f"no:{name}" for name in _MATTER if name not in present)


def _sentences(texts: Sequence[str], cues: Sequence[Cue]) -> list[list[str]]:
    ends = [number for number, text in enumerate(texts) if text == "."]
    sentences: list[list[str]] = [[] for _ in range(len(ends) + 1)]
    for cue in cues:
        sentences[np.searchsorted(ends, cue.first)].append(cue.name)
    return sentences


class Wording:
    """The weights in the folder `learned`; loaded once."""

    def __init__(self, learned: Path) -> None:
        with np.load(learned / "wording.npz") as file:
            self._names: npt.NDArray[np.uint32] = file["names"]
            self._rarity = file["rarity"].astype(np.float32)
            self._weights = file["weights"].astype(np.float32)
            self._bias = file["bias"].astype(np.float32)

    def read(self, nature: str, narrative: str, lexicon: Lexicon) -> Reading:
        """What the wording alone says."""
        seen = np.array(features(nature, narrative, lexicon), np.uint32)
        at = np.minimum(np.searchsorted(self._names, seen), len(self._names) - 1)
        at = at[self._names[at] == seen]
        rarity = self._rarity[at]
        scores = self._bias + (rarity @ self._weights[at]) / max(float(np.sqrt(rarity @ rarity)), 1e-6)
        return reading_of(scores)
