"""Areas by their kind, and how many addresses lie in which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from brightline.city.kinds import AreaKind
from brightline.city.models import Address, Area
from brightline.city.place import AreaHere
from brightline.platform.kernel.texts import counted


@dataclass(frozen=True)
class Alike:
    """addresses: how many lie in exactly these areas of the kinds asked about."""

    areas: Mapping[AreaKind, tuple[AreaHere, ...]]
    addresses: int


def areas(*kinds: AreaKind) -> list[AreaHere]:
    """The areas of these kinds as the tables hold them now, those of a load under way too: by kind and name, District 2
    before District 10.
    """
    rows = Area.objects.filter(kind__in=kinds).defer("shape")
    found = [AreaHere(AreaKind(row.kind), row.key, row.name, row.details) for row in rows]
    return sorted(found, key=lambda area: (area.kind, counted(area.name), counted(area.key)))


def addresses_alike(*kinds: AreaKind) -> list[Alike]:
    """All addresses, counted by the areas of these kinds they lie in."""
    known = {(area.kind, area.key): area for area in areas(*kinds)}
    columns = [f"areas__{kind.value}" for kind in kinds]
    found = []
    for *keys, count in Address.objects.order_by().values_list(*columns).annotate(count=Count("pk")):
        found.append(Alike(_known(kinds, keys, known), count))
    return found


def _known(
    kinds: Sequence[AreaKind], keys: Sequence[list[str] | None], known: Mapping[tuple[AreaKind, str], AreaHere]
) -> dict[AreaKind, tuple[AreaHere, ...]]:
    here = {
        kind: tuple(known[kind, key] for key in those or () if (kind, key) in known)
        for kind, those in zip(kinds, keys, strict=True)
    }
    return {kind: those for kind, those in here.items() if those}
