"""Why a day is what it is, as data that the screens put into words."""

from dataclasses import dataclass
from datetime import date

from brightline.resident.collection.calendar.changes import Effect
from brightline.resident.collection.calendar.rules import HolidayRule, Recurs, Season
from brightline.resident.collection.calendar.words import Words


@dataclass(frozen=True, slots=True)
class Regular:
    """What the day would be without anything else: "every Thursday", "week B", "the second Tuesday".

    every: weeks from one to the next, of an interval or of alternating weeks; nth: of the month.
    """

    recurs: Recurs
    weekdays: tuple[int, ...]
    week: str = ""
    every: int = 1
    nth: tuple[int, ...] = ()
    season: Season | None = None


@dataclass(frozen=True, slots=True)
class ByHoliday:
    """A holiday on `on` took it from `was` to `day`, None: not collected."""

    holiday: str
    name: Words
    on: date
    rule: HolidayRule
    was: date
    day: date | None


@dataclass(frozen=True, slots=True)
class ByChange:
    """An announcement took it from `was` to `day`, None: not collected."""

    change: int
    effect: Effect
    words: Words
    was: date
    day: date | None


@dataclass(frozen=True, slots=True)
class Together:
    """It has come to lie on `was`, where the same service is already: that of the regular day `other`. Shown once."""

    other: date
    was: date
    day: None = None


Moved = ByHoliday | ByChange | Together
Why = Regular | Moved
