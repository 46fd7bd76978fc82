"""The record as it stands, kept folded in each process: only what is new on the ledger is read."""

from threading import Lock
from typing import Final

from brightline.record.disclosure.fold import Record, fold
from brightline.record.ledger import queries as ledger
from brightline.record.ledger.entry import Entry


class _Kept:
    """What this process has folded so far, with the last entry folded."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._record = Record()
        self._last: Entry | None = None

    def read(self) -> Record:
        """Fold what was added since, and return the whole."""
        with self._lock:
            if not self._go_on():
                # What we folded is not what the ledger holds (another database, or a restored copy): begin anew.
                self._record, self._last = Record(), None
                self._go_on()
            return self._record

    def _go_on(self) -> bool:
        """Fold from our last entry on. False when that entry is not on the ledger at its place."""
        entries = ledger.entries(since=max(self._record.size - 1, 0))
        if self._last is not None and next(entries, None) != (self._record.size - 1, self._last):
            return False
        added = list(entries)
        if added:
            self._record = fold(self._record, added)
            self._last = added[-1][1]
        return True


_kept: Final = _Kept()


def record() -> Record:
    """The public state after every entry on the ledger now. Safe from any thread; never changed once returned."""
    return _kept.read()
