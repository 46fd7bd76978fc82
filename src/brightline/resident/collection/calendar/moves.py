"""Where holidays and announcements take a regular day, and by which steps."""

from collections.abc import Mapping, Sequence
from datetime import date

from brightline.resident.collection.calendar.changes import Change, Effect
from brightline.resident.collection.calendar.holidays import DayOff, monday_of
from brightline.resident.collection.calendar.rules import HolidayRule, Keeping
from brightline.resident.collection.calendar.why import ByChange, ByHoliday

# A day without collections in one week, by its ordinal, and what it does to a service.
_Off = dict[int, HolidayRule]


def after_holidays(regular: int, off: Sequence[DayOff], keeping: Keeping) -> tuple[int | None, tuple[ByHoliday, ...]]:
    """Where the holidays of its week take a regular day, and by which steps. off: in the order of their days."""
    day, moves = regular, []
    for each in off:
        if each.ordinal > day:
            break
        to = _past(each.ordinal, each.rule, day, monday_of(regular), keeping)
        if to == day:
            continue
        was, on = date.fromordinal(day), date.fromordinal(to) if to is not None else None
        moves.append(ByHoliday(each.holiday.id, each.holiday.name, each.day, each.rule, was, on))
        if to is None:
            return None, tuple(moves)
        day = to
    return day, tuple(moves)


def after_changes(
    regular: int, day: int, weeks: Mapping[int, Sequence[DayOff]], keeping: Keeping, changes: Sequence[Change]
) -> tuple[int | None, tuple[ByChange, ...]]:
    """Where the changes take what the holidays left on `day`, and by which steps. weeks: the service's holidays by the
    Monday of their week; changes: in the order they were announced.

    A slide is a holiday nobody knew of: its days count among the holidays of their week, in the order of days, by the
    service's own rule. So nothing slides onto a holiday, and what a holiday took to Saturday stays there.
    """
    start, off, moves = regular, _off(weeks, regular), []
    for change in changes:
        if not change.is_about(date.fromordinal(day)):
            continue
        to: int | None = change.to.toordinal() if change.effect is Effect.MOVED and change.to else None
        if change.effect is Effect.SLIDES:
            if monday_of(start) != monday_of(change.first.toordinal()):
                start, off = day, _ahead_of(day, _off(weeks, day))
            off = dict.fromkeys(change.closed(), keeping.when_closed) | off
            to = _past_all(start, off, keeping)
        elif to is not None:
            start, off = to, _ahead_of(to, _off(weeks, to))
        if to == day:
            continue
        on = date.fromordinal(to) if to is not None else None
        moves.append(ByChange(change.id, change.effect, change.words, date.fromordinal(day), on))
        if to is None:
            return None, tuple(moves)
        day = to
    return day, tuple(moves)


def _off(weeks: Mapping[int, Sequence[DayOff]], day: int) -> _Off:
    return {each.ordinal: each.rule for each in weeks.get(monday_of(day), ())}


def _ahead_of(day: int, off: _Off) -> _Off:
    """What somebody moved to a day stands there, holiday or not; only the holidays after it can be in its way."""
    return {ordinal: rule for ordinal, rule in off.items() if ordinal > day}


def _past_all(start: int, off: _Off, keeping: Keeping) -> int:
    day = start
    for ordinal in sorted(off):
        if ordinal <= day:
            to = _past(ordinal, off[ordinal], day, monday_of(start), keeping)
            # What a holiday leaves out is what is regularly on it; what slid there goes on to the next day.
            day = to if to is not None else day + 1
    return day


def _past(ordinal: int, rule: HolidayRule, day: int, monday: int, keeping: Keeping) -> int | None:
    """Where a day off on `ordinal` takes what stands on `day`, not before it; None: it is left out."""
    if rule is HolidayRule.SLIDE:
        return day + 1
    if rule is HolidayRule.TO:
        to = max(monday + keeping.to, ordinal + 1)
        # What is already beyond that day, as one on Sunday is beyond Saturday, only makes room for the holiday.
        return max(to, day if ordinal < day else day + 1)
    return None if rule is HolidayRule.SKIP and ordinal == day else day
