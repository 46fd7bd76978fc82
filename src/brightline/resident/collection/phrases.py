"""Set-outs in words: services, days, hours, and why a day is what it is."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from brightline.city.kinds import AreaKind
from brightline.platform.ui.phrases import in_a_row, isolated
from brightline.resident.collection.calendar.rules import LAST, Kind, Recurs, Season, Side
from brightline.resident.collection.calendar.set_outs import SetOut
from brightline.resident.collection.calendar.why import ByChange, ByHoliday, Moved, Regular, Together
from brightline.resident.collection.calendar.words import Lists, Words

# Translators: letters of Django's `date` filter: a day, a weekday, a day of any year. Not every language cuts the names
# of days or begins those of months with a capital.
_DAY = pgettext_lazy("date format", "D j M")
_WEEKDAY = pgettext_lazy("date format", "D")
_DAY_OF_MONTH = pgettext_lazy("date format", "j M")
_HOUR = "P"
# Further apart, two days are no longer told from another by their weekdays alone.
_A_WEEK = 7

_NTHS: Mapping[int, Promise] = {
    1: pgettext_lazy("weekday of the month", "first"),
    2: pgettext_lazy("weekday of the month", "second"),
    3: pgettext_lazy("weekday of the month", "third"),
    4: pgettext_lazy("weekday of the month", "fourth"),
    5: pgettext_lazy("weekday of the month", "fifth"),
    LAST: pgettext_lazy("weekday of the month", "last"),
}
_SIDES: Mapping[Side, Promise] = {
    Side.EVEN: gettext_lazy("No parking on the side of even numbers"),
    Side.ODD: gettext_lazy("No parking on the side of odd numbers"),
    Side.NORTH: gettext_lazy("No parking on the north side"),
    Side.SOUTH: gettext_lazy("No parking on the south side"),
    Side.EAST: gettext_lazy("No parking on the east side"),
    Side.WEST: gettext_lazy("No parking on the west side"),
    Side.BOTH: gettext_lazy("No parking on either side"),
}
# What a change can name, several of each.
AREAS: Mapping[AreaKind, Promise] = {
    AreaKind.SERVICE_DISTRICT: gettext_lazy("Service districts"),
    AreaKind.GARBAGE_ROUTE: gettext_lazy("Garbage routes"),
    AreaKind.RECYCLING_ROUTE: gettext_lazy("Recycling routes"),
    AreaKind.YARD_WASTE_ROUTE: gettext_lazy("Yard waste routes"),
    AreaKind.LARGE_ITEMS_AREA: gettext_lazy("Large item areas"),
    AreaKind.SWEEPING_ROUTE: gettext_lazy("Street sweeping routes"),
    AreaKind.COUNCIL_DISTRICT: gettext_lazy("Council districts"),
    AreaKind.NEIGHBORHOOD: gettext_lazy("Neighborhoods"),
    AreaKind.ZIP: gettext_lazy("ZIP areas"),
}


def said(words: Words) -> str:
    """In the reader's language if the city wrote it, else in one it did write, kept from turning the line around it."""
    if not words:
        return ""
    wanted = get_language() or "en"
    language, text = words.said_in(wanted)
    return text if language == wanted else isolated(text)


def listed(lists: Lists) -> list[str]:
    """The same for a list."""
    if not lists:
        return []
    wanted = get_language() or "en"
    language, texts = lists.said_in(wanted)
    return list(texts) if language == wanted else [isolated(text) for text in texts]


def day(value: date) -> str:
    """ "Fri 27 Nov"."""
    return date_format(value, str(_DAY))


def weekday(value: date) -> str:
    return str(WEEKDAYS[value.weekday()])


def hour(value: datetime) -> str:
    """ "4 p.m."."""
    return date_format(value, _HOUR)


def hours(set_out: SetOut) -> str:
    """From when until when, "" for one that is not collected: "Thu 4 p.m. until Fri 6 a.m."."""
    if set_out.starts is None or set_out.ends is None:
        return ""
    starts, ends = set_out.starts, set_out.ends
    if starts.date() == ends.date():
        return _("%(start)s until %(end)s") % {"start": hour(starts), "end": hour(ends)}
    # A window of a week and more would otherwise begin and end on days of one name.
    pattern = str(_WEEKDAY if (ends.date() - starts.date()).days < _A_WEEK else _DAY)
    return _("%(start_day)s %(start)s until %(end_day)s %(end)s") % {
        "start_day": date_format(starts, pattern),
        "start": hour(starts),
        "end_day": date_format(ends, pattern),
        "end": hour(ends),
    }


def side(set_out: SetOut) -> str:
    """Where nobody may park, "" for what is put out."""
    if set_out.service.kind is not Kind.NO_PARKING:
        return ""
    return str(_SIDES[Side(set_out.side)]) if set_out.side else _("No parking")


def why(set_out: SetOut) -> list[str]:
    """Why it is on its day: first the rule of the regular day, then each move."""
    return [
        regular(each, set_out.regular) if isinstance(each, Regular) else move(each, set_out.service.kind)
        for each in set_out.why
    ]


def note(set_out: SetOut) -> str:
    """What is not as usual, "" when all is: "Friday instead of Thursday because of Thanksgiving"."""
    return ". ".join(move(each, set_out.service.kind) for each in set_out.moves)


def off(set_out: SetOut) -> str:
    """Why it is not collected, beside its day, "" when it is: "Not collected: Snow on the streets"."""
    last = set_out.moves[-1] if set_out.day is None else None
    is_parking = set_out.service.kind is Kind.NO_PARKING
    if isinstance(last, ByHoliday):
        parking, collecting = (
            _("You may park: no work that day because of %(holiday)s"),
            _("Not collected because of %(holiday)s"),
        )
        return (parking if is_parking else collecting) % {"holiday": said(last.name)}
    if isinstance(last, ByChange):
        parking, collecting = _("You may park: %(words)s"), _("Not collected: %(words)s")
        return (parking if is_parking else collecting) % {"words": said(last.words)}
    return ""


def move(each: Moved, kind: Kind) -> str:
    """One step."""
    if isinstance(each, Together):
        return _("Collected together with that of %(day)s") % {"day": day(each.other)}
    apart = each.day is not None and abs((each.day - each.was).days) >= _A_WEEK
    named = day if apart else weekday
    filled = {"day": named(each.day) if each.day else "", "was": named(each.was)}
    if isinstance(each, ByHoliday):
        return capfirst(_by_holiday(each, kind) % (filled | {"holiday": said(each.name)}))
    return capfirst(_by_change(each, kind) % (filled | {"words": said(each.words)}))


def _by_holiday(each: ByHoliday, kind: Kind) -> str:
    if each.day is not None:
        return _("%(day)s instead of %(was)s because of %(holiday)s")
    if kind is Kind.NO_PARKING:
        return _("You may park on %(was)s: no work that day because of %(holiday)s")
    return _("Not collected on %(was)s because of %(holiday)s")


def _by_change(each: ByChange, kind: Kind) -> str:
    if each.day is not None:
        return _("%(day)s instead of %(was)s: %(words)s")
    if kind is Kind.NO_PARKING:
        return _("You may park on %(was)s: %(words)s")
    return _("Not collected on %(was)s: %(words)s")


def regular(rule: Regular, at: date) -> str:
    """What the day would be without anything else, at a regular day of it."""
    text = _rule(rule, at)
    return _in_season(text, rule.season) if rule.season else text


def _rule(rule: Regular, at: date) -> str:
    weekdays = in_a_row(WEEKDAYS[each] for each in rule.weekdays)
    match rule.recurs:
        case Recurs.WEEKLY:
            return _("Every %(weekday)s") % {"weekday": weekdays}
        case Recurs.ALTERNATING if rule.every == 2:
            return _("Week %(week)s: every other %(weekday)s") % {"week": rule.week, "weekday": weekdays}
        case Recurs.ALTERNATING:
            return _("Week %(week)s: %(weekday)s") % {"week": rule.week, "weekday": weekdays}
        case Recurs.INTERVAL:
            text = ngettext("Every week on %(weekday)s", "Every %(count)d weeks on %(weekday)s", rule.every)
            return text % {"count": rule.every, "weekday": weekday(at)}
        case Recurs.MONTHLY:
            nths = in_a_row(_NTHS[each] for each in rule.nth)
            return capfirst(_("%(nths)s %(weekday)s of the month") % {"nths": nths, "weekday": weekdays})
        case _:
            return _("On the days set for this area")


def _in_season(text: str, season: Season) -> str:
    first, last = (date_format(date(2024, *each), str(_DAY_OF_MONTH)) for each in (season.first, season.last))
    return _("%(rule)s, from %(first)s to %(last)s") % {"rule": text, "first": first, "last": last}
