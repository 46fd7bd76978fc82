"""The second factor the city requires of everyone who signs in (CJIS Security Policy, IA-2: multi-factor sign-in).

Having one is not enough: this very session must have shown it. Otherwise a session opened with a stolen password alone
would grow powerful the moment the account's owner set a second factor up elsewhere.
"""

from enum import Enum
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from brightline.platform.accounts.models import Person

_SHOWN = "second_factor"


class Standing(Enum):
    """ENOUGH: shown, or not required; NONE: there is none to show; NOT_SHOWN: there is one, this session is without."""

    ENOUGH = "enough"
    NONE = "none"
    NOT_SHOWN = "not shown"


def standing(request: HttpRequest) -> Standing:
    """How whoever is signed in stands with it."""
    if not settings.REQUIRE_SECOND_FACTOR:
        return Standing.ENOUGH
    has = _of(request.user.pk)
    if has is None:
        return Standing.NONE
    return Standing.ENOUGH if request.session.get(_SHOWN) == has else Standing.NOT_SHOWN


def was_shown(request: HttpRequest, user: Any, **_more: Any) -> None:
    """Note that this session has shown it: at sign-in (allauth's signal), and when it was set up here."""
    # The factor's own number: one that was reset and set up anew by someone else has another.
    request.session[_SHOWN] = _of(user.pk)


def has_one(person: Person) -> bool:
    """Whether they have set one up."""
    return _of(person.pk) is not None


def take_away(person: Person) -> bool:
    """Delete it with its recovery codes. Returns whether there was one."""
    deleted, _each = Authenticator.objects.filter(user_id=person.pk).delete()
    return bool(deleted)


def _of(person_id: Any) -> int | None:
    """The number of a person's authenticator app, which recovery codes only stand in for."""
    app = Authenticator.objects.filter(user_id=person_id, type=Authenticator.Type.TOTP)
    number: int | None = app.values_list("pk", flat=True).first()
    return number
