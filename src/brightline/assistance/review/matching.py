"""Which requests of the register a found call could be. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from brightline.assistance.review.places import same_place

WITHIN = timedelta(minutes=60)


class Reason(StrEnum):
    """Why a request of the register is a candidate, the surest first."""

    CAD_NUMBER = "cad_number"
    TIME_AND_PLACE = "time_and_place"
    TIME_ALONE = "time_alone"


@dataclass(frozen=True, slots=True)
class Sought:
    """A found call. at: aware, or None where the export's time could not be read."""

    cad_number: str
    at: datetime | None
    address: str


@dataclass(frozen=True, slots=True)
class Known:
    """A request of the register: cad_number and place are empty where nobody wrote them down."""

    number: str
    cad_number: str
    at: datetime
    place: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One request the call could be. minutes: how long the register has it after the call; negative is before."""

    number: str
    reason: Reason
    minutes: int | None


def candidates(sought: Sought, known: Iterable[Known]) -> list[Candidate]:
    """By CAD number exactly; where none has it, by time (60 minutes either way) and place, the nearest in time first.

    A request whose place nobody wrote down is a candidate by time alone, after all others. One that carries another
    CAD number is none: two calls are two calls.
    """
    rows = list(known)
    wanted = _plain(sought.cad_number)
    exact = [row for row in rows if wanted and _plain(row.cad_number) == wanted]
    if exact:
        return [Candidate(row.number, Reason.CAD_NUMBER, _minutes(sought, row)) for row in exact]
    found = []
    for row in rows:
        if sought.at is None or abs(row.at - sought.at) > WITHIN or (wanted and _plain(row.cad_number)):
            continue
        if same_place(sought.address, row.place):
            found.append(Candidate(row.number, Reason.TIME_AND_PLACE, _minutes(sought, row)))
        elif not row.place.strip() or not sought.address.strip():
            found.append(Candidate(row.number, Reason.TIME_ALONE, _minutes(sought, row)))
    order = list(Reason)
    return sorted(found, key=lambda each: (order.index(each.reason), abs(each.minutes or 0), each.number))


def _minutes(sought: Sought, row: Known) -> int | None:
    return None if sought.at is None else round((row.at - sought.at).total_seconds() / 60)


def _plain(cad_number: str) -> str:
    """Without what is written around a number: "CAD # 17-0042" and "17-0042" are one."""
    text = cad_number.casefold().removeprefix("cad")
    return "".join(each for each in text if each.isalnum() or each == "-").strip("-")
