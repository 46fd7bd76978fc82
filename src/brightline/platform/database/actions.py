"""Bringing the tables and the runtime role's rights up to date. Runs as the owner."""

from urllib.parse import unquote, urlsplit

from django.core.management import call_command
from django.db import connection

from brightline.platform.database import roles
from brightline.platform.database.models import append_only_tables

# Written by triggers alone: the runtime role may look, never touch.
READ_ONLY_TABLES = ["ledger_head"]


def migrate(app_url: str, verbosity: int = 0) -> None:
    """Apply all migrations and set the rights of the role in `app_url`. Needs the owner's connection."""
    call_command("migrate", verbosity=verbosity, interactive=False)
    with connection.cursor() as cursor:
        roles.grant(cursor.cursor, unquote(urlsplit(app_url).username or ""), append_only_tables(), READ_ONLY_TABLES)
