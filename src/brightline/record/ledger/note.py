"""Signed notes: text with Ed25519 signatures, after C2SP signed-note (https://c2sp.org/signed-note).

Keys are written as in Go's golang.org/x/mod/sumdb/note, so that its tools and ours read each other's:

    verifier key    <name>+<key id>+<base64 of 0x01 and the 32-byte public key>               may be published
    signer key      PRIVATE+KEY+<name>+<key id>+<base64 of 0x01 and the 32-byte private seed>  is a secret

The key id is the first four bytes of SHA-256(name || 0x0A || 0x01 || public key), written as 8 lowercase hexadecimal
digits. A note is text that ends in a newline, an empty line, and one line for each signature:

    — <name> <base64 of the 4-byte key id and the 64-byte signature>
"""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from brightline.platform.kernel.errors import Invalid

MOST_SIGNATURES: Final = 100
"""As Go's implementation: the specification wants a limit, of at least 16."""

_ED25519: Final = b"\x01"
_DASH: Final = "\u2014 "
_PRIVATE: Final = "PRIVATE+KEY+"
_KEY_ID: Final = re.compile(r"[0-9a-f]{8}")
# The specification refuses the ASCII control characters except newline.
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key under a name. `public_key` is the 32 bytes of RFC 8032."""

    name: str
    public_key: bytes

    def __post_init__(self) -> None:
        _check_name(self.name)
        if len(self.public_key) != 32:
            raise Invalid(f"The public key of {self.name} is {len(self.public_key)} bytes long: Ed25519 has 32.")

    @property
    def key_id(self) -> bytes:
        """Four bytes that point at the key in a signature line. Short on purpose: it identifies, it proves nothing."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public_key).digest()[:4]

    @property
    def text(self) -> str:
        """The verifier key as text, to publish."""
        return _key_text(self.name, self.key_id, self.public_key)

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read a verifier key. Raises Invalid when malformed, of another algorithm, or under another key's id."""
        name, key_id, key = _read_key(text, "verifier key")
        verifier = cls(name, key)
        if verifier.key_id != key_id:
            raise Invalid(f"The verifier key of {name} does not fit its key id: copy the whole key again.")
        return verifier

    def verify(self, message: bytes, signature: bytes) -> bool:
        """Whether `signature` (64 bytes, RFC 8032) is this key's over `message`."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key under a name. `seed` is the 32 bytes of RFC 8032; it is a secret and left out of `repr`."""

    name: str
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        _check_name(self.name)
        if len(self.seed) != 32:
            raise Invalid(f"The private key of {self.name} is {len(self.seed)} bytes long: Ed25519 has 32.")

    @classmethod
    def generate(cls, name: str) -> Self:
        """A new key from the system's random source. `name` should be a URL without a scheme (C2SP signed-note)."""
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def verifier(self) -> Verifier:
        """The public half."""
        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key()
        return Verifier(self.name, public.public_bytes_raw())

    @property
    def secret_text(self) -> str:
        """The signer key as text. Keep it secret: whoever has it can sign as this name."""
        return _PRIVATE + _key_text(self.name, self.verifier.key_id, self.seed)

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read a signer key. Raises Invalid, never repeating the key, when malformed or under another key's id."""
        if not text.startswith(_PRIVATE):
            raise Invalid(f"The signer key does not begin with {_PRIVATE}: give the private key, not the verifier key.")
        name, key_id, key = _read_key(text.removeprefix(_PRIVATE), "signer key")
        signer = cls(name, key)
        if signer.verifier.key_id != key_id:
            raise Invalid(f"The signer key of {name} does not fit its key id: copy the whole key again.")
        return signer

    def sign(self, message: bytes) -> bytes:
        """64 bytes of Ed25519 (RFC 8032) over `message`. Deterministic."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who, which key (4 bytes), and the bytes that follow, of whatever algorithm."""

    name: str
    key_id: bytes
    value: bytes

    @property
    def line(self) -> str:
        """The line as it stands in the note, with its newline."""
        return f"{_DASH}{self.name} {base64.b64encode(self.key_id + self.value).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """An opened note. Only `verified` signatures vouch for `text`; `others` are of keys nobody here knows."""

    text: str
    verified: tuple[Signature, ...]
    others: tuple[Signature, ...]


def sign(text: str, *signers: Signer) -> str:
    """The note of `text` signed by each of `signers`, in their order.

    Raises Invalid when the text does not end in a newline or has control characters, and when nobody signs.
    """
    _check_text(text)
    if not text.endswith("\n"):
        raise Invalid("The text to sign does not end in a newline: end it with one.")
    if not signers:
        raise Invalid("Nobody signs the note: give at least one signer.")
    message = text.encode()
    signatures = (Signature(signer.name, signer.verifier.key_id, signer.sign(message)) for signer in signers)
    return text + "\n" + "".join(signature.line for signature in signatures)


def open(note: str | bytes, verifiers: Iterable[Verifier]) -> Note:
    """Check `note` against the known keys and return its text with the verified signatures, each key once.

    As C2SP signed-note demands: signatures of unknown keys are passed over, one of a known key that does not verify
    refuses the note, and at least one must verify. Raises Invalid for that, and for anything malformed.
    """
    known: dict[tuple[str, bytes], Verifier] = {}
    for verifier in verifiers:
        if known.setdefault((verifier.name, verifier.key_id), verifier) != verifier:
            raise Invalid(
                f"Two verifier keys are both {verifier.name}+{verifier.key_id.hex()}: give only the right one."
            )
    text, signatures = _parse(note)
    verified: dict[tuple[str, bytes], Signature] = {}
    others: dict[Signature, None] = {}
    for signature in signatures:
        key = (signature.name, signature.key_id)
        if key not in known:
            others[signature] = None
        elif key not in verified:
            if not known[key].verify(text.encode(), signature.value):
                raise Invalid(
                    f"The signature of {signature.name}+{signature.key_id.hex()} does not fit the note: "
                    "the note was changed, so fetch it again from where it is kept."
                )
            verified[key] = signature
    if not verified:
        signed_by = ", ".join(f"{signature.name}+{signature.key_id.hex()}" for signature in signatures)
        raise Invalid(
            f"No known key signed the note, only {signed_by}: give the verifier key of the log that signed it."
        )
    return Note(text, tuple(verified.values()), tuple(others))


def _parse(note: str | bytes) -> tuple[str, list[Signature]]:
    try:
        whole = note if isinstance(note, str) else note.decode("utf-8")
    except UnicodeDecodeError:
        raise Invalid("The note is not UTF-8 text: give it byte for byte as it was signed.") from None
    _check_text(whole)
    # The text may hold empty lines of its own, so the last one is what separates it from the signatures.
    body, blank, tail = whole.rpartition("\n\n")
    if not blank or not tail:
        raise Invalid("The note has no signatures after an empty line: give it whole, as it was signed.")
    if not tail.endswith("\n"):
        raise Invalid("The note does not end in a newline: give it whole, as it was signed.")
    lines = tail[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise Invalid(
            f"The note has {len(lines)} signatures, over the {MOST_SIGNATURES} that are read: remove unknown ones."
        )
    return body + "\n", [_signature(line) for line in lines]


def _signature(line: str) -> Signature:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    data = _base64(encoded)
    if not line.startswith(_DASH) or not space or not _is_name(name) or data is None or len(data) < 5:
        raise Invalid(
            f"The note's line {line!r} is no signature: it needs an em dash, a name and base64 with single spaces."
        )
    return Signature(name, data[:4], data[4:])


def _check_text(text: str) -> None:
    if _CONTROL.search(text):
        raise Invalid("The note has a control character (a tab or carriage return, say): save it with plain newlines.")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise Invalid(
            "The note has half of a surrogate pair, which is no character: give it as it was signed."
        ) from None


def _check_name(name: str) -> None:
    if not _is_name(name):
        raise Invalid(f"The key name {name!r} is empty or has a space or plus sign: use one like example.org/ledger.")


def _is_name(name: str) -> bool:
    return bool(name) and name.isprintable() and not any(letter.isspace() or letter == "+" for letter in name)


def _key_text(name: str, key_id: bytes, key: bytes) -> str:
    return f"{name}+{key_id.hex()}+{base64.b64encode(_ED25519 + key).decode()}"


def _read_key(text: str, what: str) -> tuple[str, bytes, bytes]:
    parts = text.split("+", 2)
    data = _base64(parts[2]) if len(parts) == 3 else None
    if data is None or not _is_name(parts[0]) or not _KEY_ID.fullmatch(parts[1]):
        raise Invalid(f"The {what} is not a name, 8 hexadecimal digits and base64 joined by plus signs: copy it again.")
    if data[:1] != _ED25519 or len(data) != 33:
        raise Invalid(f"The {what} of {parts[0]} is not for Ed25519: give a key of that kind.")
    return parts[0], bytes.fromhex(parts[1]), data[1:]


def _base64(text: str) -> bytes | None:
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    # Python passes over stray bits at the end. Two spellings of one signature are one too many.
    return data if base64.b64encode(data).decode() == text else None
