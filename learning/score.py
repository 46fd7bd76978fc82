"""Scores the engine, screen and all, on labelled calls it did not learn from.

    python learning/score.py learning/exam.jsonl

Prints precision, recall and F1 of each label, how well tasks, grounds and commanders are told, and every error.
"""

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from brightline.assistance.review.engine.call import Call
from brightline.assistance.review.engine.finding.finding import Finding
from brightline.assistance.review.engine.finding.outputs import GROUNDS, LABELS, LEARNED, TASKS
from brightline.assistance.review.engine.finding.read_closely import Reader
from brightline.assistance.review.engine.finding.screen import Screen


@dataclass(frozen=True)
class Score:
    """precision, recall and f1 by label; macro: the mean F1; asks, grounds, commander: F1 over the true requests."""

    precision: Mapping[str, float]
    recall: Mapping[str, float]
    f1: Mapping[str, float]
    macro: float
    asks: float
    grounds: float
    commander: float
    errors: Sequence[tuple[Mapping[str, Any], str]]


def findings_of(calls: Sequence[Mapping[str, Any]], reader: Reader) -> dict[str, Finding]:
    """What the engine finds among labelled calls, by call id."""
    read = [
        Call(c["call_id"], c["received_at"], c["nature"], c["address"], c["narrative"], "", row)
        for row, c in enumerate(calls, start=2)
    ]
    lines = [f"{c.nature}\x1f{c.address}\x1f{c.narrative}\n".replace("\n", " ").encode() + b"\n" for c in read]
    data = np.frombuffer(b"".join(lines), np.uint8)
    ends = np.cumsum([len(line) for line in lines]) - 1
    kept = [read[row] for row in Screen().rows(data, ends)]
    return {finding.call_id: finding for finding in reader.read(kept)}


def score(calls: Sequence[Mapping[str, Any]], found: Mapping[str, Finding]) -> Score:
    """How the engine's findings, by call id, agree with the labels."""
    pairs = Counter[tuple[str, str]]()
    errors = []
    for call in calls:
        finding = found.get(call["call_id"])
        label = finding.label if finding else "none"
        pairs[call["label"], label] += 1
        if label != call["label"]:
            errors.append((call, label))
    precision = {name: _part(pairs[name, name], sum(pairs[true, name] for true in LABELS)) for name in LABELS}
    recall = {name: _part(pairs[name, name], sum(pairs[name, got] for got in LABELS)) for name in LABELS}
    f1 = {name: _part(2 * precision[name] * recall[name], precision[name] + recall[name]) for name in LABELS}
    requests = [
        (call, found[call["call_id"]]) for call in calls if call["label"] == "request" and call["call_id"] in found
    ]
    return Score(
        precision,
        recall,
        f1,
        sum(f1.values()) / len(f1),
        _agreement([(set(call["asks"]), set(finding.asks)) for call, finding in requests], TASKS),
        _agreement([(set(call["grounds_documented"]), set(finding.grounds)) for call, finding in requests], GROUNDS),
        _agreement(
            [
                ({"yes"} if call["commander_involved"] else set(), {"yes"} if finding.commander_involved else set())
                for call, finding in requests
            ],
            ("yes",),
        ),
        errors,
    )


def _agreement(pairs: Sequence[tuple[set[str], set[str]]], names: Sequence[str]) -> float:
    """F1 over every name of every pair together."""
    both = sum(len(true & got) for true, got in pairs)
    return _part(2 * both, sum(len(true & set(names)) + len(got) for true, got in pairs))


def _part(number: float, of: float) -> float:
    return number / of if of else 0.0


def told(result: Score) -> str:
    """The score as lines, and every error."""
    lines = [
        f"{name:14} precision {result.precision[name]:.3f}  recall {result.recall[name]:.3f}  F1 {result.f1[name]:.3f}"
        for name in LABELS
    ]
    lines.append(f"macro F1 {result.macro:.3f}")
    lines.append(f"F1 of asks {result.asks:.3f}, of grounds {result.grounds:.3f}, of commander {result.commander:.3f}")
    lines += [f"{call['call_id']}  {call['label']} read as {got}: {call['narrative']}" for call, got in result.errors]
    return "\n".join(lines)


def read(*paths: Path) -> list[dict[str, Any]]:
    """Labelled calls, one JSON object a line."""
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines() if line]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--learned", type=Path, default=LEARNED, help="where what was learned lies")
    given = parser.parse_args()
    calls = read(*given.files)
    print(told(score(calls, findings_of(calls, Reader(given.learned)))))


if __name__ == "__main__":
    main()
