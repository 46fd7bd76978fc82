"""A recording belongs to a request: who may attach and hear it is the request's business."""

from typing import IO

from django.db import transaction

from brightline.assistance.line import actions as line
from brightline.assistance.line import queries as line_queries
from brightline.assistance.line.models import Recording
from brightline.assistance.requests import permissions, queries
from brightline.assistance.requests.actions.telling import tell
from brightline.platform.accounts.models import Person


@transaction.atomic
def attach_recording(number: str, *, audio: IO[bytes], by: Person) -> Recording:
    """Attach an audio file to a request. Raises Denied, Invalid when it is not audio we can play, NotFound."""
    request = queries.locked(number)
    permissions.check_can_attach_recording(by, request)
    recording = line.attach(number, audio=audio, by=by)
    tell(request)
    return recording


@transaction.atomic
def hear_recording(recording_id: int, *, by: Person) -> Recording:
    """Note that someone listens, and hand over the recording. Raises Denied, NotFound."""
    recording = line_queries.get(recording_id)
    permissions.check_can_hear(by, queries.get(recording.subject))
    line.hear(recording, by=by)
    return recording
