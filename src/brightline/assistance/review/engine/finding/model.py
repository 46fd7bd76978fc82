"""The close reader: a call through the language model and its head."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from brightline.assistance.review.engine.call import Call
from brightline.assistance.review.engine.finding.encoder import Encoder
from brightline.assistance.review.engine.finding.outputs import Reading, reading_of


def text_of(nature: str, narrative: str) -> str:
    """What the model is given of a call."""
    return f"{nature.lower()} ; {narrative.lower()}"


class Model:
    """The encoder and its head, from `weights.npz` in a folder; loaded once, beside whatever else goes on."""

    def __init__(self, folder: Path, threads: int) -> None:
        with np.load(folder / "weights.npz") as file:
            learned = {name: file[name] for name in file.files}
        self._weight = learned["head.weight"].astype(np.float32).T
        self._bias = learned["head.bias"].astype(np.float32)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="model")
        self._encoder = self._threads.submit(Encoder, learned, threads)

    def begin(self, calls: Sequence[Call]) -> Callable[[], list[Reading]]:
        """Has the calls read in the background. What is returned waits and gives one reading for each, in order."""
        # Each by itself: whatever is read beside it would change a call's numbers a little, and now and then its label.
        jobs = [self._threads.submit(self._read, text_of(call.nature, call.narrative)) for call in calls]
        return lambda: [job.result() for job in jobs]

    def _read(self, text: str) -> Reading:
        return reading_of(self._encoder.result().vector(text) @ self._weight + self._bias)
