"""The rules of set-outs as they were loaded, and what was announced since. Set-outs are computed, never stored."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from brightline.platform.database.models import AppendOnly
from brightline.resident.collection.calendar import changes as calendar

PERSON = settings.AUTH_USER_MODEL


class LoadedRules(AppendOnly):
    """The collection.toml of a load, as it stands, "" where the pack has none; the latest counts. A load that brings
    the same text brings no row.

    revision: 1 for the first; part of the SEQUENCE of every event in a feed. digest: SHA-256 of the text.
    """

    revision = models.PositiveIntegerField(unique=True)
    text = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["revision"]

    def __str__(self) -> str:
        return f"revision {self.revision}"


class Effect(models.TextChoices):
    """What happens to what stands on the days of a change."""

    CANCELLED = calendar.Effect.CANCELLED.value, _("Not collected")
    MOVED = calendar.Effect.MOVED.value, _("Moved to another day")
    SLIDES = calendar.Effect.SLIDES.value, _("One day later, and the rest of the week too")


class Change(models.Model):
    """One announcement, such as a closure for snow. Withdrawn, never deleted; nothing else of it changes.

    key: made by the form, so that one sent twice is one; services, areas: which it concerns, all when empty, areas as
    "garbage_route/g-12"; first, last: the days, both inside; to: where what is moved goes; words: {"en": …}, why, as
    residents read it.
    """

    key = models.UUIDField(unique=True)
    effect = models.CharField(max_length=10, choices=Effect.choices)
    services = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    areas = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    first = models.DateField()
    last = models.DateField()
    to = models.DateField(null=True)
    words = models.JSONField()
    announced_at = models.DateTimeField(db_index=True)
    announced_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ["-announced_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="change_effect_is_known", condition=Q(effect__in=Effect.values)),
            models.CheckConstraint(name="change_ends_after_it_begins", condition=Q(last__gte=F("first"))),
            models.CheckConstraint(
                name="only_what_is_moved_goes_somewhere",
                condition=Q(effect="moved", to__isnull=False) | (~Q(effect="moved") & Q(to=None)),
            ),
            models.CheckConstraint(
                name="withdrawal_names_who_and_when",
                condition=Q(withdrawn_by=None, withdrawn_at=None)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="announced_and_withdrawn_by_collections",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                IF NOT EXISTS (SELECT 1 FROM accounts_person p
                               WHERE p.id = COALESCE(NEW.withdrawn_by_id, NEW.announced_by_id)
                                 AND p.is_active AND 'collections' = ANY (p.roles)) THEN
                    RAISE EXCEPTION 'only the people of collections change them' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Protect(
                name="an_announcement_stays_what_it_was",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["withdrawn_at", "withdrawn_by"]),
            ),
            pgtrigger.Protect(
                name="withdrawn_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.withdrawn_at IS NOT NULL"),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"change {self.pk}"
