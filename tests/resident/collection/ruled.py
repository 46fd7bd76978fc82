"""Rules, areas and schedules for tests: those of the example in docs/operate/collection.md unless a test says more."""

import re
from datetime import date, time
from functools import cache

from brightline.city.kinds import AreaKind
from brightline.city.place import AreaHere
from brightline.platform.kernel.environment import ROOT
from brightline.resident.collection.calendar import reading
from brightline.resident.collection.calendar.rules import (
    Holiday,
    HolidayRule,
    Hours,
    Keeping,
    Kind,
    Recurs,
    Rules,
    Season,
    Service,
)
from brightline.resident.collection.calendar.schedule import AreaRef, Course, Schedule, schedule_of
from brightline.resident.collection.calendar.words import Words

ZONE = "America/Kentucky/Louisville"
GUIDE = ROOT / "docs" / "operate" / "collection.md"
NIGHT = Hours(time(16), 1, time(6))


def example() -> str:
    """The collection.toml of the guide."""
    found = re.search(r"```toml\n(\[hours\].*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert found
    return found[1]


@cache
def rules() -> Rules:
    return reading.read(example(), ZONE)


def area(kind: AreaKind, key: str, **details: str) -> AreaHere:
    return AreaHere(kind, key, f"{kind.value} {key}", details)


def areas(weekday: str = "thursday", week: str = "B", **more: str) -> dict[AreaKind, tuple[AreaHere, ...]]:
    """One of each kind that the example's services ask for."""
    details = {
        AreaKind.GARBAGE_ROUTE: {"weekday": weekday},
        AreaKind.RECYCLING_ROUTE: {"weekday": weekday, "week": week},
        AreaKind.YARD_WASTE_ROUTE: {"weekday": weekday},
        AreaKind.LARGE_ITEMS_AREA: {"dates": more.get("dates", "2026-12-14")},
        AreaKind.SWEEPING_ROUTE: {"weekday": weekday, "nth": more.get("nth", "2"), "side": "even"},
    }
    return {kind: (area(kind, "1", **said),) for kind, said in details.items()}


def scheduled(weekday: str = "thursday", week: str = "B", **more: str) -> Schedule:
    return schedule_of(rules(), areas(weekday, week, **more))


def one_service(
    rule: HolidayRule = HolidayRule.SLIDE,
    days_off: tuple[date, ...] = (),
    *,
    recurs: Recurs = Recurs.WEEKLY,
    to: int = 5,
    usual: HolidayRule | None = None,
    season: Season | None = None,
    every: int = 1,
    hours: Hours = NIGHT,
    zone: str = ZONE,
    kind: Kind = Kind.SET_OUT,
) -> Rules:
    """Rules of a single service, with these days as its holidays, exceptions to `usual` where that is given."""
    holidays = tuple(Holiday(f"off_{day:%Y%m%d}", Words.of({"en": f"Day {day}"}), once=day) for day in days_off)
    keeping = Keeping({holiday.id: rule for holiday in holidays}, to, usual or rule)
    service = Service(
        "garbage",
        Words.of({"en": "Garbage"}),
        kind,
        recurs,
        AreaKind.GARBAGE_ROUTE,
        hours,
        keeping,
        season=season,
        every=every,
    )
    return Rules((service,), zone, holidays)


def course(*weekdays: int, **more: object) -> Schedule:
    """A schedule of that single service."""
    return Schedule((Course("garbage", AreaRef("garbage_route", "1"), weekdays, **more),))  # type: ignore[arg-type]
