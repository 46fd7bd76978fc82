"""What the close reader's numbers mean: one output for each label, task and ground, and one for a commander."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from brightline.assistance.review.engine.call import Call
from brightline.assistance.review.engine.finding.encoder import Encoder, Floats, learned_weights

LABELS = ("none", "mention", "other_contact", "request")
TASKS = (
    "serve_criminal_warrant", "serve_administrative_warrant", "knock_and_clear", "perimeter", "transport",
    "identify_person", "keep_the_peace", "traffic_control", "backup_officer_safety", "respond_to_crime", "medical_aid",
    "hold_on_detainer", "ask_immigration_status", "share_information", "other",
)  # fmt: skip
GROUNDS = ("criminal_warrant", "crime", "public_danger")
COMMANDER = len(LABELS) + len(TASKS) + len(GROUNDS)
OUTPUTS = COMMANDER + 1

# Texts of like length are read together, so that little is spent on padding.
_TOGETHER = 16


@dataclass(frozen=True, slots=True)
class Reading:
    """Probabilities: of LABELS, summing to 1; of each task, each ground and the commander on their own."""

    labels: Floats
    tasks: Floats
    grounds: Floats
    commander: float


def text_of(nature: str, narrative: str) -> str:
    """What the model is given of a call."""
    return f"{nature.lower()} ; {narrative.lower()}"


class Model:
    """The encoder and its head, loaded once."""

    def __init__(self) -> None:
        learned = learned_weights()
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
                readings[number] = _reading(row)
        return [reading for reading in readings if reading is not None]


def _reading(row: Floats) -> Reading:
    label = np.exp(row[: len(LABELS)] - row[: len(LABELS)].max())
    rest = 1 / (1 + np.exp(-row[len(LABELS) :]))
    tasks, grounds, commander = np.split(rest.astype(np.float32), [len(TASKS), len(TASKS) + len(GROUNDS)])[:3]
    return Reading(label / label.sum(), tasks, grounds, float(commander[0]))
