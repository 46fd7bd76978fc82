"""Set-outs as the calendar's page shows them: months, lists, cards, and what goes in which container."""

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import get_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brightline.resident.collection import phrases
from brightline.resident.collection.calendar.rules import Icon, Recurs, Service
from brightline.resident.collection.calendar.set_outs import SetOut
from brightline.resident.collection.queries import Next

# Icons of the sprite (assets/build/icons.json).
_ICONS: Mapping[Icon, str] = {
    Icon.GARBAGE: "waste",
    Icon.RECYCLING: "recycling",
    Icon.YARD_WASTE: "yard-waste",
    Icon.LARGE_ITEMS: "large-items",
    Icon.SWEEPING: "sweeping",
}


@dataclass(frozen=True)
class Shown:
    """One set-out in words. day_said: its day, or the two its hours reach over when that is more than a night;
    container: what it goes in, or where nobody may park; off: not collected; long: it may stand
    out for more than a night; why: all reasons, the regular day's first.
    """

    set_out: SetOut
    name: str
    icon: str
    color: str
    day: date
    day_said: str
    hours: str
    container: str
    note: str
    why: Sequence[str]
    off: bool
    long: bool


@dataclass(frozen=True)
class Card:
    """What comes next of a service. off: its days before that are not collected, and why, "Not collected: Snow"; shown:
    None when none is collected within a year; soon: "in 3 days"; regular: the rule of its regular day; more: for paper
    alone.
    """

    name: str
    icon: str
    color: str
    off: Sequence[tuple[Shown, str]]
    shown: Shown | None
    soon: str
    regular: str
    more: bool


@dataclass(frozen=True)
class Day:
    """One square of a month; entries is empty for a day of the months beside it."""

    date: date
    inside: bool
    today: bool
    entries: Sequence[Shown]


@dataclass(frozen=True)
class Month:
    """weekdays: their names as the reader's week begins; weeks: rows of seven days; over, entries: those of the month,
    what is over already of this month apart.
    """

    first: date
    weekdays: Sequence[str]
    weeks: Sequence[Sequence[Day]]
    over: Sequence[Shown]
    entries: Sequence[Shown]


@dataclass(frozen=True)
class What:
    """What a service takes. coming: its next one here; rules: where nobody may park, if so, and when as a rule: one for
    each of its areas here.
    """

    service: Service
    name: str
    icon: str
    color: str
    container: str
    takes: Sequence[str]
    refuses: Sequence[str]
    note: str
    booking: str
    rules: Sequence[tuple[str, str]]
    hours: str
    coming: Shown | None


def shown(set_out: SetOut) -> Shown:
    """In the language in use."""
    service = set_out.service
    return Shown(
        set_out=set_out,
        name=phrases.said(service.name),
        icon=_ICONS[service.icon],
        color=service.color.value,
        day=set_out.shown_on,
        day_said=_days(set_out),
        hours=phrases.hours(set_out),
        container=phrases.side(set_out) or phrases.said(service.container),
        note=phrases.note(set_out),
        why=phrases.why(set_out),
        off=set_out.day is None,
        long=set_out.day is not None and service.hours.days_before > 1,
    )


def weeks_of(first: date) -> list[list[date]]:
    """The weeks that show the month which begins on `first`, each as the reader's week begins."""
    begins = (int(get_format("FIRST_DAY_OF_WEEK")) - 1) % 7
    return calendar.Calendar(begins).monthdatescalendar(first.year, first.month)


def month(first: date, set_outs: Iterable[SetOut], today: date) -> Month:
    """The month that begins on `first`. set_outs: those of all days of its weeks."""
    by_day: dict[date, list[Shown]] = {}
    for set_out in set_outs:
        by_day.setdefault(set_out.shown_on, []).append(shown(set_out))
    weeks = [
        [Day(day, day.month == first.month, day == today, by_day.get(day, ())) for day in week]
        for week in weeks_of(first)
    ]
    inside = [entry for week in weeks for day in week if day.inside for entry in day.entries]
    is_this_month = first == today.replace(day=1)
    return Month(
        first,
        [capfirst(phrases.weekday(day.date)) for day in weeks[0]],
        weeks,
        [entry for entry in inside if is_this_month and entry.day < today],
        [entry for entry in inside if not is_this_month or entry.day >= today],
    )


def what(service: Service, coming: Sequence[SetOut]) -> What:
    """coming: all of a year at this place, in their order."""
    ours = [each for each in coming if each.service is service and each.day]
    rules = dict.fromkeys((phrases.side(each), phrases.why(each)[0]) for each in ours)
    return What(
        service=service,
        name=phrases.said(service.name),
        icon=_ICONS[service.icon],
        color=service.color.value,
        container=phrases.said(service.container),
        takes=phrases.listed(service.takes),
        refuses=phrases.listed(service.refuses),
        note=phrases.said(service.note),
        booking=_booking(service),
        rules=list(rules),
        hours=_usual_hours(service),
        coming=shown(ours[0]) if ours else None,
    )


def card(coming: Next, today: date, *, more: bool = False) -> Card:
    """In the language in use."""
    said = [shown(each) for each in coming.all]
    return Card(
        name=said[0].name,
        icon=said[0].icon,
        color=said[0].color,
        off=[(each, phrases.off(each.set_out)) for each in said if each.off],
        shown=said[-1] if coming.set_out else None,
        soon=_soon(coming.set_out, today) if coming.set_out else "",
        regular=said[-1].why[0],
        more=more,
    )


def _soon(set_out: SetOut, today: date) -> str:
    """ "today", "tomorrow", "in 3 days": until it is collected or, where it may stand out for more than a night, until
    it may.
    """
    long = set_out.service.hours.days_before > 1
    day = set_out.starts.date() if set_out.starts and long else set_out.shown_on
    days = (day - today).days
    if days < 0:
        return _("now")
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    return ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}


def _days(set_out: SetOut) -> str:
    """It begins a line or a card, so with a capital, where the language writes the names of days without one."""
    day = set_out.shown_on
    before = set_out.service.hours.days_before
    if before < 2 or set_out.day is None:
        return capfirst(phrases.day(day))
    said = {"first": phrases.day(day - timedelta(days=before)), "last": phrases.day(day)}
    return capfirst(_("%(first)s to %(last)s") % said)


def _booking(service: Service) -> str:
    return phrases.said(service.appointment.note) if service.appointment else ""


def _usual_hours(service: Service) -> str:
    """ "From 4 p.m. the day before until 6 a.m. of the day"."""
    if service.recurs is Recurs.APPOINTMENT:
        return ""
    hours, anyday = service.hours, date(2024, 1, 1)
    filled = {
        "start": phrases.hour(datetime.combine(anyday, hours.start)),
        "end": phrases.hour(datetime.combine(anyday, hours.until)),
        "count": hours.days_before,
    }
    if hours.days_before == 0:
        return _("From %(start)s until %(end)s") % filled
    if hours.days_before == 1:
        return _("From %(start)s the day before until %(end)s on the day") % filled
    text = ngettext(
        "From %(start)s %(count)d day before until %(end)s on the day",
        "From %(start)s %(count)d days before until %(end)s on the day",
        hours.days_before,
    )
    return text % filled
