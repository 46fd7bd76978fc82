"""The only writers of people: adding, changing, closing and opening accounts, links, first passwords."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from brightline.platform.accounts import links, permissions, second_factor
from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role
from brightline.platform.accounts.signals import account_changed
from brightline.platform.kernel.errors import Denied, Invalid, NotFound, WrongState
from brightline.platform.live.actions import account_topic, publish

log = structlog.get_logger("brightline.accounts")


@dataclass(frozen=True)
class Details:
    """What is kept of a person. A commander needs a call sign, which is theirs alone."""

    email: str
    display_name: str
    roles: Sequence[str]
    badge: str = ""
    call_sign: str = ""
    position: str = ""

    def cleaned(self) -> "Details":
        """The same, trimmed, the address in small letters and the call sign in capitals."""
        return Details(
            email=self.email.strip().lower(),
            display_name=" ".join(self.display_name.split()),
            roles=[role for role in Role.values if role in self.roles],
            badge=self.badge.strip(),
            call_sign=self.call_sign.strip().upper(),
            position=" ".join(self.position.split()),
        )


@transaction.atomic
def add(details: Details, *, by: Person | None) -> Person:
    """Add a person, who has no password until they use their link (`links.path`). Raises Denied, Invalid."""
    permissions.check_can_keep_people(by)
    details = details.cleaned()
    _check(details, None)
    person = Person(is_active=True)
    _put(person, details)
    person.set_unusable_password()
    person.save()
    account_changed.send(Person, kind="opened", person=person, by=by)
    log.info("A person was added.", person=person.email, roles=person.roles, by=_who(by))
    return person


@transaction.atomic
def change(person_id: int, details: Details, *, by: Person | None) -> Person:
    """Change what is kept of a person. Raises Denied, Invalid, WrongState when no administrator would be left."""
    permissions.check_can_keep_people(by)
    details = details.cleaned()
    person = _locked(person_id)
    _check(details, person)
    if Role.ADMINISTRATOR not in details.roles:
        _check_an_administrator_stays(person)
    before = details_of(person)
    if before == details:
        return person
    _put(person, details)
    person.save()
    account_changed.send(Person, kind="changed", person=person, by=by, before=before)
    log.info("A person was changed.", person=person.email, roles=person.roles, by=_who(by))
    return person


@transaction.atomic
def close(person_id: int, *, by: Person | None) -> Person:
    """Close an account: it cannot sign in, and is signed out everywhere for good. What they did stays theirs.

    Raises Denied, WrongState when no administrator would be left.
    """
    permissions.check_can_keep_people(by)
    person = _locked(person_id)
    _check_an_administrator_stays(person)
    if not person.is_active:
        return person
    person.is_active = False
    # Opened again, the account begins anew: no session and no password link from before comes back with it.
    person.session_epoch += 1
    person.save(update_fields=["is_active", "session_epoch"])
    publish(account_topic(person.pk))
    account_changed.send(Person, kind="closed", person=person, by=by)
    log.info("An account was closed.", person=person.email, by=_who(by))
    return person


@transaction.atomic
def reopen(person_id: int, *, by: Person | None) -> Person:
    """Open a closed account again, with the password it had; they sign in anew. Raises Denied."""
    permissions.check_can_keep_people(by)
    person = _locked(person_id)
    if person.is_active:
        return person
    person.is_active = True
    person.save(update_fields=["is_active"])
    account_changed.send(Person, kind="reopened", person=person, by=by)
    log.info("An account was opened again.", person=person.email, by=_who(by))
    return person


@transaction.atomic
def new_link(person_id: int, *, by: Person | None) -> Person:
    """Take away a person's password and end their earlier links, so that a fresh link (`links.path`) lets them set one.

    Signs them out everywhere. Raises Denied, WrongState for a closed account.
    """
    permissions.check_can_keep_people(by)
    person = _locked(person_id)
    if not person.is_active:
        raise WrongState(_("This account is closed. Open it again first, then make a link."))
    person.set_unusable_password()
    person.save(update_fields=["password"])
    publish(account_topic(person.pk))
    account_changed.send(Person, kind="link_made", person=person, by=by)
    log.info("A password link was made.", person=person.email, by=_who(by))
    return person


@transaction.atomic
def reset_second_factor(person_id: int, *, by: Person | None) -> Person:
    """Take away a person's second factor and recovery codes, and sign them out everywhere; where one is required they
    set up another when they sign in. Raises Denied for one's own, WrongState when there is none.
    """
    permissions.check_can_keep_people(by)
    person = _locked(person_id)
    if by is not None and by.pk == person.pk:
        raise Denied(_("Turn off your own second factor on your account's page, where you confirm that it is you."))
    if not second_factor.take_away(person):
        raise WrongState(_("%(name)s has no second factor to reset.") % {"name": person})
    # A phone that is lost may be in someone's hands: no session it opened goes on.
    person.session_epoch += 1
    person.save(update_fields=["session_epoch"])
    publish(account_topic(person.pk))
    account_changed.send(Person, kind="second_factor_reset", person=person, by=by)
    log.info("A second factor was reset.", person=person.email, by=_who(by))
    return person


@transaction.atomic
def set_first_password(token: str, password: str) -> Person:
    """Set the password by the link in `token`, which ends with it. Raises Invalid."""
    person = links.person_of(token, lock=True)
    try:
        password_validation.validate_password(password, person)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from error
    person.set_password(password)
    person.save(update_fields=["password"])
    log.info("A first password was set.", person=person.email)
    return person


def details_of(person: Person) -> Details:
    """What is kept of a person now."""
    return Details(
        person.email, person.display_name, list(person.roles), person.badge, person.call_sign, person.position
    )


def _put(person: Person, details: Details) -> None:
    for name in ("email", "display_name", "badge", "call_sign", "position"):
        setattr(person, name, getattr(details, name))
    person.roles = list(details.roles)


def _locked(person_id: int) -> Person:
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise NotFound(_("There is no such person here."))
    return person


def _check_lengths(details: Details) -> None:
    for value, words, most in (
        (details.email, _("The e-mail address"), 254),
        (details.display_name, _("The name"), 80),
        (details.badge, _("The badge"), 20),
        (details.position, _("The position"), 80),
    ):
        if len(value) > most:
            raise Invalid(
                _("%(what)s has %(count)s characters. Write at most %(most)s.")
                % {"what": words, "count": len(value), "most": most}
            )
        # Bytes of a command line that are no UTF-8 come as halves of letters, which no table can hold.
        if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in value):
            raise Invalid(_("%(what)s has a character that cannot be written. Type it again.") % {"what": words})


def _check(details: Details, known: Person | None) -> None:
    _check_lengths(details)
    try:
        validate_email(details.email)
    except ValidationError:
        raise Invalid(_("“%(email)s” is no e-mail address. Correct it.") % {"email": details.email}) from None
    if not details.display_name:
        raise Invalid(_("Give the person's name."))
    if not details.roles:
        raise Invalid(_("Choose at least one role: without one nothing opens for this person."))
    others = Person.objects.exclude(pk=known.pk) if known else Person.objects.all()
    if others.filter(email=details.email).exists():
        raise Invalid(_("%(email)s belongs to someone already. Use another address.") % {"email": details.email})
    sign = details.call_sign
    if Role.COMMANDER in details.roles and not sign:
        raise Invalid(_("A commander needs a call sign: it is how the dispatcher sends them along."))
    if len(sign) > 12 or (sign and not sign.replace("-", "").isalnum()):
        raise Invalid(_("“%(sign)s” is no call sign: use letters and digits, at most 12.") % {"sign": sign[:20]})
    holder = others.filter(call_sign__iexact=sign).first() if sign else None
    if holder:
        raise Invalid(_("%(sign)s is the call sign of %(name)s. Use another.") % {"sign": sign, "name": holder})


def _check_an_administrator_stays(leaving: Person) -> None:
    """Two administrators taking each other's role at once wait here for one another."""
    if not leaving.has_role(Role.ADMINISTRATOR):
        return
    active = Person.objects.select_for_update().filter(is_active=True, roles__contains=[Role.ADMINISTRATOR.value])
    if all(person.pk == leaving.pk for person in active.order_by("pk")):
        raise WrongState(
            _("%(name)s is the last administrator. Make someone else one first; nothing was changed.")
            % {"name": leaving}
        )


def _who(by: Person | None) -> str:
    return by.email if by else "the command line"
