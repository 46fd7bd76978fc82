"""Reading an export: a worker takes it up, tells how far it is, and files what the engine found.

One export is read at a time: a folder full of them must never keep a worker from the acknowledgement clock. How far a
reading is stands in its row; one whose worker falls silent is handed back, and the next worker goes on in its folder.
"""

import hashlib
import json
import re
import secrets
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from brightline.assistance.policy.packs import Pack
from brightline.assistance.requests import queries as requests
from brightline.assistance.review import exports, states
from brightline.assistance.review.actions.telling import tell, wake_a_worker
from brightline.assistance.review.engine import run as engine
from brightline.assistance.review.models import Examination, Finding
from brightline.assistance.review.queries import examinations as queries
from brightline.assistance.review.queries import lexicon
from brightline.assistance.review.states import State
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import BrightlineError, Invalid

log = structlog.get_logger("brightline.review")
_SILENT = timedelta(minutes=2)
_BEAT_SECONDS = 0.5
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
    out = exports.out_of(taken)
    try:
        options = engine.Options(
            pack=_pack(), additions=lexicon.additions(), workers=settings.BRIGHTLINE_REVIEW_WORKERS
        )
        engine.review([exports.path_of(taken)], out, options, _Beat(taken, going_down))
        file_findings(taken, out)
    except _Stopped:
        _end(taken, State.STOPPED)
    except _HandedBack:
        _end(taken, State.WAITING)
    except BrightlineError as error:
        _end(taken, State.FAILED, str(error))
    except Exception as error:
        reference = secrets.token_hex(4)
        log.error("An export could not be read.", reference=reference, examination=str(taken), exc_info=error)
        said = _("Something went wrong on our side. Nothing was changed. Tell support this number: %(number)s")
        _end(taken, State.FAILED, said % {"number": reference})
    return taken


@transaction.atomic
def hand_back_lost() -> None:
    """Each minute: hand back the reading whose worker fell silent, and see that a worker knows of what waits."""
    for lost in Examination.objects.select_for_update().filter(state=State.READING, beat_at__lt=clock.now() - _SILENT):
        states.move(lost, State.STOPPED if lost.stop_wanted else State.WAITING)
        tell(lost)
    if Examination.objects.filter(state=State.WAITING).exists():
        wake_a_worker()


class _Beat:
    """The engine's progress, written down now and then; what stops a reading is seen here too."""

    def __init__(self, examination: Examination, going_down: Callable[[], bool]) -> None:
        self._row = Examination.objects.filter(pk=examination.pk, run=examination.run, state=State.READING)
        self._examination = examination
        self._going_down = going_down
        self._last = 0.0

    def __call__(self, progress: engine.Progress) -> None:
        if time.monotonic() - self._last < _BEAT_SECONDS:
            return
        self._last = time.monotonic()
        if self._going_down():
            raise _HandedBack
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
    rows = _rows(examination, out / "findings.jsonl")
    while batch := list(islice(rows, _AT_ONCE)):
        new = {row.digest: row for row in batch if row.digest not in seen}
        seen |= new.keys()
        Finding.objects.bulk_create(new.values())
    examination.summary = summary
    examination.calls, examination.found = int(summary["calls_read"]), len(seen)
    states.move(examination, State.JUDGING)
    if Examination.objects.filter(state=State.WAITING).exists():
        wake_a_worker()
    tell(examination)


def _rows(examination: Examination, path: Path) -> Iterator[Finding]:
    with path.open(encoding="utf-8") as lines:
        for place, line in enumerate(lines, start=1):
            said: dict[str, Any] = json.loads(line)
            identity = json.dumps([said["call_id"], said["received_at"], said["narrative"]])
            yield Finding(
                examination=examination,
                place=place,
                call_id=_text(said["call_id"])[:200],
                label=said["label"],
                agency=_text(said["agency"])[:200],
                asks=sorted(said["asks"]),
                grounds=sorted(said["grounds"]),
                commander_involved=bool(said["commander_involved"]),
                score=float(said["score"]),
                spans=[{**span, "cue": _text(span["cue"])} for span in said["spans"]],
                received_at=_text(said["received_at"])[:40],
                nature=_text(said["nature"]),
                address=_text(said["address"]),
                narrative=_text(said["narrative"]),
                file=_text(said["file"])[-400:],
                row=int(said["row"]),
                gate=said.get("gate") or "",
                because=[_text(each) for each in said.get("because") or ()],
                digest=hashlib.sha256(identity.encode()).hexdigest(),
            )


def _text(said: object) -> str:
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", str(said or ""))


def _pack() -> Pack | None:
    """The policy in force now; none when the city has none, and then the gate says nothing."""
    try:
        return requests.pack_in_force(clock.now())
    except Invalid:
        return None
