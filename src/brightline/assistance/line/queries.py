"""What may be asked of recordings."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from brightline.assistance.line.models import Recording
from brightline.platform.accounts.models import Person
from brightline.platform.kernel.errors import NotFound


def recordings(subject: str) -> QuerySet[Recording]:
    """The recordings of one request, oldest first, each with who listened."""
    return Recording.objects.filter(subject=subject).select_related("by").prefetch_related("listenings__by")


def attached_by(person: Person) -> QuerySet[Recording]:
    """What this person attached, to whatever request."""
    return Recording.objects.filter(by=person)


def has_recording(subject: str) -> bool:
    return Recording.objects.filter(subject=subject).exists()


def recorded(subjects: list[str]) -> set[str]:
    """Which of these have at least one recording."""
    return set(Recording.objects.filter(subject__in=subjects).values_list("subject", flat=True))


def get(recording_id: int) -> Recording:
    """Raises NotFound."""
    found = Recording.objects.filter(pk=recording_id).first()
    if found is None:
        raise NotFound(_("There is no such recording."))
    return found
