"""Logs made up by hypothesis: any order of events a ledger could hold, sensible or not."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from brightline.record.ledger.entry import Entry

START = datetime(2026, 1, 31, 22, 0, tzinfo=UTC)
GROUNDS = ("criminal_warrant", "crime", "public_danger")
_MOMENTS = st.integers(0, 200 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
_NUMBERS = st.sampled_from([f"AR-2026-{count:04d}" for count in range(1, 7)])
_INTAKE = st.fixed_dictionaries(
    {
        "agency": st.sampled_from(["ICE", "=HYPERLINK(1)", "US Marshals"]),
        "agency_kind": st.sampled_from(["immigration", "immigration", "federal"]),
        "channel": st.sampled_from(["phone", "radio"]),
        "purpose": st.just("unknown"),
        "asks": st.lists(st.sampled_from(["perimeter", "knock_and_clear"]), unique=True),
        "danger": st.sampled_from(["no", "yes"]),
        "district": st.sampled_from(["", "1st Division"]),
    }
)


def _event(kind: str, public: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[Entry]:
    return st.builds(Entry, kind=st.just(kind), at=_MOMENTS, subject=_NUMBERS, public=public)


def _decision() -> st.SearchStrategy[dict[str, Any]]:
    authorized = st.fixed_dictionaries(
        {
            "outcome": st.just("authorized"),
            "grounds": st.lists(st.sampled_from(GROUNDS), min_size=1, unique=True),
            "tasks": st.just(["perimeter"]),
        }
    )
    declined = st.fixed_dictionaries(
        {"outcome": st.just("declined"), "grounds": st.lists(st.sampled_from(GROUNDS), unique=True)}
    )
    return st.one_of(authorized, declined)


_NOTHING: st.SearchStrategy[dict[str, Any]] = st.just({})
_EVENTS = st.one_of(
    _event(
        "request.received",
        st.builds(lambda intake, at: intake | {"received_at": at.isoformat()}, _INTAKE, _MOMENTS),
    ),
    _event("request.amended", _INTAKE),
    _event(
        "page.sent",
        st.builds(
            lambda reason, at: {"reason": reason, "step": 0, "respond_by": at.isoformat()},
            st.sampled_from(["request", "danger"]),
            _MOMENTS,
        ),
    ),
    _event("page.acknowledged", st.builds(lambda seconds: {"step": 0, "seconds": seconds}, st.integers(0, 600))),
    _event("request.decided", _decision()),
    _event(
        "request.units_sent",
        st.builds(
            lambda units, early: {"units": units, "before_assessment": early, "commander_among": True},
            st.integers(1, 4),
            st.booleans(),
        ),
    ),
    _event(
        "request.unit_arrived",
        st.builds(lambda at, who: {"commander": who, "arrived_at": at.isoformat()}, _MOMENTS, st.booleans()),
    ),
    _event("request.stood_down", _NOTHING),
    _event("request.withdrawn", _NOTHING),
    _event("request.closed", st.just({"outcome": "helped"})),
    _event("request.reviewed", st.just({"finding": "outside_policy"})),
    _event("recording.attached", st.just({"sha256": "00" * 32})),
    _event("something.newer", st.just({"unknown": 1})),
    st.builds(
        Entry,
        kind=st.just("calls.counted"),
        at=_MOMENTS,
        subject=st.just("calls"),
        public=st.builds(
            lambda month, calls: {"month": f"2026-{month:02d}", "calls": calls}, st.integers(1, 9), st.integers(0, 99)
        ),
    ),
    st.builds(
        Entry,
        kind=st.just("calls.examined"),
        at=_MOMENTS,
        subject=st.sampled_from(["EX-0001", "EX-0002"]),
        public=st.builds(
            lambda month, calls, logged, unlogged: {
                "month": f"2026-{month:02d}",
                "calls": calls,
                "requests": logged + unlogged,
                "logged": logged,
                "unlogged": unlogged,
                "rejected": 0,
            },
            st.integers(1, 9),
            st.integers(0, 99),
            st.integers(0, 5),
            st.integers(0, 5),
        ),
    ),
)

logs = st.lists(_EVENTS, max_size=60).map(lambda entries: list(enumerate(entries)))
