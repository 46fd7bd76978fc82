"""What each call's outputs should be, and how far outputs are from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch.nn import functional

from brightline.assistance.review.engine.finding.outputs import COMMANDER, GROUNDS, LABELS, TASKS


@dataclass(frozen=True)
class Apart:
    """How far outputs are from what is wanted, summed over calls. Tasks and grounds count for requests alone."""

    labels: torch.Tensor
    asked: torch.Tensor
    commander: torch.Tensor


class Wanted:
    """The labels, tasks, grounds and commanders of calls, as tensors."""

    def __init__(self, calls: Sequence[Mapping[str, Any]]) -> None:
        self._labels = torch.tensor([LABELS.index(call["label"]) for call in calls])
        named = [{*call["asks"], *call["grounds_documented"]} for call in calls]
        asked = [[float(name in names) for name in (*TASKS, *GROUNDS)] for names in named]
        self._requests = self._labels == LABELS.index("request")
        self._asked = torch.tensor(asked)[self._requests]
        self._commander = torch.tensor([float(call["commander_involved"]) for call in calls])
        self.calls = len(calls)
        # Never zero, so that calls without a request divide.
        self.asked = self._asked.numel() + 1

    def apart(self, outputs: torch.Tensor, smoothing: float = 0.0) -> Apart:
        """`outputs`: (calls, OUTPUTS) raw scores. `smoothing` is how much of a label is left to the others."""
        alone = functional.binary_cross_entropy_with_logits
        labels, asked = outputs[:, : len(LABELS)], outputs[self._requests, len(LABELS) : COMMANDER]
        return Apart(
            functional.cross_entropy(labels, self._labels, reduction="sum", label_smoothing=smoothing),
            alone(asked, self._asked, reduction="sum"),
            alone(outputs[:, COMMANDER], self._commander, reduction="sum"),
        )
