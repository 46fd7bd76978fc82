"""The stream a screen keeps open (server-sent events, WHATWG HTML 9.2)."""

import asyncio
from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.db import connections
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _

from brightline.platform.accounts.access import anyone_signed_in
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import Invalid
from brightline.platform.live.hub import hub

_BEAT_SECONDS = 15
# The browser reconnects by itself; a stream that ends now and then has its rights checked again.
_LIFETIME_SECONDS = 600
_MOST_TOPICS = 12


@anyone_signed_in
async def stream(request: HttpRequest) -> StreamingHttpResponse:
    """GET /live/?topic=a&topic=b. Each event is named for a topic that changed and carries nothing else."""
    topics = request.GET.getlist("topic")
    if not topics or len(topics) > _MOST_TOPICS:
        raise Invalid(_("Name between one and twelve topics to follow."))
    # Sign-in used a database connection; kept open, every screen would hold one.
    await sync_to_async(connections.close_all)()
    answer = StreamingHttpResponse(_events(topics), content_type="text/event-stream")
    answer["Cache-Control"] = "no-store"
    answer["X-Accel-Buffering"] = "no"
    return answer


async def _events(topics: list[str]) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    ends = loop.time() + _LIFETIME_SECONDS
    async with hub.follow(topics) as queue:
        yield b"retry: 1000\n\n"
        while loop.time() < ends:
            try:
                topic = await asyncio.wait_for(queue.get(), timeout=_BEAT_SECONDS)
            except TimeoutError:
                # A screen that misses its beats knows that the line is dead though it looks open, and sets its clocks.
                yield f"event: beat\ndata: {clock.now().isoformat()}\n\n".encode()
                continue
            yield f"event: {topic}\ndata: {topic}\n\n".encode()
