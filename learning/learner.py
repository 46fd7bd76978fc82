"""Teaching MiniLM's upper layers the labels: low-rank adaptation after Hu et al., arXiv:2106.09685.

One head gives the label, the tasks asked, the grounds and whether a commander was involved, so that what is learned of
one helps the others.
"""

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer

from brightline.assistance.review.engine.finding.encoder import MOST_PIECES, package_folder
from brightline.assistance.review.engine.finding.model import text_of
from brightline.assistance.review.engine.finding.outputs import OUTPUTS
from learning.wanted import Wanted

RANK = 16
# The lower layers read words, the upper ones meaning: only these are taught, which halves the time it takes.
FROZEN = 3
BATCH = 16
# How much of the mean each step is: about the last two hundred count.
_NEWEST = 0.005

Lowered = Mapping[str, torch.Tensor]


class LowRank(torch.nn.Module):
    """A frozen linear step and what is learned beside it."""

    def __init__(self, linear: torch.nn.Linear) -> None:
        super().__init__()
        self.linear = linear
        self.a = torch.nn.Parameter(torch.randn(RANK, linear.in_features) / math.sqrt(linear.in_features))
        self.b = torch.nn.Parameter(torch.zeros(linear.out_features, RANK))

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        return self.linear(values) + functional.linear(functional.linear(values, self.a), self.b)


class Learner(torch.nn.Module):
    """MiniLM's upper layers with what can be learned of them, and the head. The lower layers stay as they are."""

    def __init__(self) -> None:
        super().__init__()
        self.tokenizer = AutoTokenizer.from_pretrained(package_folder())
        self.whole = AutoModel.from_pretrained(package_folder(), attn_implementation="eager").eval()
        for parameter in self.whole.parameters():
            parameter.requires_grad = False
        layers = list(self.whole.encoder.layer)
        self.lower = layers[:FROZEN]
        self.upper = torch.nn.ModuleList(layers[FROZEN:])
        _adapt(self.upper)
        for name, parameter in self.upper.named_parameters():
            if "LayerNorm" in name or name.endswith("bias"):
                parameter.requires_grad = True
        self.head = torch.nn.Linear(2 * 384, OUTPUTS)

    @torch.no_grad()
    def lowered(self, calls: Sequence[Mapping[str, Any]]) -> Lowered:
        """What the frozen layers make of each call, by its id: (pieces, 384). Computed once, used in every round."""
        self.eval()
        made = {}
        for call in calls:
            text = text_of(call["nature"], call["narrative"])
            pieces = self.tokenizer([text], truncation=True, max_length=MOST_PIECES, return_tensors="pt")
            hidden = self.whole.embeddings(input_ids=pieces["input_ids"])
            for layer in self.lower:
                hidden = _first(layer(hidden))
            made[call["call_id"]] = hidden[0]
        return made

    def forward(self, lowered: Sequence[torch.Tensor]) -> torch.Tensor:
        hidden = torch.nn.utils.rnn.pad_sequence(list(lowered), batch_first=True)
        mask = torch.nn.utils.rnn.pad_sequence([torch.ones(len(one)) for one in lowered], batch_first=True)
        unread = ((mask - 1) * 1e4)[:, None, None, :]
        hidden = functional.dropout(hidden, 0.1, self.training)
        for layer in self.upper:
            hidden = functional.dropout(_first(layer(hidden, attention_mask=unread)), 0.05, self.training)
        mask = mask.unsqueeze(-1)
        mean, largest = (hidden * mask).sum(1) / mask.sum(1), (hidden + (mask - 1) * 1e4).max(1).values
        return self.head(functional.dropout(torch.cat([mean, largest], 1), 0.1, self.training))

    def go_on_from(self, file: Path) -> None:
        """Puts back what `learned` gave."""
        with np.load(file) as kept, torch.no_grad():
            for place, value in self._learnable():
                value.copy_(torch.from_numpy(kept[place].astype(np.float32)))

    def learned(self) -> dict[str, np.ndarray]:
        """What differs from the package's weights, by the names `encoder` looks for."""
        return {place: value.detach().numpy().astype(np.float16) for place, value in self._learnable()}

    def _learnable(self) -> Iterator[tuple[str, torch.nn.Parameter]]:
        for name, value in self.upper.named_parameters():
            if value.requires_grad:
                number, rest = name.split(".", 1)
                yield f"encoder.layer.{int(number) + FROZEN}.{rest.replace('.linear.', '.')}", value
        for name, value in self.head.named_parameters():
            yield f"head.{name}", value


def _first(output: Any) -> torch.Tensor:
    return output[0] if isinstance(output, tuple) else output


def _adapt(module: torch.nn.Module) -> None:
    for name, child in module.named_children():
        if isinstance(child, torch.nn.Linear):
            setattr(module, name, LowRank(child))
        else:
            _adapt(child)


def teach(
    learner: Learner, calls: Sequence[Mapping[str, Any]], lowered: Lowered, *, epochs: int, rate: float, seed: int
) -> None:
    """Teaches `learner` these calls, the same way for the same seed; `lowered` holds them all."""
    torch.manual_seed(seed)
    dice = random.Random(seed)  # noqa: S311 - repeatable, not secret
    adapted = [p for p in learner.upper.parameters() if p.requires_grad]
    groups = [{"params": adapted, "lr": rate}, {"params": learner.head.parameters(), "lr": rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = epochs * math.ceil(len(calls) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (0.1 * steps)) * max(0.0, (steps - step) / steps)
    )
    learner.train()
    kept = [parameter for parameter in learner.parameters() if parameter.requires_grad]
    # What is kept is the mean of the last steps, which reads unseen calls better than the last (Polyak 1992).
    mean = [parameter.detach().clone() for parameter in kept]
    for epoch in range(epochs):
        for batch in _batches(calls, dice):
            wanted = Wanted(batch)
            apart = wanted.apart(learner([lowered[call["call_id"]] for call in batch]), smoothing=0.05)
            loss = (apart.labels + 0.2 * apart.commander) / wanted.calls + 3 * apart.asked / wanted.asked
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(adapted, 1.0)
            optimizer.step()
            schedule.step()
            with torch.no_grad():
                for average, parameter in zip(mean, kept, strict=True):
                    average.lerp_(parameter, _NEWEST)
        print(f"round {epoch + 1} of {epochs}: loss {loss.item():.3f}", flush=True)
    with torch.no_grad():
        for average, parameter in zip(mean, kept, strict=True):
            parameter.copy_(average)
    learner.eval()


def _batches(calls: Sequence[Mapping[str, Any]], dice: random.Random) -> Iterator[Sequence[Mapping[str, Any]]]:
    """All calls once, calls of like length together, in a new order each time."""
    ordered = sorted(calls, key=lambda call: len(call["narrative"]) + dice.random() * 60)
    parts = [ordered[at : at + BATCH] for at in range(0, len(ordered), BATCH)]
    dice.shuffle(parts)
    return iter(parts)
