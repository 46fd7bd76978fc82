"""The report's chart as plain geometry: requests by month as bars, below them all calls of the month."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from brightline.assistance.review.engine.report.words import MONTHS, month

WIDTH: Final = 720
HEIGHT: Final = 322
LEFT: Final = 40
GROUND: Final = 200
CALLS_TOP: Final = 248
CALLS_GROUND: Final = 300
_TALL: Final = GROUND - 24
_MOST_MONTHS: Final = 36


@dataclass(frozen=True, slots=True)
class Bar:
    """A month, or a year where there are too many months: where it stands, how high, and the numbers behind it.

    `named`: 0 its name is not drawn, 1 on wide screens alone, 2 always.
    """

    name: str
    label: str
    calls: int
    without: int
    with_ground: int
    x: float
    width: float
    without_height: float
    ground_height: float
    calls_height: float
    named: int

    @property
    def requests(self) -> int:
        """All requests of it."""
        return self.without + self.with_ground

    @property
    def middle(self) -> float:
        """Where its name is centered."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars in order and the lines behind them as (value, y)."""

    bars: tuple[Bar, ...]
    steps: tuple[tuple[int, float], ...]


def chart(calls: Mapping[str, int], requests: Mapping[str, int], without: Mapping[str, int]) -> Chart | None:
    """Laid out; None when no call's time could be read."""
    names = sorted(name for name in {*calls, *requests} if name)
    if not names:
        return None
    every = _between(names[0], names[-1])
    by_year = len(every) > _MOST_MONTHS
    if by_year:
        calls, requests, without = _yearly(calls), _yearly(requests), _yearly(without)
        every = sorted({name[:4] for name in names})
    step = _step(max((requests.get(name, 0) for name in every), default=0))
    most = max(2 * step, -(-max(requests.get(name, 0) for name in every) // step) * step)
    most_calls = max(max(calls.get(name, 0) for name in every), 1)
    slot = (WIDTH - LEFT - 8) / len(every)
    wide = min(slot * 0.62, 56)
    bars = []
    for place, name in enumerate(every):
        bare = min(without.get(name, 0), requests.get(name, 0))
        grounded = requests.get(name, 0) - bare
        bars.append(
            Bar(
                name=name if by_year else month(name),
                label=_label(name, place),
                calls=calls.get(name, 0),
                without=bare,
                with_ground=grounded,
                x=round(LEFT + slot * place + (slot - wide) / 2, 1),
                width=round(wide, 1),
                without_height=round(_TALL * bare / most, 1),
                ground_height=round(_TALL * grounded / most, 1),
                calls_height=round((CALLS_GROUND - CALLS_TOP) * calls.get(name, 0) / most_calls, 1),
                named=_named(place, len(every)),
            )
        )
    steps = tuple((value, round(GROUND - _TALL * value / most, 1)) for value in range(0, most + 1, step))
    return Chart(tuple(bars), steps)


def _between(first: str, last: str) -> list[str]:
    begin, end = (int(name[:4]) * 12 + int(name[5:7]) - 1 for name in (first, last))
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in itertools.islice(range(begin, end + 1), 2_000)]


def _yearly(counts: Mapping[str, int]) -> dict[str, int]:
    years: dict[str, int] = {}
    for name, count in counts.items():
        if name:
            years[name[:4]] = years.get(name[:4], 0) + count
    return years


def _label(name: str, place: int) -> str:
    """The year is said with January and with the first month."""
    if len(name) == 4:
        return name
    short = MONTHS[int(name[5:7]) - 1]
    return f"{short} \N{RIGHT SINGLE QUOTATION MARK}{name[2:4]}" if place == 0 or name.endswith("-01") else short


def _named(place: int, count: int) -> int:
    if place % -(-count // 6) == 0:
        return 2
    return 1 if place % -(-count // 12) == 0 else 0


def _step(most: int) -> int:
    """The smallest round step that needs at most five lines."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if most <= size * factor * 5:
                return size * factor
        size *= 10
