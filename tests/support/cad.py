"""CAD exports for tests: fictional calls, a few of which an immigration agency made."""

import csv
import random
from collections.abc import Sequence
from pathlib import Path

HEADER = ("CFS_ID", "RECEIVED", "NATURE", "ADDRESS", "NARRATIVE")
ASKED = "ICE AGENTS REQ LMPD TO HOLD SUBJ ON DETAINER AND KNOCK AND CLEAR THE APT, ADMIN WARRANT ONLY"
ICY = "VEH SLID ON ICE ON THE BRIDGE RAMP, NO INJ, TOW CALLED"
_WORDS = (
    "CALLER",
    "ADV",
    "MALE",
    "IN",
    "LOT",
    "YELLING",
    "AT",
    "VEH",
    "LEFT",
    "EASTBOUND",
    "NO",
    "INJ",
    "REPORT",
    "TAKEN",
)


def narratives(count: int, *, every: int, seed: int = 7) -> list[str]:
    """Dull ones, each `every`th a request."""
    pick = random.Random(seed)
    return [
        f"{place} {ASKED}" if place % every == every - 1 else " ".join(pick.choices(_WORDS, k=24))
        for place in range(count)
    ]


def icy(texts: Sequence[str], *, every: int) -> list[str]:
    """The same, each `every`th with a term in it that concerns no agency."""
    return [f"{place} {ICY}" if place % every == every // 2 else text for place, text in enumerate(texts)]


def write(path: Path, texts: Sequence[str], *, first: int = 1) -> Path:
    """An export of calls with these narratives, spread over March to May 2017."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(HEADER)
        for place, text in enumerate(texts):
            month, day = 3 + place % 3, 1 + place % 28
            received = f"2017-{month:02d}-{day:02d} 10:{place % 60:02d}:00"
            rows.writerow([f"FC{first + place:07d}", received, "ASSIST", f"{place} OAK ST", text])
    return path
