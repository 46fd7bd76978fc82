"""The people, by what they may do. One person can hold several roles, but reviews nothing they took part in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    CALL_TAKER = "call_taker", _("Call-taker")
    COMMANDER = "commander", _("Commander")
    DISPATCHER = "dispatcher", _("Dispatcher")
    REVIEWER = "reviewer", _("Reviewer")
    AUDITOR = "auditor", _("Auditor")
    COLLECTIONS = "collections", _("Collections")
    ADMINISTRATOR = "administrator", _("Administrator")


OVERSIGHT = frozenset({Role.REVIEWER, Role.AUDITOR})
EVERYONE_ON_STAFF = frozenset(Role)
# Their screens hang on a wall or ring in a car: the CJIS 30-minute lock exempts them, see settings.SESSION_COOKIE_AGE.
DUTY = frozenset({Role.CALL_TAKER, Role.COMMANDER, Role.DISPATCHER})
