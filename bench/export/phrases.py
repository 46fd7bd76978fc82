"""The phrases of the fictional city's call-takers, from natures.toml and touches.toml, with their slots filled."""

import json
import random
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

HERE = Path(__file__).parent
_SLOT = re.compile(r"\{(\w+)\}")
_LETTERS = "ABCDEFGHIJKLMNOPRSTUVWXYZ"
_NUMBERS = {"age": (5, 92), "n": (2, 9), "mph": (48, 92), "mm": (1, 137), "room": (101, 489)}
# How many fillings of each phrase there are to draw from.
_FILLINGS = 150


def table(name: str) -> dict[str, Any]:
    """One of the word files beside this one."""
    return tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))


def records(name: str) -> list[dict[str, Any]]:
    """One of the files of fictional, labelled records beside this one."""
    return [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text("utf-8").splitlines()]


class Filler:
    """Fills the slots of phrases. Two fillers of one seed fill alike."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)
        self.words = table("fill")

    def fill(self, phrase: str) -> str:
        """The phrase with its slots filled."""
        return _SLOT.sub(self._slot, phrase)

    def many(self, phrases: list[str]) -> list[str]:
        """Each phrase many times over, so that one without slots is as likely as one with."""
        return [self.fill(phrase) for phrase in phrases for _ in range(_FILLINGS)]

    def _slot(self, found: re.Match[str]) -> str:
        rnd, name = self._random, found[1]
        if name in self.words:
            return str(rnd.choice(self.words[name]))
        if name in ("unit", "unit2"):
            return f"{rnd.randint(1, 8)}{rnd.randint(10, 59)}{rnd.choice('ABCD')}"
        if name == "plate":
            letters = "".join(rnd.choices(_LETTERS, k=3))
            return f"{rnd.randint(100, 999)} {letters}" if rnd.random() < 0.7 else f"{letters}{rnd.randint(1000, 9999)}"
        if name == "name":
            return f"{rnd.choice(self.words['last'])}, {rnd.choice(self.words['first'])}"
        if name in _NUMBERS:
            return str(rnd.randint(*_NUMBERS[name]))
        if name == "phone":
            return f"555-01{rnd.randint(0, 99):02d}"
        if name == "money":
            return f"${rnd.choice((20, 45, 80, 120, 200, 350, 600, 900, 1500, 4200))}"
        raise ValueError(f"bench/export: no word fills {{{name}}}. Add it to fill.toml.")


@dataclass(frozen=True, slots=True)
class Pool:
    """Texts in groups, to draw from at random: group g is `sizes[g]` texts from `starts[g]` on."""

    texts: pl.Series
    starts: npt.NDArray[np.int64]
    sizes: npt.NDArray[np.int64]

    @classmethod
    def of(cls, groups: list[list[str]]) -> "Pool":
        """A pool of these groups."""
        sizes = np.array([len(group) for group in groups])
        texts = pl.Series([text for group in groups for text in group], dtype=pl.String)
        return cls(texts, np.cumsum(sizes) - sizes, sizes)

    def draw(self, rng: np.random.Generator, groups: npt.NDArray[np.int64]) -> pl.Series:
        """One text of each of the groups named."""
        return self.texts.gather(self.starts[groups] + (rng.random(len(groups)) * self.sizes[groups]).astype(np.int64))
