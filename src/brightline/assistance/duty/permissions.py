"""May this person answer a page, or keep the roster?"""

from django.utils.translation import gettext as _

from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role
from brightline.platform.kernel.errors import Denied


def check_can_answer(person: Person) -> None:
    """Any commander may answer any page: the first to reach the phone is the right one."""
    if not person.has_role(Role.COMMANDER):
        raise Denied(_("Only a commander can answer this page."))


def check_can_keep_roster(person: Person) -> None:
    if not person.has_role(Role.COMMANDER, Role.ADMINISTRATOR):
        raise Denied(_("Only a commander or an administrator can change the roster."))
