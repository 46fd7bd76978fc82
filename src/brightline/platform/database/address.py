"""The address of the database, from the environment or the embedded server."""

import os
from urllib.parse import parse_qsl, unquote, urlsplit

from brightline.platform.database import roles, server
from brightline.platform.kernel.environment import Secrets, var
from brightline.platform.kernel.errors import Invalid


def database_url(role: str) -> str:
    """The address of the database for `role` ("app" or "owner").

    From BRIGHTLINE_DATABASE_URL and BRIGHTLINE_OWNER_DATABASE_URL, else that of the embedded server.
    """
    name = "BRIGHTLINE_DATABASE_URL" if role == "app" else "BRIGHTLINE_OWNER_DATABASE_URL"
    given = os.environ.get(name)
    if given:
        if not _is_address(given):
            # Not repeated: it may hold a password.
            raise Invalid(
                f"{name} is not a PostgreSQL address. Write it as postgresql://user:password@host:5432/database."
            )
        return given
    if role == "owner" and os.environ.get("BRIGHTLINE_DATABASE_URL"):
        raise Invalid(
            "BRIGHTLINE_DATABASE_URL is set but BRIGHTLINE_OWNER_DATABASE_URL is not. "
            "Set it to the role that owns the tables (docs/operate/running.md)."
        )
    kept = Secrets.load()
    embedded = server.private_server(var(), kept.superuser)
    if not (embedded.home / "port").exists():
        return f"postgresql://{roles.APP}:none@127.0.0.1:1/{roles.DATABASE}"
    if role == "owner":
        return embedded.url(roles.OWNER, kept.owner, roles.DATABASE)
    return embedded.url(roles.APP, kept.app, roles.DATABASE)


def database_role() -> str:
    """Which role this process connects as: "app", or "owner" for `brightline migrate` alone."""
    role = os.environ.get("BRIGHTLINE_CONNECT_AS", "app")
    if role not in {"app", "owner"}:
        raise Invalid(f"BRIGHTLINE_CONNECT_AS={role!r} is no role. Leave it unset, or set it to app or owner.")
    return role


def _is_address(given: str) -> bool:
    try:
        parts = urlsplit(given)
        # Read for its error: a port that is no number, or too large a one.
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in {"postgresql", "postgres"} and bool(parts.path.strip("/"))


def uses_embedded_database() -> bool:
    return not os.environ.get("BRIGHTLINE_DATABASE_URL")


def django_database(url: str, *, pool: bool) -> dict[str, object]:
    """Django's DATABASES entry for a PostgreSQL address."""
    parts = urlsplit(url)
    # A host that swallows what it is sent would otherwise hold a start for minutes.
    options: dict[str, object] = {"application_name": "brightline", "connect_timeout": 10}
    if pool:
        options["pool"] = {"min_size": 1, "max_size": 16, "timeout": 10}
    options |= dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or 5432),
        "CONN_MAX_AGE": 0,
        "OPTIONS": options,
    }
