"""Who commands now, and who was paged when."""

from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from brightline.platform.database.models import AppendOnly

PERSON = settings.AUTH_USER_MODEL
LONGEST_DAY = timedelta(hours=25)


class Post(models.Model):
    """A place in the order of who is paged: rank 1 first. `fallback` answers for it whenever no shift covers it."""

    name = models.CharField(max_length=60, unique=True)
    rank = models.PositiveSmallIntegerField(unique=True)
    fallback = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["rank"]
        triggers = [
            pgtrigger.Trigger(
                name="fallback_is_a_commander",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                IF NOT EXISTS (SELECT 1 FROM accounts_person p
                               WHERE p.id = NEW.fallback_id AND p.is_active AND 'commander' = ANY (p.roles)) THEN
                    RAISE EXCEPTION 'post %: its fallback must be an active commander', NEW.name
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.name


class Shift(models.Model):
    """One commander holding one post from starts_at up to ends_at.

    A shift that has begun is history: it can be ended early, and nothing else of it ever changes.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="shifts")
    commander = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(name="shift_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
            # A day on the city's clocks, which has 25 hours when they go back; `actions` holds shifts to the clocks.
            models.CheckConstraint(
                name="shift_lasts_a_day_at_most", condition=Q(ends_at__lte=F("starts_at") + LONGEST_DAY)
            ),
            ExclusionConstraint(
                name="one_commander_a_post_at_a_time",
                expressions=[
                    ("post", RangeOperators.EQUAL),
                    (
                        Func("starts_at", "ends_at", function="tstzrange", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="a_shift_is_written_down_before_it_ends",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                IF NEW.ends_at <= clock_timestamp() THEN
                    RAISE EXCEPTION 'a shift that is over is not put on the roster' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="a_shift_that_has_begun_is_only_ended_early",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                IF OLD.starts_at > clock_timestamp() THEN
                    IF TG_OP = 'DELETE' THEN
                        RETURN OLD;
                    END IF;
                    IF NEW.ends_at <= clock_timestamp() THEN
                        RAISE EXCEPTION 'a shift that is over is not put on the roster'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                END IF;
                -- The minute is for the clocks of two machines, which never agree to the millisecond.
                IF TG_OP = 'DELETE' OR OLD.ends_at <= clock_timestamp() OR NEW.ends_at > OLD.ends_at
                   OR NEW.ends_at < clock_timestamp() - interval '1 minute'
                   OR (NEW.id, NEW.post_id, NEW.commander_id, NEW.starts_at)
                      IS DISTINCT FROM (OLD.id, OLD.post_id, OLD.commander_id, OLD.starts_at) THEN
                    RAISE EXCEPTION 'a shift that has begun can only be ended early' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        ]


class Page(models.Model):
    """One call for a commander about one request, until someone answers.

    step: how far it has escalated, 0 the first post; next_step_at: when it goes on, or None once the page is over.
    These two are the whole state, so a worker that dies in the middle loses nothing.
    """

    class Reason(models.TextChoices):
        REQUEST = "request", _("An agency asks for help")
        DANGER = "danger", _("Someone is in danger")

    subject = models.CharField(max_length=40)
    reason = models.CharField(max_length=10, choices=Reason.choices)
    started_at = models.DateTimeField()
    answer_within = models.DurationField()
    step = models.PositiveSmallIntegerField(default=0)
    next_step_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["started_at"]
        indexes = [models.Index(fields=["next_step_at"], name="page_due")]
        constraints = [
            models.UniqueConstraint(
                name="one_open_page_a_subject", fields=["subject"], condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(
                name="page_answer_names_who_and_when",
                condition=Q(acknowledged_by=None, acknowledged_at=None)
                | Q(acknowledged_by__isnull=False, acknowledged_at__isnull=False, ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="ended_page_has_no_next_step", condition=Q(ended_at=None) | Q(next_step_at=None)
            ),
        ]


class PageCall(AppendOnly):
    """One person paged at one step of a page."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="calls")
    commander = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    post = models.CharField(max_length=60)
    step = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(name="paged_once_a_step", fields=["page", "commander", "step"])]
