"""Learns the close reader's weights from labelled calls: low-rank differences to MiniLM's layers, and a linear head.

Low-rank adaptation after Hu et al., arXiv:2106.09685. One head gives the label, the tasks asked, the grounds and
whether a commander was involved, so that what is learned of one helps the others.
"""

import argparse
import json
import math
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer

from brightline.assistance.review.engine.finding.encoder import MOST_PIECES, package_folder
from brightline.assistance.review.engine.finding.model import COMMANDER, GROUNDS, LABELS, OUTPUTS, TASKS, text_of

HERE = Path(__file__).parent
RANK = 16
BATCH = 16


class LowRank(torch.nn.Module):
    """A frozen linear step and what is learned beside it."""

    def __init__(self, linear: torch.nn.Linear) -> None:
        super().__init__()
        self.linear = linear
        self.a = torch.nn.Parameter(torch.randn(RANK, linear.in_features) / math.sqrt(linear.in_features))
        self.b = torch.nn.Parameter(torch.zeros(linear.out_features, RANK))

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        dropped = functional.dropout(values, 0.05, self.training)
        return self.linear(values) + (dropped @ self.a.T) @ self.b.T


class Learner(torch.nn.Module):
    """MiniLM with what can be learned of it, and the head."""

    def __init__(self) -> None:
        super().__init__()
        self.tokenizer = AutoTokenizer.from_pretrained(package_folder())
        self.encoder = AutoModel.from_pretrained(package_folder())
        for parameter in self.encoder.parameters():
            parameter.requires_grad = False
        _adapt(self.encoder.encoder)
        for name, parameter in self.encoder.named_parameters():
            if "LayerNorm" in name or name.endswith("bias"):
                parameter.requires_grad = True
        self.head = torch.nn.Linear(2 * 384, OUTPUTS)

    def forward(self, calls: Sequence[dict[str, Any]]) -> torch.Tensor:
        texts = [text_of(call["nature"], call["narrative"]) for call in calls]
        pieces = self.tokenizer(texts, padding=True, truncation=True, max_length=MOST_PIECES, return_tensors="pt")
        hidden = self.encoder(**pieces).last_hidden_state
        mask = pieces["attention_mask"].unsqueeze(-1).float()
        mean, largest = (hidden * mask).sum(1) / mask.sum(1), (hidden + (mask - 1) * 1e4).max(1).values
        return self.head(functional.dropout(torch.cat([mean, largest], 1), 0.1, self.training))

    def learned(self) -> dict[str, np.ndarray]:
        """What differs from the package's weights, by the names `encoder` looks for."""
        kept = {
            name.replace(".linear.", "."): value.detach().numpy().astype(np.float16)
            for name, value in self.encoder.named_parameters()
            if value.requires_grad
        }
        head = {f"head.{name}": value.detach().numpy().astype(np.float16) for name, value in self.head.named_parameters()}
        return kept | head


def _adapt(module: torch.nn.Module) -> None:
    for name, child in module.named_children():
        if isinstance(child, torch.nn.Linear):
            setattr(module, name, LowRank(child))
        else:
            _adapt(child)


def loss_of(outputs: torch.Tensor, calls: Sequence[dict[str, Any]]) -> torch.Tensor:
    """Label first; tasks and grounds are learned from requests alone, since nothing else asks."""
    labels = torch.tensor([LABELS.index(call["label"]) for call in calls])
    wanted = torch.tensor(
        [[float(name in call["asks"]) for name in TASKS] + [float(name in call["grounds_documented"]) for name in GROUNDS]
         for call in calls]
    )  # fmt: skip
    commander = torch.tensor([float(call["commander_involved"]) for call in calls])
    request = (labels == LABELS.index("request")).float()[:, None]
    parts = functional.binary_cross_entropy_with_logits(outputs[:, len(LABELS) : COMMANDER], wanted, reduction="none")
    return (
        functional.cross_entropy(outputs[:, : len(LABELS)], labels, label_smoothing=0.05)
        + 3 * (parts * request).sum() / (request.sum() * wanted.shape[1] + 1)
        + 0.2 * functional.binary_cross_entropy_with_logits(outputs[:, COMMANDER], commander)
    )


def learn(calls: Sequence[dict[str, Any]], *, epochs: int, rate: float, seed: int) -> Learner:
    """A learner taught on `calls`, the same for the same seed."""
    torch.manual_seed(seed)
    dice = random.Random(seed)  # noqa: S311 - repeatable, not secret
    learner = Learner()
    adapted = [p for p in learner.encoder.parameters() if p.requires_grad]
    groups = [{"params": adapted, "lr": rate}, {"params": learner.head.parameters(), "lr": 1e-3}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = epochs * math.ceil(len(calls) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (0.1 * steps)) * max(0.0, (steps - step) / steps)
    )
    learner.train()
    for epoch in range(epochs):
        for batch in batches(calls, dice):
            loss = loss_of(learner(batch), batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(adapted, 1.0)
            optimizer.step()
            schedule.step()
        print(f"epoch {epoch + 1} of {epochs}: loss {loss.item():.3f}", flush=True)
    return learner.eval()


def batches(calls: Sequence[dict[str, Any]], dice: random.Random) -> Iterator[Sequence[dict[str, Any]]]:
    """All calls once, calls of like length together, in a new order each time."""
    ordered = sorted(calls, key=lambda call: len(call["narrative"]) + dice.random() * 60)
    parts = [ordered[at : at + BATCH] for at in range(0, len(ordered), BATCH)]
    dice.shuffle(parts)
    return iter(parts)


def read(*paths: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines() if line]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=HERE / "weights.npz")
    given = parser.parse_args()
    calls = read(*sorted((HERE / "calls").glob("*.jsonl")))
    print(f"{len(calls)} calls")
    learner = learn(calls, epochs=given.epochs, rate=given.rate, seed=given.seed)
    np.savez_compressed(given.out, **learner.learned())


if __name__ == "__main__":
    main()
