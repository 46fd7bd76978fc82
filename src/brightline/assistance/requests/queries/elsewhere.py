"""Exceptions that other rooms know of. They tell us where to ask; the register itself knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from brightline.platform.accounts.models import Person


@dataclass(frozen=True)
class Answer:
    """What someone answered for an exception."""

    explanation: str
    by: Person
    at: datetime


@dataclass(frozen=True)
class OtherException:
    """One exception that belongs to no request of the register.

    title: what did not go as it should; reference and url: what it is about and where that can be looked at, empty for
    whoever may not; about: who asked; note: how far it is; explanations: the answers given so far, oldest first;
    may_explain: whether this person may answer, which is done where url leads.
    """

    kind: str
    title: str
    reference: str
    url: str
    about: str
    note: str
    since: datetime
    explanations: list[Answer]
    may_explain: bool


Source = Callable[[Person], list[OtherException]]
_sources: Final[list[Source]] = []


def tell_of(source: Source) -> None:
    """Have oversight's list ask here too. Called once, as the application starts."""
    if source not in _sources:
        _sources.append(source)


def other_exceptions(person: Person) -> list[OtherException]:
    """Those of all other rooms as this person may see them, the newest first."""
    every = [each for source in _sources for each in source(person)]
    return sorted(every, key=lambda each: each.since, reverse=True)
