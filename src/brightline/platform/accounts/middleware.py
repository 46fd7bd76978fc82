"""Default deny: every view is checked before it runs."""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brightline.platform.accounts import second_factor
from brightline.platform.accounts.access import Access, access_of
from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import DUTY
from brightline.platform.accounts.second_factor import Standing
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import Denied
from brightline.platform.ui.middleware import answer

LAST_SEEN = "last_seen"


class AccessMiddleware:
    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        access = access_of(view)
        if access is None:
            # Answered and not raised: Django shows ErrorsMiddleware only what a view raises.
            return answer(request, Denied.status, _("This page is closed: nobody has been given access to it."))
        if access.public:
            return None
        if not request.user.is_authenticated or _left_idle(request):
            return _sign_in(request)
        missing = _second_factor(request, access)
        if missing is not None:
            return missing
        if not request.user.has_role(*access.roles):
            sentence = _("Your role does not open this page. Ask an administrator if it should.")
            return answer(request, Denied.status, sentence)
        return None


def _left_idle(request: HttpRequest) -> bool:
    """CJIS Security Policy: lock after 30 minutes without use, except for screens on duty."""
    person = cast(Person, request.user)
    now = int(clock.now().timestamp())
    last = request.session.get(LAST_SEEN, now)
    if not person.has_role(*DUTY) and now - last > settings.IDLE_LOCK_SECONDS:
        logout(request)
        minutes = settings.IDLE_LOCK_SECONDS // 60
        messages.info(
            request,
            ngettext(
                "You were signed out after %(count)d minute without use. Sign in to go on.",
                "You were signed out after %(count)d minutes without use. Sign in to go on.",
                minutes,
            )
            % {"count": minutes},
        )
        return True
    # Written once a minute and not at every look, so that a live screen does not write a session row each second.
    if now - last >= 60 or LAST_SEEN not in request.session:
        request.session[LAST_SEEN] = now
    return False


def _second_factor(request: HttpRequest, access: Access) -> HttpResponse | None:
    """Where someone goes first who has not shown the second factor the city requires; None when nothing is missing."""
    standing = second_factor.standing(request)
    # For the pages of setting it up, which say why.
    request.second_factor_missing = standing is Standing.NONE  # type: ignore[attr-defined]
    request.second_factor_required = settings.REQUIRE_SECOND_FACTOR  # type: ignore[attr-defined]
    if standing is Standing.ENOUGH or (standing is Standing.NONE and access.before_second_factor):
        return None
    if standing is Standing.NOT_SHOWN:
        logout(request)
        return _sign_in(request)
    set_up = reverse("mfa_activate_totp")
    if request.headers.get("HX-Request"):
        page = HttpResponse(status=Denied.status)
        page["HX-Redirect"] = set_up
        return page
    if request.accepts("text/html"):
        return redirect(set_up)
    return answer(
        request, Denied.status, _("Your city requires a second factor. Set it up first: everything else opens after.")
    )


def _sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        # A fragment cannot hold a sign-in page; the whole screen goes there.
        answer = HttpResponse(status=401)
        answer["HX-Redirect"] = redirect_to_login(request.headers.get("HX-Current-URL", "/"))["Location"]
        return answer
    return redirect_to_login(request.get_full_path())
