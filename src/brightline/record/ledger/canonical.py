"""One value, one sequence of bytes: canonical JSON after RFC 8785 (JCS).

A hash is only as good as the bytes under it. Whoever holds the same values must come to the same bytes, in any
language, so the ledger hashes RFC 8785 and nothing else. The library writes the bytes; this module refuses, with the
place named, whatever would not come back from them unchanged.
"""

import json
import math
from typing import Any, Final

import rfc8785

from brightline.platform.kernel.errors import Invalid

SAFE_INTEGER: Final = 2**53 - 1
"""The largest magnitude of an integer that every JSON reader keeps exactly (RFC 8785 section 3.2.2.3, RFC 7493)."""

DEEPEST: Final = 64
"""How far objects and arrays may nest. Nothing we record comes near it; without a bound a reader could overflow."""


def canonical(value: object, *, at: str = "value") -> bytes:
    """`value` as RFC 8785 canonical JSON, UTF-8 without a final newline.

    Takes None, bool, int, float, str, list, tuple (written as an array) and dict with str keys, nested at most
    `DEEPEST` levels. Integers lie within ±`SAFE_INTEGER`; floats are finite. `at` names the value in errors.
    Raises Invalid for anything else, naming where it is.
    """
    return rfc8785.dumps(plain(value, at=at))


def plain(value: object, *, at: str = "value") -> Any:
    """A deep copy of `value` in exact JSON types (dict, list, str, int, float, bool, None), checked as by `canonical`.

    Tuples become lists and enumeration members their plain value, so that the copy equals what a reader gets back.
    Raises Invalid, naming where.
    """
    return _plain(value, at, 0)


def parse(data: bytes, *, at: str = "the entry") -> Any:
    """The JSON value in `data` (strict UTF-8), with numbers read as RFC 8785 means them: IEEE 754 doubles.

    An integer within ±`SAFE_INTEGER` is an int, a larger one the nearest float. It does not check that `data` is
    canonical: compare `canonical(parse(data))` with `data` for that. Raises Invalid when it is not JSON.
    """
    try:
        return json.loads(data.decode("utf-8"), parse_int=_integer)
    except (ValueError, RecursionError) as why:
        raise Invalid(f"{_capital(at)} is not readable JSON ({why}): give it as it was written.") from why


def _plain(value: object, at: str, depth: int) -> Any:
    # The order matters: bool is a kind of int in Python.
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value, at)
    if isinstance(value, int):
        if not -SAFE_INTEGER <= value <= SAFE_INTEGER:
            raise Invalid(f"{_capital(at)} is beyond ±{SAFE_INTEGER}, which JSON cannot hold exactly: give it as text.")
        return int(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise Invalid(f"{_capital(at)} is {value}, which JSON cannot hold: leave it out or give null.")
        return float(value)
    if depth >= DEEPEST and isinstance(value, list | tuple | dict):
        raise Invalid(f"{_capital(at)} is nested deeper than {DEEPEST} levels: flatten it.")
    if isinstance(value, list | tuple):
        return [_plain(item, f"{at}[{place}]", depth + 1) for place, item in enumerate(value)]
    if isinstance(value, dict):
        return {_key(key, at): _plain(item, f"{at}.{key}", depth + 1) for key, item in value.items()}
    raise Invalid(
        f"{_capital(at)} is a {type(value).__name__}, which is not a JSON value: "
        "give text, a number, true, false, null, a list or an object (a time as RFC 3339 text with its zone)."
    )


def _key(key: object, at: str) -> str:
    if not isinstance(key, str):
        raise Invalid(f"{_capital(at)} has the key {key!r}, which is not text: give every key as text.")
    return _text(key, f"the key {key!r} of {at}")


def _text(value: str, at: str) -> str:
    try:
        # Encoding finds lone surrogates, which have no UTF-8 form and so no canonical bytes.
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise Invalid(
            f"{_capital(at)} has half of a surrogate pair, which is no character: correct the text."
        ) from None
    # A str subclass such as a TextChoices member prints otherwise than it compares; the plain value is what is meant.
    return str.__str__(value)


def _integer(digits: str) -> int | float:
    # Sixteen digits and a sign hold every safe integer; a longer one is rounded as any double reader would.
    if len(digits) <= 17 and abs(number := int(digits)) <= SAFE_INTEGER:
        return number
    return float(digits)


def _capital(at: str) -> str:
    return at[:1].upper() + at[1:] if at.startswith(("the ", "value")) else at
