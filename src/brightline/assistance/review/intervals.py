"""How sure a share is. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, sqrt

_Z_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Share:
    """`right` of `of`, with the 95 % interval in which the true share lies; all None when `of` is nothing."""

    right: int
    of: int
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Sample:
    """Of `among` things `of` were looked at, drawn at random; `right` of these were what was looked for."""

    right: int
    of: int
    among: int


def share(right: int, of: int) -> Share:
    """A share with its Wilson score interval (Wilson 1927), which holds for few cases and near 0 and 1 too."""
    if not 0 <= right <= of:
        raise ValueError(f"{right} of {of} is no share.")
    if of == 0:
        return Share(0, 0, None, None, None)
    return Share(right, of, right / of, *_wilson(right / of, of))


def share_of_all(samples: Sequence[Sample]) -> Share:
    """The share in all that was drawn from, each sample weighing as much as what it was drawn from.

    Its interval is Wilson's for as many cases drawn from one endless whole as would tell as much (Kish 1965, section
    11.7; with the finite population correction, so that what was looked at to the last is known for certain).
    """
    taken = [each for each in samples if each.of]
    right, of, among = (sum(getattr(each, name) for each in taken) for name in ("right", "of", "among"))
    if not taken:
        return Share(0, 0, None, None, None)
    value = sum(each.among * each.right / each.of for each in taken) / among
    left_out = sum(each.among * (each.among - each.of) / each.of for each in taken)
    return Share(right, of, value, *_wilson(value, among**2 / left_out if left_out else inf))


def _wilson(p: float, of: float) -> tuple[float, float]:
    z2 = _Z_95**2
    middle = (p + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z_95 / (1 + z2 / of) * sqrt(p * (1 - p) / of + z2 / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)
