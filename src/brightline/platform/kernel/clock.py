"""The one place that reads the time, so that a drill or a demo can move it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_simulated: ContextVar[datetime | None] = ContextVar("simulated_time", default=None)


def now() -> datetime:
    """The time in UTC, always aware."""
    return _simulated.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Hold the clock at `moment` for what runs inside. Raises ValueError for a naive time."""
    if moment.tzinfo is None:
        raise ValueError("A time needs its zone: give an aware datetime.")
    token = _simulated.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _simulated.reset(token)
