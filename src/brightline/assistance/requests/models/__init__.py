"""The register's rows, by noun."""

from brightline.assistance.requests.models.aftermath import (
    Closure,
    Explanation,
    SecondReview,
    SentOutside,
    StandDown,
    Withdrawal,
)
from brightline.assistance.requests.models.assessment import Command, Decision, FactsRecord
from brightline.assistance.requests.models.dispatch import Arrival, Dispatch, Unit
from brightline.assistance.requests.models.request import Intake, Request

__all__ = [
    "Arrival",
    "Closure",
    "Command",
    "Decision",
    "Dispatch",
    "Explanation",
    "FactsRecord",
    "Intake",
    "Request",
    "SecondReview",
    "SentOutside",
    "StandDown",
    "Unit",
    "Withdrawal",
]
