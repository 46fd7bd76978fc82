"""May this person keep the list of people?"""

from django.utils.translation import gettext as _

from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role
from brightline.platform.kernel.errors import Denied


def check_can_keep_people(person: Person | None) -> None:
    """Administrators may. None is whoever runs commands on the server itself. Raises Denied."""
    if person is not None and not person.has_role(Role.ADMINISTRATOR):
        raise Denied(_("Only an administrator can add or change people."))
