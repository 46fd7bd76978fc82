"""The ledger's signing key: Ed25519, made once, readable by its owner only.

In `var/keys/ledger.skey`, or the file BRIGHTLINE_LEDGER_KEY names. Lose it and a new log must begin: back it up apart
from the database (docs/operate/ledger.md).
"""

import os
from pathlib import Path

from django.conf import settings

from brightline.platform.kernel.errors import Invalid
from brightline.record.ledger import note


def _path() -> Path:
    return Path(os.environ.get("BRIGHTLINE_LEDGER_KEY") or settings.VAR / "keys" / "ledger.skey")


def signer(origin: str) -> note.Signer:
    """The key that signs checkpoints of the log named `origin`, made if there is none yet."""
    path = _path()
    if not path.exists():
        try:
            _make(path, origin)
        except OSError as error:
            raise Invalid(
                f"The ledger's key cannot be kept in {path} ({error.strerror}): name a file that can be written to by "
                "BRIGHTLINE_LEDGER_KEY."
            ) from error
    kept = note.Signer.from_text(_read(path))
    if kept.name != origin:
        raise Invalid(
            f"The key in {path} signs for {kept.name}, this city's log is {origin}. "
            "Name the right key with BRIGHTLINE_LEDGER_KEY, or correct log_origin in city.toml."
        )
    return kept


def _make(path: Path, origin: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    aside.touch(mode=0o600)
    aside.write_text(note.Signer.generate(origin).secret_text + "\n")
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(
            f"{path} cannot be read as the ledger's key: name the right file by BRIGHTLINE_LEDGER_KEY."
        ) from error


def verifier(origin: str) -> note.Verifier:
    """The public half, to publish: anyone checks checkpoints with it."""
    return signer(origin).verifier
