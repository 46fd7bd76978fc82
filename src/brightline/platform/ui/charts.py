"""Stacked bars as plain geometry, drawn by `ui/components/stacked_bars.html` as SVG without script or style."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 40, 8, 24, 30


@dataclass(frozen=True)
class Piece:
    series: int
    label: str
    value: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Bar:
    label: str
    total: int
    values: Sequence[int]
    middle: float
    top: float
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class Step:
    value: int
    y: float


@dataclass(frozen=True)
class StackedBars:
    """A chart: one bar a label, one piece a series, steps on the side, and the same numbers for the table."""

    labels: Sequence[str]
    bars: Sequence[Bar]
    steps: Sequence[Step]
    totals: Sequence[int]
    total: int
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    ground: float = HEIGHT - BOTTOM
    label_y: float = HEIGHT - BOTTOM + 20


def stacked_bars(series: Sequence[str], rows: Mapping[str, Sequence[int]]) -> StackedBars:
    """Lay out `rows` (label → one count a series, in the order of `series`)."""
    sums = [sum(values) for values in rows.values()]
    step = _step(max(sums, default=0))
    most = max(step * 2, -(-max(sums, default=0) // step) * step)
    tall = HEIGHT - TOP - BOTTOM
    slot = (WIDTH - LEFT - RIGHT) / max(len(rows), 1)
    wide = min(slot * 0.56, 56)
    bars = []
    for index, (label, values) in enumerate(rows.items()):
        x = LEFT + slot * index + (slot - wide) / 2
        y = float(HEIGHT - BOTTOM)
        pieces = []
        for number, value in enumerate(values, start=1):
            if not value:
                continue
            size = tall * value / most
            y -= size
            pieces.append(Piece(number, series[number - 1], value, _round(x), _round(y), _round(wide), _round(size)))
        bars.append(Bar(label, sum(values), list(values), _round(x + wide / 2), _round(y - 7), pieces))
    steps = [Step(value, _round(HEIGHT - BOTTOM - tall * value / most)) for value in range(0, most + 1, step)]
    totals = [sum(values[index] for values in rows.values()) for index in range(len(series))]
    return StackedBars(list(series), bars, steps, totals, sum(sums))


def _step(most: int) -> int:
    """The smallest round step that needs at most five lines."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if most <= size * factor * 5:
                return size * factor
        size *= 10


def _round(number: float) -> float:
    return round(number, 1)
