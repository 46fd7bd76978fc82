"""Telling screens that something changed: only which topic. Each screen then asks again for what it may see."""

import re

from django.db import connection

CHANNEL = "brightline_live"
_LONGEST = 80
# A plain word, and what it is about after a dot: `register`, `request.AR-2026-0001`.
_FORM = re.compile(r"[a-z]+(\.[A-Za-z0-9-]+)?")


def is_topic(name: str) -> bool:
    """Whether `name` can be a topic. What cannot is never sent nor repeated to anyone."""
    return len(name) <= _LONGEST and _FORM.fullmatch(name) is not None


def account_topic(person_id: int) -> str:
    """The topic on which that person's own streams hear that they may have been signed out."""
    return f"account.{person_id}"


def publish(*topics: str) -> None:
    """Send when the transaction commits and not otherwise: PostgreSQL holds a NOTIFY until then.

    Raises ValueError for what is no topic, which is our defect.
    """
    if wrong := [topic for topic in topics if not is_topic(topic)]:
        raise ValueError(f"{wrong[0]!r} is no topic: give a word, or a word, a dot and what it is about.")
    with connection.cursor() as cursor:
        for topic in dict.fromkeys(topics):
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, topic])
