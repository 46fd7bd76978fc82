"""Reading an export: a worker takes it up, tells how far it is, and files what the engine found.

One export is read at a time: a folder full of them must never keep a worker from the acknowledgement clock. How far a
reading is stands in its row; one whose worker falls silent is handed back, and the next worker goes on in its folder.
The reading itself needs no database: lost connections are made anew at the next beat, and findings filed when it is
back.
"""

import hashlib
import json
import re
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils.translation import gettext as _

from brightline.assistance.policy.packs import Pack
from brightline.assistance.requests import queries as requests
from brightline.assistance.review import exports, states
from brightline.assistance.review.actions.telling import tell, wake_a_worker
from brightline.assistance.review.models import Examination, Finding, Label
from brightline.assistance.review.queries import examinations as queries
from brightline.assistance.review.queries import lexicon
from brightline.assistance.review.states import State
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import BrightlineError, Invalid

# The engine is imported where it reads: it brings numpy and more, for which whatever else runs should not wait.
if TYPE_CHECKING:
    from brightline.assistance.review.engine.run import Progress

log = structlog.get_logger("brightline.review")
_BEAT_SECONDS = 0.5
_NO_DATABASE = (InterfaceError, OperationalError)
_AT_ONCE = 500
# PostgreSQL's text holds neither; each becomes one character, so that spans stay where they are.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class _Stopped(Exception):
    """Someone pressed stop."""


class _HandedBack(Exception):
    """This worker is going down, or another has taken the reading over."""


def read_next(going_down: Callable[[], bool] = lambda: False) -> Examination | None:
    """Take up the export waiting longest and read it to its end. None when none waits, or one is being read.

    going_down: asked now and then; once true the reading is handed back for another worker.
    """
    taken = take_up()
    if taken is None:
        return None
    from brightline.assistance.review.engine import run as engine
    from brightline.assistance.review.engine.journal import Busy

    out = exports.out_of(taken)
    try:
        options = engine.Options(
            pack=_pack(), additions=lexicon.additions(), workers=settings.BRIGHTLINE_REVIEW_WORKERS
        )
        engine.review([exports.path_of(taken)], out, options, _Beat(taken, going_down))
        _persistently(lambda: file_findings(taken, out))
    except _Stopped:
        _persistently(lambda: _end(taken, State.STOPPED))
    except _HandedBack:
        _persistently(lambda: _end(taken, State.WAITING))
    except Busy:
        # The worker thought dead was only slow. It stops at its next beat; this reading, left silent, is handed back.
        return None
    except _NO_DATABASE as error:
        # Nothing can be written down: left silent, too.
        log.warning("The database did not answer; the reading waits for it.", examination=str(taken), exc_info=error)
        connection.close()
        return None
    except BrightlineError as error:
        # A person knows the export by its name, not by where it is kept.
        said = str(error).replace(f"{exports.path_of(taken).parent}/", "")
        _persistently(lambda: _end(taken, State.FAILED, said))
    except Exception as error:
        reference = secrets.token_hex(4)
        log.error("An export could not be read.", reference=reference, examination=str(taken), exc_info=error)
        said = _("Something went wrong on our side. Nothing was changed. Tell support this number: %(number)s")
        said %= {"number": reference}
        _persistently(lambda: _end(taken, State.FAILED, said))
    return taken


@transaction.atomic
def hand_back_lost() -> None:
    """Now and then: hand back the reading whose worker fell silent, and see that a worker knows of what waits."""
    heard_of = clock.now() - timedelta(seconds=settings.BRIGHTLINE_REVIEW_SILENCE_SECONDS)
    for lost in Examination.objects.select_for_update().filter(state=State.READING, beat_at__lt=heard_of):
        states.move(lost, State.STOPPED if lost.stop_wanted else State.WAITING)
        tell(lost)
    if Examination.objects.filter(state=State.WAITING).exists():
        wake_a_worker()


def _persistently(act: Callable[[], None]) -> None:
    """Again and again while the database does not answer, until another worker may have taken the reading over."""
    ends = time.monotonic() + settings.BRIGHTLINE_REVIEW_SILENCE_SECONDS
    while True:
        try:
            return act()
        except _NO_DATABASE:
            connection.close()
            if time.monotonic() > ends:
                raise
            time.sleep(_BEAT_SECONDS)


class _Beat:
    """The engine's progress, written down now and then; what stops a reading is seen here too."""

    def __init__(self, examination: Examination, going_down: Callable[[], bool]) -> None:
        self._row = Examination.objects.filter(pk=examination.pk, run=examination.run, state=State.READING)
        self._examination = examination
        self._going_down = going_down
        self._last = 0.0

    def __call__(self, progress: "Progress") -> None:
        if time.monotonic() - self._last < _BEAT_SECONDS:
            return
        self._last = time.monotonic()
        if self._going_down():
            raise _HandedBack
        try:
            self._tell(progress)
        except _NO_DATABASE:
            # The next beat connects anew; if that takes too long the reading is handed back.
            connection.close()

    def _tell(self, progress: "Progress") -> None:
        updated = self._row.update(
            calls=progress.calls,
            found=progress.findings,
            bytes_done=progress.bytes_done,
            bytes_total=progress.bytes_total,
            beat_at=clock.now(),
        )
        if not updated:
            raise _HandedBack
        tell(self._examination)
        if self._row.filter(stop_wanted=True).exists():
            raise _Stopped


@transaction.atomic
def take_up() -> Examination | None:
    """The export waiting longest, marked as being read. None when none waits, or one is being read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('review.take_up'))")
    if Examination.objects.filter(state=State.READING).exists():
        return None
    found = Examination.objects.select_for_update().filter(state=State.WAITING).order_by("at", "pk").first()
    if found is None:
        return None
    found.run += 1
    found.run_calls = found.calls
    found.run_since = found.beat_at = clock.now()
    found.stop_wanted = False
    states.move(found, State.READING)
    tell(found)
    return found


@transaction.atomic
def _end(taken: Examination, to: State, problem: str = "") -> None:
    """Leave the reading, unless another worker has it by now."""
    examination = queries.locked(taken.pk)
    if examination.run != taken.run or examination.state != State.READING:
        return
    examination.problem = problem
    states.move(examination, to)
    if Examination.objects.filter(state=State.WAITING).exists():
        wake_a_worker()
    tell(examination)


@transaction.atomic
def file_findings(taken: Examination, out: Path) -> None:
    """File what the engine wrote into `out`: all of it or nothing. A worker that was replaced files nothing."""
    examination = queries.locked(taken.pk)
    if examination.run != taken.run or examination.state != State.READING:
        return
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    seen: set[str] = set()
    last = _file(_reported(examination, out / "findings.jsonl"), seen)
    examination.summary = summary
    examination.calls, examination.found = int(summary["calls_read"]), len(seen)
    _file(_sampled(examination, out / "set_aside.jsonl", after=last), seen)
    states.move(examination, State.JUDGING)
    if Examination.objects.filter(state=State.WAITING).exists():
        wake_a_worker()
    tell(examination)


def _file(rows: Iterator[Finding], seen: set[str]) -> int:
    """File those whose digests were not seen yet. Returns the last place."""
    last = 0
    while batch := list(islice(rows, _AT_ONCE)):
        new = {row.digest: row for row in batch if row.digest not in seen}
        seen.update(new)
        Finding.objects.bulk_create(new.values())
        last = batch[-1].place
    return last


def _reported(examination: Examination, path: Path) -> Iterator[Finding]:
    with path.open(encoding="utf-8") as lines:
        for place, line in enumerate(lines, start=1):
            said: dict[str, Any] = json.loads(line)
            yield Finding(
                examination=examination,
                place=place,
                label=said["label"],
                agency=_text(said["agency"])[:200],
                asks=sorted(said["asks"]),
                grounds=sorted(said["grounds"]),
                commander_involved=bool(said["commander_involved"]),
                score=float(said["score"]),
                spans=[{**span, "cue": _text(span["cue"])} for span in said["spans"]],
                gate=said.get("gate") or "",
                because=[_text(each) for each in said.get("because") or ()],
                **_call(said),
            )


def _sampled(examination: Examination, path: Path, *, after: int) -> Iterator[Finding]:
    with path.open(encoding="utf-8") as lines:
        for place, line in enumerate(lines, start=after + 1):
            yield Finding(
                examination=examination,
                place=place,
                label=Label.NONE,
                commander_involved=False,
                score=None,
                **_call(json.loads(line)),
            )


def _call(said: Mapping[str, Any]) -> dict[str, Any]:
    identity = json.dumps([said["call_id"], said["received_at"], said["narrative"]])
    return {
        "call_id": _text(said["call_id"])[:200],
        "received_at": _text(said["received_at"])[:40],
        "nature": _text(said["nature"]),
        "address": _text(said["address"]),
        "narrative": _text(said["narrative"]),
        "file": _text(said["file"])[-400:],
        "row": int(said["row"]),
        "digest": hashlib.sha256(identity.encode()).hexdigest(),
    }


def _text(said: object) -> str:
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", str(said or ""))


def _pack() -> Pack | None:
    """The policy in force now; none when the city has none, and then the gate says nothing."""
    try:
        return requests.pack_in_force(clock.now())
    except Invalid:
        return None
