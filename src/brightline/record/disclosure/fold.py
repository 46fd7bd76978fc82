"""The public state, folded from ledger entries in their order. Pure: no Django, no clock, no database.

`fold` takes a state and some entries and returns the next state; folding a log in any batches gives what folding it at
once gives. States are never changed in place, so one can be read while another is being made.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from brightline.record.ledger.entry import Entry

COVERED = "immigration"
"""The kind of agency the figures are about; requests of others are shown and counted apart."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the commander decided. tasks: authorized; rules: ids of the rules that determined it."""

    at: datetime
    outcome: str
    tasks: tuple[str, ...]
    refused: tuple[str, ...]
    referred: tuple[str, ...]
    grounds: tuple[str, ...]
    rules: tuple[str, ...]
    pack: str
    pack_digest: str
    after_sending: bool


@dataclass(frozen=True, slots=True)
class Sending:
    """Officers sent once. units: how many; before_assessment: on a clear public danger, before the decision."""

    at: datetime
    units: int
    before_assessment: bool
    commander_among: bool


@dataclass(frozen=True, slots=True)
class Arrival:
    """A unit on scene; `at` is when it arrived."""

    at: datetime
    commander: bool


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """What the public may know of one request. Times are aware; `entries` are the ledger's numbers, from 0.

    answered_seconds: from the page to a commander's answer; escalations: how often the page went on unanswered;
    explained: exceptions someone has answered for; recordings: their SHA-256.
    """

    number: str
    received_at: datetime
    agency: str = ""
    agency_kind: str = ""
    channel: str = ""
    purpose: str = ""
    asks: tuple[str, ...] = ()
    danger: str = ""
    district: str = ""
    entries: tuple[int, ...] = ()
    paged_at: datetime | None = None
    page_reason: str = ""
    answer_by: datetime | None = None
    answered_at: datetime | None = None
    answered_seconds: int | None = None
    escalations: int = 0
    page_ended_at: datetime | None = None
    decision: Decision | None = None
    sent: tuple[Sending, ...] = ()
    arrivals: tuple[Arrival, ...] = ()
    stood_down_at: datetime | None = None
    withdrawn_at: datetime | None = None
    closed_at: datetime | None = None
    closed_outcome: str = ""
    reviewed_at: datetime | None = None
    finding: str = ""
    explained: tuple[str, ...] = ()
    sent_outside: tuple[datetime, ...] = ()
    recordings: tuple[str, ...] = ()
    heard: int = 0

    @property
    def covered(self) -> bool:
        """Whether the figures count it."""
        return self.agency_kind == COVERED

    @property
    def status(self) -> str:
        """Exactly one of sent, authorized (nobody went), declined, withdrawn, undecided."""
        if self.decision is not None:
            if self.decision.outcome == "declined":
                return "declined"
            return "sent" if self.sent else "authorized"
        return "withdrawn" if self.withdrawn_at else "undecided"

    @property
    def ground(self) -> str:
        """The ground it is counted under: the first that held, when it was authorized; else nothing."""
        authorized = self.decision is not None and self.decision.outcome == "authorized"
        return self.decision.grounds[0] if authorized and self.decision and self.decision.grounds else ""

    @property
    def sent_at(self) -> datetime | None:
        return self.sent[0].at if self.sent else None

    @property
    def sent_before_assessment(self) -> bool:
        return any(each.before_assessment for each in self.sent)

    @property
    def commander_at(self) -> datetime | None:
        """When a commander was first on scene."""
        return min((arrival.at for arrival in self.arrivals if arrival.commander), default=None)

    @property
    def minutes_to_scene(self) -> int | None:
        """Whole minutes from the first sending to the commander on scene."""
        if self.sent_at is None or self.commander_at is None:
            return None
        return max(0, int((self.commander_at - self.sent_at).total_seconds() // 60))


@dataclass(frozen=True, slots=True)
class Policy:
    """A written policy the city took up, with the words the public reads: {name: {language: text}}."""

    pack: str
    digest: str
    title: str
    in_force_from: str
    grounds: Mapping[str, Mapping[str, str]]
    tasks: Mapping[str, Mapping[str, str]]
    rules: Mapping[str, Mapping[str, str]]
    sources: tuple[Mapping[str, str], ...]
    entry: int


@dataclass(frozen=True, slots=True)
class Examined:
    """What looking back through exports came to. requests = logged + unlogged; rejected: rows nobody could read."""

    calls: int = 0
    requests: int = 0
    logged: int = 0
    unlogged: int = 0
    rejected: int = 0

    def __add__(self, other: "Examined") -> "Examined":
        return Examined(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True, slots=True)
class Record:
    """All of it. size: entries folded; calls: {"2026-05": calls for service}; requests by number, in order.

    examined: by month, then by examination; what could not be dated stands under the month "".
    """

    size: int = 0
    last_at: datetime | None = None
    requests: Mapping[str, RequestRecord] = field(default_factory=dict)
    calls: Mapping[str, int] = field(default_factory=dict)
    policies: tuple[Policy, ...] = ()
    examined: Mapping[str, Mapping[str, Examined]] = field(default_factory=dict)


def fold(record: Record, entries: Iterable[tuple[int, Entry]]) -> Record:
    """The record after `entries`, given as (index, entry) from index `record.size` on without gaps.

    Raises ValueError for an entry out of its place: what was folded would not be the log.
    """
    size, last_at = record.size, record.last_at
    requests, calls, policies = dict(record.requests), dict(record.calls), list(record.policies)
    examined = dict(record.examined)
    for index, entry in entries:
        if index != size:
            raise ValueError(f"Entry {index} came where entry {size} belongs.")
        size, last_at = index + 1, entry.at
        if entry.kind == "policy.adopted":
            policies.append(_policy(index, entry.public))
        elif entry.kind == "calls.counted":
            # A later count of the same month replaces it; both stay on the ledger.
            calls[str(entry.public["month"])] = int(entry.public["calls"])
        elif entry.kind == "calls.examined":
            month = _text(entry.public, "month")
            # Two exports can hold parts of one month: each counts once, as it was last entered.
            examined[month] = {**examined.get(month, {}), entry.subject: _examined(entry.public)}
        elif entry.kind == "request.received":
            known = requests.get(entry.subject) or RequestRecord(entry.subject, _time(entry, "received_at"))
            requests[entry.subject] = _noted(known, index, entry)
        elif entry.subject in requests:
            requests[entry.subject] = _noted(requests[entry.subject], index, entry)
    return Record(size, last_at, requests, calls, tuple(policies), examined)


def _noted(request: RequestRecord, index: int, entry: Entry) -> RequestRecord:
    change = _CHANGES.get(entry.kind)
    after = change(request, entry) if change else request
    return replace(after, entries=(*request.entries, index))


def _written(request: RequestRecord, entry: Entry) -> RequestRecord:
    public = entry.public
    return replace(
        request,
        agency=_text(public, "agency"),
        agency_kind=_text(public, "agency_kind"),
        channel=_text(public, "channel"),
        purpose=_text(public, "purpose"),
        asks=_texts(public, "asks"),
        danger=_text(public, "danger"),
        district=_text(public, "district"),
    )


def _paged(request: RequestRecord, entry: Entry) -> RequestRecord:
    reason = _text(entry.public, "reason")
    if request.paged_at is None:
        return replace(request, paged_at=entry.at, page_reason=reason, answer_by=_time(entry, "respond_by"))
    # The same reason again means the clock ran out; another reason means that it became a danger meanwhile.
    again = reason == request.page_reason
    return replace(request, page_reason=reason, escalations=request.escalations + again)


def _answered(request: RequestRecord, entry: Entry) -> RequestRecord:
    if request.answered_at is not None:
        return request
    seconds = entry.public.get("seconds")
    return replace(
        request,
        answered_at=entry.at,
        page_ended_at=entry.at,
        answered_seconds=None if seconds is None else int(seconds),
    )


def _decided(request: RequestRecord, entry: Entry) -> RequestRecord:
    public = entry.public
    return replace(
        request,
        decision=Decision(
            at=entry.at,
            outcome=_text(public, "outcome"),
            tasks=_texts(public, "tasks"),
            refused=_texts(public, "refused"),
            referred=_texts(public, "referred"),
            grounds=_texts(public, "grounds"),
            rules=_texts(public, "rules"),
            pack=_text(public, "pack"),
            pack_digest=_text(public, "pack_digest"),
            after_sending=bool(public.get("after_sending")),
        ),
    )


def _sent(request: RequestRecord, entry: Entry) -> RequestRecord:
    public = entry.public
    sending = Sending(
        at=entry.at,
        units=int(public.get("units", 0)),
        before_assessment=bool(public.get("before_assessment")),
        commander_among=bool(public.get("commander_among")),
    )
    return replace(request, sent=(*request.sent, sending))


def _arrived(request: RequestRecord, entry: Entry) -> RequestRecord:
    arrival = Arrival(_time(entry, "arrived_at"), bool(entry.public.get("commander")))
    return replace(request, arrivals=(*request.arrivals, arrival))


def _explained(request: RequestRecord, entry: Entry) -> RequestRecord:
    said = (*request.explained, _text(entry.public, "exception"))
    return replace(request, explained=tuple(dict.fromkeys(said)))


def _recorded(request: RequestRecord, entry: Entry) -> RequestRecord:
    held = (*request.recordings, _text(entry.public, "sha256"))
    return replace(request, recordings=tuple(dict.fromkeys(held)))


_CHANGES: dict[str, Callable[[RequestRecord, Entry], RequestRecord]] = {
    "request.received": _written,
    "request.amended": _written,
    "page.sent": _paged,
    "page.acknowledged": _answered,
    "page.ended": lambda request, entry: replace(request, page_ended_at=request.page_ended_at or entry.at),
    "request.decided": _decided,
    "request.units_sent": _sent,
    "request.unit_arrived": _arrived,
    "request.stood_down": lambda request, entry: replace(request, stood_down_at=entry.at),
    "request.withdrawn": lambda request, entry: replace(request, withdrawn_at=entry.at),
    "request.closed": lambda request, entry: replace(
        request, closed_at=entry.at, closed_outcome=_text(entry.public, "outcome")
    ),
    "request.reviewed": lambda request, entry: replace(
        request, reviewed_at=entry.at, finding=_text(entry.public, "finding")
    ),
    "request.explained": _explained,
    "request.sent_outside": lambda request, entry: replace(
        request, sent_outside=(*request.sent_outside, _time(entry, "noticed_at"))
    ),
    "recording.attached": _recorded,
    "recording.heard": lambda request, _entry: replace(request, heard=request.heard + 1),
}


def _policy(index: int, public: Mapping[str, Any]) -> Policy:
    return Policy(
        pack=_text(public, "pack"),
        digest=_text(public, "digest"),
        title=_text(public, "title"),
        in_force_from=_text(public, "in_force_from"),
        grounds=public.get("grounds") or {},
        tasks=public.get("tasks") or {},
        rules=public.get("rules") or {},
        sources=tuple(public.get("sources") or ()),
        entry=index,
    )


def _examined(public: Mapping[str, Any]) -> Examined:
    return Examined(*(int(public.get(each.name) or 0) for each in fields(Examined)))


def _time(entry: Entry, name: str) -> datetime:
    """A time told in the entry, or when the entry was made where it tells none."""
    given = entry.public.get(name)
    return datetime.fromisoformat(given) if given else entry.at


def _text(public: Mapping[str, Any], name: str) -> str:
    return str(public.get(name) or "")


def _texts(public: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(str(each) for each in public.get(name) or ())
