"""Recordings of calls between commander and agency, and who listened. The live line itself comes here later."""

from django.conf import settings
from django.db import models

from brightline.platform.database.models import AppendOnly

PERSON = settings.AUTH_USER_MODEL


class Recording(AppendOnly):
    """One audio file. sha256 is of its bytes as attached; file is its name in the recordings folder."""

    subject = models.CharField(max_length=40, db_index=True)
    file = models.FileField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=40)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(name="recording_once_a_subject", fields=["subject", "sha256"])]


class Listening(AppendOnly):
    """Someone opened a recording to hear it."""

    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="listenings")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["at", "pk"]
