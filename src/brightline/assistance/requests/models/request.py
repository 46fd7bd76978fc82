"""The request itself and what the call-taker wrote down."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from brightline.assistance.requests.states import TRANSITIONS, State
from brightline.platform.database.models import AppendOnly

PERSON = settings.AUTH_USER_MODEL


class Request(models.Model):
    """One ask for police help by an outside agency.

    intake_key is made by the screen, so that a form sent twice is one request; state is all that ever changes.
    """

    number = models.CharField(max_length=20, unique=True)
    intake_key = models.UUIDField(unique=True)
    received_at = models.DateTimeField(db_index=True)
    received_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=30, choices=State.choices, default=State.PAGED, db_index=True)
    state_since = models.DateTimeField()

    class Meta:
        ordering = ["-received_at", "-pk"]
        triggers = [
            pgtrigger.FSM(
                name="states_follow_the_table",
                field="state",
                transitions=sorted((str(a), str(b)) for a, exits in TRANSITIONS.items() for b in exits),
            ),
            pgtrigger.Protect(
                name="only_the_state_changes",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["state", "state_since"]),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="begins_paged",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=~pgtrigger.Q(new__state=State.PAGED.value),
                func="RAISE EXCEPTION 'a request begins with a page' USING ERRCODE = 'check_violation';",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Intake(AppendOnly):
    """What the call-taker wrote down, each saving a new row; the latest one counts.

    asks: tasks of the policy pack; danger: the answer to "is anyone in danger right now?".
    """

    class Danger(models.TextChoices):
        NO = "no", _("No")
        YES = "yes", _("Yes")
        WILL_NOT_SAY = "will_not_say", _("They will not say")
        NOT_ASKED = "not_asked", _("Not asked yet")

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="intakes")
    agency = models.CharField(max_length=120)
    agency_kind = models.CharField(max_length=20)
    channel = models.CharField(max_length=20)
    purpose = models.CharField(max_length=20)
    officer = models.CharField(max_length=120, blank=True)
    callback = models.CharField(max_length=40, blank=True)
    cad_number = models.CharField(max_length=40, blank=True)
    location = models.CharField(max_length=200, blank=True)
    district = models.CharField(max_length=60, blank=True)
    asks = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    danger = models.CharField(max_length=20, choices=Danger.choices, default=Danger.NOT_ASKED)
    words = models.TextField(max_length=4000, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["at", "pk"]
