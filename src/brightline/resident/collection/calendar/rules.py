"""The rules of set-outs, as collection.toml gives them (docs/operate/collection.md). Values only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from brightline.city.kinds import AreaKind
from brightline.resident.collection.calendar.words import NO_LISTS, NO_WORDS, Lists, Words

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LAST = -1


class Kind(StrEnum):
    """What residents do on the day: put something out, or take the car away."""

    SET_OUT = "set_out"
    NO_PARKING = "no_parking"


class Recurs(StrEnum):
    WEEKLY = "weekly"
    ALTERNATING = "alternating"
    INTERVAL = "interval"
    DATES = "dates"
    MONTHLY = "monthly"
    APPOINTMENT = "appointment"


class HolidayRule(StrEnum):
    """What a holiday does to the collections of its week."""

    SLIDE = "slide"
    TO = "to"
    SKIP = "skip"
    NONE = "none"


class Icon(StrEnum):
    GARBAGE = "garbage"
    RECYCLING = "recycling"
    YARD_WASTE = "yard_waste"
    LARGE_ITEMS = "large_items"
    SWEEPING = "sweeping"


class Color(StrEnum):
    BLUE = "blue"
    GREEN = "green"
    BROWN = "brown"
    PURPLE = "purple"
    ORANGE = "orange"
    GRAY = "gray"


class Side(StrEnum):
    """The side of a street on which nobody may park."""

    EVEN = "even"
    ODD = "odd"
    NORTH = "north"
    SOUTH = "south"
    EAST = "east"
    WEST = "west"
    BOTH = "both"


@dataclass(frozen=True, eq=False, slots=True)
class Hours:
    """From this hour so many days before the day until that hour of the day, by the city's clocks."""

    start: time
    days_before: int
    until: time


@dataclass(frozen=True, slots=True)
class Season:
    """From one (month, day) to another, both inside; over the new year when the first is the later one."""

    first: tuple[int, int]
    last: tuple[int, int]

    def __contains__(self, day: date) -> bool:
        here = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last


@dataclass(frozen=True, slots=True)
class Holiday:
    """One of: library, the holiday's name in the `holidays` library, observed or on its own date; each_year, (month,
    day); once, a single date.
    """

    id: str
    name: Words
    library: str = ""
    observed: bool = False
    each_year: tuple[int, int] | None = None
    once: date | None = None


@dataclass(frozen=True, slots=True)
class Keeping:
    """What each holiday, by id, does to a service; to: the weekday (0 Monday) to go on under HolidayRule.TO; usual: the
    service's own rule, to which single holidays may be exceptions.
    """

    rules: Mapping[str, HolidayRule]
    to: int = 5
    usual: HolidayRule = HolidayRule.NONE

    @property
    def when_closed(self) -> HolidayRule:
        """What a closure announced as a slide does: what a holiday that moves collections does, so never nothing."""
        return HolidayRule.TO if self.usual is HolidayRule.TO else HolidayRule.SLIDE


@dataclass(frozen=True, slots=True)
class Appointment:
    phone: str
    url: str
    note: Words


@dataclass(frozen=True, slots=True)
class Details:
    """What the area's details are called that carry the schedule."""

    weekday: str = "weekday"
    week: str = "week"
    first: str = "first"
    nth: str = "nth"
    side: str = "side"
    dates: tuple[str, ...] = ("dates",)


@dataclass(frozen=True, slots=True)
class Fixed:
    """What is the same in every area, as text that an area's detail would hold; "" where the area says it."""

    weekday: str = ""
    week: str = ""
    nth: str = ""
    side: str = ""
    first: str = ""


_AS_THEY_ARE = Details()
_NOTHING = Fixed()


@dataclass(frozen=True, eq=False, slots=True)
class Service:
    """One thing the city collects or does on a schedule.

    area: the kind of area that carries the schedule, None when it is the same everywhere; every: weeks from one
    collection to the next when it recurs by interval.
    """

    id: str
    name: Words
    kind: Kind
    recurs: Recurs
    area: AreaKind | None
    hours: Hours
    keeping: Keeping
    icon: Icon = Icon.GARBAGE
    color: Color = Color.GRAY
    every: int = 1
    season: Season | None = None
    container: Words = NO_WORDS
    note: Words = NO_WORDS
    takes: Lists = NO_LISTS
    refuses: Lists = NO_LISTS
    appointment: Appointment | None = None
    details: Details = _AS_THEY_ARE
    fixed: Fixed = _NOTHING


@dataclass(frozen=True, eq=False, slots=True)
class Rules:
    """All of it. zone: the IANA zone of the city's clocks; weeks: the names of alternating weeks; weeks_from: the
    Monday of a week of the first name; country, state: of the `holidays` library.
    """

    services: tuple[Service, ...]
    zone: str
    holidays: tuple[Holiday, ...] = ()
    country: str = ""
    state: str | None = None
    weeks: tuple[str, ...] = ("A", "B")
    weeks_from: date = date(2024, 1, 1)

    def service(self, service_id: str) -> Service | None:
        return next((each for each in self.services if each.id == service_id), None)


NO_RULES = Rules(services=(), zone="UTC")
