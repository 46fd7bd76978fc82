"""Learns from labelled calls what the engine reads with: differences to MiniLM's upper layers, and the wording.

    python learning/train.py
    python learning/train.py --given ../shared/data/review-dev.jsonl

With `--given`, more labelled calls that are not kept here are learned after the others; how well the engine reads them
is told by cross-validation, each third read by what was learned from the other two.
"""

import argparse
import copy
import random
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from brightline.assistance.review.engine.finding.finding import Finding
from brightline.assistance.review.engine.finding.outputs import LEARNED
from brightline.assistance.review.engine.finding.read_closely import Reader
from learning.learner import Learner, Lowered, teach
from learning.score import findings_of, read, score, told
from learning.swapped import swapped
from learning.word import teach_wording

HERE = Path(__file__).parent
FOLDS = 3
# How often each given call is learned beside how many of the others, in how many rounds.
TIMES, OTHERS, ROUNDS = 2, 900, 3

Calls = Sequence[Mapping[str, Any]]


def learn_given(learner: Learner, calls: Calls, given: Calls, lowered: Lowered, *, rate: float, seed: int) -> None:
    """Teaches what was given as well, with some of the others beside so that these are not forgotten."""
    some = random.Random(seed).sample(list(calls), min(OTHERS, len(calls)))  # noqa: S311 - repeatable, not secret
    teach(learner, [*some, *(TIMES * list(given))], lowered, epochs=ROUNDS, rate=rate / 3, seed=seed)


def write(learner: Learner, calls: Calls, given: Calls, out: Path) -> None:
    """The two files the engine reads with."""
    np.savez_compressed(out / "weights.npz", **learner.learned())
    teach_wording([*calls, *(TIMES * list(given))], out)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--given", type=Path, help="labelled calls to learn last and to cross-validate by")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--out", type=Path, default=LEARNED)
    parser.add_argument("--from", dest="begun", type=Path, help="a folder of weights to go on from, for --given alone")
    wanted = parser.parse_args()
    calls = read(*sorted((HERE / "calls").glob("*.jsonl")))
    given = read(wanted.given) if wanted.given else []
    # The wording is taught calls as they are: it cannot tell parties apart well enough to gain from swapped ones.
    made = [] if wanted.begun else swapped(calls, wanted.seed)
    print(f"{len(calls)} calls, {len(made)} made of them, {len(given)} given")
    learner = Learner()
    lowered = learner.lowered([*calls, *made, *given])
    if wanted.begun:
        learner.go_on_from(wanted.begun / "weights.npz")
    else:
        teach(learner, [*calls, *made], lowered, epochs=wanted.epochs, rate=wanted.rate, seed=wanted.seed)
    write(learner, calls, [], wanted.out)
    if given:
        found: dict[str, Finding] = {}
        order = random.Random(wanted.seed).sample(given, len(given))  # noqa: S311 - repeatable, not secret
        for fold in range(FOLDS):
            held = order[fold::FOLDS]
            others = [call for number, call in enumerate(order) if number % FOLDS != fold]
            pupil = copy.deepcopy(learner)
            learn_given(pupil, calls, others, lowered, rate=wanted.rate, seed=wanted.seed)
            with tempfile.TemporaryDirectory() as folder:
                write(pupil, calls, others, Path(folder))
                found |= findings_of(held, Reader(Path(folder)))
        print(told(score(given, found)))
        learn_given(learner, calls, given, lowered, rate=wanted.rate, seed=wanted.seed)
        write(learner, calls, given, wanted.out)


if __name__ == "__main__":
    main()
