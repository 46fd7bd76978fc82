"""The only writers of looking back. Each locks, checks, decides, moves, records and tells, in one transaction."""

from brightline.assistance.review.actions.entering import enter
from brightline.assistance.review.actions.explaining import explain
from brightline.assistance.review.actions.handing_in import hand_in, look_in_folder, resume, stop
from brightline.assistance.review.actions.judging import Said, judge, read
from brightline.assistance.review.actions.matching import match
from brightline.assistance.review.actions.reading import hand_back_lost, read_next

__all__ = [
    "Said",
    "enter",
    "explain",
    "hand_back_lost",
    "hand_in",
    "judge",
    "look_in_folder",
    "match",
    "read",
    "read_next",
    "resume",
    "stop",
]
