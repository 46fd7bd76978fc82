"""JSON as strangers send it: every way it can be wrong is one sentence with the place and the mend."""

import json
from pathlib import Path
from typing import NoReturn

from brightline.assistance.policy.facts import show
from brightline.platform.kernel.errors import Invalid


def loads(raw: bytes, name: str, *, one_line: bool = False) -> object:
    """The value in `raw`. Raises Invalid naming `name` and, for malformed JSON, line and column.

    one_line: `name` names the line already.

    Stricter than the standard library where leniency would hide a mistake: a key given twice and NaN or Infinity
    (RFC 8259 sections 4 and 6) are refused.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(f"{name}: byte {error.start + 1} is not UTF-8; save the file as UTF-8.") from None
    if not text.strip():
        raise Invalid(f"{name}: there is nothing in it; write the facts as a JSON object, {{}} for all defaults.")
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        where = f"column {error.colno}" if one_line else f"line {error.lineno} column {error.colno}"
        raise Invalid(f"{name} {where}: this is not JSON ({error.msg}); correct it there.") from None
    except RecursionError:
        raise Invalid(f"{name}: it is nested too deeply; facts are one flat object.") from None
    except Invalid as error:
        raise Invalid(f"{name}: {error}") from None
    except ValueError:
        # Python refuses to convert an integer of thousands of digits; no fact is a number.
        raise Invalid(f"{name}: a number in it is too long; no fact is a number.") from None


def read(path: Path) -> bytes:
    """The bytes of a file. Raises Invalid naming it and why it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Invalid(f"{path}: there is no such file; check the name.") from None
    except IsADirectoryError:
        raise Invalid(f"{path}: this is a folder; name a file in it.") from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise Invalid(f"{show(str(path))}: it cannot be read ({why}); check the name and the permissions.") from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise Invalid(f"the key {show(key)} is given twice; keep one.")
        found[key] = value
    return found


def _no_constant(name: str) -> NoReturn:
    raise Invalid(f"{name} is not JSON; write true, false or a text.")
