"""People who sign in."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from brightline.platform.accounts.roles import Role


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save()
        return person


class Person(AbstractBaseUser):
    """Someone on the city's staff.

    display_name is how a colleague says it on the radio ("Maj. R. Ellery"); call_sign the unit a commander rides in;
    session_epoch counts the times the account was closed or its second factor reset: a session of an earlier epoch
    has ended for good.
    """

    email = models.EmailField(_("e-mail address"), unique=True)
    display_name = models.CharField(_("name"), max_length=80)
    badge = models.CharField(_("badge"), max_length=20, blank=True)
    call_sign = models.CharField(_("call sign"), max_length=12, blank=True)
    position = models.CharField(_("position"), max_length=80, blank=True)
    roles = ArrayField(models.CharField(max_length=20, choices=Role.choices), default=list)
    is_active = models.BooleanField(default=True)
    session_epoch = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]
    objects = PersonManager()

    class Meta:
        ordering = ["display_name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="person_roles_are_known", condition=Q(roles__contained_by=[role.value for role in Role])
            ),
            models.CheckConstraint(
                name="commander_has_a_call_sign",
                condition=~Q(roles__contains=[Role.COMMANDER.value]) | ~Q(call_sign=""),
            ),
            models.UniqueConstraint(
                name="call_sign_is_one_commanders", fields=["call_sign"], condition=~Q(call_sign="")
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def has_role(self, *roles: Role) -> bool:
        return self.is_active and any(role in self.roles for role in roles)

    def get_session_auth_hash(self) -> str:
        """What each session of theirs carries; once it is another, Django ends the session at its next use."""
        return self._seal(None)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under each key that BRIGHTLINE_SECRET_KEY had before."""
        return (self._seal(secret) for secret in settings.SECRET_KEY_FALLBACKS)

    def _seal(self, secret: str | bytes | None) -> str:
        sealed = f"{self.session_epoch}|{self.password}"
        return salted_hmac("brightline.accounts.session", sealed, secret=secret, algorithm="sha256").hexdigest()
