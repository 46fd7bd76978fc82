"""What an audit can find, and how it is told: each finding a sentence, and fields a program reads."""

import base64
from dataclasses import dataclass
from typing import Any, Final, Literal

Code = Literal[
    "changed",
    "unreadable",
    "missing",
    "repeated",
    "out_of_order",
    "cut_off",
    "root_differs",
    "cannot_compare",
    "contradiction",
    "bad_checkpoint",
    "time_backwards",
    "nothing_kept",
]
WARNINGS: Final[frozenset[Code]] = frozenset({"time_backwards", "nothing_kept"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or worth knowing, as a sentence and as fields.

    `first` and `last` are the indexes it lies between, both included; `checkpoint` the size of the checkpoint that
    shows it; `missing` how many entries are gone. `likely_first` and `likely_last` are a narrower range that holds if
    the log's own checkpoints are genuine.
    """

    code: Code
    says: str
    first: int | None = None
    last: int | None = None
    checkpoint: int | None = None
    missing: int | None = None
    likely_first: int | None = None
    likely_last: int | None = None

    @property
    def is_error(self) -> bool:
        """Whether it speaks against the log. A warning does not."""
        return self.code not in WARNINGS

    def to_json(self) -> dict[str, Any]:
        """As JSON values; the fields that do not apply are null."""
        return {
            "code": self.code,
            "severity": "error" if self.is_error else "warning",
            "says": self.says,
            "first": self.first,
            "last": self.last,
            "checkpoint": self.checkpoint,
            "missing": self.missing,
            "likely_first": self.likely_first,
            "likely_last": self.likely_last,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """What the audit found.

    `size` is the number of entries read and `root` their Merkle root (32 bytes), or None when gaps leave no tree.
    `vouched` is the size up to which a kept checkpoint proves that nothing was changed. `counts` is by code, listed
    or not.
    """

    size: int
    root: bytes | None
    vouched: int
    findings: tuple[Finding, ...]
    counts: dict[Code, int]

    @property
    def ok(self) -> bool:
        """Whether nothing speaks against the log. Warnings do not."""
        return all(code in WARNINGS for code in self.counts)

    @property
    def says(self) -> str:
        """The result in one sentence."""
        if not self.ok:
            wrong = sum(count for code, count in self.counts.items() if code not in WARNINGS)
            return f"The log of {how_many(self.size)} is not intact: {wrong} finding{'s' * (wrong != 1)}."
        root = base64.b64encode(self.root).decode() if self.root else ""
        vouched = f"a checkpoint kept elsewhere vouches for {'all' if self.vouched == self.size else 'the first'}"
        if not self.vouched:
            vouched = "no checkpoint kept elsewhere vouches for it"
        elif self.vouched < self.size:
            vouched = f"{vouched} {self.vouched}"
        return f"The log of {how_many(self.size)} is intact, root {root}; {vouched}."

    def to_json(self) -> dict[str, Any]:
        """As JSON values; the root in base64, as checkpoints write it."""
        return {
            "ok": self.ok,
            "says": self.says,
            "size": self.size,
            "root": base64.b64encode(self.root).decode() if self.root is not None else None,
            "vouched": self.vouched,
            "findings": [finding.to_json() for finding in self.findings],
            "counts": dict(self.counts),
        }


def how_many(count: int) -> str:
    """A number of entries, in words."""
    return "1 entry" if count == 1 else f"{count} entries"
