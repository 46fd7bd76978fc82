"""One export, read once."""

import pgtrigger
from django.conf import settings
from django.db import models

from brightline.assistance.review.states import TRANSITIONS, State

PERSON = settings.AUTH_USER_MODEL


class Examination(models.Model):
    """One CAD export and how far the engine is with it.

    name: as the file was called; by: who uploaded it, nobody when it came from the watched folder; run: counts the
    workers that took it up, so that one thought dead cannot write over its successor; run_calls: how many calls had
    been read when it was last taken up; beat_at: when the worker was last heard of; problem: why it failed, one
    sentence; summary: the engine's, once it is through.
    """

    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING, db_index=True)
    state_since = models.DateTimeField()
    run = models.PositiveIntegerField(default=0)
    run_since = models.DateTimeField(null=True)
    run_calls = models.PositiveBigIntegerField(default=0)
    beat_at = models.DateTimeField(null=True)
    stop_wanted = models.BooleanField(default=False)
    calls = models.PositiveBigIntegerField(default=0)
    found = models.PositiveBigIntegerField(default=0)
    bytes_done = models.PositiveBigIntegerField(default=0)
    bytes_total = models.PositiveBigIntegerField(default=0)
    problem = models.TextField(blank=True)
    summary = models.JSONField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="a_read_export_has_its_summary",
                condition=~models.Q(state__in=["judging", "entered"]) | models.Q(summary__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="examinations_follow_the_table",
                field="state",
                transitions=sorted((str(a), str(b)) for a, exits in TRANSITIONS.items() for b in exits),
            ),
            pgtrigger.Protect(
                name="an_export_stays_what_it_was",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("name", "sha256", "size", "by", "at"),
            ),
            pgtrigger.Protect(
                name="what_was_counted_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.summary IS NOT NULL AND (OLD.summary, OLD.calls) IS DISTINCT FROM (NEW.summary, NEW.calls)"
                ),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What it is called on screen and on the ledger."""
        return f"EX-{self.pk:04d}"
