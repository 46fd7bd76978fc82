"""One-click sign-in: only under `--demo`, only on loopback."""

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from brightline.demo import people
from brightline.platform.accounts.access import public
from brightline.platform.accounts.loopback import is_loopback
from brightline.platform.accounts.roles import Role
from brightline.platform.kernel.errors import Denied, NotFound

_FIRST_SCREEN = {
    Role.CALL_TAKER: "/desk/",
    Role.COMMANDER: "/console/",
    Role.DISPATCHER: "/board/",
    Role.REVIEWER: "/oversight/",
    Role.AUDITOR: "/oversight/",
    Role.COLLECTIONS: "/collections/",
    Role.ADMINISTRATOR: "/duty/roster/",
}


@public
def sign_in(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as a demo person and open their screen."""
    if not settings.DEMO or not is_loopback(request):
        raise Denied(_("One-click sign-in works only in the demo, on the computer it runs on."))
    found = next((each for each in people.PEOPLE if each.key == key), None)
    if found is None:
        raise NotFound(_("There is no such person in the demo city."))
    login(request, people.person(key), backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect(_FIRST_SCREEN[found.roles[0]])
