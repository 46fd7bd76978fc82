"""Builders: an export handed in, and what the engine is said to have found in it, filed as its worker files it."""

import io
import itertools
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from brightline.assistance.review import actions, exports
from brightline.assistance.review.actions import reading
from brightline.assistance.review.engine.call import Call
from brightline.assistance.review.engine.finding.finding import Finding as Found
from brightline.assistance.review.engine.finding.finding import Span
from brightline.assistance.review.models import Examination, Finding
from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role
from tests.support.builders import Crew, a_person

_count = itertools.count(1)
NARRATIVE = "ICE asks for two units to hold a perimeter."


class Reviewers(Crew):
    """A crew with the three reviewers that a disagreement takes."""

    def __init__(self) -> None:
        super().__init__()
        self.second = a_person(Role.REVIEWER, name="Second reviewer")
        self.third = a_person(Role.REVIEWER, name="Third reviewer")


def found(label: str = "request", **changes: Any) -> Found:
    """One line of the engine's."""
    number = next(_count)
    plain: dict[str, Any] = {
        "call_id": f"26-{number:06d}",
        "label": label,
        "agency": "ICE",
        "asks": ("perimeter",) if label == "request" else (),
        "grounds": (),
        "commander_involved": False,
        "score": 0.97,
        "spans": (Span(0, 3, "immigration agency"),),
        "received_at": "2026-05-10T14:30:00",
        "nature": "ASSIST",
        "address": "1604 Harbor St",
        "narrative": NARRATIVE,
        "file": "may.csv",
        "row": number,
        "gate": "refused" if label == "request" else None,
    }
    return Found(**(plain | changes))


def set_aside(**changes: Any) -> Call:
    """One call drawn from those the engine set aside."""
    number = next(_count)
    plain: dict[str, Any] = {
        "call_id": f"26-{number:06d}",
        "received_at": "2026-05-12T09:00:00",
        "nature": "TRAFFIC",
        "address": "12 Elm Ave",
        "narrative": "Two vehicles slid on the ice. No injuries.",
        "file": "may.csv",
        "row": number,
    }
    return Call(**(plain | changes))


def handed_in(by: Person | None, content: bytes = b"", name: str = "may.csv") -> Examination:
    return actions.hand_in(export=io.BytesIO(content or f"export {next(_count)}".encode()), name=name, by=by)


def examined(by: Person, lines: Sequence[Found], sample: Sequence[Call] = (), **summary: Any) -> Examination:
    """An examination whose findings are these, waiting to be judged, with a sample of what was set aside."""
    handed_in(by)
    taken = reading.take_up()
    assert taken is not None
    out = exports.out_of(taken)
    (out / "findings.jsonl").write_text("".join(json.dumps(each.json()) + "\n" for each in lines))
    (out / "set_aside.jsonl").write_text("".join(json.dumps(asdict(each)) + "\n" for each in sample))
    plain: dict[str, Any] = {
        "calls_read": 1000,
        "rejected": 2,
        "partial": None,
        "months": {"2026-05": 1000},
        "set_aside": {"calls": len(sample), "sampled": len(sample)},
        "assumed": ["narrative is the column REMARKS"],
        "first_call": "2026-05-01T00:01:00",
        "last_call": "2026-05-31T23:59:00",
    }
    (out / "summary.json").write_text(json.dumps(plain | summary))
    reading.file_findings(taken, out)
    return Examination.objects.get(pk=taken.pk)


def the_finding(by: Person, label: str = "request", **changes: Any) -> Finding:
    return Finding.objects.get(examination=examined(by, [found(label, **changes)]))


def as_the_engine(finding: Finding, **changes: Any) -> actions.Said:
    """What someone says who agrees with the engine."""
    return actions.Said(**({"label": finding.label, "asks": finding.asks, "grounds": finding.grounds} | changes))


def a_settled_request(crew: Reviewers, **changes: Any) -> Finding:
    finding = the_finding(crew.reviewer, **changes)
    for person in (crew.reviewer, crew.second):
        actions.judge(finding.pk, said=as_the_engine(finding), by=person)
    return Finding.objects.get(pk=finding.pk)
