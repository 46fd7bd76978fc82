"""Telling screens that something changed: only which topic. Each screen then asks again for what it may see."""

from django.db import connection

CHANNEL = "brightline_live"


def account_topic(person_id: int) -> str:
    """The topic on which that person's own streams hear that they may have been signed out."""
    return f"account.{person_id}"


def publish(*topics: str) -> None:
    """Send when the transaction commits and not otherwise: PostgreSQL holds a NOTIFY until then."""
    with connection.cursor() as cursor:
        for topic in dict.fromkeys(topics):
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, topic])
