"""Many short texts, and which of them a typed one may be a slip of: first by the letters in them, then in full."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA


class Spellings:
    """Texts with the letters of each as bits, a second bit for a letter that stands there twice."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = np.array([*texts, ""], object)[:-1]
        self.lengths = np.array([len(text) for text in texts], np.float32)
        self._letters = np.array([_letters(text) for text in texts], np.uint64)

    def near(self, typed: str, least: float) -> NDArray[np.int64]:
        """The places of those that may be as alike as least. None that is is left out: a slip changes two bits at most
        and the length by one.
        """
        most = np.maximum(self.lengths, np.float32(len(typed))) * np.float32(1 - least) + np.float32(0.001)
        slips = (np.bitwise_count(self._letters ^ np.uint64(_letters(typed))) + np.uint8(1)) >> 1
        return np.flatnonzero((slips <= most) & (np.abs(self.lengths - np.float32(len(typed))) <= most))

    def likeness(self, typed: str, places: NDArray[np.int64], size: int = 0) -> NDArray[np.float32]:
        """How alike those at the places are, 0..1: the share of letters no slip is in, of size letters if given."""
        slips = process.cdist([typed], self.texts[places].tolist(), scorer=OSA.distance, dtype=np.uint8)[0]
        lengths = np.float32(size) if size else np.maximum(self.lengths[places], np.float32(max(len(typed), 1)))
        alike: NDArray[np.float32] = (1 - slips / lengths).astype(np.float32)
        return alike


def _letters(text: str) -> int:
    bits = 0
    for sign in text:
        bit = ord(sign) - 97 if "a" <= sign <= "z" else 26 + ord(sign) % 6
        bits |= 1 << (bit + 32 if bits >> bit & 1 else bit)
    return bits
