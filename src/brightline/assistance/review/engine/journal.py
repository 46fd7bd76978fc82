"""What a look back has written so far, kept so that a run that was killed goes on where it was.

Findings and rejected rows are appended to two journals. Every other second, and when a run is stopped, the place
reached and the journals' lengths are written down in one rename. A run that goes on first cuts the journals back to
these lengths: what came after is read again, so nothing is lost or doubled, whenever the machine died.
"""

import contextlib
import csv
import fcntl
import itertools
import json
import os
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final

from brightline.assistance.review.engine.call import Rejected
from brightline.assistance.review.engine.finding.finding import Finding
from brightline.assistance.review.engine.report.tables import REJECTED_COLUMNS, header, rejected_lines
from brightline.platform.kernel.errors import Invalid

FINDINGS: Final = "findings.jsonl"
REJECTED: Final = "rejected.csv"
PROGRESS: Final = "progress.json"
_UNFINISHED = ".part"
_SECONDS = 2.0


class Busy(Invalid):
    """Another run is writing its results into the same folder."""


class Journal:
    """The two journals of the folder `out` and the place reached, for as long as `locked(out)` is held.

    `begun` says what a run is of (files, options, engine): one begun otherwise is not gone on with. `place` is what
    `keep` was last given, or None for a run that starts anew; `dropped` whether another run's journals were dropped.
    """

    def __init__(self, out: Path, begun: Mapping[str, Any]) -> None:
        self._out = out
        self._begun = begun
        self._kept = time.monotonic()
        written = _read(out / PROGRESS)
        self.place: dict[str, Any] | None = None
        self.dropped = False
        if written is not None:
            if written.get("begun") == begun and self._cut_back(written["lengths"]):
                self.place = written["place"]
            else:
                self.dropped = True
        fresh = self.place is None
        if fresh:
            (out / PROGRESS).unlink(missing_ok=True)
        self._findings = _opened(self._part(FINDINGS), fresh)
        self._rejected = _opened(self._part(REJECTED), fresh)
        if fresh:
            self._rejected.write(header(REJECTED_COLUMNS))

    def write(self, findings: Sequence[Finding], rejected: Sequence[Rejected]) -> None:
        """Append. Not yet safe until `keep`."""
        for finding in findings:
            # A lone surrogate out of a JSON escape is no character UTF-8 can hold.
            line = json.dumps(finding.json(), ensure_ascii=False, separators=(",", ":"))
            self._findings.write(line.encode("utf-8", "replace") + b"\n")
        if rejected:
            self._rejected.write(rejected_lines(rejected))

    @property
    def due(self) -> bool:
        """Whether the place should be kept again."""
        return time.monotonic() - self._kept >= _SECONDS

    def keep(self, place: Mapping[str, Any]) -> None:
        """Everything written so far belongs to `place`, from which a killed run goes on."""
        for file in (self._findings, self._rejected):
            file.flush()
            os.fsync(file.fileno())
        lengths = {FINDINGS: self._findings.tell(), REJECTED: self._rejected.tell()}
        with whole(self._out / PROGRESS) as file:
            file.write(json.dumps({"begun": self._begun, "lengths": lengths, "place": place}).encode())
        self._kept = time.monotonic()

    def findings(self) -> Iterator[dict[str, Any]]:
        """What has been found, line by line, in the files' order."""
        self._findings.flush()
        with self._part(FINDINGS).open("rb") as lines:
            for line in lines:
                yield json.loads(line)

    def first_rejected(self, count: int) -> list[list[str]]:
        """The first rows of rejected.csv, its header left out; those in which something was seen before all others."""
        self._rejected.flush()
        seen: list[list[str]] = []
        others: list[list[str]] = []
        with self._part(REJECTED).open(encoding="utf-8", newline="") as lines:
            for row in itertools.islice(csv.reader(lines), 1, None):
                into = seen if row[-1] else others
                if len(into) < count:
                    into.append(row)
        return [*seen, *others][:count]

    def finish(self) -> None:
        """The journals take their own names; the place reached is no longer needed."""
        self.close()
        for name in (FINDINGS, REJECTED):
            self._part(name).replace(self._out / name)
        (self._out / PROGRESS).unlink(missing_ok=True)

    def close(self) -> None:
        """Leave the journals as they are."""
        self._findings.close()
        self._rejected.close()

    def _part(self, name: str) -> Path:
        return self._out / (name + _UNFINISHED)

    def _cut_back(self, lengths: Mapping[str, int]) -> bool:
        """The journals, as long as they were when the place was kept; False where they are not to be had."""
        for name, length in lengths.items():
            part = self._part(name)
            if not part.exists() and (self._out / name).exists():
                # Killed in the middle of `finish`.
                (self._out / name).replace(part)
            if not part.exists() or part.stat().st_size < length:
                return False
        for name, length in lengths.items():
            os.truncate(self._part(name), length)
        return True


@contextlib.contextmanager
def locked(out: Path) -> Iterator[None]:
    """The folder, made if need be, for this run alone. Raises Invalid."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        # A folder that can be opened need not be one that can be written to.
        with tempfile.TemporaryFile(dir=out):
            pass
        folder = os.open(out, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise Invalid(f"{out}: no results can be written there ({error.strerror}). Name another folder.") from error
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(f"{out}: another run is writing its results there. Wait for it, or name another.") from error
        yield
    finally:
        os.close(folder)


@contextlib.contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its name once all of it is written."""
    part = path.with_name(path.name + _UNFINISHED)
    with _opened(part, fresh=True) as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _opened(path: Path, fresh: bool) -> BinaryIO:
    # Narratives are private: only the person who ran it reads them. Python's own "a" is what makes `tell` begin at the
    # end: told 0, a run stopped again before it wrote anything would cut away all that came before.
    flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if fresh else os.O_APPEND)
    return os.fdopen(os.open(path, flags, 0o600), "wb" if fresh else "ab")


def _read(path: Path) -> dict[str, Any] | None:
    try:
        written = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return {}
    return written if isinstance(written, dict) else {}
