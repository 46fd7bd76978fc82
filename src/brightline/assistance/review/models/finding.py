"""What the engine found, as it found it, and who has read it."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from brightline.assistance.review.models.examination import Examination
from brightline.platform.database.models import AppendOnly

PERSON = settings.AUTH_USER_MODEL


class Label(models.TextChoices):
    """What a call is. The engine's `none` stands only on calls drawn from those it set aside."""

    REQUEST = "request", _("Request")
    OTHER_CONTACT = "other_contact", _("Other contact")
    MENTION = "mention", _("Mention")
    NONE = "none", _("None of these")


class Finding(AppendOnly):
    """One call the engine reported, word for word as in findings.jsonl; place is its line there, from 1.

    After them come those of set_aside.jsonl, labelled `none`: what people make of these tells what the engine misses.
    received_at: the export's local time as written there; spans: [{start, end, cue}] in the narrative; score: how sure
    the engine is of its label, unknown for what it set aside.
    """

    examination = models.ForeignKey(Examination, on_delete=models.PROTECT, related_name="findings")
    place = models.PositiveIntegerField()
    call_id = models.CharField(max_length=200, blank=True)
    label = models.CharField(max_length=20, choices=Label.choices)
    agency = models.CharField(max_length=200, blank=True)
    asks = ArrayField(models.CharField(max_length=60), default=list)
    grounds = ArrayField(models.CharField(max_length=60), default=list)
    commander_involved = models.BooleanField()
    score = models.FloatField(null=True)
    spans = models.JSONField(default=list)
    received_at = models.CharField(max_length=40, blank=True)
    nature = models.TextField(blank=True)
    address = models.TextField(blank=True)
    narrative = models.TextField(blank=True)
    file = models.CharField(max_length=400)
    row = models.PositiveBigIntegerField()
    gate = models.CharField(max_length=20, blank=True)
    because = models.JSONField(default=list)
    # Of call number, time and narrative: two exports can hold the same call, which goes on the ledger once.
    digest = models.CharField(max_length=64, db_index=True)

    class Meta(AppendOnly.Meta):
        ordering = ["examination", "place"]
        constraints = [
            models.UniqueConstraint(name="one_finding_a_place", fields=["examination", "place"]),
            models.UniqueConstraint(name="one_finding_a_call", fields=["examination", "digest"]),
            models.CheckConstraint(
                name="of_what_is_set_aside_the_engine_says_nothing",
                condition=models.Q(label__in=["request", "other_contact", "mention"], score__isnull=False)
                | models.Q(label="none", score=None, agency="", asks=[], grounds=[], commander_involved=False, gate=""),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What it is called on screen and on the ledger."""
        return f"EX-{self.examination_id:04d}-{self.place:04d}"

    @property
    def set_aside(self) -> bool:
        """Whether the engine reported nothing here: it was drawn from the calls set aside."""
        return self.label == Label.NONE


class Reading(AppendOnly):
    """Someone opened a finding and could read what was said in that call."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="readings")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["at", "pk"]
        triggers = [
            *AppendOnly.Meta.triggers,
            pgtrigger.Trigger(
                name="read_by_oversight_only",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                IF NOT EXISTS (SELECT 1 FROM accounts_person p
                               WHERE p.id = NEW.by_id AND p.is_active AND p.roles && '{reviewer,auditor}') THEN
                    RAISE EXCEPTION 'narratives are read by oversight only' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        ]
