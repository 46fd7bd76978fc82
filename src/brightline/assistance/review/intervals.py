"""How sure a share is. Pure."""

from dataclasses import dataclass
from math import sqrt

_Z_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Share:
    """`right` of `of`, with the 95 % interval in which the true share lies; all None when `of` is nothing."""

    right: int
    of: int
    value: float | None
    low: float | None
    high: float | None


def share(right: int, of: int) -> Share:
    """A share with its Wilson score interval (Wilson 1927), which holds for few cases and near 0 and 1 too."""
    if not 0 <= right <= of:
        raise ValueError(f"{right} of {of} is no share.")
    if of == 0:
        return Share(0, 0, None, None, None)
    p, z2 = right / of, _Z_95**2
    middle = (p + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z_95 / (1 + z2 / of) * sqrt(p * (1 - p) / of + z2 / (4 * of * of))
    return Share(right, of, p, max(0.0, middle - half), min(1.0, middle + half))
