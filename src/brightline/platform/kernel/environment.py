"""What a city's IT staff can set, read from the environment, each mistake answered with the line that mends it."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from brightline.platform.kernel.errors import Invalid

ROOT = Path(__file__).resolve().parents[4]


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
    """Generated once into `var/secrets.json` (readable by its owner only)."""

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
