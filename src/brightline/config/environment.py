"""What a city's IT staff can set, read from the environment, each mistake answered with the line that mends it."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from brightline.platform.kernel.errors import Invalid

ROOT = Path(__file__).resolve().parents[3]


def var() -> Path:
    """The folder for everything written at run time: keys, recordings and, by default, the database."""
    return Path(os.environ.get("BRIGHTLINE_VAR") or ROOT / "var").resolve()


def flag(name: str) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value not in {"", "0", "1", "true", "false", "yes", "no"}:
        raise Invalid(f"{name}={value!r} is neither yes nor no. Set {name}=1 or {name}=0.")
    return value in {"1", "true", "yes"}


def words(name: str, default: str) -> list[str]:
    return [word for word in os.environ.get(name, default).replace(",", " ").split() if word]


@dataclass(frozen=True)
class Secrets:
    """Generated once into `var/secrets.json` (readable by its owner only); the environment wins over the file."""

    django: str
    superuser: str
    owner: str
    app: str

    @classmethod
    def load(cls) -> "Secrets":
        path = var() / "secrets.json"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            made = {name: secrets.token_urlsafe(32) for name in ("django", "superuser", "owner", "app")}
            # Made aside and linked into place, so that of two programs starting at once only one's secrets count.
            aside = path.with_name(f"secrets.{os.getpid()}.json")
            aside.touch(mode=0o600)
            aside.write_text(json.dumps(made))
            try:
                os.link(aside, path)
            except FileExistsError:
                pass
            finally:
                aside.unlink()
        try:
            return cls(**json.loads(path.read_text()))
        except (ValueError, TypeError) as error:
            raise Invalid(f"{path} is not readable as secrets: restore it from a backup. ({error})") from error


def database_url(role: str) -> str:
    """The address of the database for `role` ("app" or "owner").

    From BRIGHTLINE_DATABASE_URL and BRIGHTLINE_OWNER_DATABASE_URL, else that of the embedded server.
    """
    name = "BRIGHTLINE_DATABASE_URL" if role == "app" else "BRIGHTLINE_OWNER_DATABASE_URL"
    given = os.environ.get(name)
    if given:
        parts = urlsplit(given)
        if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
            raise Invalid(
                f"{name} is not a PostgreSQL address. Write it as postgresql://user:password@host:5432/database."
            )
        return given
    if role == "owner" and os.environ.get("BRIGHTLINE_DATABASE_URL"):
        raise Invalid(
            "BRIGHTLINE_DATABASE_URL is set but BRIGHTLINE_OWNER_DATABASE_URL is not. "
            "Set it to the role that owns the tables (docs/operate/database.md)."
        )
    from brightline.platform.database import roles, server

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


def uses_embedded_database() -> bool:
    return not os.environ.get("BRIGHTLINE_DATABASE_URL")


def django_database(url: str, *, pool: bool) -> dict[str, object]:
    """Django's DATABASES entry for a PostgreSQL address."""
    parts = urlsplit(url)
    options: dict[str, object] = {"application_name": "brightline"}
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
