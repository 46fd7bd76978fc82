"""What fills a superblock: winding drives, loops, courts and lanes, or a mill village's small grid."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import numpy as np

from generate.plane import SUPERBLOCK, Plan, Points
from generate.streets import Part, Street

_SIZE = SUPERBLOCK
_STEP = 1 / 6


@dataclass(frozen=True)
class Superblock:
    """Six blocks square between arterials. west, north: its corner in the plan; turned: its rows run south."""

    west: int
    north: int
    turned: bool

    def plan(self, p: Points) -> Points:
        """Its own coordinates, p along its rows and p.imag across them, in the plan."""
        across, down = (p.imag, p.real) if self.turned else (p.real, p.imag)
        return np.asarray((self.west + across) - 1j * (self.north + down), dtype=np.complex128)


def superblocks(plan: Plan, random: Random) -> Iterator[Superblock]:
    """Those outside the old grid, within the city's rounded limits."""
    west, east, south = plan.limits
    for u in range(west, east, _SIZE):
        for v in range(0, south, _SIZE):
            middle_u, middle_v = u + _SIZE / 2, v + _SIZE / 2
            if plan.is_old(middle_u, middle_v):
                continue
            if abs(middle_u / east) ** 2.6 + abs(middle_v / south) ** 2.6 < 1.02:
                yield Superblock(u, v, random.random() < 0.5)


def streets(block: Superblock, random: Random, village: bool) -> Iterator[Street]:
    """The streets within one superblock, nameless but for a village's numbered avenues."""
    if village:
        yield from _village(block)
        return
    kind = random.random()
    if kind < 0.5:
        yield from _waves(block, random, rows=random.choice((3, 4, 4, 5)))
    elif kind < 0.85:
        yield from _loop(block, random)
    else:
        yield from _estates(block, random)


def _street(block: Superblock, kind: str, points: Points, first: int = 100, name: str = "") -> Street:
    length = np.concatenate([[0], np.cumsum(np.abs(np.diff(points)))])
    return Street(kind, name, parts=[Part(block.plan(points), first + 100 * length)])


def _wave(random: Random, level: float, end: float, height: float) -> Points:
    """From p = 0 to `end` at about `level`, exactly there at both ends of the superblock."""
    along = np.arange(0, round(end / _STEP) + 1) * _STEP
    turns, phase = random.choice((1.0, 1.5, 2.0)), random.uniform(0, 6.28)
    swing = height * np.sin(np.pi * along / _SIZE) * np.sin(2 * np.pi * turns * along / _SIZE + phase)
    return np.asarray(along + 1j * (level + swing), dtype=np.complex128)


def _waves(block: Superblock, random: Random, rows: int) -> Iterator[Street]:
    gap = _SIZE / rows
    lines = []
    for index in range(rows):
        level = round((index + 0.5) * gap * 6) / 6
        end = _SIZE if random.random() < 0.7 else _SIZE - random.choice((0.5, 1.0))
        lines.append(_wave(random, level, end, 0.3 * gap))
        yield _street(block, "drive" if index % 2 else "lane", lines[-1], random.choice((100, 100, 1, 200)))
    links = [random.choice((1.5, 2.0)), random.choice((3.5, 4.0, 4.5))]
    for level in links:
        wave = _wave(random, level, _SIZE, 0.25)
        yield _street(block, "drive", np.asarray(wave.imag + 1j * wave.real))
    for line in lines:
        for place in (0.8, 2.8, 5.2):
            if place < len(line) * _STEP - 0.5 and random.random() < 0.62 and all(abs(place - x) > 0.6 for x in links):
                foot = line[round(place / _STEP)]
                side = random.choice((-1, 1))
                yield _street(block, "court", _dead_end(random, foot, side * 1j, 0.42 * gap), 1)


def _dead_end(random: Random, foot: complex, direction: complex, length: float) -> Points:
    steps = np.arange(0, max(2, round(length / _STEP)) + 1) * _STEP
    bend = random.uniform(-0.25, 0.25) * steps**2
    return np.asarray(foot + direction * (steps + 1j * bend), dtype=np.complex128)


def _loop(block: Superblock, random: Random) -> Iterator[Street]:
    """A ring with a way in from two or three sides, courts inward and outward."""
    middle = _SIZE / 2 * (1 + 1j)
    turn = np.arange(0, 61) / 60 * 2 * np.pi
    wobble = 1 + 0.09 * np.sin(3 * turn + random.uniform(0, 6.28)) + 0.05 * np.sin(5 * turn + random.uniform(0, 6.28))
    square = (np.abs(np.cos(turn)) ** 3 + np.abs(np.sin(turn)) ** 3) ** (-1 / 3)
    ring = middle + 1.75 * wobble * square * np.exp(1j * turn)
    ring[-1] = ring[0]
    yield _street(block, "loop", ring, random.choice((1, 100)))
    quarters = [0, 15, 30, 45]
    random.shuffle(quarters)
    for index, quarter in enumerate(quarters[: random.choice((2, 3, 3))]):
        foot = ring[quarter]
        edge = {0: _SIZE + 3j, 15: 3 + 6j, 30: 3j, 45: 3 + 0j}[quarter]
        yield _street(block, "drive" if index else "way", _bow(random, complex(edge), complex(foot)))
    for place in range(5, 60, 8):
        outward = (ring[place] - middle) / abs(ring[place] - middle)
        if random.random() < 0.8:
            yield _street(block, "court", _dead_end(random, ring[place], outward, 0.75), 1)
        if place % 16 == 5:
            yield _street(block, "court", _dead_end(random, ring[place], -outward, 0.7), 1)
    if random.random() < 0.5:
        yield _street(block, "lane", _bow(random, complex(ring[9]), complex(ring[21])))


def _bow(random: Random, start: complex, end: complex) -> Points:
    count = max(3, round(abs(end - start) / _STEP))
    share = np.arange(count + 1) / count
    swing = random.uniform(-0.22, 0.22) * np.sin(np.pi * share) * 1j
    points = start + (end - start) * (share + swing * np.minimum(1, 1.5 / abs(end - start)))
    points[-1] = end
    return np.asarray(points, dtype=np.complex128)


def _estates(block: Superblock, random: Random) -> Iterator[Street]:
    """Large lots: one road through and a few lanes off it."""
    through = _wave(random, 3.0, _SIZE, 0.8)
    yield _street(block, "road", through)
    for place in (0.8, 2.0, 3.2, 4.2, 5.2):
        for side in (-1j, 1j):
            if random.random() < 0.75:
                foot = through[round(place / _STEP)]
                room = foot.imag if side == -1j else _SIZE - foot.imag
                yield _street(block, "lane", _dead_end(random, foot, side, room - 0.7), 1)


def _village(block: Superblock) -> Iterator[Street]:
    """Numbered avenues and lettered streets around a mill, each a hundred a block."""
    for index in range(1, _SIZE):
        line = np.arange(0, _SIZE / _STEP + 1) * _STEP
        ordinal = ("1st", "2nd", "3rd", "4th", "5th")[index - 1]
        yield _street(block, "grid", np.asarray(line + 1j * index, dtype=np.complex128), name=f"{ordinal} Ave")
        if index % 2:
            yield _street(block, "cross", np.asarray(index + 1j * line), name=f"{'ABCDE'[index - 1]} St")
