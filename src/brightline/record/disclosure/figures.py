"""The figures, counted from the folded record. Pure; a month is the city's local month, written "2026-05"."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from statistics import median

from brightline.record.disclosure import exceptions
from brightline.record.disclosure.fold import Examined, Record, RequestRecord

DEFAULT_MONTHS = 6
# Months are compared as text, which holds only for years of four digits; and nobody's question is a million months.
_YEARS = (1900, 2200)
STATUSES = ("sent", "authorized", "declined", "withdrawn", "undecided")
_KNOWN_GROUNDS = ("criminal_warrant", "judicial_warrant", "crime", "risk_of_violence", "public_danger")


@dataclass(frozen=True, slots=True)
class Period:
    """From one month to another, both included. Raises ValueError for a month that is none, or last before first."""

    first: str
    last: str

    def __post_init__(self) -> None:
        for month in (self.first, self.last):
            if len(month) != 7 or not _YEARS[0] <= date.fromisoformat(f"{month}-01").year <= _YEARS[1]:
                raise ValueError(month)
        if self.last < self.first:
            raise ValueError(self.last)

    def months(self) -> list[str]:
        found, month = [], self.first
        while month <= self.last:
            found.append(month)
            month = _shift(month, 1)
        return found


@dataclass(frozen=True, slots=True)
class Month:
    """One month. by_ground counts requests that were authorized, each once, under its first ground; the rest is
    declined or other (withdrawn or not decided). calls: None when they have not been counted."""

    month: str
    requests: int
    by_ground: Mapping[str, int]
    declined: int
    other: int
    calls: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Totals of a period. requests = the sum of `status`; grounds in the order to show them.

    calls sums the months that were counted; uncounted names the others. other_agencies are not among requests.
    examined: what looking back came to in examined_months, which are those of the period that were looked through.
    """

    period: Period
    months: tuple[Month, ...]
    requests: int
    status: Mapping[str, int]
    grounds: Mapping[str, int]
    calls: int
    uncounted: tuple[str, ...]
    median_seconds: int | None
    commander_on_scene: int
    exceptions: Mapping[str, int]
    other_agencies: int
    several_grounds: int
    examined: Examined
    examined_months: tuple[str, ...]


def month_of(moment: datetime, zone: tzinfo) -> str:
    """The local month of an aware time."""
    return f"{moment.astimezone(zone):%Y-%m}"


def months_with_anything(record: Record, zone: tzinfo) -> list[str]:
    """Every month with a request, a count of calls or calls looked back at, in order."""
    return sorted(
        {month_of(each.received_at, zone) for each in record.requests.values()} | record.calls.keys() | dated(record)
    )


def dated(record: Record) -> set[str]:
    """The months that exports were looked through for."""
    return {month for month in record.examined if month}


def default_period(record: Record, zone: tzinfo, today: date) -> Period | None:
    """The last six whole months with anything; the month that runs when there is nothing before it; else None."""
    running = f"{today:%Y-%m}"
    known = months_with_anything(record, zone)
    whole = [month for month in known if month < running]
    if whole:
        return Period(max(whole[0], _shift(whole[-1], 1 - DEFAULT_MONTHS)), whole[-1])
    return Period(known[0], known[-1]) if known else None


def whole_record(record: Record, zone: tzinfo) -> Period | None:
    """From the first month with anything to the last."""
    known = months_with_anything(record, zone)
    return Period(known[0], known[-1]) if known else None


def figures(record: Record, period: Period, zone: tzinfo) -> Figures:
    """Count `period`."""
    months = period.months()
    inside: dict[str, list[RequestRecord]] = {month: [] for month in months}
    others = 0
    for request in record.requests.values():
        month = month_of(request.received_at, zone)
        if month in inside:
            if request.covered:
                inside[month].append(request)
            else:
                others += 1
    every = [request for month in months for request in inside[month]]
    status = Counter(request.status for request in every)
    seconds = [request.answered_seconds for request in every if request.answered_seconds is not None]
    grounds = Counter(request.ground for request in every if request.ground)
    failures = Counter(name for request in every for name in exceptions.of(request))
    return Figures(
        period=period,
        months=tuple(_month(month, inside[month], record.calls.get(month)) for month in months),
        requests=len(every),
        status={name: status[name] for name in STATUSES},
        grounds={name: grounds[name] for name in in_order({*grounds, *_grounds_in_force(record, period)})},
        calls=sum(record.calls.get(month, 0) for month in months),
        uncounted=tuple(month for month in months if month not in record.calls),
        median_seconds=round(median(seconds)) if seconds else None,
        commander_on_scene=sum(1 for request in every if request.status == "sent" and request.commander_at),
        exceptions={name: failures[name] for name in exceptions.ALL if failures[name]},
        other_agencies=others,
        examined=sum((each for month in months for each in record.examined.get(month, {}).values()), start=Examined()),
        examined_months=tuple(month for month in months if month in record.examined),
        several_grounds=sum(1 for request in every if request.ground and len(_grounds(request)) > 1),
    )


def in_order(grounds: Iterable[str]) -> list[str]:
    """Grounds in the order to show them, so that a ground keeps its color: the known ones, then any other by name."""
    given = set(grounds)
    return [name for name in _KNOWN_GROUNDS if name in given] + sorted(given - set(_KNOWN_GROUNDS))


def _month(month: str, requests: list[RequestRecord], calls: int | None) -> Month:
    by_ground = Counter(request.ground for request in requests if request.ground)
    declined = sum(1 for request in requests if request.status == "declined")
    other = len(requests) - sum(by_ground.values()) - declined
    return Month(month, len(requests), dict(by_ground), declined, other, calls)


def _grounds_in_force(record: Record, period: Period) -> set[str]:
    """Grounds of every policy that was in force at some time of the period."""
    begun = [policy for policy in record.policies if policy.in_force_from[:7] <= period.last]
    begun.sort(key=lambda policy: (policy.in_force_from, policy.entry))
    ended = [policy for policy in begun if policy.in_force_from[:7] <= period.first]
    return {ground for policy in begun if policy not in ended[:-1] for ground in policy.grounds}


def _grounds(request: RequestRecord) -> tuple[str, ...]:
    return request.decision.grounds if request.decision else ()


def _shift(month: str, by: int) -> str:
    count = int(month[:4]) * 12 + int(month[5:]) - 1 + by
    return f"{count // 12:04d}-{count % 12 + 1:02d}"
