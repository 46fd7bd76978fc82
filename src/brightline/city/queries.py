"""What other rooms may ask of the city."""

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from brightline.city.models import City
from brightline.platform.kernel.errors import NotFound


def city() -> City:
    """The city this installation serves. Raises NotFound before one is loaded."""
    found = City.objects.filter(pk=1).first()
    if found is None:
        raise NotFound("No city is loaded yet: run `brightline load-city DIR`.")
    return found


@lru_cache(maxsize=1)
def _zone_name() -> str:
    return city().timezone


def zone() -> ZoneInfo:
    """The zone in which the city's people read times."""
    return ZoneInfo(_zone_name())


def local(moment: datetime) -> datetime:
    return moment.astimezone(zone())


def forget() -> None:
    """After a load: ask the database again."""
    _zone_name.cache_clear()
