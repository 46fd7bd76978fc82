"""The files of a pack folder: which there may be, their text, and the digest that names them all."""

import hashlib
import re
import tomllib
from pathlib import Path
from typing import Final

from brightline.platform.kernel.errors import Invalid

ID: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
REQUIRED: Final = ("README.md", "pack.toml", "policy.cedar", "scenarios.toml", "schema.cedarschema")
_LOCALE: Final = re.compile(r"locale/[a-z]{2,3}(-[a-z0-9]+)*\.toml")


def digest(folder: Path) -> str:
    """ "sha256:<hex>" over every file of the folder: for each file in byte order of its path within the folder one line
    of its SHA-256 in hex, two spaces, its path and a newline, and the SHA-256 of those lines. With ordinary tools:

    `find . -type f -printf '%P\\n' | LC_ALL=C sort | xargs -d '\\n' sha256sum | sha256sum`
    """
    lines = b"".join(
        hashlib.sha256((folder / name).read_bytes()).hexdigest().encode() + b"  " + name.encode() + b"\n"
        for name in sorted(_names(folder), key=str.encode)
    )
    return f"sha256:{hashlib.sha256(lines).hexdigest()}"


def check(folder: Path) -> None:
    """Raises Invalid when a file is missing, is not part of a pack, or is a link: the digest must cover the same bytes
    everywhere, and a stray file would change it."""
    names = _names(folder)
    for name in REQUIRED:
        if name not in names:
            raise Invalid(f"{folder.name}/{name}: this file is missing; a pack needs {', '.join(REQUIRED)}.")
    for name in sorted(names):
        if name not in REQUIRED and not _LOCALE.fullmatch(name):
            raise Invalid(f"{folder.name}/{name}: this file is not part of a pack; remove it.")
        if (folder / name).is_symlink():
            raise Invalid(f"{folder.name}/{name}: this is a link; put the file itself there.")


def locales(folder: Path) -> list[str]:
    """The languages the pack is translated into, sorted."""
    return sorted(path.stem for path in (folder / "locale").glob("*.toml"))


def text(folder: Path, name: str) -> str:
    """The text of one file. Raises Invalid when it is not UTF-8 or cannot be read."""
    try:
        return (folder / name).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Invalid(f"{folder.name}/{name}: byte {error.start + 1} is not UTF-8; save the file as UTF-8.") from None
    except OSError as error:
        raise Invalid(f"{folder.name}/{name}: it cannot be read ({error.strerror}); check its permissions.") from None


def toml(folder: Path, name: str) -> dict[str, object]:
    """One file as TOML. Raises Invalid naming the place of the fault."""
    try:
        return tomllib.loads(text(folder, name))
    except tomllib.TOMLDecodeError as error:
        raise Invalid(f"{folder.name}/{name}: this is not TOML ({error}); correct it there.") from None
    except RecursionError:
        raise Invalid(f"{folder.name}/{name}: it is nested too deeply; write it flat.") from None


def _names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir() or path.is_symlink()}
