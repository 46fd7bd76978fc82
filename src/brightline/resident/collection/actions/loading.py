"""Loading the rules with the rest of a city pack."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from django.db import transaction

from brightline.city import queries as city
from brightline.city.place import AreaHere
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import Invalid
from brightline.resident.collection.calendar import reading
from brightline.resident.collection.calendar.rules import Rules
from brightline.resident.collection.calendar.schedule import unreadable
from brightline.resident.collection.models import LoadedRules

# A column named otherwise would be wrong in every area; nobody reads a thousand such sentences.
_SAID = 40


def check_rules(folder: Path, areas: Iterable[AreaHere]) -> None:
    """Whether the pack's collection.toml could be loaded with these areas. Raises Invalid as `load_rules` does."""
    # Which zone the clocks are in makes nothing right or wrong.
    rules = reading.read(reading.text_of(folder), "UTC", at=str(folder / reading.FILE))
    _check_areas(folder, rules, areas)


@transaction.atomic
def load_rules(folder: Path) -> bool:
    """Take up the pack's collection.toml, after the city and its areas, in the transaction of their load. Returns
    whether it is another than before. Raises Invalid with every problem of the file and of the areas'
    details it reads, one a line; then nothing has changed.
    """
    text = reading.text_of(folder)
    rules = reading.read(text, str(city.zone()), at=str(folder / reading.FILE))
    kinds = {service.area for service in rules.services if service.area}
    _check_areas(folder, rules, city.areas(*sorted(kinds)))
    digest = sha256(text.encode()).hexdigest()
    latest = LoadedRules.objects.order_by("-revision").first()
    if latest is not None and latest.digest == digest:
        return False
    LoadedRules.objects.create(
        revision=latest.revision + 1 if latest else 1, text=text, digest=digest, loaded_at=clock.now()
    )
    return True


def _check_areas(folder: Path, rules: Rules, areas: Iterable[AreaHere]) -> None:
    path = folder / reading.FILE
    problems = [f"{path}: [[services]] {each}." for each in unreadable(rules, areas)]
    if problems:
        more = [f"{path}: and {len(problems) - _SAID} more like these."] if len(problems) > _SAID else []
        raise Invalid("\n".join([*problems[:_SAID], *more, "Nothing was loaded."]))
