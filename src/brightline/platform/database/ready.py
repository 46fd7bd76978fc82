"""Readying Django inside a command."""

import os

import django

from brightline.platform.database import address, embedded
from brightline.platform.kernel import environment
from brightline.platform.kernel.errors import Invalid


def ready(role: str = "app") -> None:
    """Set Django up, connecting as `role`. Raises Invalid when the database does not answer or has no tables."""
    if address.uses_embedded_database():
        embedded.start_for_this_command()
    os.environ["BRIGHTLINE_CONNECT_AS"] = role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brightline.config.settings")
    django.setup()
    from django.db import OperationalError, connection

    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise Invalid("The database does not answer: check its address, and that it runs. " + _where()) from error
    if role == "app" and "ledger_entry" not in connection.introspection.table_names():
        raise Invalid("The database has no tables yet: run `brightline migrate`, or `brightline up`, first.")


def _where() -> str:
    if address.uses_embedded_database():
        return f"It is the embedded one in {environment.var()}."
    return "It is the one BRIGHTLINE_DATABASE_URL names."
