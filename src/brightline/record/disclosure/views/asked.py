"""Reading what a visitor asked for in the address."""

from datetime import tzinfo

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import Invalid
from brightline.record.disclosure.figures import Period, default_period, whole_record
from brightline.record.disclosure.fold import Record

_LONGEST_YEARS = 50


def zone() -> tzinfo:
    """The city's zone, which its middleware makes the current one."""
    return timezone.get_current_timezone()


def period(request: HttpRequest, record: Record) -> Period | None:
    """`?period=all`, or `?from=2026-05&to=2026-10` (either may be missing); else the last six whole months.

    None while there is nothing to count. Raises Invalid.
    """
    if request.GET.get("period") == "all":
        return whole_record(record, zone())
    first, last = request.GET.get("from", ""), request.GET.get("to", "")
    usual = period_usual(record)
    if not first and not last:
        return usual
    whole = whole_record(record, zone()) or usual
    try:
        chosen = Period(first or (whole.first if whole else last), last or (whole.last if whole else first))
        if int(chosen.last[:4]) - int(chosen.first[:4]) > _LONGEST_YEARS:
            raise ValueError(chosen)
    except ValueError as error:
        raise Invalid(
            _("That is no period: choose a first month and a last month, such as 2026-05 and 2026-10.")
        ) from error
    return chosen


def period_usual(record: Record) -> Period | None:
    """What a page shows when nothing was chosen."""
    return default_period(record, zone(), timezone.localdate(clock.now()))


def number(request: HttpRequest, name: str, usual: int, most: int) -> int:
    """A whole number from 0 on in the address. Raises Invalid."""
    given = request.GET.get(name, "")
    if not given:
        return usual
    if not given.isascii() or not given.isdigit() or len(given) > 15:
        raise Invalid(_("%(name)s must be a whole number from 0 on.") % {"name": name})
    return min(int(given), most)
