"""Who commands, what is known, and what was decided."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from brightline.assistance.requests.models.request import Request
from brightline.platform.database.models import AppendOnly

PERSON = settings.AUTH_USER_MODEL


class Command(models.Model):
    """A commander in charge of a request, from taken_at until released_at. Never two at one time."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="commands")
    commander = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["taken_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="command_ends_after_it_begins",
                condition=Q(released_at=None) | Q(released_at__gte=F("taken_at")),
            ),
            ExclusionConstraint(
                name="one_commander_a_request_at_a_time",
                expressions=[
                    ("request", RangeOperators.EQUAL),
                    (
                        Func("taken_at", "released_at", function="tstzrange", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="only_the_release_is_added",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["released_at"]),
            ),
            pgtrigger.Protect(
                name="released_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__released_at__isnull=False),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="held_by_a_commander",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                IF NOT EXISTS (SELECT 1 FROM accounts_person p
                               WHERE p.id = NEW.commander_id AND p.is_active AND 'commander' = ANY (p.roles)) THEN
                    RAISE EXCEPTION 'command can be held by a commander only' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        ]


class FactsRecord(AppendOnly):
    """What was known at one time, with what the gate said of it. The latest one counts."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="facts_records")
    facts = models.JSONField()
    gate = models.JSONField()
    pack = models.CharField(max_length=60)
    pack_digest = models.CharField(max_length=80)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["at", "pk"]


class Decision(AppendOnly):
    """The commander's decision: the facts, the pack's digest and the determining rules, to be replayed for ever."""

    class Outcome(models.TextChoices):
        AUTHORIZED = "authorized", _("Authorized")
        DECLINED = "declined", _("Declined")

    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    tasks = ArrayField(models.CharField(max_length=40), default=list)
    grounds = ArrayField(models.CharField(max_length=40), default=list)
    facts = models.JSONField()
    gate = models.JSONField()
    pack = models.CharField(max_length=60)
    pack_digest = models.CharField(max_length=80)
    reason = models.TextField(max_length=2000)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        constraints = [
            models.CheckConstraint(
                name="authorized_only_if_the_gate_permits",
                condition=Q(outcome="declined") | Q(gate__dispatch="permitted"),
            ),
            models.CheckConstraint(
                name="declined_authorizes_no_task", condition=Q(outcome="authorized") | Q(tasks__len=0)
            ),
            models.CheckConstraint(
                name="authorized_names_a_task", condition=Q(outcome="declined") | Q(tasks__len__gt=0)
            ),
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            pgtrigger.Trigger(
                name="made_by_the_commander_in_charge",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                IF NOT EXISTS (SELECT 1 FROM requests_command c WHERE c.request_id = NEW.request_id
                               AND c.commander_id = NEW.by_id AND c.released_at IS NULL) THEN
                    RAISE EXCEPTION 'only the commander in charge decides' USING ERRCODE = 'check_violation';
                END IF;
                IF EXISTS (SELECT 1 FROM unnest(NEW.tasks) AS t
                           WHERE NEW.gate->'tasks'->>t IS DISTINCT FROM 'permitted') THEN
                    RAISE EXCEPTION 'a task the gate does not permit cannot be authorized'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        ]
