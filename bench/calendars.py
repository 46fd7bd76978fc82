"""Set-outs of a year beside recurring-ical-events: how many a second each finds, and what 400,000 addresses take.

Ours starts from a city's rules and the details of an address's areas, moves what holidays move, and says why; the peer
starts from a parsed calendar of recurrence rules with the moved days as exceptions, which is what a city that publishes
one feed a route has. Both are asked for the same year of the same addresses and must find the same days.

Addresses share schedules. "Each by itself" computes every address anew; "shared" computes each schedule once, as
whoever asks for all addresses does, the peer too.

    python bench/calendars.py                    400,000 addresses
    python bench/calendars.py --addresses 20000 --times 3
"""

import argparse
import importlib.metadata
import itertools
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import icalendar
import measure
import recurring_ical_events

from brightline.city.kinds import AreaKind
from brightline.city.place import AreaHere
from brightline.resident.collection.calendar import reading
from brightline.resident.collection.calendar.rules import WEEKDAYS, Rules
from brightline.resident.collection.calendar.schedule import Schedule, schedule_of
from brightline.resident.collection.calendar.set_outs import SetOut, set_outs, window

ROOT = Path(__file__).parents[1]
YEAR = date(2026, 1, 1), date(2026, 12, 31)
ZONE = "America/Kentucky/Louisville"
Found = Callable[[int], int]


def addresses(rules: Rules, count: int, seed: int) -> list[Schedule]:
    """So many, each with a weekday, a week, an area of large items and a sweeping route."""
    pick = random.Random(seed)
    routes = [
        schedule_of(rules, _areas(weekday, week, area, nth))
        for weekday, week, area, nth in itertools.product(WEEKDAYS[:5], "AB", range(1, 13), ("1", "2", "3"))
    ]
    return pick.choices(routes, k=count)


def _areas(weekday: str, week: str, area: int, nth: str) -> dict[AreaKind, tuple[AreaHere, ...]]:
    details = {
        AreaKind.GARBAGE_ROUTE: {"weekday": weekday},
        AreaKind.RECYCLING_ROUTE: {"weekday": weekday, "week": week},
        AreaKind.YARD_WASTE_ROUTE: {"weekday": weekday},
        AreaKind.LARGE_ITEMS_AREA: {"first": f"{date.fromordinal(date(2026, 1, 5).toordinal() + 7 * area)}"},
        AreaKind.SWEEPING_ROUTE: {"weekday": weekday, "nth": nth, "side": "even"},
    }
    return {kind: (AreaHere(kind, f"{area}{weekday}", "", said),) for kind, said in details.items()}


def ours(rules: Rules, schedule: Schedule) -> list[SetOut]:
    return set_outs(rules, schedule, [], *YEAR)


def feed_of(found: Sequence[SetOut]) -> icalendar.Calendar:
    """The same days as a city would publish them: a recurring event for each service, moved days as RECURRENCE-ID,
    days left out as EXDATE.
    """
    calendar = icalendar.Calendar()
    for service in {each.service.id for each in found}:
        days = [each for each in found if each.service.id == service]
        regular = [each.regular for each in days]
        gaps = {(after - before).days for before, after in itertools.pairwise(regular)}
        event = icalendar.Event()
        event.add("uid", service)
        start = _starts(days[0], days[0].regular)
        event.add("dtstart", start)
        event.add("dtend", start + (_ends(days[0]) - _starts(days[0], days[0].shown_on)))
        until = _starts(days[-1], regular[-1]).astimezone(UTC)
        if gaps <= {7, 14, 84} and len(gaps) == 1:
            event.add("rrule", {"FREQ": "WEEKLY", "INTERVAL": gaps.pop() // 7, "UNTIL": until})
        else:
            event.add("rdate", [_starts(each, each.regular) for each in days])
        for each in days:
            if each.day is None:
                event.add("exdate", _starts(each, each.regular))
        calendar.add_component(event)
        for each in days:
            if each.is_moved:
                moved = icalendar.Event()
                moved.add("uid", service)
                moved.add("recurrence-id", _starts(each, each.regular))
                moved.add("dtstart", each.starts)
                moved.add("dtend", each.ends)
                calendar.add_component(moved)
    return icalendar.Calendar.from_ical(calendar.to_ical())


def _starts(each: SetOut, day: date) -> datetime:
    return window(each.service.hours, ZONE, day.toordinal())[0]


def _ends(each: SetOut) -> datetime:
    return window(each.service.hours, ZONE, each.shown_on.toordinal())[1]


def peer(calendar: icalendar.Calendar) -> list[icalendar.Event]:
    first, last = YEAR
    return recurring_ical_events.of(calendar).between(first, date.fromordinal(last.toordinal() + 1))


def agree(found: Sequence[SetOut], events: Sequence[icalendar.Event]) -> None:
    """Exits unless both have the same starts; the year's first and last night are each their own way in the peer."""
    first, last = (datetime(day.year, day.month, day.day).astimezone() for day in (YEAR[0], YEAR[1]))
    wanted = sorted(each.starts for each in found if each.starts and first < each.starts.astimezone() < last)
    got = sorted(each["DTSTART"].dt for each in events if first < each["DTSTART"].dt.astimezone() < last)
    if wanted != got:
        sys.exit(f"They differ: {len(wanted)} and {len(got)}; {sorted(set(wanted) ^ set(got))[:3]}")


def timed(run: Callable[[], int], times: int) -> tuple[float, int]:
    """Processor seconds (median), which a busy machine does not lengthen, and what it found."""
    taken, found = [], 0
    for _ in range(times):
        begin = time.process_time()
        found = run()
        taken.append(time.process_time() - begin)
    return statistics.median(taken), found


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--addresses", type=int, default=400_000)
    parser.add_argument("--peer", type=int, default=40, help="how many addresses the peer is asked for (default 40)")
    parser.add_argument("--times", type=int, default=3)
    given = parser.parse_args()
    rules = reading.read((ROOT / "cities" / "falls-city" / "collection.toml").read_text("utf-8"), ZONE)
    everyone = addresses(rules, given.addresses, seed=7)
    schedules = list(dict.fromkeys(everyone))
    feeds = {each: feed_of(ours(rules, each)) for each in dict.fromkeys(everyone[: given.peer])}
    for each, feed in feeds.items():
        agree(ours(rules, each), peer(feed))

    def alone() -> int:
        return sum(len(ours(rules, each)) for each in everyone)

    def shared() -> int:
        found = {each: ours(rules, each) for each in schedules}
        return sum(len(found[each]) for each in everyone)

    def peers() -> int:
        return sum(len(peer(feeds[each])) for each in everyone[: given.peer])

    rows = []
    peer_seconds, peer_found = timed(peers, given.times)
    for name, run in (("each by itself", alone), ("shared", shared)):
        seconds, found = timed(run, given.times)
        rows.append((name, seconds, found, found / seconds))
        print(f"{name}: {seconds:.2f} s, {found / seconds:,.0f} a second", file=sys.stderr)
    rate = peer_found / peer_seconds
    one = peer_seconds / given.peer
    names = ("recurring-ical-events", "icalendar", "holidays")
    said = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)
    lines = [
        f"`python bench/calendars.py --addresses {given.addresses} --times {given.times}`: a year of "
        f"{given.addresses:,} addresses with {len(schedules):,} different schedules, five services, six holidays.",
        "",
        f"{measure.machine()} {said}.",
        "",
        "| | processor seconds | set-outs | a second | ÷ peer |",
        "| --- | ---: | ---: | ---: | ---: |",
        *(
            f"| Brightline, {name} | {seconds:,.2f} | {found:,} | {each:,.0f} | {each / rate:,.0f} |"
            for name, seconds, found, each in rows
        ),
        f"| recurring-ical-events, each by itself ({given.peer} addresses) | {peer_seconds:,.2f} | {peer_found:,} | "
        f"{rate:,.0f} | 1 |",
        f"| recurring-ical-events, shared (reckoned: {len(schedules):,} schedules) | {one * len(schedules):,.2f} | "
        f"{rows[1][2]:,} | {rows[1][2] / (one * len(schedules)):,.0f} | "
        f"{rows[1][2] / (one * len(schedules)) / rate:,.0f} |",
        "",
        "Both find the same days. Ours are computed from the rules and carry their hours and why; the peer's calendars "
        "were parsed before, its time is that of finding the year's events alone. It was asked for fewer addresses "
        "since all would take hours.",
    ]
    measure.write_section(f"Calendars of {given.addresses:,} addresses", lines)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
