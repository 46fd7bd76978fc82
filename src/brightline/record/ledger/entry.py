"""An entry: one event as the ledger holds it, to the byte.

The bytes are RFC 8785 canonical JSON of exactly these members:

    {"at":"2026-03-01T14:05:09.120000Z","kind":"request.decided","private":{"reason":"sha256:…"},
     "public":{…},"subject":"R-2026-0012","v":1}

`at` is RFC 3339 in UTC with six decimals and `Z`. `private` maps a field name to its commitment (see `commitment`).
`v` is the version of this format; a reader refuses one it does not know.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Self

from brightline.platform.kernel.errors import Invalid
from brightline.record.ledger.canonical import canonical, parse, plain
from brightline.record.ledger.commitment import check_form

VERSION: Final = 1
LARGEST: Final = 65535
"""Bytes. C2SP tlog-tiles puts entries into bundles with a length of 16 bits; a larger entry could not be served."""

_KIND: Final = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
_AT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_MEMBERS: Final = frozenset({"at", "kind", "private", "public", "subject", "v"})


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened (`kind`, such as `request.decided`), when, to what (`subject`), and what of it is told.

    `at` is an aware time, kept in UTC. `public` holds JSON values; `private` field names and their commitments.
    Both are copied, so that a dict changed later does not change the entry. Raises Invalid for anything else.
    """

    kind: str
    at: datetime
    subject: str
    public: Mapping[str, Any] = field(default_factory=dict)
    private: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not isinstance(self.kind, str) or not _KIND.fullmatch(self.kind):
            raise Invalid(
                f"The entry's kind {self.kind!r} is not lowercase words joined by dots, as in request.decided."
            )
        if not isinstance(self.subject, str) or _CONTROL.search(self.subject):
            raise Invalid(
                f"The entry's subject {self.subject!r} must be text on one line: give the number it is about."
            )
        object.__setattr__(self, "kind", plain(self.kind))
        object.__setattr__(self, "subject", plain(self.subject, at="subject"))
        object.__setattr__(self, "at", _in_utc(self.at))
        object.__setattr__(self, "public", _object(self.public, "public"))
        object.__setattr__(self, "private", _object(self.private, "private"))
        for name, commitment in self.private.items():
            if not name:
                raise Invalid("The entry has a private field without a name: name it.")
            check_form(commitment, at=name)

    def encode(self) -> bytes:
        """The bytes that are hashed, stored and served. Raises Invalid when there are more than `LARGEST`."""
        data = canonical(
            {
                "at": self.at.isoformat(timespec="microseconds").replace("+00:00", "Z"),
                "kind": self.kind,
                "private": self.private,
                "public": self.public,
                "subject": self.subject,
                "v": VERSION,
            },
            at="the entry",
        )
        if len(data) > LARGEST:
            raise Invalid(
                f"The entry {self.kind} on {self.subject} is {len(data)} bytes, over the {LARGEST} that can be served: "
                "put the SHA-256 of the large part into it instead."
            )
        return data

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """The entry in `data`. Strict: raises Invalid for any bytes that `encode` would not have written."""
        document = parse(data)
        if not isinstance(document, dict):
            raise Invalid("The entry is not a JSON object: give it as it was written.")
        if document.get("v") != VERSION:
            raise Invalid(
                f"The entry has the format version {document.get('v')!r}, and this program reads {VERSION}: "
                "use the release that wrote it."
            )
        if document.keys() != _MEMBERS:
            odd = ", ".join(sorted(document.keys() ^ _MEMBERS))
            raise Invalid(f"The entry has a missing or unknown member ({odd}): give it as it was written.")
        at = document["at"]
        if not isinstance(at, str) or not _AT.fullmatch(at):
            raise Invalid(
                f"The entry's time {at!r} is not like 2026-03-01T14:05:09.120000Z: give it as it was written."
            )
        try:
            moment = datetime.fromisoformat(at)
        except ValueError:
            raise Invalid(f"The entry's time {at!r} is not on the calendar: give it as it was written.") from None
        entry = cls(document["kind"], moment, document["subject"], document["public"], document["private"])
        # Comparing bytes catches at once whatever else JSON leaves open: order, spaces, escapes, repeated members.
        if entry.encode() != data:
            raise Invalid("The entry is not canonical JSON (RFC 8785): give it byte for byte as it was written.")
        return entry


def _in_utc(at: object) -> datetime:
    if not isinstance(at, datetime) or at.utcoffset() is None:
        raise Invalid(f"The entry's time {at!r} has no zone: give an aware time.")
    try:
        return at.astimezone(UTC)
    except OverflowError:
        raise Invalid(f"The entry's time {at!r} leaves the calendar in UTC: give the time it happened.") from None


def _object(value: object, at: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Invalid(f"The entry's {at} part is not an object: give names and values.")
    copy: dict[str, Any] = plain(value, at=at)
    return copy
