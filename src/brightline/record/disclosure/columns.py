"""What the open data holds of each request: one list behind CSV, JSON and the page that explains them.

Columns are added at the end and never renamed or removed: somebody's program reads them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from brightline.record.disclosure import exceptions
from brightline.record.disclosure.fold import RequestRecord

Value = str | int | bool | None | list[str] | list[int]


@dataclass(frozen=True)
class Column:
    """says: what it holds, for the reader; of: its value as JSON has it."""

    name: str
    says: str
    of: Callable[[RequestRecord], Value]


def _column(name: str, says: Any, of: Callable[[RequestRecord], Value]) -> Column:
    return Column(name, says, of)


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _decided(name: str) -> Callable[[RequestRecord], Value]:
    def of(request: RequestRecord) -> Value:
        value = getattr(request.decision, name, None)
        return list(value) if isinstance(value, tuple) else value

    return of


COLUMNS = (
    _column("number", _("The request's number."), lambda r: r.number),
    _column("received_at", _("When it was taken down, in UTC."), lambda r: _iso(r.received_at)),
    _column("district", _("The police division it lies in, as far as known."), lambda r: r.district),
    _column("agency", _("Who asked."), lambda r: r.agency),
    _column(
        "agency_kind",
        _("immigration, federal, state, local or other. The figures count immigration."),
        lambda r: r.agency_kind,
    ),
    _column("channel", _("How the request came: phone, radio, in_person, email or database."), lambda r: r.channel),
    _column("purpose", _("What the agency said it was for."), lambda r: r.purpose),
    _column("asks", _("What officers were asked to do."), lambda r: list(r.asks)),
    _column("danger", _("Whether someone was in danger when it came, as answered by the agency."), lambda r: r.danger),
    _column("seconds_to_commander", _("From the page to the commander answering."), lambda r: r.answered_seconds),
    _column("escalations", _("How often the page went on because nobody had answered."), lambda r: r.escalations),
    _column("status", _("sent, authorized (but nobody sent), declined, withdrawn or undecided."), lambda r: r.status),
    _column(
        "decided_at", _("When the commander decided, in UTC."), lambda r: _iso(r.decision.at if r.decision else None)
    ),
    _column("grounds", _("The grounds that held. The figures count the first."), _decided("grounds")),
    _column("rules", _("The rules of the policy that determined it."), _decided("rules")),
    _column("tasks_authorized", _("What officers were authorized to do."), _decided("tasks")),
    _column("tasks_refused", _("What the policy refused."), _decided("refused")),
    _column("tasks_referred", _("What the policy leaves to a person elsewhere."), _decided("referred")),
    _column("policy", _("The policy it was decided under."), _decided("pack")),
    _column("policy_digest", _("The exact text of that policy, as a digest."), _decided("pack_digest")),
    _column("sent_at", _("When officers were first sent, in UTC."), lambda r: _iso(r.sent_at)),
    _column("units_sent", _("How many units were sent in all."), lambda r: sum(each.units for each in r.sent)),
    _column(
        "sent_before_assessment",
        _("Whether officers went on a clear public danger before the commander had decided."),
        lambda r: r.sent_before_assessment,
    ),
    _column(
        "commander_among_units",
        _("Whether the commander in charge was among the units sent."),
        lambda r: any(each.commander_among for each in r.sent),
    ),
    _column("commander_on_scene_at", _("When a commander was first on scene, in UTC."), lambda r: _iso(r.commander_at)),
    _column(
        "minutes_to_scene", _("Whole minutes from sending to the commander on scene."), lambda r: r.minutes_to_scene
    ),
    _column("stood_down_at", _("When the units were called back, in UTC."), lambda r: _iso(r.stood_down_at)),
    _column("withdrawn_at", _("When the agency took its request back, in UTC."), lambda r: _iso(r.withdrawn_at)),
    _column("closed_at", _("When it was closed, in UTC."), lambda r: _iso(r.closed_at)),
    _column("closed_outcome", _("How it ended."), lambda r: r.closed_outcome),
    _column("reviewed_at", _("When a second person had reviewed it, in UTC."), lambda r: _iso(r.reviewed_at)),
    _column("review_finding", _("within_policy, outside_policy or unclear."), lambda r: r.finding),
    _column("exceptions", _("What did not go as the policy wants it."), lambda r: list(exceptions.of(r))),
    _column("exceptions_explained", _("Exceptions someone has answered for."), lambda r: list(r.explained)),
    _column(
        "sent_outside", _("How often officers were noticed to have gone unauthorized."), lambda r: len(r.sent_outside)
    ),
    _column("recording_sha256", _("The SHA-256 of each recording of the call."), lambda r: list(r.recordings)),
    _column("entries", _("The numbers of its entries on the ledger, from 0."), lambda r: list(r.entries)),
)


def as_json(request: RequestRecord) -> dict[str, Value]:
    """One request for JSON."""
    return {column.name: column.of(request) for column in COLUMNS}


def as_csv(request: RequestRecord) -> list[str]:
    """One request for CSV: lists joined by spaces, true and false, nothing for what is not known."""
    return [_cell(column.of(request)) for column in COLUMNS]


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return harmless(" ".join(str(each) for each in value))
    return str(value) if isinstance(value, int) else harmless(value)


def harmless(text: str) -> str:
    """Text that a spreadsheet takes as text: one that begins like a formula gets an apostrophe before it (OWASP)."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r", "\n"} else text
