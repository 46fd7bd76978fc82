"""What other rooms may ask of the city."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from zoneinfo import ZoneInfo

from brightline.city.models import City
from brightline.platform.kernel.errors import NotFound

_remembered: ContextVar[City | None] = ContextVar("city", default=None)


def city() -> City:
    """The city this installation serves. Raises NotFound before one is loaded."""
    found = _remembered.get() or City.objects.filter(pk=1).first()
    if found is None:
        raise NotFound("No city is loaded yet: run `brightline load-city DIR`.")
    return found


@contextmanager
def remembered(found: City | None) -> Iterator[None]:
    """While one request is answered the city is asked for once, not at every word."""
    token = _remembered.set(found)
    try:
        yield
    finally:
        _remembered.reset(token)


def zone() -> ZoneInfo:
    """The zone in which the city's people read times."""
    return ZoneInfo(city().timezone)


def local(moment: datetime) -> datetime:
    return moment.astimezone(zone())
