"""What an examination came to, month by month."""

from collections import Counter
from dataclasses import dataclass

from brightline.assistance.review.models import Examination, Finding, Label, Match, Settlement
from brightline.assistance.review.queries.findings import month
from brightline.assistance.review.states import State


@dataclass(frozen=True)
class Result:
    """One month. month: "2026-05", or nothing for calls whose time could not be read. requests = logged + unlogged
    once all are reconciled; rejected: rows that could not be read, told with the first month, since they have none."""

    month: str
    calls: int
    requests: int
    logged: int
    unlogged: int
    rejected: int


def results(examination: Examination) -> list[Result]:
    """Every month with calls or requests, in order. Counts only what is settled and reconciled."""
    summary = examination.summary or {}
    calls = Counter({str(name): int(count) for name, count in summary.get("months", {}).items()})
    requests: Counter[str] = Counter()
    unlogged: Counter[str] = Counter()
    logged: Counter[str] = Counter()
    found = Finding.objects.filter(examination=examination, settlement__label=Label.REQUEST)
    for finding in found.prefetch_related("matches"):
        name = month(finding)
        requests[name] += 1
        looks = list(finding.matches.all())
        if any(look.number for look in looks):
            logged[name] += 1
        elif len(looks) >= 2:
            unlogged[name] += 1
    rejected = int(summary.get("rejected", 0))
    return [
        Result(name, calls[name], requests[name], logged[name], unlogged[name], rejected if place == 0 else 0)
        for place, name in enumerate(sorted(calls.keys() | requests.keys()))
    ]


def still_open(examination: Examination) -> int:
    """How many findings are not settled, or are requests not reconciled.

    Of the calls set aside only settled requests count: a sample that nobody reads must not hold up the result.
    """
    unsettled = Finding.objects.filter(examination=examination, settlement=None).exclude(label=Label.NONE).count()
    waiting = 0
    looks: Counter[int] = Counter()
    linked: set[int] = set()
    for finding_id, number in Match.objects.filter(finding__examination=examination).values_list("finding", "number"):
        looks[finding_id] += 1
        if number:
            linked.add(finding_id)
    settled = Settlement.objects.filter(finding__examination=examination, label=Label.REQUEST)
    for finding_id in settled.values_list("finding", flat=True):
        waiting += finding_id not in linked and looks[finding_id] < 2
    return unsettled + waiting


def overlapping(examination: Examination) -> Examination | None:
    """Another examination on the record whose calls are of some of the same time."""
    first, last = _span(examination)
    for other in Examination.objects.filter(state=State.ENTERED).exclude(pk=examination.pk):
        other_first, other_last = _span(other)
        if first and last and other_first and other_last and first <= other_last and other_first <= last:
            return other
    return None


def _span(examination: Examination) -> tuple[str, str]:
    """The times of its first and last call; ISO 8601 without a zone compares as text."""
    summary = examination.summary or {}
    return str(summary.get("first_call") or ""), str(summary.get("last_call") or "")
