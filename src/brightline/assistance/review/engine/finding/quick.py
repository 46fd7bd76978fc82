"""A first look at a call the screen kept: a few microseconds to set aside what plainly concerns no agency.

A linear score over the words and pairs of words of a call, hashed to 65,536 places (Weinberger et al., ICML 2009). It
only ever says "plainly none"; everything else goes to the model.
"""

import itertools
import re
import zlib
from pathlib import Path

import numpy as np
import numpy.typing as npt

PLACES = 1 << 16
_WORD = re.compile(r"[a-z]+|\d+")
LEARNED = Path(__file__).parents[2] / "learned"


def places(nature: str, narrative: str) -> list[int]:
    """Where the words of a call stand among PLACES, each once."""
    words = [word if word.isalpha() else "#" for word in _WORD.findall(narrative.lower())]
    texts = {f"n_{word}" for word in _WORD.findall(nature.lower())}
    texts.update(words)
    texts.update(f"{one} {other}" for one, other in itertools.pairwise(words))
    return sorted({zlib.crc32(text.encode()) % PLACES for text in texts})


class Quick:
    """The learned weights; loaded once."""

    def __init__(self) -> None:
        with np.load(LEARNED / "quick.npz") as file:
            self._weights: npt.NDArray[np.float32] = file["weights"].astype(np.float32)
            self._enough = float(file["enough"])

    def is_plainly_none(self, nature: str, narrative: str) -> bool:
        """Whether a call can be set aside without reading it closely."""
        return float(self._weights[places(nature, narrative)].sum()) < self._enough
