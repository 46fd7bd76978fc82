"""What the learned numbers mean: one output for each label, task and ground, and one for a commander."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

# Where the learned numbers lie.
LEARNED = Path(__file__).parents[2] / "learned"

LABELS = ("none", "mention", "other_contact", "request")
TASKS = (
    "serve_criminal_warrant", "serve_administrative_warrant", "knock_and_clear", "perimeter", "transport",
    "identify_person", "keep_the_peace", "traffic_control", "backup_officer_safety", "respond_to_crime", "medical_aid",
    "hold_on_detainer", "ask_immigration_status", "share_information", "other",
)  # fmt: skip
GROUNDS = ("criminal_warrant", "crime", "public_danger")
COMMANDER = len(LABELS) + len(TASKS) + len(GROUNDS)
OUTPUTS = COMMANDER + 1
_BOUNDS = (len(LABELS), len(LABELS) + len(TASKS), COMMANDER)


@dataclass(frozen=True, slots=True)
class Reading:
    """Probabilities: of LABELS, summing to 1; of each task, each ground and the commander on their own."""

    labels: Floats
    tasks: Floats
    grounds: Floats
    commander: float


def reading_of(outputs: Floats) -> Reading:
    """Probabilities from OUTPUTS raw scores."""
    labels, tasks, grounds, commander = np.split(outputs.astype(np.float32), _BOUNDS)
    likely = np.exp(labels - labels.max())
    return Reading(likely / likely.sum(), _alone(tasks), _alone(grounds), float(_alone(commander)[0]))


def together(one: Reading, other: Reading, others_part: float) -> Reading:
    """Two readings as one: labels by their weighted geometric mean, the rest by the weighted mean of log odds."""
    mine = 1 - others_part
    labels = np.exp(mine * np.log(one.labels + 1e-6) + others_part * np.log(other.labels + 1e-6))
    tasks = _alone(mine * _odds(one.tasks) + others_part * _odds(other.tasks))
    grounds = _alone(mine * _odds(one.grounds) + others_part * _odds(other.grounds))
    commander = _alone(mine * _odds(np.float32(one.commander)) + others_part * _odds(np.float32(other.commander)))
    return Reading(labels / labels.sum(), tasks, grounds, float(commander))


def _alone(scores: Floats) -> Floats:
    return (1 / (1 + np.exp(-scores))).astype(np.float32)


def _odds(probabilities: Floats | np.float32) -> Floats:
    inside = np.clip(probabilities, 1e-6, 1 - 1e-6)
    odds: Floats = np.log(inside / (1 - inside))
    return odds
