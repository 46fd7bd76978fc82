"""May this person change collections?"""

from django.utils.translation import gettext as _

from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role
from brightline.platform.kernel.errors import Denied, WrongState
from brightline.resident.collection.models import Change


def check_can_announce(person: Person) -> None:
    """The people who run collections."""
    if not person.has_role(Role.COLLECTIONS):
        raise Denied(_("Only the people who run collections can announce a change."))


def check_can_withdraw(person: Person, change: Change) -> None:
    """The same people, once."""
    if not person.has_role(Role.COLLECTIONS):
        raise Denied(_("Only the people who run collections can withdraw a change."))
    if change.withdrawn_at:
        raise WrongState(_("This change is withdrawn already."))
