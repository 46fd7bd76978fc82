"""What may be asked of the register."""

from brightline.assistance.requests.queries.console import (
    closed_since,
    commanded_by,
    commanders_call_signs,
    units_ever_sent,
    units_of,
    units_out_elsewhere,
)
from brightline.assistance.requests.queries.elsewhere import Answer, OtherException, other_exceptions, tell_of
from brightline.assistance.requests.queries.exceptions import ExceptionKind, OpenException, exceptions
from brightline.assistance.requests.queries.policy import facts_now, gate_now, pack_for, pack_in_force, packs_for
from brightline.assistance.requests.queries.register import (
    commander_in_charge,
    commanders_of,
    get,
    latest_facts,
    latest_intake,
    locked,
    open_requests,
    participants,
    register,
    sendable,
)
from brightline.assistance.requests.queries.timeline import Moment, timeline

__all__ = [
    "Answer",
    "ExceptionKind",
    "Moment",
    "OpenException",
    "OtherException",
    "closed_since",
    "commanded_by",
    "commander_in_charge",
    "commanders_call_signs",
    "commanders_of",
    "exceptions",
    "facts_now",
    "gate_now",
    "get",
    "latest_facts",
    "latest_intake",
    "locked",
    "open_requests",
    "other_exceptions",
    "pack_for",
    "pack_in_force",
    "packs_for",
    "participants",
    "register",
    "sendable",
    "tell_of",
    "timeline",
    "units_ever_sent",
    "units_of",
    "units_out_elsewhere",
]
