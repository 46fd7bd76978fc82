"""Examinations, found and listed, and the folder they come from."""

from pathlib import Path

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from brightline.assistance.review.models import Examination, Label
from brightline.city import queries as city
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import NotFound

_THREE_AT_NIGHT = 3


def get(examination_id: int) -> Examination:
    """Raises NotFound."""
    return _found(Examination.objects.filter(pk=examination_id).select_related("by").first(), examination_id)


def locked(examination_id: int) -> Examination:
    """The same, held until the transaction ends."""
    return _found(Examination.objects.select_for_update().filter(pk=examination_id).first(), examination_id)


def listed() -> QuerySet[Examination]:
    """All of them, the newest first, each with how many of the engine's findings are `settled`."""
    settled = Count("findings", filter=Q(findings__settlement__isnull=False) & ~Q(findings__label=Label.NONE))
    return Examination.objects.select_related("by").annotate(settled=settled).order_by("-at", "-pk")


def watched_folder() -> Path | None:
    """The folder the city's IT fills, when it has named one."""
    return Path(settings.BRIGHTLINE_REVIEW_FOLDER) if settings.BRIGHTLINE_REVIEW_FOLDER else None


def is_the_hour_to_look() -> bool:
    """Three at night, as the city's clocks show it."""
    return city.local(clock.now()).hour == _THREE_AT_NIGHT


def _found(examination: Examination | None, examination_id: int) -> Examination:
    if examination is None:
        raise NotFound(_("There is no examination %(number)d.") % {"number": examination_id})
    return examination
