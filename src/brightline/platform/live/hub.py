"""One LISTEN connection a process, fanned out to its open streams."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable

import psycopg
import structlog
from django.db import connections
from psycopg import sql

from brightline.platform.live.actions import CHANNEL

log = structlog.get_logger("brightline.live")
_RETRY_SECONDS = 1.0


class Hub:
    """Hands each notification to the queues that follow its topic. Lives on one event loop."""

    def __init__(self) -> None:
        self._queues: dict[asyncio.Queue[str], frozenset[str]] = {}
        self._task: asyncio.Task[None] | None = None

    @contextlib.asynccontextmanager
    async def follow(self, topics: Iterable[str]) -> AsyncIterator["asyncio.Queue[str]"]:
        """A queue of the names of topics that changed, from now on."""
        queue: asyncio.Queue[str] = asyncio.Queue(maxsize=1000)
        self._queues[queue] = frozenset(topics)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._listen())
        try:
            yield queue
        finally:
            del self._queues[queue]

    async def _listen(self) -> None:
        while True:
            try:
                parameters = connections["default"].get_connection_params()
                parameters.pop("cursor_factory", None)
                parameters.pop("context", None)
                connection = await psycopg.AsyncConnection.connect(**parameters, autocommit=True)
                async with connection:
                    await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
                    # What changed while nobody listened is unknown, so every screen is told to ask again.
                    self._to_all("*")
                    async for notice in connection.notifies():
                        self._to_all(notice.payload)
            except (psycopg.Error, OSError) as error:
                log.warning("The live connection to the database was lost; trying again.", error=str(error))
            await asyncio.sleep(_RETRY_SECONDS)

    def _to_all(self, topic: str) -> None:
        for queue, followed in self._queues.items():
            for name in followed if topic == "*" else followed & {topic}:
                # A screen that stopped reading loses messages and asks anew when it is back; our memory stays bounded.
                with contextlib.suppress(asyncio.QueueFull):
                    queue.put_nowait(name)


hub = Hub()
