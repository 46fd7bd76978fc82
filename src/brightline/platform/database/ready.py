"""Readying Django inside a command, and checking the settings before a server takes over."""

import importlib.util
import os
import pkgutil

from brightline.platform.kernel import environment
from brightline.platform.kernel.errors import Invalid


def ready(role: str = "app") -> None:
    """Set Django up, connecting as `role`. Raises Invalid when the database does not answer or is not migrated."""
    # Imported late: the commands that need no database need not wait for Django either.
    import django

    from brightline.platform.database import address, embedded

    if address.uses_embedded_database():
        embedded.use_for_this_command()
    os.environ["BRIGHTLINE_CONNECT_AS"] = role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brightline.config.settings")
    django.setup()
    _ask(role)


def check() -> None:
    """Read all settings and ask the database once, before this process becomes a server of someone else's making,
    which would answer a mistake in them with a traceback. Raises Invalid.
    """
    from brightline.platform.database import address

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brightline.config.settings")
    _ask(address.database_role())


def _ask(role: str) -> None:
    import psycopg
    from django.db import Error, connection

    try:
        connection.ensure_connection()
        (found,) = connection.connection.execute("SELECT to_regclass('ledger_entry')").fetchone()
        applied = connection.connection.execute("SELECT app, name FROM django_migrations").fetchall() if found else []
    except (Error, psycopg.Error) as error:
        raise Invalid(_no_answer(role, error)) from error
    if role == "app" and found is None:
        raise Invalid("The database has no tables yet: run `brightline migrate`, or `brightline up`, first.")
    if role == "app" and (lacking := sorted(_ours() - set(applied))):
        raise Invalid(
            f"The database is of an older Brightline and lacks {'.'.join(lacking[0])}: run `brightline migrate` first."
        )


def _ours() -> set[tuple[str, str]]:
    """Every migration of ours by app and name, told from the files alone: this is asked before every command."""
    from django.conf import settings

    found = set()
    for app in settings.INSTALLED_APPS:
        spec = importlib.util.find_spec(f"{app}.migrations") if app.startswith("brightline.") else None
        for module in pkgutil.iter_modules(spec.submodule_search_locations if spec else ()):
            found.add((app.rsplit(".", 1)[-1], module.name))
    return found


def _no_answer(role: str, error: Exception) -> str:
    from brightline.platform.database import address

    why = (str(error).strip().splitlines() or ["it said nothing"])[0].strip().rstrip(".")
    if address.uses_embedded_database():
        folder = environment.var()
        return f"The embedded database in {folder} does not answer ({why}): start it with `brightline up`."
    name = "BRIGHTLINE_DATABASE_URL" if role == "app" else "BRIGHTLINE_OWNER_DATABASE_URL"
    return f"The database that {name} names does not answer ({why}): correct the address, or see that it runs."
