"""How one file is laid out: its dialect, its columns and which of these say what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["call_id", "received_at", "nature", "address", "narrative"]
ROLES: tuple[Role, ...] = ("call_id", "received_at", "nature", "address", "narrative")


@dataclass(frozen=True, slots=True)
class Dialect:
    """delimiter and quote as byte values; quote is None where the file quotes nothing."""

    delimiter: int
    quote: int | None
    has_header: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """`columns` gives each role the numbers of its columns, in the order their texts are joined."""

    file: str
    names: tuple[str, ...]
    columns: Mapping[Role, tuple[int, ...]]
    day_first: bool = False
    dialect: Dialect = field(default=Dialect(ord(","), ord('"'), True))
