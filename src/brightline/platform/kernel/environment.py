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


def make_var() -> Path:
    """The same folder, made if there is none. Raises Invalid when it is none or cannot be written to."""
    folder = var()
    mend = "Set BRIGHTLINE_VAR to a folder that Brightline's user can write to."
    try:
        # As root the embedded database runs as another user, who must get through to its own folder: 0711 lets
        # others pass and look at nothing, since all that stands inside is closed to them.
        make_folder(folder, 0o711 if os.geteuid() == 0 else 0o700)
    except (FileExistsError, NotADirectoryError) as error:
        raise Invalid(f"BRIGHTLINE_VAR={folder} is not a folder, or stands in a file. {mend}") from error
    except OSError as error:
        raise Invalid(f"BRIGHTLINE_VAR={folder} cannot be made: {error.strerror}. {mend}") from error
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise Invalid(f"BRIGHTLINE_VAR={folder} is closed to us. {mend}")
    return folder


def make_folder(path: Path, mode: int = 0o700) -> None:
    """Make a folder, and each missing one above it, with exactly `mode`; one that is there stays as it is."""
    before = os.umask(0o777 & ~mode)
    try:
        path.mkdir(parents=True, exist_ok=True)
    finally:
        os.umask(before)


def flag(name: str, default: bool = False) -> bool:
    """A yes or no. Raises Invalid for anything else."""
    value = os.environ.get(name, "").strip().lower()
    if value not in {"", "0", "1", "true", "false", "yes", "no"}:
        raise Invalid(f"{name}={value!r} is neither yes nor no. Set {name}=1 or {name}=0.")
    return value in {"1", "true", "yes"} if value else default


def words(name: str, default: str) -> list[str]:
    return [word for word in os.environ.get(name, default).replace(",", " ").split() if word]


def number(name: str, default: int) -> int:
    """A whole number from 1 on."""
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isdecimal() or int(value) < 1:
        raise Invalid(f"{name}={value!r} is no whole number from 1 on. Set {name}={default}.")
    return int(value)


def private_folder(name: str) -> Path:
    """A folder in `var`, made when missing, that only the service's user can look into."""
    path = var() / name
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


@dataclass(frozen=True)
class Secrets:
    """Generated once into `var/secrets.json` (readable by its owner only)."""

    django: str
    superuser: str
    owner: str
    app: str

    @classmethod
    def load(cls) -> "Secrets":
        path = make_var() / "secrets.json"
        if not path.exists():
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
        except (OSError, ValueError, TypeError) as error:
            raise Invalid(f"{path} is not readable as secrets: restore it from a backup. ({error})") from error
