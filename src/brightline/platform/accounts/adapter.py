"""What django-allauth asks of us: nobody signs up, the city's administrator adds people."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]
    # One sentence, and the same whether the address is known or not: nobody learns who works here.
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy(
            "This e-mail address and password do not belong together. Check both, or ask an administrator."
        ),
        "too_many_login_attempts": gettext_lazy("Too many tries. Wait five minutes, then try again."),
        "incorrect_password": gettext_lazy("That is not your password."),
        "enter_current_password": gettext_lazy("That is not your present password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The person's own screen."""
        return first_screen(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        messages.error(request, _("This account is closed. Ask an administrator if it should not be."))
        return redirect("account_login")


def first_screen(request: HttpRequest) -> str:
    """The address of the person's own screen (`settings.BRIGHTLINE_FIRST_SCREENS`); the first page for anyone else."""
    person = request.user
    if isinstance(person, Person):
        for role, route in settings.BRIGHTLINE_FIRST_SCREENS.items():
            if person.has_role(Role(role)):
                return reverse(route)
    return "/"
