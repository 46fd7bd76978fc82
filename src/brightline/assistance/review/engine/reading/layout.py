"""How one file is laid out: its dialect, its columns and which of these say what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from brightline.assistance.review.engine.reading.sources import Source

Role = Literal["call_id", "received_at", "nature", "address", "narrative"]
ROLES: tuple[Role, ...] = ("call_id", "received_at", "nature", "address", "narrative")


@dataclass(frozen=True, slots=True)
class Dialect:
    """delimiter, quote and escape as byte values; quote and escape are None where the file has none.

    `returns`: lines end in a carriage return alone. `blanks`: blanks after a delimiter are no part of the field.
    `head`: the byte after all that comes before the first call, such as a title, Excel's `sep=;` and the header.
    """

    delimiter: int
    quote: int | None
    has_header: bool
    escape: int | None = None
    returns: bool = False
    blanks: bool = False
    head: int = 0

    @property
    def calls_from(self) -> int:
        """A row that begins before this byte is no call."""
        return max(self.head, int(self.has_header))


@dataclass(frozen=True, slots=True)
class Layout:
    """`columns` gives each role the numbers of its columns, in the order their texts are joined.

    `joined`: a call stands on several rows, here and in the files of `remarks`, known by its call id. `order` is the
    column that tells the order of a call's rows, and `chopped` the width at which its text was cut into rows, which
    may be within a word.
    """

    file: str
    names: tuple[str, ...]
    columns: Mapping[Role, tuple[int, ...]]
    day_first: bool = False
    dialect: Dialect = field(default=Dialect(ord(","), ord('"'), True))
    joined: bool = False
    order: int | None = None
    chopped: int | None = None
    remarks: tuple[tuple[Source, "Layout"], ...] = ()
