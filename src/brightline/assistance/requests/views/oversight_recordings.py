"""Hearing a recording: the entry first, then the bytes.

Pressing Listen enters the listening on the ledger and gives the player an address that works for this person, this
recording and a while. The player may then ask for as many pieces as it likes: it is one listening.
"""

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from brightline.assistance.line import queries as line
from brightline.assistance.line.models import Recording
from brightline.assistance.requests import actions, permissions, queries
from brightline.assistance.requests.models import Request
from brightline.assistance.requests.views.oversight_bytes import file_response
from brightline.assistance.requests.views.oversight_common import MAY_LOOK, me
from brightline.platform.accounts.access import allow
from brightline.platform.accounts.models import Person
from brightline.platform.kernel.errors import Denied

_SALT = "brightline.recording"
# As long as an idle session lives: a player left alone longer asks anew, and that is another listening.
_SECONDS = 30 * 60


@dataclass(frozen=True)
class Player:
    """One recording on the page of its request. url is empty until its reader has pressed Listen."""

    recording: Recording
    url: str
    may_hear: bool
    listenings: list[Any]


@allow(*MAY_LOOK)
@require_POST
def listen(request: HttpRequest, recording_id: int) -> HttpResponse:
    """Enter the listening, then show the player."""
    person = me(request)
    recording = actions.hear_recording(recording_id, by=person)
    key = _key(recording, person)
    if request.headers.get("HX-Request"):
        player = _player(recording, person, key, may_hear=True)
        return render(request, "requests/oversight_player.html", {"player": player, "pressed": True})
    address = reverse("oversight_request", args=[recording.subject])
    return redirect(f"{address}?{urlencode({'key': key})}#recording-{recording.pk}")


@allow(*MAY_LOOK)
@require_GET
def audio(request: HttpRequest, recording_id: int) -> HttpResponseBase:
    """The bytes, or the part of them asked for (RFC 9110, section 14), to whoever has just pressed Listen."""
    recording = line.get(recording_id)
    person = me(request)
    permissions.check_can_hear(person, queries.get(recording.subject))
    if not _opens(request.GET.get("key", ""), recording, person):
        raise Denied(_("Press Listen on the page of %(number)s to hear this.") % {"number": recording.subject})
    answer = file_response(
        recording.file.open("rb"),
        size=recording.size,
        media_type=recording.media_type,
        etag=f'"{recording.sha256}"',
        headers=request.headers,
    )
    name = recording.file.name.rsplit(".", 1)[-1]
    answer["Content-Disposition"] = f'inline; filename="{recording.subject}-{recording.pk}.{name}"'
    return answer


def shown(request: HttpRequest, person: Person, found: Request) -> list[Player]:
    """The recordings of a request, each with its player if its reader has just pressed Listen."""
    key = request.GET.get("key", "")
    may_hear = permissions.can_hear(person, found)
    return [_player(recording, person, key, may_hear=may_hear) for recording in line.recordings(found.number)]


def _player(recording: Recording, person: Person, key: str, *, may_hear: bool) -> Player:
    opens = bool(key) and may_hear and _opens(key, recording, person)
    url = f"{reverse('oversight_recording', args=[recording.pk])}?{urlencode({'key': key})}" if opens else ""
    heard = list(recording.listenings.all())
    return Player(recording, url, may_hear, heard)


def _key(recording: Recording, person: Person) -> str:
    return signing.dumps([recording.pk, person.pk], salt=_SALT)


def _opens(key: str, recording: Recording, person: Person) -> bool:
    try:
        return bool(signing.loads(key, salt=_SALT, max_age=_SECONDS) == [recording.pk, person.pk])
    except signing.BadSignature:
        return False
