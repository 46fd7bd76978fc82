"""On which days which holidays fall, and the weeks in which they move a service's collections."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays as library

from brightline.resident.collection.calendar.rules import Holiday, HolidayRule, Rules, Service

_OBSERVED = " (observed)"
_NAMES_BETWEEN = "; "
# A holiday at the end of the week is kept on the working day beside it.
_KEPT_WITHIN = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class DayOff:
    """A holiday on its day, and what it does to the service asked about."""

    ordinal: int
    holiday: Holiday
    rule: HolidayRule

    @property
    def day(self) -> date:
        return date.fromordinal(self.ordinal)


def monday_of(ordinal: int) -> int:
    """The Monday of a day's week, both as proleptic ordinals; day 1 of the calendar was a Monday."""
    return ordinal - (ordinal - 1) % 7


@lru_cache(maxsize=1024)
def days_off(rules: Rules, service: Service, year: int) -> Mapping[int, tuple[DayOff, ...]]:
    """The service's holidays of that year by the Monday of their week (an ordinal), those of a week in order."""
    found: dict[int, list[DayOff]] = {}
    for holiday in rules.holidays:
        rule = service.keeping.rules.get(holiday.id, HolidayRule.NONE)
        if rule is HolidayRule.NONE:
            continue
        for day in dates_of(rules, holiday, year):
            ordinal = day.toordinal()
            found.setdefault(monday_of(ordinal), []).append(DayOff(ordinal, holiday, rule))
    return {monday: tuple(sorted(days, key=lambda each: each.ordinal)) for monday, days in found.items()}


def dates_of(rules: Rules, holiday: Holiday, year: int) -> list[date]:
    """The days of that year on which it is kept. New Year's Day can be kept twice in one year, in January and in
    December, and then not at all in the next.
    """
    if holiday.once:
        return [holiday.once] if holiday.once.year == year else []
    if holiday.each_year:
        try:
            return [date(year, *holiday.each_year)]
        except ValueError:
            return []  # February 29
    if not holiday.observed:
        return sorted(_named(rules.country, rules.state, holiday.library, year))
    kept = []
    for around in (year - 1, year, year + 1):
        observed = [
            day
            for near in (around - 1, around, around + 1)
            for day in _named(rules.country, rules.state, holiday.library + _OBSERVED, near)
        ]
        for day in _named(rules.country, rules.state, holiday.library, around):
            beside = [each for each in observed if abs(each - day) <= _KEPT_WITHIN]
            kept.append(beside[0] if beside else day)
    return sorted(day for day in kept if day.year == year)


def known_names(country: str, state: str | None) -> frozenset[str]:
    """What the library calls that country's holidays, of eleven years. Raises NotImplementedError,
    which is the library's own, for a country or state it lacks.
    """
    days = library.country_holidays(country, subdiv=state, years=range(2020, 2031), language="en_US")
    names = {name for entry in days.values() for name in entry.split(_NAMES_BETWEEN)}
    return frozenset(name for name in names if not name.endswith(_OBSERVED))


@lru_cache(maxsize=64)
def _year(country: str, state: str | None, year: int) -> Mapping[str, tuple[date, ...]]:
    found: dict[str, list[date]] = {}
    for day, names in library.country_holidays(country, subdiv=state, years=year, language="en_US").items():
        for name in names.split(_NAMES_BETWEEN):
            found.setdefault(name, []).append(day)
    return {name: tuple(days) for name, days in found.items()}


def _named(country: str, state: str | None, name: str, year: int) -> tuple[date, ...]:
    return tuple(day for day in _year(country, state, year).get(name, ()) if day.year == year)
