"""A real PostgreSQL for the tests: one server for the whole run, a template migrated once, a copy for each worker.

The tests connect as the runtime role, as web and worker do, so every action is proven with the rights it will have.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from brightline.platform.database import roles, server
from brightline.platform.kernel import environment

TEMPLATE = "brightline_template"


def start(folder: Path) -> server.Server:
    """Start the run's server in `folder`."""
    running = server.private_server(folder, environment.Secrets.load().superuser)
    running.start(server.TESTING_OPTIONS)
    return running


def make_template() -> None:
    """Create and migrate the template, as a city's `brightline migrate` does."""
    kept = environment.Secrets.load()
    running = server.private_server(environment.var(), kept.superuser)
    roles.create(running.superuser_url, kept.owner, kept.app, database=TEMPLATE)
    environ = os.environ | {
        "BRIGHTLINE_DATABASE_URL": url("app", TEMPLATE),
        "BRIGHTLINE_OWNER_DATABASE_URL": url("owner", TEMPLATE),
    }
    subprocess.run([sys.executable, "-m", "brightline.cli", "migrate"], check=True, env=environ, capture_output=True)


def url(role: str, database: str) -> str:
    """The address of `database` for "app", "owner" or "superuser"."""
    kept = environment.Secrets.load()
    running = server.private_server(environment.var(), kept.superuser)
    if role == "superuser":
        parts = urlsplit(running.superuser_url)
        return urlunsplit(parts._replace(path=f"/{database}"))
    if role == "owner":
        return running.url(roles.OWNER, kept.owner, database)
    return running.url(roles.APP, kept.app, database)


def copy(name: str) -> None:
    """Make `name` a fresh copy of the template, dropping what was there."""
    with psycopg.connect(url("superuser", "postgres"), autocommit=True) as connection:
        identifier = sql.Identifier(name)
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(identifier))
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(
                identifier, sql.Identifier(TEMPLATE), sql.Identifier(roles.OWNER)
            )
        )


def drop(name: str) -> None:
    with psycopg.connect(url("superuser", "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def as_role(role: str, database: str) -> Iterator[psycopg.Connection]:
    """A plain connection of one's own, to try what that role may do in SQL."""
    with psycopg.connect(url(role, database)) as connection:
        yield connection
