"""Readying Django inside a command."""

import os

import django

from brightline.config import environment
from brightline.platform.database.server import private_server
from brightline.platform.kernel.errors import Invalid


def ready(role: str = "app") -> None:
    """Set Django up, connecting as `role`. Raises Invalid when the database does not answer."""
    os.environ["BRIGHTLINE_CONNECT_AS"] = role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brightline.config.settings")
    django.setup()
    from django.db import OperationalError, connection

    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise Invalid(_unreachable()) from error


def _unreachable() -> str:
    if not environment.uses_embedded_database():
        return "The database at BRIGHTLINE_DATABASE_URL does not answer: check the address, and that it runs."
    home = private_server(environment.var(), "").home
    return f"The database in {home} is not running: start it with `brightline up` and try again."
