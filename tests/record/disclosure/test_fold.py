"""Folding is the same in any batches, and the figures are what a naive recount of the entries gives."""

from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brightline.record.disclosure import check_record
from brightline.record.disclosure.figures import Period, figures, whole_record
from brightline.record.disclosure.fold import Record, fold
from brightline.record.ledger.entry import Entry
from tests.record.disclosure.entries import START, logs

ZONE = ZoneInfo("America/Kentucky/Louisville")
Log = list[tuple[int, Entry]]


@given(logs, st.lists(st.integers(0, 60)))
def test_folding_in_any_batches_is_folding_at_once(log: Log, cuts: list[int]) -> None:
    edges = sorted({0, len(log), *(cut for cut in cuts if cut < len(log))})
    record = Record()
    for first, last in pairwise(edges):
        record = fold(record, log[first:last])
    assert record == fold(Record(), log)


@given(logs)
def test_a_fold_leaves_the_earlier_record_as_it_was(log: Log) -> None:
    half = len(log) // 2
    before = fold(Record(), log[:half])
    fold(before, log[half:])
    assert before == fold(Record(), log[:half])


@given(logs)
def test_figures_are_what_a_naive_recount_of_the_entries_gives(log: Log) -> None:
    record = fold(Record(), log)
    period = whole_record(record, ZONE)
    if period is None:
        return
    counted = figures(record, period, ZONE)
    by_script = check_record.count([entry.encode() for _index, entry in log])
    assert {"requests": counted.requests, **counted.status} == by_script
    assert counted.calls == sum(_latest_calls(log).values())


@given(logs)
def test_what_was_looked_back_at_counts_each_examination_of_a_month_once(log: Log) -> None:
    record = fold(Record(), log)
    period = whole_record(record, ZONE)
    if period is None:
        return
    latest = {(entry.public["month"], entry.subject): entry for _index, entry in log if entry.kind == "calls.examined"}
    counted = figures(record, period, ZONE)
    for name in ("calls", "requests", "logged", "unlogged"):
        assert getattr(counted.examined, name) == sum(entry.public[name] for entry in latest.values())
    assert counted.examined.requests == counted.examined.logged + counted.examined.unlogged
    assert counted.examined_months == tuple(sorted({month for month, _subject in latest}))


@given(logs)
def test_every_request_is_counted_once_in_one_month_and_in_one_bar(log: Log) -> None:
    record = fold(Record(), log)
    period = whole_record(record, ZONE)
    if period is None:
        return
    counted = figures(record, period, ZONE)
    for month in counted.months:
        assert month.requests == sum(month.by_ground.values()) + month.declined + month.other
    assert sum(month.requests for month in counted.months) == counted.requests
    assert counted.requests + counted.other_agencies == len(record.requests)
    parts = [figures(record, Period(month, month), ZONE).requests for month in period.months()]
    assert sum(parts) == counted.requests


def test_a_month_is_the_citys_local_month() -> None:
    # 02:00 in UTC on the first of the month is still the month before in the city.
    entry = Entry(
        "request.received", START, "AR-1", {"agency_kind": "immigration", "received_at": "2026-06-01T02:00:00+00:00"}
    )
    record = fold(Record(), [(0, entry)])
    assert figures(record, Period("2026-05", "2026-05"), ZONE).requests == 1


def test_an_entry_out_of_its_place_is_refused() -> None:
    with pytest.raises(ValueError, match="Entry 1 came where entry 0 belongs"):
        fold(Record(), [(1, Entry("request.closed", START, "AR-1"))])


def _latest_calls(log: Log) -> dict[str, int]:
    return {entry.public["month"]: entry.public["calls"] for _index, entry in log if entry.kind == "calls.counted"}
