"""Keeping recordings and who heard them. The only writer of both."""

import hashlib
import os
from typing import IO

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from brightline.assistance.line.models import Listening, Recording
from brightline.platform.accounts.models import Person
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import Invalid
from brightline.platform.live.actions import publish
from brightline.record.ledger import actions as ledger

LARGEST = 500 * 1024 * 1024
# The smallest WAV file with a header and nothing in it; what is shorter holds no sound in any format.
_SMALLEST = 45
_STEP = 1024 * 1024


@transaction.atomic
def attach(subject: str, *, audio: IO[bytes], by: Person) -> Recording:
    """Keep an audio file under its SHA-256 and enter that on the ledger. The same file twice is one recording.

    Raises Invalid when it is empty, too large, or no audio a browser plays.
    """
    start = audio.read(16)
    kind = _kind_of(start)
    if kind is None or audio.seek(0, os.SEEK_END) < _SMALLEST:
        raise Invalid(_("This file is not a recording we can play. Attach WAV, MP3, Ogg, FLAC or M4A."))
    suffix, media_type = kind
    audio.seek(0)
    digest, size = hashlib.sha256(), 0
    while block := audio.read(_STEP):
        digest.update(block)
        size += len(block)
        if size > LARGEST:
            raise Invalid(_("This recording is larger than 500 MB. Split it and attach the parts."))
    sha256 = digest.hexdigest()
    known = Recording.objects.filter(subject=subject, sha256=sha256).first()
    if known:
        return known
    audio.seek(0)
    name = f"{sha256[:2]}/{sha256}.{suffix}"
    # Named by its content, so a file that is there already is this one, whole.
    if not default_storage.exists(name):
        default_storage.save(name, File(audio))
    recording = Recording.objects.create(
        subject=subject, file=name, sha256=sha256, size=size, media_type=media_type, by=by, at=clock.now()
    )
    ledger.append(
        "recording.attached",
        subject=subject,
        public={"sha256": sha256, "bytes": size, "media_type": media_type},
        private={"by": by.email},
    )
    return recording


@transaction.atomic
def hear(recording: Recording, *, by: Person) -> None:
    """Enter that someone listens, before a byte is handed out."""
    Listening.objects.create(recording=recording, by=by, at=clock.now())
    ledger.append(
        "recording.heard", subject=recording.subject, public={"sha256": recording.sha256}, private={"by": by.email}
    )
    publish(f"request.{recording.subject}")


def _kind_of(start: bytes) -> tuple[str, str] | None:
    """(file suffix, media type) by the first bytes, or None. A name can say anything; the bytes cannot."""
    if start[:4] == b"RIFF" and start[8:12] == b"WAVE":
        return "wav", "audio/wav"
    # A frame's sync and layer III (ISO 11172-3); the sync alone would take any UTF-16 text for sound.
    if start[:3] == b"ID3" or (len(start) > 1 and start[0] == 0xFF and start[1] & 0xE6 == 0xE2):
        return "mp3", "audio/mpeg"
    if start[:4] == b"OggS":
        return "ogg", "audio/ogg"
    if start[:4] == b"fLaC":
        return "flac", "audio/flac"
    if start[4:8] == b"ftyp":
        return "m4a", "audio/mp4"
    return None
