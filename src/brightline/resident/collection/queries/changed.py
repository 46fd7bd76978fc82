"""What was announced: for those who run collections, and for whoever tells residents of it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from brightline.platform.kernel.errors import NotFound
from brightline.resident.collection.calendar.changes import Change
from brightline.resident.collection.models import Change as Row
from brightline.resident.collection.queries import kept


@dataclass(frozen=True)
class News:
    """at: when it was announced, or withdrawn; withdrawn: which of the two."""

    at: datetime
    change: Change
    withdrawn: bool


def changes_since(moment: datetime) -> list[News]:
    """What was announced and what was withdrawn after that moment, in the order it was. Whoever tells residents asks
    again with the time of the last one told.
    """
    rows = Row.objects.filter(Q(announced_at__gt=moment) | Q(withdrawn_at__gt=moment))
    news = []
    for change in kept.changes(rows):
        if change.announced_at > moment:
            news.append(News(change.announced_at, change, withdrawn=False))
        if change.withdrawn_at and change.withdrawn_at > moment:
            news.append(News(change.withdrawn_at, change, withdrawn=True))
    return sorted(news, key=lambda each: (each.at, each.change.id, each.withdrawn))


def every() -> QuerySet[Row]:
    """All of them, the newest first."""
    return Row.objects.select_related("announced_by", "withdrawn_by")


def get(change_id: int) -> Row:
    """Raises NotFound."""
    found = every().filter(pk=change_id).first()
    if found is None:
        raise NotFound("There is no such change.")
    return found
