"""Times as CAD exports write them: counting calls by month at the speed of the file, and reading one time closely."""

import functools
import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt
from dateutil import parser

from brightline.assistance.review.engine.call import Days
from brightline.assistance.review.engine.reading.blocks import Bytes

_YEARS = range(1970, 2100)
_ISO_MONTH = re.compile(r"(?:19[7-9]\d|20\d\d)-(?:0[1-9]|1[0-2])")
_NUMERIC = re.compile(r"^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})(?!\d)")
_PLAIN = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:$|\D|\d{4,6}$)")
_EPOCH = re.compile(r"^\d{10}(?:\d{3})?(?:\.\d+)?$")
_SHEET_DAY = re.compile(r"\d{5}(\.\d+)?$")
_WHOLE_DATE = re.compile(r"^(.*?\d{4}|\d{1,2}[-/.]\w{1,3}[-/.]\d{2})(?:[T ]+\d{1,2}:\d{2}.*)$", re.DOTALL)
# What dateutil fills in for a year that is not given must not be this year.
_NO_YEAR = datetime(1, 1, 1)  # noqa: DTZ001 - local time by definition
_WORD = re.compile(rb"[A-Za-z]{3}")
# Bytes that tell an ISO month ("2017-03"); of the next eight those that complete any other day in figures, or ISO's.
_SEVEN, _FOUR, _TWO = np.uint64(0x00FF_FFFF_FFFF_FFFF), np.uint64(0x0000_0000_FFFF_FFFF), np.uint64(0xFFFF)
_MIX = np.uint64(0x9E37_79B9_7F4A_7C15)


def count_months(
    data: Bytes,
    starts: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
    *,
    quote: int | None = None,
    day_first: bool,
) -> tuple[Counter[str], Days]:
    """Calls by "YYYY-MM", given where in `data` each call's time begins and ends, and their first and last day.

    "" counts those that are no time. Months are read once for each run of equal beginnings: an export is mostly in the
    order of its times.
    """
    counts: Counter[str] = Counter()
    days = Days()

    def text_at(place: int) -> str:
        text = data[starts[place] : ends[place]].tobytes().decode("latin-1")
        return text if quote is None else text.rstrip("\r").rstrip(chr(quote))

    def count(place: int, often: int) -> None:
        counts[month_of(text_at(place), day_first=day_first)] += often
        days.add(day_of(text_at(place), day_first=day_first))

    if quote is not None and len(starts):
        starts = starts + (data[np.minimum(starts, len(data) - 1)] == quote)
    far = starts + 16 <= len(data)
    for place in np.flatnonzero(~far).tolist():
        count(place, 1)
    starts, ends = starts[far], ends[far]
    if not len(starts):
        return counts, days
    # Eight bytes from any place, as one number.
    words = np.ndarray((len(data) - 7,), np.dtype("<u8"), data, strides=(1,))
    first = words[starts]
    heads = first & _SEVEN
    keys, at, often = _runs(heads)
    other = []
    months: dict[str, int] = {}
    for key, place, times in zip(keys.tolist(), at.tolist(), often.tolist(), strict=True):
        text = key.to_bytes(8, "little")[:7].decode("latin-1")
        if _ISO_MONTH.match(text) and starts[place] + 7 <= ends[place]:
            counts[text] += times
            months[text] = key
        else:
            other.append(key)
    for month in {min(months), max(months)} if months else ():
        # Only within the first and the last month do single days matter.
        within = np.flatnonzero(heads == np.uint64(months[month])) if len(keys) > 1 else np.arange(len(starts))
        _keys, at, _often = _runs(words[starts[within] + 8] & _TWO)
        for place in within[at].tolist():
            days.add(day_of(text_at(place)[:10], day_first=day_first))
    if other:
        rest = np.isin(heads, np.array(other, np.uint64))
        first, starts, ends = first[rest], starts[rest], ends[rest]
        _keys, at, often = _runs(first * _MIX ^ (words[starts + 8] & _FOUR))
        if any(_WORD.search(data[starts[place] : starts[place] + 12].tobytes()) for place in at[:100].tolist()):
            # A month in letters: the day may end anywhere.
            at, often = np.arange(len(starts)), np.ones(len(starts), np.int64)
        for place, times in zip(at.tolist(), often.tolist(), strict=True):
            count(place, times)
    return counts, days


def _runs(
    keys: npt.NDArray[np.uint64],
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Each key that occurs, a place where it does, and how often."""
    changes = np.concatenate(([0], np.flatnonzero(keys[1:] != keys[:-1]) + 1))
    lengths = np.diff(changes, append=len(keys))
    values, index, inverse = np.unique(keys[changes], return_index=True, return_inverse=True)
    return values, changes[index], np.bincount(inverse, lengths).astype(np.int64)


def month_of(text: str, *, day_first: bool) -> str:
    """ "2017-03" of a time, or "" if it is none."""
    return text[:7] if _ISO_MONTH.match(text) else day_of(text, day_first=day_first)[:7]


def day_of(text: str, *, day_first: bool) -> str:
    """ "2017-03-14" of a time, or "" if it is none, or names no day."""
    if _ISO_MONTH.match(text):
        return _day(text[:10], False) if len(text) >= 10 else ""
    text = text.strip()
    whole = _WHOLE_DATE.match(text)
    return _day(whole[1] if whole else text, day_first)


@functools.lru_cache(maxsize=1 << 16)
def _day(text: str, day_first: bool) -> str:
    read = moment(text, day_first=day_first)
    return read.date().isoformat() if read else ""


def moment(text: str, *, day_first: bool) -> datetime | None:
    """A time in any common form, without its zone; None if it is none.

    A time given in seconds or milliseconds since 1970, or as a spreadsheet's day number, is read as UTC.
    """
    text = text.strip()
    try:
        read = _iso(text) or _other(text, day_first)
    except (ValueError, OverflowError, OSError):
        return None
    return read.replace(tzinfo=None) if read and read.year in _YEARS else None


def _iso(text: str) -> datetime | None:
    if text[4:5] != "-":
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _other(text: str, day_first: bool) -> datetime | None:
    if _EPOCH.match(text):
        seconds = float(text)
        return datetime.fromtimestamp(seconds / (1000 if seconds > 1e11 else 1), UTC)
    if _SHEET_DAY.match(text):
        return datetime(1899, 12, 30) + timedelta(days=float(text))  # noqa: DTZ001 - local time by definition
    if plain := _PLAIN.match(text):
        text = f"{plain[1]}-{plain[2]}-{plain[3]} {text[8:].lstrip('T ')}".strip()
    elif len(text) < 6 or not any(map(str.isdigit, text)):
        return None
    numeric = _NUMERIC.match(text)
    first_is_year = numeric is not None and len(numeric[1]) == 4
    return parser.parse(
        text, default=_NO_YEAR, ignoretz=True, dayfirst=day_first and not first_is_year, yearfirst=first_is_year
    )


def is_day_first(texts: list[str]) -> bool:
    """Whether 3/4/2017 is the 3rd of April in this file: some day above 12 stands first, and none second."""
    firsts = [(int(found[1]), int(found[2])) for text in texts if (found := _NUMERIC.match(text.strip()))]
    return any(12 < first < 32 for first, _ in firsts) and not any(12 < second < 32 for _, second in firsts)
