"""Checkpoints: the size and root of the log at one moment, signed, after C2SP tlog-checkpoint.

The signed text (https://c2sp.org/tlog-checkpoint) is at least three lines, each ended by a newline:

    <origin>            the name of the log, the same as its key's
    <size>              how many entries, decimal without leading zeroes
    <root>              base64 of the 32-byte Merkle root over them (RFC 6962 section 2.1)
    <extension>…        any further lines; none are written by us

Whoever keeps a checkpoint outside the city can later tell whether anything before it was changed.
"""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

from brightline.platform.kernel.errors import Invalid
from brightline.record.ledger import note as notes
from brightline.record.ledger.tree import EMPTY_ROOT, HASH_BYTES

LARGEST_SIZE: Final = 2**63 - 1
"""Entries. What the log clients in Go and a PostgreSQL bigint hold."""

_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,18}")
_CONTROL: Final = re.compile(r"[\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """`root` (32 bytes) over the first `size` entries of the log `origin`. Raises Invalid when it cannot be written."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for line in (self.origin, *self.extensions):
            if not line or _CONTROL.search(line):
                raise Invalid(
                    "A checkpoint's origin or extension is empty or not one line: give a line of text for each."
                )
        if not 0 <= self.size <= LARGEST_SIZE:
            raise Invalid(f"A checkpoint's size of {self.size} is outside 0 to {LARGEST_SIZE}: give the log's size.")
        if len(self.root) != HASH_BYTES:
            raise Invalid(f"A checkpoint's root of {len(self.root)} bytes is no SHA-256: give {HASH_BYTES} bytes.")
        if self.size == 0 and self.root != EMPTY_ROOT:
            raise Invalid("A checkpoint of size 0 has the root of some entries: give the root of the empty log.")

    def encode(self) -> str:
        """The text that is signed."""
        root = base64.b64encode(self.root).decode()
        return "".join(f"{line}\n" for line in (self.origin, str(self.size), root, *self.extensions))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the text of a checkpoint, of which nothing is believed until its note was opened. Raises Invalid."""
        lines = text.split("\n")
        if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
            raise Invalid(
                "The checkpoint is not three or more lines, none empty, each ended by a newline: give it whole."
            )
        origin, size, root, *extensions = lines[:-1]
        if not _SIZE.fullmatch(size):
            raise Invalid(
                f"The checkpoint's second line {size!r} is not a size in plain digits: give it as it was signed."
            )
        checkpoint = cls(origin, int(size), _root(root), tuple(extensions))
        # Going through the writer once more refuses every second spelling of the same checkpoint.
        if checkpoint.encode() != text:
            raise Invalid("The checkpoint is not written in the one way it can be: give it as it was signed.")
        return checkpoint

    def sign(self, *signers: notes.Signer) -> str:
        """The checkpoint as a signed note. Raises Invalid unless every signer has the log's name (its origin)."""
        for signer in signers:
            if signer.name != self.origin:
                raise Invalid(f"The key {signer.name} cannot sign for the log {self.origin}: use the log's own key.")
        return notes.sign(self.encode(), *signers)

    @classmethod
    def open(cls, note: str | bytes, verifiers: Iterable[notes.Verifier], *, origin: str) -> Self:
        """The checkpoint in a signed note of the log `origin`.

        Raises Invalid when the note is malformed, a known key's signature on it is wrong, it is another log's, or none
        of the verified signatures is by a key with the log's name (a witness alone cannot speak for the log).
        """
        opened = notes.open(note, verifiers)
        checkpoint = cls.parse(opened.text)
        if checkpoint.origin != origin:
            raise Invalid(f"The checkpoint is of the log {checkpoint.origin}, not {origin}: give one of this log.")
        if all(signature.name != origin for signature in opened.verified):
            raise Invalid(f"The checkpoint of {origin} is not signed by the log itself: give its own verifier key.")
        return checkpoint


def _root(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise Invalid(f"The checkpoint's third line {text!r} is not base64: give it as it was signed.") from None
