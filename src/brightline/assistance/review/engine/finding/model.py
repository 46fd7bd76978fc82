"""The close reader: a call through the language model and its head."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from brightline.assistance.review.engine.call import Call
from brightline.assistance.review.engine.finding.encoder import Encoder
from brightline.assistance.review.engine.finding.outputs import Reading, reading_of

# Texts of like length are read together, so that little is spent on padding.
_TOGETHER = 16


def text_of(nature: str, narrative: str) -> str:
    """What the model is given of a call."""
    return f"{nature.lower()} ; {narrative.lower()}"


class Model:
    """The encoder and its head, from `weights.npz` in a folder; loaded once."""

    def __init__(self, folder: Path) -> None:
        with np.load(folder / "weights.npz") as file:
            learned = {name: file[name] for name in file.files}
        self._encoder = Encoder(learned)
        self._weight = learned["head.weight"].astype(np.float32).T
        self._bias = learned["head.bias"].astype(np.float32)

    def read(self, calls: Sequence[Call]) -> list[Reading]:
        """One reading for each call, in their order."""
        texts = [text_of(call.nature, call.narrative) for call in calls]
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        readings: list[Reading | None] = [None] * len(texts)
        for at in range(0, len(order), _TOGETHER):
            some = order[at : at + _TOGETHER]
            outputs = self._encoder.vectors([texts[number] for number in some]) @ self._weight + self._bias
            for number, row in zip(some, outputs, strict=True):
                readings[number] = reading_of(row)
        return [reading for reading in readings if reading is not None]
