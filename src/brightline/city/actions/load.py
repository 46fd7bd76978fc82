"""Loading the city. Atomic and repeatable: the old data stays until the new is in."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

from brightline.city import packs
from brightline.city.actions import rows
from brightline.city.actions.rows import Changes
from brightline.city.geometry.tree import AreaTree, Bounds, Keys
from brightline.city.kinds import AreaKind
from brightline.city.models import City
from brightline.city.packs import CityPack, pack
from brightline.city.packs.pack import Check
from brightline.city.packs.places import Places
from brightline.city.packs.reading import Progress
from brightline.platform.kernel import clock

_STEPS = ("Finding the areas of each address", "Making the search index", "Writing")


@dataclass(frozen=True)
class Loaded:
    """city: as it is now; what changed of addresses, areas and facilities; told: what is not as it should be in the
    pack and was loaded all the same, a sentence each; inside: how many addresses lie in some area of each kind.
    """

    city: City
    addresses: Changes
    areas: Changes
    facilities: Changes
    told: tuple[str, ...]
    inside: Mapping[AreaKind, int]

    @property
    def says(self) -> list[str]:
        """What changed, a line for each table."""
        tables = {"addresses": self.addresses, "areas": self.areas, "facilities": self.facilities}
        return [f"{changes.total:>9,} {name + ':':<11} {changes.says}" for name, changes in tables.items()]


@transaction.atomic
def introduce(folder: Path, *, policies: Collection[str] | None = None) -> City:
    """Load who the city is from the city pack in `folder`, and nothing of its places. policies: the ids of the policy
    packs it may take up, or None for any. Raises Invalid, and then nothing has changed.
    """
    return _introduce(packs.read(folder, now=clock.now(), policies=policies))


def load(
    folder: Path,
    *,
    policies: Collection[str] | None = None,
    progress: Progress = lambda step: None,
    checks: Sequence[Check] = (),
) -> Loaded:
    """Load the city pack in `folder` over what is there: rows that are as they were are left alone. progress: told
    each step, of which there are `steps`; checks: of what else lies in the folder. Raises Invalid, and then nothing has
    changed; until it returns, and the transaction around it ends, everyone else sees the old.
    """
    digest = pack.digest(folder)
    whole = pack.read(folder, now=clock.now(), policies=policies, progress=progress, checks=checks)
    progress(_STEPS[0])
    places = whole.places
    tree = AreaTree(Bounds(row.kind, row.key, row.shape) for row in places.areas)
    lying = tree.at_many(places.addresses["longitude"], places.addresses["latitude"])
    progress(_STEPS[1])
    inside = _inside(*lying)
    index = places.index().to_bytes()
    progress(_STEPS[2])
    with transaction.atomic():
        # Two loads at once would each take away what the other brought; who only reads is not held up.
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE city_city IN SHARE ROW EXCLUSIVE MODE")
        city = _introduce(whole.identity, digest=digest)
        areas, facilities = rows.put_areas(places.areas), rows.put_facilities(places.facilities)
        addresses = rows.put_addresses(places.addresses, *lying)
        rows.put_drawn(places.drawn)
        rows.put_index(index)
    return Loaded(city, addresses, areas, facilities, (*whole.told, *_empty(inside, places)), inside)


def steps(folder: Path) -> int:
    """How many steps a load of the city pack in `folder` tells. Raises Invalid."""
    return pack.steps(folder) + len(_STEPS)


def is_loaded(folder: Path) -> bool:
    """Whether a load of the city pack in `folder` would change nothing: its files are those last loaded."""
    return City.objects.filter(pk=1, digest=pack.digest(folder)).exists()


def _introduce(who: CityPack, **more: str) -> City:
    city, _ = City.objects.update_or_create(pk=1, defaults={**asdict(who), **more, "loaded_at": clock.now()})
    return city


def _inside(answers: Sequence[Keys], which: NDArray[np.int64]) -> dict[AreaKind, int]:
    counts: Counter[AreaKind] = Counter()
    for keys, times in zip(answers, np.bincount(which, minlength=len(answers)).tolist(), strict=True):
        counts.update(dict.fromkeys(keys, times))
    return dict(counts)


def _empty(inside: Mapping[AreaKind, int], places: Places) -> Iterator[str]:
    """A kind of area no address lies in was meant for another city, or cut off."""
    for kind in dict.fromkeys(row.kind for row in places.areas):
        if len(places.addresses) and not inside.get(kind):
            yield f"No address lies in any {kind}: see that its file is the right one."
