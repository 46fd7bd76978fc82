"""Bringing the tables and the runtime role's rights up to date. Runs as the owner."""

from urllib.parse import unquote, urlsplit

import psycopg
from django.core.management import call_command
from django.db import DatabaseError, connection

from brightline.platform.database import roles
from brightline.platform.database.models import append_only_tables
from brightline.platform.kernel.errors import Invalid

# Written by triggers alone: the runtime role may look, never touch.
READ_ONLY_TABLES = ["ledger_head"]


def migrate(app_url: str, verbosity: int = 0) -> None:
    """Apply all migrations and set the rights of the role in `app_url`. Needs the owner's connection.

    Raises Invalid, before anything is changed, when something in the schema belongs to another role.
    """
    app = unquote(urlsplit(app_url).username or "")
    try:
        with connection.cursor() as cursor:
            _check_all_is_ours(cursor.cursor)
        call_command("migrate", verbosity=verbosity, interactive=False)
        with connection.cursor() as cursor:
            roles.grant(cursor.cursor, app, append_only_tables(), READ_ONLY_TABLES)
    except (DatabaseError, psycopg.Error) as error:
        cause = _cause(error)
        if isinstance(cause, psycopg.errors.InsufficientPrivilege):
            said = (cause.diag.message_primary or str(cause)).strip()
            raise Invalid(
                f"The owner's role may not do what a migration needs ({said}): make it the owner of the database, as "
                "docs/operate/running.md shows, and migrate again."
            ) from error
        if isinstance(cause, psycopg.errors.UndefinedObject) and f'role "{app}"' in str(cause):
            raise Invalid(
                f"There is no role {app}, which BRIGHTLINE_DATABASE_URL names: create it, as docs/operate/running.md "
                "shows, and migrate again."
            ) from error
        raise


def _cause(error: BaseException) -> BaseException:
    """What PostgreSQL said, beneath what Django made of it."""
    found: BaseException | None = error
    while found is not None and not isinstance(found, psycopg.Error):
        found = found.__cause__ or found.__context__
    return found or error


def _check_all_is_ours(cursor: psycopg.Cursor) -> None:
    found = roles.not_ours(cursor)
    if not found:
        return
    kind, name, whose = found[0]
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    owner = cursor.connection.info.user
    raise Invalid(
        f"The {kind} {name}{more} belongs to {whose}, not to {owner}: as the database's superuser run "
        f'`ALTER {kind.upper()} "{name}" OWNER TO {owner}`, or move it to a database of its own, then migrate again. '
        "Nothing was changed."
    )
