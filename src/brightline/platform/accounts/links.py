"""Links by which a new person sets their first password: signed, for 24 hours, usable once.

Nothing is stored. The signature covers the person's password as it is now, so setting one, making another link, or
closing the account ends every earlier link.
"""

from datetime import timedelta
from typing import Any

from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from brightline.platform.accounts.models import Person
from brightline.platform.kernel.errors import Invalid

LASTS = timedelta(hours=24)
_SALT = "brightline.accounts.first-password"


def make(person: Person) -> str:
    """The token of a link for `person`."""
    return signing.dumps({"person": person.pk, "state": _state(person)}, salt=_SALT)


def path(person: Person) -> str:
    """The link's path on this site."""
    return reverse("set_password", args=[make(person)])


def person_of(token: str, *, lock: bool = False) -> Person:
    """Whose link it is. lock: hold their row to the end of the transaction. Raises Invalid, saying what to do."""
    try:
        held: Any = signing.loads(token, salt=_SALT, max_age=LASTS)
    except signing.SignatureExpired:
        raise Invalid(_("This link is more than 24 hours old. Ask the administrator for a new one.")) from None
    except signing.BadSignature:
        raise Invalid(_("This link is not whole. Copy it again, from its first letter to its last.")) from None
    people = Person.objects.select_for_update() if lock else Person.objects.all()
    person = people.filter(pk=held["person"], is_active=True).first()
    if person is None or not constant_time_compare(held["state"], _state(person)):
        raise Invalid(_("This link has been used, or a newer one was made. Ask the administrator for a new one."))
    return person


def _state(person: Person) -> str:
    return salted_hmac(
        _SALT, f"{person.pk}|{person.session_epoch}|{person.password}|{person.email}", algorithm="sha256"
    ).hexdigest()
