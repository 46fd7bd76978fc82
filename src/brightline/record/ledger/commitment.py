"""Salted commitments: what stays private today can be checked when it is lawfully released.

The public entry carries only the commitment. The city keeps salt and value. When it releases both, anyone can see
that this, and nothing else, is what was recorded at the time.

The commitment is `sha256:` and 64 lowercase hexadecimal digits of the SHA-256 over these bytes, in this order:

    bytes            what
    25               the ASCII text `brightline/commitment/v1` and one newline (0x0A)
    32               the salt, from a cryptographic random source, new for every value
    4                length of the field name in bytes, unsigned big-endian
    that many        the field name, UTF-8
    8                length of the value in bytes, unsigned big-endian
    that many        the value as RFC 8785 canonical JSON, UTF-8

The fixed first line keeps a commitment from passing as any other hash (a Merkle leaf starts with 0x00, a node with
0x01). The lengths make it unambiguous where name and value end. The name is in it so that the commitment of one field
cannot be shown as that of another. The 256-bit salt is what hides a guessable value, such as a yes or a badge number;
equal values in two entries show two unlike commitments.
"""

import re
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest
from typing import Final

from brightline.platform.kernel.errors import Invalid
from brightline.record.ledger.canonical import canonical

SALT_BYTES: Final = 32
_DOMAIN: Final = b"brightline/commitment/v1\n"
_FORM: Final = re.compile(r"sha256:[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Committed:
    """A commitment with what opens it. Only `commitment` may be published; `salt` and `value` stay private.

    `salt` is 32 bytes; `value` the canonical JSON that was hashed. Both are left out of `repr`, which ends up in logs.
    """

    name: str
    commitment: str
    salt: bytes = field(repr=False)
    value: bytes = field(repr=False)


def commit(name: str, value: object, salt: bytes | None = None) -> Committed:
    """Commit to `value` as the field `name`, with a fresh random salt unless one of 32 bytes is given.

    Give a salt only to recompute a commitment already made: one salt for two values lets them be compared.
    Raises Invalid for a value that is not JSON, an empty name or a salt of another length.
    """
    chosen = secrets.token_bytes(SALT_BYTES) if salt is None else salt
    data = canonical(value, at=name or "value")
    return Committed(name, f"sha256:{_digest(name, data, chosen).hex()}", chosen, data)


def opens(commitment: str, name: str, value: object, salt: bytes) -> bool:
    """Whether `commitment` was made to this `value` as this field with this salt. Compares in constant time.

    A malformed commitment or salt raises Invalid instead of answering no: a slip in copying must not read as
    "the record was changed".
    """
    check_form(commitment, at=name)
    digest = _digest(name, canonical(value, at=name or "value"), salt)
    return compare_digest(digest, bytes.fromhex(commitment.removeprefix("sha256:")))


def check_form(commitment: object, *, at: str) -> None:
    """Raise Invalid unless `commitment` reads `sha256:` and 64 lowercase hexadecimal digits. `at` names it."""
    if not isinstance(commitment, str) or not _FORM.fullmatch(commitment):
        raise Invalid(
            f"The commitment of {at!r} is not `sha256:` and 64 lowercase hexadecimal digits: copy it from the entry."
        )


def _digest(name: str, data: bytes, salt: bytes) -> bytes:
    if len(salt) != SALT_BYTES:
        raise Invalid(
            f"The salt of {name!r} is {len(salt)} bytes long: give the {SALT_BYTES} bytes kept with the value."
        )
    if not name:
        raise Invalid("A private field has no name: give the name it has in the entry.")
    try:
        label = name.encode("utf-8")
    except UnicodeEncodeError:
        raise Invalid(
            f"The field name {name!r} has half of a surrogate pair: give the name it has in the entry."
        ) from None
    return sha256(_DOMAIN + salt + len(label).to_bytes(4, "big") + label + len(data).to_bytes(8, "big") + data).digest()
