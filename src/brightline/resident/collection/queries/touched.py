"""What a change would do, before it is announced: how many addresses it touches, and what moves where."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from brightline.city import queries as city
from brightline.city.kinds import AreaKind
from brightline.resident.collection.calendar.rules import Service
from brightline.resident.collection.calendar.schedule import AreaRef, schedule_of
from brightline.resident.collection.calendar.set_outs import SetOut, set_outs
from brightline.resident.collection.models import Change as Row
from brightline.resident.collection.queries import kept

# A slide ends with its week; two weeks around hold what it moves and where to.
_AROUND = timedelta(days=14)


@dataclass(frozen=True)
class Move:
    """was, day: where it stands without and with the change, day None: not collected; addresses: at how many."""

    service: Service
    was: date
    day: date | None
    addresses: int


@dataclass(frozen=True)
class Touched:
    """addresses: at how many anything is otherwise; of: how many there are; moves: by days, then services."""

    addresses: int
    of: int
    moves: list[Move]


def touched(row: Row) -> Touched:
    """What a change that is not announced yet would do to the calendars as they are now."""
    rules = kept.in_force().rules
    (change,) = kept.changes([row])
    before = [each for each in kept.changes_around(row.first - 4 * _AROUND) if each.withdrawn_at is None]
    named = frozenset(area for each in [*before, change] for area in each.areas)
    concerned = [each for each in rules.services if not change.services or each.id in change.services]
    kinds = {each.area for each in concerned if each.area} | {AreaKind(area.kind) for area in named}
    days = [row.first, row.last, *([row.to] if row.to else [])]
    first, last = min(days) - _AROUND, max(days) + _AROUND
    moves: Counter[tuple[str, date, date | None]] = Counter()
    addresses = of = 0
    for alike in city.addresses_alike(*sorted(kinds)):
        schedule = schedule_of(rules, alike.areas, named)
        without = _by_regular_day(set_outs(rules, schedule, before, first, last))
        with_it = _by_regular_day(set_outs(rules, schedule, [*before, change], first, last))
        moved = {
            (now.service.id, without[regular].shown_on, now.day)
            for regular, now in with_it.items()
            if regular in without and without[regular].day != now.day
        }
        # Each address once for each move, however many of its areas make it.
        moves.update(dict.fromkeys(moved, alike.addresses))
        of += alike.addresses
        addresses += alike.addresses if moved else 0
    order = {service.id: place for place, service in enumerate(rules.services)}
    listed = sorted(moves.items(), key=lambda each: (each[0][1], order[each[0][0]], each[0][2] or date.max))
    return Touched(addresses, of, [Move(rules.services[order[at]], was, day, n) for (at, was, day), n in listed])


def _by_regular_day(found: list[SetOut]) -> dict[tuple[str, AreaRef, date], SetOut]:
    return {(each.service.id, each.area, each.regular): each for each in found}
