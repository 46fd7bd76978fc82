"""How a request ended, who looked at it again, and what was said of its exceptions."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from brightline.assistance.requests.models.request import Request
from brightline.platform.database.models import AppendOnly

PERSON = settings.AUTH_USER_MODEL


class StandDown(AppendOnly):
    """The units were called back, or the authorization taken back before any went."""

    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="stand_down")
    reason = models.TextField(max_length=2000)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Withdrawal(AppendOnly):
    """The agency took its request back before anything was decided. `by` wrote that down, with the agency's reason."""

    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField(max_length=2000)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Closure(AppendOnly):
    """How the request ended."""

    class Outcome(models.TextChoices):
        HELPED = "helped", _("Officers did what was authorized")
        NO_HELP_NEEDED = "no_help_needed", _("Officers were there; no help was needed")
        CALLER_TOLD = "caller_told", _("Declined; the caller was told")
        CALLED_OFF = "called_off", _("Called off before officers did anything")
        WITHDRAWN = "withdrawn", _("The agency took its request back")

    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="closure")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    note = models.TextField(max_length=4000, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class SecondReview(AppendOnly):
    """A closed request looked at again by someone who had no part in it."""

    class Finding(models.TextChoices):
        WITHIN = "within_policy", _("Within the policy")
        OUTSIDE = "outside_policy", _("Outside the policy")
        UNCLEAR = "unclear", _("Cannot be told from what is on record")

    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="second_review")
    finding = models.CharField(max_length=20, choices=Finding.choices)
    note = models.TextField(max_length=4000)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        triggers = [
            *AppendOnly.Meta.triggers,
            pgtrigger.Trigger(
                name="reviewed_by_someone_else_after_closing",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                IF NOT EXISTS (SELECT 1 FROM requests_request r
                               WHERE r.id = NEW.request_id AND r.state = 'closed') THEN
                    RAISE EXCEPTION 'only a closed request is reviewed' USING ERRCODE = 'check_violation';
                END IF;
                IF EXISTS (SELECT 1 FROM requests_request WHERE id = NEW.request_id AND received_by_id = NEW.by_id)
                OR EXISTS (SELECT 1 FROM requests_intake WHERE request_id = NEW.request_id AND by_id = NEW.by_id)
                OR EXISTS (SELECT 1 FROM requests_command WHERE request_id = NEW.request_id
                           AND commander_id = NEW.by_id)
                OR EXISTS (SELECT 1 FROM requests_factsrecord WHERE request_id = NEW.request_id AND by_id = NEW.by_id)
                OR EXISTS (SELECT 1 FROM requests_decision WHERE request_id = NEW.request_id AND by_id = NEW.by_id)
                OR EXISTS (SELECT 1 FROM requests_dispatch WHERE request_id = NEW.request_id AND by_id = NEW.by_id)
                OR EXISTS (SELECT 1 FROM requests_standdown WHERE request_id = NEW.request_id AND by_id = NEW.by_id)
                OR EXISTS (SELECT 1 FROM requests_withdrawal WHERE request_id = NEW.request_id AND by_id = NEW.by_id)
                OR EXISTS (SELECT 1 FROM requests_closure WHERE request_id = NEW.request_id AND by_id = NEW.by_id)
                OR EXISTS (SELECT 1 FROM requests_arrival a JOIN requests_unit u ON u.id = a.unit_id
                           JOIN requests_dispatch d ON d.id = u.dispatch_id
                           WHERE d.request_id = NEW.request_id AND (a.by_id = NEW.by_id OR u.commander_id = NEW.by_id))
                OR EXISTS (SELECT 1 FROM line_recording l JOIN requests_request r ON r.number = l.subject
                           WHERE r.id = NEW.request_id AND l.by_id = NEW.by_id)
                THEN
                    RAISE EXCEPTION 'a reviewer had no part in the request' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        ]


class Explanation(AppendOnly):
    """Someone answers for an exception. The exception stays; the answer stands beside it."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="explanations")
    exception = models.CharField(max_length=40)
    explanation = models.TextField(max_length=4000)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["at", "pk"]


class SentOutside(AppendOnly):
    """Officers went, or did something, that was not authorized here. Written down so that it shows for ever."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="sent_outside")
    what = models.TextField(max_length=4000)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["at", "pk"]
