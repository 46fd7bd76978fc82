"""Learns from labelled calls what the engine reads with: differences to MiniLM's upper layers, and the first look.

Low-rank adaptation after Hu et al., arXiv:2106.09685. One head gives the label, the tasks asked, the grounds and
whether a commander was involved, so that what is learned of one helps the others.
"""

import argparse
import itertools
import json
import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer

from brightline.assistance.review.engine.finding.encoder import MOST_PIECES, package_folder
from brightline.assistance.review.engine.finding.lexicon import lexicon
from brightline.assistance.review.engine.finding.model import text_of
from brightline.assistance.review.engine.finding.outputs import (
    COMMANDER,
    GROUNDS,
    LABELS,
    LEARNED,
    OUTPUTS,
    TASKS,
    reading_of,
)
from brightline.assistance.review.engine.finding.wording import features

HERE = Path(__file__).parent
RANK = 16
# The lower layers read words, the upper ones meaning: only these are taught, which halves the time it takes.
FROZEN = 3
# How strongly the wording follows the calls rather than staying simple.
STRENGTH = 30
BATCH = 16


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
    def lowered(self, call: dict[str, Any]) -> torch.Tensor:
        """What the frozen layers make of a call: (pieces, 384). Computed once, used every epoch."""
        text = text_of(call["nature"], call["narrative"])
        pieces = self.tokenizer([text], truncation=True, max_length=MOST_PIECES, return_tensors="pt")
        hidden = self.whole.embeddings(input_ids=pieces["input_ids"])
        for layer in self.lower:
            hidden = _first(layer(hidden))
        return hidden[0]

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

    def learned(self) -> dict[str, np.ndarray]:
        """What differs from the package's weights, by the names `encoder` looks for."""
        kept = {}
        for name, value in self.upper.named_parameters():
            if value.requires_grad:
                number, rest = name.split(".", 1)
                place = f"encoder.layer.{int(number) + FROZEN}.{rest.replace('.linear.', '.')}"
                kept[place] = value.detach().numpy().astype(np.float16)
        for name, value in self.head.named_parameters():
            kept[f"head.{name}"] = value.detach().numpy().astype(np.float16)
        return kept


def _first(output: Any) -> torch.Tensor:
    return output[0] if isinstance(output, tuple) else output


def _adapt(module: torch.nn.Module) -> None:
    for name, child in module.named_children():
        if isinstance(child, torch.nn.Linear):
            setattr(module, name, LowRank(child))
        else:
            _adapt(child)


def loss_of(outputs: torch.Tensor, calls: Sequence[dict[str, Any]]) -> torch.Tensor:
    """Label first; tasks and grounds are learned from requests alone, since nothing else asks."""
    labels = torch.tensor([LABELS.index(call["label"]) for call in calls])
    named = [{*call["asks"], *call["grounds_documented"]} for call in calls]
    wanted = torch.tensor([[float(name in names) for name in (*TASKS, *GROUNDS)] for names in named])
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
    lowered = {call["call_id"]: learner.lowered(call) for call in calls}
    adapted = [p for p in learner.upper.parameters() if p.requires_grad]
    groups = [{"params": adapted, "lr": rate}, {"params": learner.head.parameters(), "lr": 1e-3}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = epochs * math.ceil(len(calls) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (0.1 * steps)) * max(0.0, (steps - step) / steps)
    )
    for epoch in range(epochs):
        learner.upper.train()
        learner.head.train()
        learner.training = True
        for batch in batches(calls, dice):
            loss = loss_of(learner([lowered[call["call_id"]] for call in batch]), batch)
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


@dataclass(frozen=True)
class Worded:
    """What `wording` reads with: each feature's name, rarity and weight for each label, and the bias."""

    names: np.ndarray
    rarity: np.ndarray
    weights: np.ndarray
    bias: np.ndarray


def word(calls: Sequence[dict[str, Any]], seen: Sequence[list[int]]) -> Worded:
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
        value = STRENGTH * wanted.loss(scores) + weights.square().sum() / 2
        value.backward()
        return value

    optimizer.step(loss)
    return Worded(names, rarity, weights.detach().numpy(), bias.detach().numpy())


class Wanted:
    """What each call's outputs should be. Tasks and grounds count for requests alone."""

    def __init__(self, calls: Sequence[dict[str, Any]]) -> None:
        self.labels = torch.tensor([LABELS.index(call["label"]) for call in calls])
        named = [{*call["asks"], *call["grounds_documented"]} for call in calls]
        self.rest = torch.tensor([[float(name in names) for name in (*TASKS, *GROUNDS)] for names in named])
        self.commander = torch.tensor([float(call["commander_involved"]) for call in calls])
        self.requests = self.labels == LABELS.index("request")

    def loss(self, scores: torch.Tensor) -> torch.Tensor:
        rest = scores[self.requests, len(LABELS) : COMMANDER]
        apart = functional.binary_cross_entropy_with_logits
        return (
            functional.cross_entropy(scores[:, : len(LABELS)], self.labels, reduction="sum")
            + apart(rest, self.rest[self.requests], reduction="sum")
            + apart(scores[:, COMMANDER], self.commander, reduction="sum")
        )


def plainly_none(calls: Sequence[dict[str, Any]], seen: Sequence[list[int]], seed: int) -> float:
    """The probability of none that 99 in 100 calls which concern an agency stay under, read by weights learned from
    others.
    """
    order = list(range(len(calls)))
    random.Random(seed).shuffle(order)  # noqa: S311 - repeatable, not secret
    highest = []
    for fold in range(4):
        taught = [at for number, at in enumerate(order) if number % 4 != fold]
        worded = word([calls[at] for at in taught], [seen[at] for at in taught])
        place = {int(name): number for number, name in enumerate(worded.names)}
        for number, at in enumerate(order):
            if number % 4 == fold and calls[at]["label"] != "none":
                row = [place[name] for name in seen[at] if name in place]
                rarity = worded.rarity[row]
                scores = worded.bias + rarity @ worded.weights[row] / max(np.linalg.norm(rarity), 1e-6)
                highest.append(float(reading_of(scores).labels[LABELS.index("none")]))
    return float(np.quantile(highest, 0.99))


def read(*paths: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines() if line]


def teach_wording(calls: Sequence[dict[str, Any]], out: Path, seed: int) -> None:
    words = lexicon()
    seen = [features(call["nature"], call["narrative"], words) for call in calls]
    worded = word(calls, seen)
    np.savez_compressed(
        out / "wording.npz",
        names=worded.names,
        rarity=worded.rarity.astype(np.float16),
        weights=worded.weights.astype(np.float16),
        bias=worded.bias,
        plainly_none=np.float32(plainly_none(calls, seen, seed)),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=LEARNED)
    given = parser.parse_args()
    calls = read(*sorted((HERE / "calls").glob("*.jsonl")))
    print(f"{len(calls)} calls")
    learner = learn(calls, epochs=given.epochs, rate=given.rate, seed=given.seed)
    np.savez_compressed(given.out / "weights.npz", **learner.learned())
    teach_wording(calls, given.out, given.seed)


if __name__ == "__main__":
    main()
