"""The ledger's rows. Their bytes and proofs are the pure modules' business."""

from django.db import models
from django.db.models import Q

from brightline.platform.database.models import AppendOnly


class Head(models.Model):
    """One row: how many entries there are. Only the trigger that numbers an entry writes it."""

    size = models.BigIntegerField(default=0)

    class Meta:
        db_table = "ledger_head"
        constraints = [models.CheckConstraint(name="one_head", condition=Q(pk=1))]


class Entry(AppendOnly):
    """One event. `content` is its canonical JSON, from which kind, at and subject are copied for finding it.

    index counts from 0 without gaps; the database assigns it under a lock held to the end of the transaction, so what
    others can see is always a prefix of the log, and checks leaf_hash against content.
    """

    index = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    subject = models.CharField(max_length=80, db_index=True)
    content = models.BinaryField()
    leaf_hash = models.BinaryField()

    class Meta(AppendOnly.Meta):
        db_table = "ledger_entry"
        ordering = ["index"]


class Private(AppendOnly):
    """A value an entry commits to without showing it, with the salt that opens the commitment."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="private")
    name = models.CharField(max_length=60)
    salt = models.BinaryField()
    value = models.JSONField(null=True)

    class Meta(AppendOnly.Meta):
        db_table = "ledger_private"
        constraints = [models.UniqueConstraint(name="one_value_a_commitment", fields=["entry", "name"])]


class Checkpoint(AppendOnly):
    """A signed root: `note` is the C2SP signed note as published; frontier lets the next one skip what it covers."""

    size = models.BigIntegerField(unique=True)
    frontier = models.BinaryField()
    note = models.TextField()
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        db_table = "ledger_checkpoint"
        ordering = ["size"]
