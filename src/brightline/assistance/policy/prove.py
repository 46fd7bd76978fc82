"""Proof by exhaustion: every combination of facts through the gate itself, against the pack's invariants.

Combinations are numbered; each worker takes a run of numbers. Nothing is sampled and nothing is skipped: what makes it
quick is only that the gate remembers each stage's answer for the facts that stage can see.
"""

import multiprocessing
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, product
from math import prod
from pathlib import Path
from typing import Any, Final

from brightline.assistance.policy import gate, packs
from brightline.assistance.policy.facts import CHOICES, DEFAULTS, Facts, Value
from brightline.assistance.policy.gate import Decision
from brightline.assistance.policy.invariants import broken, expected, is_default, values_of
from brightline.assistance.policy.packs import Pack
from brightline.platform.kernel.errors import Invalid

Progress = Callable[[int, int], None]
_RUN: Final = 2_000


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A combination that breaks an invariant, as few facts away from the defaults as still break it."""

    invariant: str
    facts: Facts
    decision: Decision

    def to_json(self) -> dict[str, object]:
        return {"invariant": self.invariant, "facts": self.facts.to_json(), "decision": self.decision.to_json()}


@dataclass(frozen=True, slots=True)
class Proof:
    """`count` combinations were evaluated, `violations` of them break one of `invariants` (sentences); of these the
    first is the `counterexample`."""

    count: int
    counterexample: Counterexample | None
    invariants: tuple[str, ...]
    violations: int = 0


def prove(pack: Pack, workers: int = 2, progress: Progress | None = None, *, stop_early: bool = False) -> Proof:
    """Evaluate every combination of facts, each with no task asked and with each task asked alone.

    `workers` processes share the work, 1 means this process; `progress` gets (done, total) combinations;
    `stop_early` ends with the run of combinations that holds the first counterexample, and `count` says how far it got.
    Raises Invalid when the pack changes on disk meanwhile.
    """
    bases, each = combinations(pack), 1 + len(pack.tasks)
    runs = [(start, min(start + _RUN, bases)) for start in range(0, bases, _RUN)]
    done = violations = 0
    first: tuple[str, Facts] | None = None
    for (start, stop), (broke, found) in zip(runs, _results(pack, runs, workers), strict=not stop_early):
        done += (stop - start) * each
        violations += broke
        first = first or found
        if progress is not None:
            progress(done, bases * each)
        if stop_early and first is not None:
            break
    counterexample = None if first is None else _shrunk(pack, *first)
    return Proof(done, counterexample, tuple(pack.invariants.sentences()), violations)


def combinations(pack: Pack) -> int:
    """How many combinations of facts there are, asks aside."""
    return prod(len(values) for _, values in domains(pack))


def domains(pack: Pack) -> list[tuple[str, tuple[Value, ...]]]:
    """Each fact with all its values, the default first.

    Facts that dispatch sees come first and those that can be missing after them, so that a run of combinations needs
    few of the stages' answers and two workers need not both work out the same ones.
    """
    all_values: dict[str, tuple[Value, ...]] = {name: (CHOICES.get(name) or (False, True)) for name in DEFAULTS}
    defaults = dict(DEFAULTS)
    for fact in pack.facts.values():
        all_values[fact.name], defaults[fact.name] = fact.values or (False, True), fact.default
    seen = pack.rules.sees["dispatch"].keys() | pack.rules.sees["find_ground"].keys()
    order = sorted(all_values, key=lambda name: 1 if name in gate.MISSABLE else 0 if name in seen else 2)
    return [
        (name, (defaults[name], *(value for value in all_values[name] if value != defaults[name]))) for name in order
    ]


def facts_between(pack: Pack, start: int, stop: int) -> Iterator[Facts]:
    """The combinations numbered from `start` up to `stop`; number 0 is all defaults, the last fact changes fastest."""
    spaces = domains(pack)
    names = [name for name, _ in spaces]
    own = tuple(pack.facts)
    for values in islice(product(*(values for _, values in spaces)), start, stop):
        # Any, because the names and values are those of CHOICES and of the pack.
        chosen: dict[str, Any] = dict(zip(names, values, strict=True))
        extra = tuple((name, chosen.pop(name)) for name in own)
        yield Facts(**chosen, extra=extra)


def violation(pack: Pack, facts: Facts) -> str | None:
    """The invariant that the decision on `facts` breaks, or None."""
    values = values_of(facts)
    must = expected(pack.invariants, values, is_default(values, _own_defaults(pack)))
    return broken(pack.invariants, must, gate.decide(pack, facts))


def _check_run(pack: Pack, start: int, stop: int) -> tuple[int, tuple[str, Facts] | None]:
    """The number of violations in a run and the first of them."""
    deciding, own = gate.of(pack), _own_defaults(pack)
    asks: list[tuple[str, ...]] = [(), *((task,) for task in pack.tasks)]
    count, first = 0, None
    for facts in facts_between(pack, start, stop):
        values = values_of(facts)
        must = expected(pack.invariants, values, is_default(values, own))
        assessment = deciding.assess(facts)
        for asked in asks:
            invariant = broken(pack.invariants, must, deciding.answer(assessment, asked))
            if invariant is not None:
                count += 1
                first = first or (invariant, replace(facts, asks=asked))
    return count, first


def _results(pack: Pack, runs: list[tuple[int, int]], workers: int) -> Iterator[tuple[int, tuple[str, Facts] | None]]:
    if workers <= 1:
        for start, stop in runs:
            yield _check_run(pack, start, stop)
        return
    # Spawned, not forked: a fork would copy the threads' locks of a progress bar or of a web process.
    context = multiprocessing.get_context("spawn")
    with context.Pool(workers, initializer=_prepare, initargs=(str(pack.path), pack.digest)) as pool:
        yield from pool.imap(_work, runs)


_prepared: list[tuple[str, str]] = []


def _prepare(path: str, digest: str) -> None:
    _prepared[:] = [(path, digest)]


def _work(run: tuple[int, int]) -> tuple[int, tuple[str, Facts] | None]:
    path, digest = _prepared[0]
    pack = packs.load(Path(path))
    if pack.digest != digest:
        raise Invalid(f"{pack.id} was changed while it was being proved; start again.")
    return _check_run(pack, *run)


def _shrunk(pack: Pack, invariant: str, facts: Facts) -> Counterexample:
    """Each fact put back to its default where the same invariant stays broken, so that what is left is the cause."""
    spaces = {name: values[0] for name, values in domains(pack)}
    for name, default in spaces.items():
        if name in pack.facts:
            extra = tuple((key, default if key == name else value) for key, value in facts.extra)
            tried = replace(facts, extra=extra)
        else:
            back: dict[str, Any] = {name: default}
            tried = replace(facts, **back)
        if violation(pack, tried) == invariant:
            facts = tried
    without = replace(facts, asks=())
    if violation(pack, without) == invariant:
        facts = without
    return Counterexample(invariant, facts, gate.decide(pack, facts))


def _own_defaults(pack: Pack) -> dict[str, Value]:
    return {fact.name: fact.default for fact in pack.facts.values()}
