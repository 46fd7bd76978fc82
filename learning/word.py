"""Teaching the opinion from the wording: logistic regression over what `wording.features` sees."""

import functools
import itertools
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from brightline.assistance.review.engine.finding.lexicon import lexicon
from brightline.assistance.review.engine.finding.outputs import OUTPUTS
from brightline.assistance.review.engine.finding.wording import features
from learning.wanted import Wanted

# How strongly the wording follows the calls rather than staying simple.
STRENGTH = 30


@dataclass(frozen=True)
class Worded:
    """What `wording` reads with: each feature's name, rarity and weight for each label, and the bias."""

    names: np.ndarray
    rarity: np.ndarray
    weights: np.ndarray
    bias: np.ndarray


def word(calls: Sequence[Mapping[str, Any]], seen: Sequence[list[int]]) -> Worded:
    """Logistic regression over the features seen in at least two calls, by L-BFGS."""
    often = Counter(name for names in seen for name in names)
    names = np.array(sorted(name for name, count in often.items() if count > 1), np.uint32)
    place = {int(name): number for number, name in enumerate(names)}
    rarity = np.array([math.log(len(calls) / often[int(name)]) + 0.3 for name in names], np.float32)
    rows = [[place[name] for name in found if name in place] for found in seen]
    flat = torch.tensor([at for row in rows for at in row])
    begins = torch.tensor([0, *itertools.accumulate(len(row) for row in rows[:-1])])
    shares = torch.tensor([value for row in rows for value in rarity[row] / max(np.linalg.norm(rarity[row]), 1e-6)])
    weights = torch.zeros(len(names), OUTPUTS, requires_grad=True)
    bias = torch.zeros(OUTPUTS, requires_grad=True)
    wanted = Wanted(calls)
    optimizer = torch.optim.LBFGS([weights, bias], max_iter=150, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        scores = functional.embedding_bag(flat, weights, begins, mode="sum", per_sample_weights=shares) + bias
        apart = wanted.apart(scores)
        value = STRENGTH * (apart.labels + apart.asked + apart.commander) + weights.square().sum() / 2
        value.backward()
        return value

    optimizer.step(loss)
    return Worded(names, rarity, weights.detach().numpy(), bias.detach().numpy())


def teach_wording(calls: Sequence[Mapping[str, Any]], out: Path) -> None:
    """Writes `wording.npz`."""
    worded = word(calls, [_seen(call) for call in calls])
    np.savez_compressed(
        out / "wording.npz",
        names=worded.names,
        rarity=worded.rarity.astype(np.float16),
        weights=worded.weights.astype(np.float16),
        bias=worded.bias,
    )


def _seen(call: Mapping[str, Any]) -> list[int]:
    return _features(call["nature"], call["narrative"])


@functools.cache
def _features(nature: str, narrative: str) -> list[int]:
    return features(nature, narrative, lexicon())
