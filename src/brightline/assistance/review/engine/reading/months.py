"""Times as CAD exports write them: counting calls by month at the speed of the file, and reading one time closely."""

import functools
import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt
from dateutil import parser

from brightline.assistance.review.engine.reading.blocks import Bytes

# As much of a time as tells its day, in any of the forms below; what follows only makes more kinds to count.
_PREFIX = 12
_YEARS = range(1970, 2100)
_NUMERIC = re.compile(r"^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})(?!\d)")
_PLAIN = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:$|\D|\d{4,6}$)")
_EPOCH = re.compile(r"^\d{10}(?:\d{3})?(?:\.\d+)?$")


def count_months(data: Bytes, starts: npt.NDArray[np.int64], *, day_first: bool) -> Counter[str]:
    """Calls by "YYYY-MM", given where in `data` each call's time begins; "" counts those that are no time."""
    counts: Counter[str] = Counter()
    if not len(starts):
        return counts
    starts = np.where(data[np.minimum(starts, len(data) - 1)] == ord('"'), starts + 1, starts)
    iso = np.zeros(len(starts), bool)
    inside = starts + 7 < len(data)
    at = starts[inside]
    digits = [data[at + offset].astype(np.int32) - 48 for offset in (0, 1, 2, 3, 5, 6)]
    good = (data[at + 4] == ord("-")) & np.logical_and.reduce([(d >= 0) & (d <= 9) for d in digits])
    month = digits[4] * 10 + digits[5]
    good &= (month >= 1) & (month <= 12)
    year = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3]
    keys, times = np.unique((year * 12 + month - 1)[good], return_counts=True)
    for key, count in zip(keys.tolist(), times.tolist(), strict=True):
        counts[f"{key // 12:04d}-{key % 12 + 1:02d}"] += count
    iso[np.flatnonzero(inside)[good]] = True
    rest = starts[~iso]
    if len(rest):
        padded = np.concatenate([data, np.zeros(_PREFIX, np.uint8)])
        prefix = padded[rest[:, None] + np.arange(_PREFIX)]
        ended = np.isin(prefix, np.frombuffer(b',"|\t;\r\n', np.uint8))
        # The time of day begins after the first blank or T that a whole date can precede.
        ended[:, 6:] |= (prefix[:, 6:] == ord(" ")) | (prefix[:, 6:] == ord("T"))
        prefix[np.logical_or.accumulate(ended, axis=1)] = 0
        texts, times = np.unique(np.ascontiguousarray(prefix).view(f"S{_PREFIX}").ravel(), return_counts=True)
        for text, count in zip(texts.tolist(), times.tolist(), strict=True):
            counts[month_of(text.decode("latin-1"), day_first=day_first)] += count
    return counts


@functools.lru_cache(maxsize=1 << 16)
def month_of(text: str, *, day_first: bool) -> str:
    """ "2017-03" of a time, or "" if it is none."""
    read = moment(text, day_first=day_first)
    return f"{read.year:04d}-{read.month:02d}" if read else ""


def moment(text: str, *, day_first: bool) -> datetime | None:
    """A time in any common form, without its zone; None if it is none.

    A time given in seconds or milliseconds since 1970, or as a spreadsheet's day number, is read as UTC.
    """
    text = text.strip()
    try:
        if _EPOCH.match(text):
            seconds = float(text)
            return datetime.fromtimestamp(seconds / (1000 if seconds > 1e11 else 1), UTC).replace(tzinfo=None)
        if plain := _PLAIN.match(text):
            text = f"{plain[1]}-{plain[2]}-{plain[3]} {text[8:].lstrip('T ')}".strip()
        elif re.fullmatch(r"\d{5}(\.\d+)?", text):
            return datetime(1899, 12, 30) + timedelta(days=float(text))  # noqa: DTZ001 - local time by definition
        elif not re.search(r"\d", text) or len(text) < 6:
            return None
        numeric = _NUMERIC.match(text)
        first_is_year = numeric is not None and len(numeric[1]) == 4
        read = parser.parse(text, dayfirst=day_first and not first_is_year, yearfirst=first_is_year)
    except (ValueError, OverflowError, OSError):
        return None
    return read.replace(tzinfo=None) if read.year in _YEARS else None


def is_day_first(texts: list[str]) -> bool:
    """Whether 3/4/2017 is the 3rd of April in this file: some day above 12 stands first, and none second."""
    firsts = [(int(found[1]), int(found[2])) for text in texts if (found := _NUMERIC.match(text.strip()))]
    return any(12 < first < 32 for first, _ in firsts) and not any(12 < second < 32 for _, second in firsts)
