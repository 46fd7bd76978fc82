"""The only writers of the register. Each locks, checks, decides, moves, records and tells, in one transaction."""

from brightline.assistance.requests.actions.aftermath import close, explain, report_sent_outside, review
from brightline.assistance.requests.actions.assessment import decide, record_facts, take_command
from brightline.assistance.requests.actions.dispatch import arrive, send_before_assessment, send_units, stand_down
from brightline.assistance.requests.actions.figures import adopt_policies, count_calls
from brightline.assistance.requests.actions.intake import amend, declare_danger, receive, withdraw
from brightline.assistance.requests.actions.recordings import attach_recording, hear_recording

__all__ = [
    "adopt_policies",
    "amend",
    "arrive",
    "attach_recording",
    "close",
    "count_calls",
    "decide",
    "declare_danger",
    "explain",
    "hear_recording",
    "receive",
    "record_facts",
    "report_sent_outside",
    "review",
    "send_before_assessment",
    "send_units",
    "stand_down",
    "take_command",
    "withdraw",
]
