"""Handing in an export, from a reviewer's computer or from the folder the city's IT fills."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import IO

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from brightline.assistance.review import exports, permissions, states
from brightline.assistance.review.actions.telling import tell, wake_a_worker
from brightline.assistance.review.models import Examination
from brightline.assistance.review.queries import examinations as queries
from brightline.assistance.review.states import State
from brightline.platform.accounts.models import Person
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import BrightlineError, Invalid, WrongState

log = structlog.get_logger("brightline.review")
_STEP = 1024 * 1024
# A file changed more recently may still be being written: it is left for the next night.
_SETTLED_SECONDS = 10 * 60


def hand_in(*, export: IO[bytes], name: str, by: Person | None) -> Examination:
    """Keep an export under its SHA-256 and line it up to be read. by: None for the watched folder.

    Raises Denied, Invalid when it is empty or larger than the city allows, WrongState when it was handed in before.
    """
    if by is not None:
        permissions.check_can_examine(by)
    # Copied before the transaction: it may take minutes, and nothing is locked meanwhile.
    handle, aside = tempfile.mkstemp(dir=exports.folder(), prefix="incoming-")
    try:
        with os.fdopen(handle, "wb") as kept:
            sha256, size = _copy(export, kept)
        return _line_up(Path(aside), sha256=sha256, size=size, name=name, by=by)
    finally:
        Path(aside).unlink(missing_ok=True)


def look_in_folder(folder: Path) -> list[Examination]:
    """Hand in every file of `folder` that is not known yet and has lain still. Returns those handed in.

    A file that cannot be is logged and passed over: one bad file does not hold up the others.
    """
    if not folder.is_dir():
        log.error("BRIGHTLINE_REVIEW_FOLDER is no folder; nothing was looked at.", folder=str(folder))
        return []
    added = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or not path.is_file():
            continue
        if clock.now().timestamp() - path.stat().st_mtime < _SETTLED_SECONDS:
            continue
        try:
            with path.open("rb") as export:
                added.append(hand_in(export=export, name=path.name, by=None))
        except WrongState:
            continue
        except (BrightlineError, OSError) as error:
            log.warning("An export in the watched folder was passed over.", file=str(path), error=str(error))
    return added


@transaction.atomic
def stop(examination_id: int, *, by: Person) -> None:
    """Stop a reading, which goes on from there when resumed. Raises Denied, NotFound, WrongState."""
    permissions.check_can_examine(by)
    examination = queries.locked(examination_id)
    if examination.state == State.READING:
        # Its worker sees this within a second or so.
        examination.stop_wanted = True
        examination.save(update_fields=["stop_wanted"])
    else:
        states.move(examination, State.STOPPED)
    tell(examination)


@transaction.atomic
def resume(examination_id: int, *, by: Person) -> None:
    """Go on with one that was stopped or failed. Raises Denied, NotFound, WrongState."""
    permissions.check_can_examine(by)
    examination = queries.locked(examination_id)
    if examination.state not in (State.STOPPED, State.FAILED):
        states.check_can_move(examination, State.STOPPED)
        raise WrongState(_("%(reference)s is not stopped. Nothing was changed.") % {"reference": examination})
    examination.problem, examination.stop_wanted = "", False
    states.move(examination, State.WAITING)
    wake_a_worker()
    tell(examination)


def _copy(export: IO[bytes], kept: IO[bytes]) -> tuple[str, int]:
    """Copy in steps, so that memory does not grow with the file. Returns (SHA-256, size)."""
    digest, size = hashlib.sha256(), 0
    while block := export.read(_STEP):
        size += len(block)
        if size > settings.BRIGHTLINE_REVIEW_LIMIT:
            raise Invalid(too_large())
        digest.update(block)
        kept.write(block)
    if size == 0:
        raise Invalid(_("This file is empty: export the calls again."))
    return digest.hexdigest(), size


def too_large() -> str:
    """The refusal of an export beyond the city's limit."""
    return _(
        "This export is larger than %(limit)d MB. Split it by month, or ask IT to put it in the watched folder."
    ) % {"limit": settings.BRIGHTLINE_REVIEW_LIMIT // 1_000_000}


@transaction.atomic
def _line_up(aside: Path, *, sha256: str, size: int, name: str, by: Person | None) -> Examination:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('review.hand_in'))")
    known = Examination.objects.filter(sha256=sha256).first()
    if known:
        raise WrongState(
            _("This very file was handed in before, as %(reference)s (%(name)s). Nothing was added.")
            % {"reference": known, "name": known.name}
        )
    now = clock.now()
    examination = Examination.objects.create(
        name=name[-200:] or "export", sha256=sha256, size=size, by=by, at=now, state=State.WAITING, state_since=now
    )
    os.replace(aside, exports.place_for(sha256) / exports.safe_name(examination.name))
    wake_a_worker()
    tell(examination)
    return examination
