"""The stream a screen keeps open (server-sent events, WHATWG HTML 9.2)."""

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import cast

from asgiref.sync import sync_to_async
from django.contrib.auth import get_user
from django.contrib.sessions.backends.base import SessionBase
from django.db import OperationalError, connections
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _

from brightline.platform.accounts.access import anyone_signed_in
from brightline.platform.accounts.models import Person
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import Invalid
from brightline.platform.live.actions import account_topic, is_topic
from brightline.platform.live.hub import hub

_BEAT_SECONDS = 15
# The browser reconnects by itself; a stream that ends now and then passes every check of a new request.
_LIFETIME_SECONDS = 600
_MOST_TOPICS = 12
# A few at a time: when the database comes back all streams ask at once, each on a connection of its own.
_checks = asyncio.Semaphore(4)


@anyone_signed_in
async def stream(request: HttpRequest) -> StreamingHttpResponse:
    """GET /live/?topic=a&topic=b. Each event is named for a topic that changed and carries nothing else.

    It ends with the session: at once when the account is closed, within a beat however else the session ends.
    """
    topics = request.GET.getlist("topic")
    if not topics or len(topics) > _MOST_TOPICS:
        raise Invalid(_("Name between one and twelve topics to follow."))
    if not all(is_topic(topic) for topic in topics):
        # An event's name ends at its line: a newline in one would let a link write events of its own.
        raise Invalid(_("One of these is no topic. Open the screen again from its menu."))
    # Sign-in used a database connection; kept open, every screen would hold one.
    await sync_to_async(connections.close_all)()
    own = account_topic(cast(Person, request.user).pk)
    still_open = partial(_is_signed_in, request.session)
    answer = StreamingHttpResponse(_events(topics, own, still_open), content_type="text/event-stream")
    answer["Cache-Control"] = "no-store"
    answer["X-Accel-Buffering"] = "no"
    return answer


async def _events(topics: list[str], own: str, still_open: Callable[[], bool]) -> AsyncIterator[bytes]:
    """own: the topic on which this person's account speaks; still_open: whether their session goes on."""
    loop = asyncio.get_running_loop()
    checked = loop.time()
    ends = checked + _LIFETIME_SECONDS
    async with hub.follow([*topics, own]) as queue:
        yield b"retry: 1000\n\n"
        while loop.time() < ends:
            topic = await _next(queue)
            # By the clock and not only in silence: a stream with much to say is checked as often.
            if topic == own or loop.time() - checked >= _BEAT_SECONDS:
                async with _checks:
                    signed_in = await sync_to_async(still_open)()
                if not signed_in:
                    return
                checked = loop.time()
            if topic is None:
                # A screen that misses its beats knows that the line is dead though it looks open, and sets its clocks.
                yield f"event: beat\ndata: {clock.now().isoformat()}\n\n".encode()
            elif topic != own:
                yield f"event: {topic}\ndata: {topic}\n\n".encode()


async def _next(queue: "asyncio.Queue[str]") -> str | None:
    """The next topic that changed; None when a beat passes without one."""
    try:
        return await asyncio.wait_for(queue.get(), timeout=_BEAT_SECONDS)
    except TimeoutError:
        return None


def _is_signed_in(opened: SessionBase) -> bool:
    """Whether a request with this session would still be someone's. Holds a database connection only for as long."""
    asked = HttpRequest()
    asked.session = type(opened)(opened.session_key)
    try:
        return get_user(asked).is_authenticated
    except OperationalError:
        # The database is away: the next beat asks again, and until then a stream without it says nothing anyway.
        return True
    finally:
        connections.close_all()
