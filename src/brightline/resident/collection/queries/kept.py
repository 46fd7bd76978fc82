"""The rules in force and the changes announced, as the calendar reads them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from brightline.city import queries as city
from brightline.resident.collection.calendar import reading
from brightline.resident.collection.calendar.changes import Change, Effect
from brightline.resident.collection.calendar.rules import NO_RULES, Rules
from brightline.resident.collection.calendar.schedule import AreaRef
from brightline.resident.collection.calendar.words import Words
from brightline.resident.collection.models import Change as Row
from brightline.resident.collection.models import LoadedRules


@dataclass(frozen=True)
class InForce:
    """revision: 0 and loaded_at None before any rules were loaded."""

    rules: Rules
    revision: int
    loaded_at: datetime | None


def in_force() -> InForce:
    """The rules as last loaded. One short query; the text is read and parsed once a process and revision."""
    latest = LoadedRules.objects.order_by("-revision").values_list("revision", "digest", "loaded_at").first()
    if latest is None:
        return InForce(NO_RULES, 0, None)
    revision, digest, loaded_at = latest
    return InForce(_parsed(digest, str(city.zone())), revision, loaded_at)


@lru_cache(maxsize=8)
def _parsed(digest: str, zone: str) -> Rules:
    text = LoadedRules.objects.filter(digest=digest).values_list("text", flat=True)[0]
    return reading.read(text, zone)


def changes(rows: Iterable[Row]) -> list[Change]:
    """Rows as the calendar reads them, in the order they were announced."""
    found = [
        Change(
            id=row.pk or 0,
            effect=Effect(row.effect),
            first=row.first,
            last=row.last,
            to=row.to,
            words=Words.of(row.words),
            services=frozenset(row.services),
            areas=frozenset(map(ref, row.areas)),
            announced_at=row.announced_at,
            withdrawn_at=row.withdrawn_at,
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (each.announced_at, each.id))


def changes_around(first: date) -> list[Change]:
    """Every change, withdrawn ones too, that can bear on a day from `first` on."""
    around = Row.objects.filter(last__gte=first) | Row.objects.filter(to__gte=first)
    return changes(around)


def ref(text: str) -> AreaRef:
    """ "garbage_route/g-12" as the area it is."""
    kind, _slash, key = text.partition("/")
    return AreaRef(kind, key)
