"""What the areas a place lies in say about its collections."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from brightline.city.kinds import AreaKind
from brightline.city.place import AreaHere
from brightline.platform.kernel.errors import Invalid
from brightline.resident.collection.calendar.rules import LAST, WEEKDAYS, Recurs, Rules, Service, Side

_BETWEEN = re.compile(r"[\s,;/|]+")
_NTHS = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "last": LAST}
_ORDINALS = {"first": "1", "1st": "1", "second": "2", "2nd": "2", "third": "3", "3rd": "3", "fourth": "4", "4th": "4"}
_ORDINALS |= {"fifth": "5", "5th": "5"}


class AreaRef(NamedTuple):
    """An area by its kind and key; both "" for a service that is the same everywhere."""

    kind: str
    key: str


EVERYWHERE = AreaRef("", "")


class Course(NamedTuple):
    """How one service comes to one area. weekdays: 0 Monday; week: the name of the alternating week; since: the first
    day of an interval; dates: sorted; nth: of the month, LAST for the last; side: "" or one of Side.
    """

    service: str
    area: AreaRef
    weekdays: tuple[int, ...] = ()
    week: str = ""
    since: date | None = None
    dates: tuple[date, ...] = ()
    nth: tuple[int, ...] = ()
    side: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """All courses of a place, and of the areas it lies in those that changes may name. Addresses with equal schedules
    have equal set-outs.
    """

    courses: tuple[Course, ...]
    within: frozenset[AreaRef] = frozenset()


def schedule_of(
    rules: Rules, areas: Mapping[AreaKind, tuple[AreaHere, ...]], named: frozenset[AreaRef] = frozenset()
) -> Schedule:
    """The schedule of a place that lies in these areas. named: the areas that changes name.

    An area whose details cannot be read has no course: loading refuses it (see `course`), so none is served.
    """
    courses = []
    for service in rules.services:
        for area in _areas_of(service, areas):
            try:
                courses.append(course(rules, service, area))
            except Invalid:
                continue
    refs = {AreaRef(kind.value, area.key) for kind, here in areas.items() for area in here} if named else set()
    return Schedule(tuple(courses), frozenset(refs & named))


def course(rules: Rules, service: Service, area: AreaHere | None) -> Course:
    """How the service comes to this area, or everywhere when it has none. Raises Invalid with what its details lack."""
    details = area.details if area else {}
    read = _Read(service, details)
    ref = AreaRef(area.kind.value, area.key) if area else EVERYWHERE
    match service.recurs:
        case Recurs.WEEKLY:
            return Course(service.id, ref, read.weekdays())
        case Recurs.ALTERNATING:
            return Course(service.id, ref, read.weekdays(), week=read.week(rules.weeks))
        case Recurs.INTERVAL:
            return Course(service.id, ref, since=read.first())
        case Recurs.DATES:
            return Course(service.id, ref, dates=read.dates())
        case Recurs.MONTHLY:
            return Course(service.id, ref, read.weekdays(), nth=read.nth(), side=read.side())
        case Recurs.APPOINTMENT:
            return Course(service.id, ref)


def _areas_of(service: Service, areas: Mapping[AreaKind, tuple[AreaHere, ...]]) -> Iterable[AreaHere | None]:
    return [None] if service.area is None else areas.get(service.area, ())


class _Read:
    """An area's details, read as one service needs them."""

    def __init__(self, service: Service, details: Mapping[str, str]) -> None:
        self.service = service
        self.details = details

    def weekdays(self) -> tuple[int, ...]:
        named = self.service.details.weekday
        found = []
        for word in self._words(named, self.service.fixed.weekday, "write it as monday"):
            place = next((at for at, name in enumerate(WEEKDAYS) if word in (name, name[:3])), None)
            if place is None:
                raise Invalid(f'its {named} "{word}" is no weekday; write it as monday')
            found.append(place)
        return tuple(sorted(set(found)))

    def week(self, names: tuple[str, ...]) -> str:
        named, listed = self.service.details.week, ", ".join(names)
        given = self._text(named, self.service.fixed.week, f"write one of {listed}")
        found = next((name for name in names if name.lower() == given.lower()), None)
        if found is None:
            raise Invalid(f'its {named} "{given}" is none of {listed}; write one of them')
        return found

    def first(self) -> date:
        named = self.service.details.first
        return _date(named, self._text(named, self.service.fixed.first, "write it as 2026-03-09"))

    def dates(self) -> tuple[date, ...]:
        found = {
            _date(named, word) for named in self.service.details.dates for word in _split(self.details.get(named, ""))
        }
        if not found:
            listed = ", ".join(self.service.details.dates)
            raise Invalid(f"it has no {listed}; write the days as 2026-03-09, 2026-06-15")
        return tuple(sorted(found))

    def nth(self) -> tuple[int, ...]:
        named = self.service.details.nth
        found = []
        for word in self._words(named, self.service.fixed.nth, "write it as 1, 1,3 or last"):
            place = _NTHS.get(_ORDINALS.get(word, word))
            if place is None:
                raise Invalid(f'its {named} "{word}" is none of 1 to 5 or last; write it as 1, 1,3 or last')
            found.append(place)
        return tuple(sorted(set(found)))

    def side(self) -> str:
        named = self.service.details.side
        given = (self.service.fixed.side or self.details.get(named, "")).strip().lower()
        if given and given not in set(Side):
            raise Invalid(f'its {named} "{given}" is no side; write one of {", ".join(Side)}')
        return given

    def _words(self, named: str, fixed: str, mend: str) -> list[str]:
        return _split(self._text(named, fixed, mend))

    def _text(self, named: str, fixed: str, mend: str) -> str:
        given = fixed or self.details.get(named, "").strip()
        if not given or not _split(given):
            raise Invalid(f"it has no {named}; {mend}")
        return given


def _split(text: str) -> list[str]:
    return [word for word in _BETWEEN.split(text.lower()) if word]


def _date(named: str, word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError as error:
        raise Invalid(f'its {named} "{word}" is no date; write it as 2026-03-09') from error


def unreadable(rules: Rules, areas: Iterable[AreaHere]) -> Iterator[str]:
    """What hinders the areas' schedules from being read: one sentence for each area and service."""
    for area in areas:
        for service in rules.services:
            if service.area is not area.kind:
                continue
            try:
                course(rules, service, area)
            except Invalid as problem:
                yield f'{service.id}: {area.kind.value} "{area.key}": {problem}'
