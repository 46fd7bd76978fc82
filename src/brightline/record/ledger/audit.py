"""Checking the log: has anything been changed, removed, reordered or cut off since a checkpoint was kept?

One pass over the entries in index order, in memory that does not grow with the log. Checkpoints come in two kinds.
Those *kept* elsewhere are believed: whoever could change the log could not reach them. The log's *own* lie beside the
entries and only help to narrow down where a change is. Two agreeing roots at one size mean the same entries up to it
(RFC 6962 section 2.1.3), so a change lies after the last checkpoint that agrees and before the first that does not.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Final, get_args

from brightline.platform.kernel.errors import Invalid
from brightline.record.ledger.checkpoint import Checkpoint
from brightline.record.ledger.commitment import opens
from brightline.record.ledger.entry import Entry
from brightline.record.ledger.findings import Code, Finding, Report, how_many
from brightline.record.ledger.tree import Frontier, leaf_hash

MOST_FINDINGS: Final = 100
"""Findings of one code that are listed; `Report.counts` counts all. A log changed throughout must not fill memory."""


@dataclass(frozen=True, slots=True)
class BadCheckpoint:
    """What lies among the log's own checkpoints at `size` and is no checkpoint of it; why: a sentence."""

    size: int
    why: str


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """A row of the log: its index from 0, the entry's bytes, and the 32-byte leaf hash stored beside them.

    filed: the kind, time and subject the row is found by, copies of what the bytes say; private: (name, value, salt)
    of each private value kept for it. The tree covers neither, so both are held against the bytes.
    """

    index: int
    data: bytes
    leaf_hash: bytes
    filed: tuple[str, datetime, str] | None = None
    private: tuple[tuple[str, object, bytes], ...] = ()


def audit(
    entries: Iterable[StoredEntry],
    kept: Sequence[Checkpoint],
    own: Sequence[Checkpoint] = (),
    bad: Sequence[BadCheckpoint] = (),
) -> Report:
    """Read `entries` once, in the order the store gives them by index, and hold them against the checkpoints.

    kept: opened checkpoints from outside, which are believed. own: the log's, used to narrow a change down; a log that
    does not fit its own checkpoints is not intact either. bad: those of its own that are none, which speaks against it
    too. Raises Invalid when they are of more than one log.
    """
    origins = {checkpoint.origin for checkpoint in (*kept, *own)}
    if len(origins) > 1:
        raise Invalid(f"The checkpoints are of several logs ({', '.join(sorted(origins))}): give those of one log.")
    reading = _Reading(_Notes(), {checkpoint.size for checkpoint in (*kept, *own)})
    for broken in bad:
        says = f"What the log keeps as its own checkpoint at size {broken.size} is none: {broken.why}"
        reading.notes.add(Finding("bad_checkpoint", says, checkpoint=broken.size))
    for row in entries:
        reading.take(row)
    return reading.close(kept, own)


class _Notes:
    """Findings, listed up to a bound for each code and counted beyond it."""

    def __init__(self) -> None:
        self.listed: list[Finding] = []
        self.counts: Counter[Code] = Counter()

    def add(self, finding: Finding) -> None:
        self.counts[finding.code] += 1
        if self.counts[finding.code] <= MOST_FINDINGS:
            self.listed.append(finding)


class _Reading:
    """The pass over the entries: what each is by itself, and the root at each size a checkpoint asks about."""

    def __init__(self, notes: _Notes, sizes: set[int]) -> None:
        self.notes = notes
        self.sizes = sizes
        self.tree = Frontier()
        # The tree over the stored hashes. It is the same tree, so the same object, until an entry does not match its
        # hash. Where only the bytes were changed its root still fits the checkpoint, and the change is pinned to them.
        self.stored = self.tree
        self.roots: dict[int, tuple[bytes, bytes]] = {}
        self.rows = 0
        self.next = 0
        self.gaps: list[tuple[int, int]] = []
        self.gap_from: int | None = None
        self.last_time: datetime | None = None
        self._mark()

    def take(self, row: StoredEntry) -> None:
        self.rows += 1
        self._decode(row)
        computed = leaf_hash(row.data)
        if computed != row.leaf_hash:
            says = f"Entry {row.index} does not match the hash stored with it: its bytes or that hash were changed."
            self.notes.add(Finding("changed", says, row.index, row.index))
        if row.index < self.next:
            self._late(row.index)
            return
        if row.index > self.next:
            self._gap(self.next, row.index - 1)
        self.next = row.index + 1
        # Past a gap there is no tree any more: every later position is in doubt.
        if self.gap_from is None:
            self._grow(row, computed)

    def _decode(self, row: StoredEntry) -> None:
        try:
            entry = Entry.decode(row.data)
        except Invalid as why:
            self.notes.add(Finding("unreadable", f"Entry {row.index} cannot be read: {why}", row.index, row.index))
            return
        if row.filed is not None and row.filed != (entry.kind, entry.at, entry.subject):
            says = f"Entry {row.index} is filed under another kind, time or subject than it holds."
            self.notes.add(Finding("changed", says, row.index, row.index))
        for name, value, salt in row.private:
            if not _opens(entry, name, value, salt):
                says = f"Entry {row.index} does not commit to the private value {name!r} kept for it."
                self.notes.add(Finding("changed", says, row.index, row.index))
        if self.last_time is not None and entry.at < self.last_time:
            says = (
                f"Entry {row.index} is dated {entry.at.isoformat()}, before the one ahead of it "
                f"({self.last_time.isoformat()}): the order of entries is certain, their dates are the computer's "
                "clock's. Either that clock was set back, or a past was loaded after later entries, as the demo's "
                "history once could be."
            )
            self.notes.add(Finding("time_backwards", says, row.index, row.index))
        self.last_time = entry.at

    def _grow(self, row: StoredEntry, computed: bytes) -> None:
        if computed != row.leaf_hash and self.stored is self.tree:
            self.stored = self.tree.copy()
        if self.stored is not self.tree:
            # A stored hash of another length can be nobody's root; the computed one keeps the tree going.
            self.stored.append(row.leaf_hash if len(row.leaf_hash) == len(computed) else computed)
        self.tree.append(computed)
        self._mark()

    def _mark(self) -> None:
        if self.tree.size in self.sizes:
            self.roots[self.tree.size] = (self.tree.root(), self.stored.root())

    def _gap(self, first: int, last: int) -> None:
        self.gap_from = first if self.gap_from is None else self.gap_from
        self._keep_gap(first, last)

    def _late(self, index: int) -> None:
        place = next((place for place, (first, last) in enumerate(self.gaps) if first <= index <= last), None)
        if place is None:
            what = "repeated or not in its place" if len(self.gaps) == MOST_FINDINGS else "there more than once"
            self.notes.add(Finding("repeated", f"Entry {index} is {what}.", index, index))
            return
        says = f"Entry {index} stands after entry {self.next - 1}: the entries were reordered."
        self.notes.add(Finding("out_of_order", says, index, index))
        first, last = self.gaps.pop(place)
        for start, end in ((first, index - 1), (index + 1, last)):
            if start <= end:
                self._keep_gap(start, end)

    def _keep_gap(self, first: int, last: int) -> None:
        # Gaps are remembered so that an entry in the wrong place is not also called missing; only so many, for memory.
        if len(self.gaps) < MOST_FINDINGS:
            self.gaps.append((first, last))
        else:
            self.notes.add(_missing(first, last))

    def close(self, kept: Sequence[Checkpoint], own: Sequence[Checkpoint]) -> Report:
        for first, last in self.gaps:
            self.notes.add(_missing(first, last))
        vouched = _compare(self, kept, own)
        root = self.tree.root() if self.gap_from is None else None
        order = get_args(Code)
        findings = sorted(self.notes.listed, key=lambda finding: order.index(finding.code))
        return Report(self.rows, root, vouched, tuple(findings), dict(self.notes.counts))


@dataclass(frozen=True, slots=True)
class _Verdict:
    """One checkpoint held against the log, at a size the log reached without a gap."""

    size: int
    kept: bool
    by_bytes: bool
    by_hashes: bool

    @property
    def agrees(self) -> bool:
        # Where only the stored hashes agree, the entries whose bytes do not match them are named already.
        return self.by_bytes or self.by_hashes

    @property
    def name(self) -> str:
        return f"the checkpoint {'kept elsewhere' if self.kept else 'of the log itself'} at size {self.size}"


def _compare(reading: _Reading, kept: Sequence[Checkpoint], own: Sequence[Checkpoint]) -> int:
    """Note what the checkpoints show. Return the size up to which a kept one vouches for every byte."""
    notes = reading.notes
    if not kept:
        says = "No checkpoint kept elsewhere was given, so this shows only that the log agrees with itself: give one."
        notes.add(Finding("nothing_kept", says))
    verdicts: list[_Verdict] = []
    for checkpoint, is_kept in chain(((each, True) for each in kept), ((each, False) for each in own)):
        if roots := reading.roots.get(checkpoint.size):
            by_bytes, by_hashes = (root == checkpoint.root for root in roots)
            verdicts.append(_Verdict(checkpoint.size, is_kept, by_bytes, by_hashes))
    verdicts.sort(key=lambda verdict: (verdict.size, not verdict.kept))
    agreed = max((verdict.size for verdict in verdicts if verdict.kept and verdict.agrees), default=0)
    _beyond(reading, kept, own, agreed)
    differing = [verdict for verdict in verdicts if not verdict.agrees]
    if differing:
        _differences(notes, verdicts, differing)
    return max((verdict.size for verdict in verdicts if verdict.kept and verdict.by_bytes), default=0)


def _beyond(reading: _Reading, kept: Sequence[Checkpoint], own: Sequence[Checkpoint], agreed: int) -> None:
    """Note the checkpoints the log does not reach, because it is too short or has gaps before them."""
    shown = reading.next
    for group, whose in ((kept, "kept elsewhere"), (own, "of the log itself")):
        largest = max((checkpoint.size for checkpoint in group), default=0)
        if largest > shown:
            # A smaller kept checkpoint proves the start; what is gone may come from anywhere after it, renumbered.
            says = (
                f"The log ends after {how_many(reading.next)}, but the checkpoint {whose} at size {largest} was signed "
                f"over {largest}: {how_many(largest - reading.next)} missing, from index {agreed} on."
            )
            reading.notes.add(Finding("cut_off", says, agreed, largest - 1, largest, largest - reading.next))
            shown = largest
    if reading.gap_from is None:
        return
    for checkpoint in sorted(kept, key=lambda each: each.size):
        if reading.gap_from < checkpoint.size <= reading.next:
            says = (
                f"The checkpoint kept elsewhere at size {checkpoint.size} cannot be compared, because entry "
                f"{reading.gap_from} is not in its place: put the entries back first."
            )
            first, last = reading.gap_from, checkpoint.size - 1
            reading.notes.add(Finding("cannot_compare", says, first, last, checkpoint.size))


def _differences(notes: _Notes, verdicts: list[_Verdict], differing: list[_Verdict]) -> None:
    """Note where the log differs from what was signed, as narrowly as the checkpoints allow."""
    # A larger checkpoint that agrees vouches for everything a smaller one covers. Where the smaller one differs,
    # the two cannot both be of one log, whatever the entries are: one was altered, or two histories were signed.
    # The verdicts come in order of size.
    last_kept = next((each for each in reversed(verdicts) if each.kept and each.agrees), None)
    last_own = next((each for each in reversed(verdicts) if not each.kept and each.agrees), None)
    own_doubtful = False
    for verdict in differing:
        other = next((each for each in (last_kept, last_own) if each and each.size >= verdict.size), None)
        if other:
            own_doubtful = own_doubtful or other is last_own
            says = f"{_capital(verdict.name)} contradicts {other.name}, which the entries fit: {_why(verdict, other)}"
            notes.add(Finding("contradiction", says, 0, verdict.size - 1, verdict.size))
    # What a kept checkpoint vouches for was not changed, whatever the others say.
    start = last_kept.size if last_kept else 0
    open_to_doubt = [each for each in differing if each.size > start]
    if not open_to_doubt:
        return
    bad = next((each for each in open_to_doubt if each.kept), open_to_doubt[0])
    says = (
        f"The log does not fit {bad.name}: something was changed, removed, inserted or reordered "
        f"among entries {start} to {bad.size - 1}"
    )
    finding = Finding("root_differs", f"{says}.", start, bad.size - 1, bad.size)
    # Own checkpoints narrow it further, but whoever holds the signing key can have signed a changed log: what they say
    # is told apart from what is certain, and not at all once one of them is caught.
    end = open_to_doubt[0].size
    likely = max((each.size for each in verdicts if each.agrees and each.size < end), default=0)
    if not own_doubtful and (likely, end) != (start, bad.size):
        says = f"{says}; if the log's own checkpoints are genuine, among {likely} to {end - 1}."
        finding = replace(finding, says=says, likely_first=likely, likely_last=end - 1)
    notes.add(finding)


def _why(verdict: _Verdict, other: _Verdict) -> str:
    if verdict.kept and not other.kept:
        return "the log was changed and signed again, so its own checkpoints prove nothing."
    if other.kept and not verdict.kept:
        return "the log's own checkpoint was altered, the entries it covers were not."
    return "two histories of this log were signed, or one of the two was altered."


def _missing(first: int, last: int) -> Finding:
    which = f"Entry {first} is" if first == last else f"Entries {first} to {last} are"
    return Finding("missing", f"{which} missing.", first, last, missing=last - first + 1)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _opens(entry: Entry, name: str, value: object, salt: bytes) -> bool:
    try:
        return name in entry.private and opens(entry.private[name], name, value, salt)
    except Invalid:
        return False
