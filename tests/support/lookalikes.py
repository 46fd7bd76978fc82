"""A fictional city of any size, its streets named so that many look and sound alike.

Quarters of a hundred meters' grid lie side by side; each has its own streets, some of them with a twin in another
quarter (Harbor St and Harbor Ct, N 4th St and S 4th St). The same size and seed give the same city.
"""

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np
import polars as pl

WEST, SOUTH = -85.95, 38.05
_METERS = 111_320.0
_BLOCK = 100.0
_WORDS = tomllib.loads((Path(__file__).parent / "lookalikes.toml").read_text("utf-8"))
_TYPES = ("St", "Ave", "Rd", "Dr", "Ct", "Ln", "Blvd", "Way", "Pl", "Cir", "Ter", "Pkwy", "Trl")
_OFTEN = (26, 22, 14, 12, 8, 7, 2, 3, 3, 1, 1, 0.5, 0.5)


@dataclass(frozen=True, slots=True)
class Crossing:
    """Two streets that meet, and where."""

    one: str
    other: str
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class City:
    """addresses: the columns of brightline's index; crossings: some hundred true corners."""

    addresses: pl.DataFrame
    crossings: list[Crossing]


def city(addresses: int, seed: int = 23, name: str = "Falls City", state: str = "KY") -> City:
    """A city of about so many addresses, eighty a street."""
    rnd = random.Random(seed)
    names = _names(rnd)
    across = max(4, min(25, round((addresses / 80 / 2) ** 0.5 / 2)))
    columns: dict[str, list[object]] = {key: [] for key in ("number", "street", "unit", "zip", "longitude", "latitude")}
    crossings = []
    for quarter in count():
        if len(columns["number"]) >= addresses:
            break
        side = max(1, round((addresses / (across * 2 * across * 3.4)) ** 0.5))
        east, north = (quarter % side) * (across + 2) * _BLOCK, (quarter // side) * (across + 2) * _BLOCK
        code = str(40200 + quarter // 3 % 40 + 1)
        upright, level = [next(names) for _ in range(across)], [next(names) for _ in range(across)]
        for along, streets in ((False, upright), (True, level)):
            for place, street in enumerate(streets):
                line = [north if along else east, east if along else north]
                for number, unit, off, aside in _houses(rnd, across):
                    one, other = line[0] + place * _BLOCK + aside, line[1] + off
                    x, y = (other, one) if along else (one, other)
                    point = _degrees(x, y)
                    for column, value in zip(columns.values(), (number, street, unit, code, *point), strict=True):
                        column.append(value)
        crossings += [
            Crossing(upright[i], level[j], *_degrees(east + i * _BLOCK, north + j * _BLOCK))
            for i, j in [(rnd.randrange(across), rnd.randrange(across)) for _ in range(4)]
        ]
    frame = pl.DataFrame(columns).head(addresses)
    written = pl.concat_str(["number", "street", "unit", "zip"], separator="-").str.to_lowercase()
    key = written.str.replace_all(r"[^a-z0-9]+", "-")
    frame = frame.with_columns(key=key, city=pl.lit(name), state=pl.lit(state))
    known = set(frame["street"].unique())
    return City(frame, [corner for corner in crossings if {corner.one, corner.other} <= known])


def _degrees(x: float, y: float) -> tuple[float, float]:
    latitude = SOUTH + y / _METERS
    return round(WEST + x / (_METERS * np.cos(np.radians(SOUTH))), 6), round(latitude, 6)


def _houses(rnd: random.Random, blocks: int) -> Iterator[tuple[str, str, float, float]]:
    """Number, unit, meters along and aside of every house on a street of so many blocks."""
    first = rnd.choice((0, 1, 2, 4, 10, 15, 20, 33, 60)) * 100
    for block in range(blocks):
        for side in (0, 1):
            numbers = sorted(rnd.sample(range(1 + side, 99, 2), rnd.choice((1, 1, 2, 2, 3))))
            for number in numbers:
                whole = str(first + (block + 1) * 100 + number)
                off, aside = (block + 0.12 + number / 130) * _BLOCK - _BLOCK, 18.0 if side else -18.0
                kind = rnd.random()
                if kind < 0.015:
                    for unit in range(1, rnd.choice((3, 5, 9, 13))):
                        yield whole, f"Apt {unit}", off, aside
                    yield whole, "", off, aside
                elif kind < 0.02:
                    yield whole, "", off, aside
                    yield f"{whole} 1/2", "", off, aside
                else:
                    yield whole, "", off, aside


def _names(rnd: random.Random) -> Iterator[str]:
    """Street names without end, each once."""
    given: set[str] = set()
    cores = _cores(rnd)
    used: list[str] = []
    while True:
        core = rnd.choice(used) if used and rnd.random() < 0.22 else next(cores)
        used.append(core)
        kind = rnd.choices(_TYPES, _OFTEN)[0]
        direction = rnd.choice("NSEW") + " " if rnd.random() < 0.12 or core[0].isdigit() else ""
        street = core if rnd.random() < 0.01 and not core[0].isdigit() else f"{direction}{core} {kind}"
        if street not in given:
            given.add(street)
            yield street


def _cores(rnd: random.Random) -> Iterator[str]:
    fixed = [
        *_WORDS["people"],
        *(_ordinal(number) for number in range(1, 61)),
        "Martin Luther King Jr",
        "Broadway",
        "Main",
        "Park",
    ]
    rnd.shuffle(fixed)
    made: set[str] = set()
    while True:
        if fixed and rnd.random() < 0.2:
            yield fixed.pop()
            continue
        one = rnd.choice(_WORDS["first"]) + rnd.choice(_WORDS["last"])
        shape = rnd.random()
        if shape < 0.12:
            name = f"{rnd.choice(_WORDS['leading'])} {rnd.choice(_WORDS['people'])}"
        elif shape < 0.27:
            name = f"{rnd.choice(_WORDS['first'])} {rnd.choice(_WORDS['last'])}".title()
        else:
            name = one.title()
        if name not in made:
            made.add(name)
            yield name


def _ordinal(number: int) -> str:
    return f"{number}{'th' if 10 <= number % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
