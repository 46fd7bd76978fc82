"""Reading what someone asks of a calendar, whatever it is: months, days, languages."""

import re
from datetime import date

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from brightline.platform.kernel.errors import Invalid

_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# How many months before and after this one can be leafed to.
BACK, AHEAD = 12, 12


def month(request: HttpRequest, today: date) -> date:
    """?month=2026-11 as its first day, this month when not given. Raises Invalid when it is no month near enough."""
    this = today.replace(day=1)
    given = request.GET.get("month", "")
    if not given:
        return this
    found = _MONTH.fullmatch(given)
    first, last = months_on(this, -BACK), months_on(this, AHEAD)
    if found and 1 <= int(found[2]) <= 12 and int(found[1]) >= 1:
        asked = date(int(found[1]), int(found[2]), 1)
        if first <= asked <= last:
            return asked
    raise Invalid(
        _("The calendar has the months from %(first)s to %(last)s: ask for one of them.")
        % {"first": f"{first:%Y-%m}", "last": f"{last:%Y-%m}"}
    )


def months_on(first: date, count: int) -> date:
    """The first day of the month so many months on, or back when it is less than none."""
    months = first.year * 12 + first.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


def kept_months(today: date) -> list[date]:
    """Those a phone keeps to be read without a connection (address/keeping.js): this one and the next."""
    this = today.replace(day=1)
    return [this, months_on(this, 1)]


def day(request: HttpRequest, name: str, default: date) -> date:
    """A day from the query. Raises Invalid."""
    given = request.GET.get(name, "")
    return read_day(given, name) if given else default


def read_day(given: str, name: str) -> date:
    """Raises Invalid unless it is written as 2026-11-26 and is a day."""
    try:
        if _DAY.fullmatch(given):
            return date.fromisoformat(given)
    except ValueError:
        pass
    raise Invalid(_("%(name)s is no day: write it as 2026-11-26.") % {"name": name})


def language(request: HttpRequest) -> str:
    """?lang= of a feed, whose program has no other way to say it; else the language in use."""
    given = request.GET.get("lang", "")
    return given if given in dict(settings.LANGUAGES) else (get_language() or settings.LANGUAGE_CODE)
