"""People: who may sign in, and their first password."""

from typing import cast

from allauth.mfa.totp.views import ActivateTOTPView
from django.contrib import messages
from django.contrib.auth import logout
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from brightline.platform.accounts import actions, links, second_factor
from brightline.platform.accounts.access import allow, anyone_signed_in, public
from brightline.platform.accounts.adapter import first_screen
from brightline.platform.accounts.forms import FirstPasswordForm, PersonForm
from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role
from brightline.platform.kernel.errors import BrightlineError, Denied, NotFound

_PEOPLE_A_PAGE = 50
_FRESH = "fresh_link"


@allow(Role.ADMINISTRATOR)
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Everyone, those who can sign in first."""
    everyone = Person.objects.order_by("-is_active", "display_name", "pk")
    page = Paginator(everyone, _PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    rows = [{"person": person, "roles": [Role(role).label for role in person.roles]} for person in page]
    return render(request, "accounts/people.html", {"page": page, "rows": rows})


@allow(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add someone, and go on to their link."""
    form = PersonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            person = actions.add(form.details(), by=_me(request))
        except BrightlineError as error:
            form.add_error(None, str(error))
        else:
            return _with_link(request, person)
    return render(request, "accounts/person.html", {"form": form}, status=400 if form.errors else 200)


@allow(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, person_id: int) -> HttpResponse:
    """Change what is kept of someone."""
    person = _person(person_id)
    form = PersonForm(request.POST if request.method == "POST" else None, initial=PersonForm.of(person))
    if form.is_valid():
        try:
            actions.change(person_id, form.details(), by=_me(request))
        except BrightlineError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(name)s is saved.") % {"name": form.cleaned_data["display_name"]})
            return redirect("people")
    shown = {"form": form, "person": person, "has_second_factor": second_factor.has_one(person)}
    return render(request, "accounts/person.html", shown, status=400 if form.errors else 200)


@allow(Role.ADMINISTRATOR)
@require_POST
def close(request: HttpRequest, person_id: int) -> HttpResponse:
    """Close an account."""
    person = actions.close(person_id, by=_me(request))
    messages.success(request, _("%(name)s can no longer sign in.") % {"name": person})
    return redirect("people")


@allow(Role.ADMINISTRATOR)
@require_POST
def reopen(request: HttpRequest, person_id: int) -> HttpResponse:
    """Open a closed account again."""
    person = actions.reopen(person_id, by=_me(request))
    messages.success(request, _("%(name)s can sign in again.") % {"name": person})
    return redirect("people")


@allow(Role.ADMINISTRATOR)
@require_POST
def new_link(request: HttpRequest, person_id: int) -> HttpResponse:
    """Make a new link for someone, in place of their password."""
    return _with_link(request, actions.new_link(person_id, by=_me(request)))


@allow(Role.ADMINISTRATOR)
@require_POST
def reset_second_factor(request: HttpRequest, person_id: int) -> HttpResponse:
    """Take away the second factor of someone who lost it."""
    person = actions.reset_second_factor(person_id, by=_me(request))
    messages.success(request, _("%(name)s can set up a new second factor after signing in.") % {"name": person})
    return redirect("person_edit", person.pk)


@allow(Role.ADMINISTRATOR)
@never_cache
@require_GET
def link(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show a link just made, once."""
    fresh = request.session.pop(_FRESH, None)
    shown = fresh["path"] if fresh and fresh["person"] == person_id else None
    return render(
        request,
        "accounts/link.html",
        {"person": _person(person_id), "address": request.build_absolute_uri(shown) if shown else None},
    )


@public
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def first_password(request: HttpRequest, token: str) -> HttpResponse:
    """Set the first password by a link."""
    person = links.person_of(token)
    form = FirstPasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.set_first_password(token, form.cleaned_data["password"])
        except BrightlineError as error:
            form.add_error("password", str(error))
        else:
            # Whoever was signed in on this browser is not the one this link is for.
            logout(request)
            messages.success(request, _("Your password is set. Sign in with it."))
            return redirect("account_login")
    return render(
        request,
        "accounts/first_password.html",
        {"form": form, "person": person},
        status=400 if form.errors else 200,
    )


class SetUpSecondFactor(ActivateTOTPView):  # type: ignore[misc]
    """django-allauth's page, after which this session counts as having shown the second factor."""

    def form_valid(self, form: Form) -> HttpResponse:
        done: HttpResponse = super().form_valid(form)
        second_factor.was_shown(self.request, self.request.user)
        return done


@anyone_signed_in
def my_screen(request: HttpRequest) -> HttpResponse:
    """On to the person's own screen."""
    return redirect(first_screen(request))


@anyone_signed_in
def no_password(request: HttpRequest) -> HttpResponse:
    """Where django-allauth sends someone without a password who wants to change it."""
    raise Denied(_("You have no password yet. Ask an administrator for a link to set one."))


def _with_link(request: HttpRequest, person: Person) -> HttpResponse:
    # Kept in the session, not in the address: addresses end up in histories and logs.
    request.session[_FRESH] = {"person": person.pk, "path": links.path(person)}
    return redirect("person_link", person.pk)


def _person(person_id: int) -> Person:
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise NotFound(_("There is no such person here."))
    return person


def _me(request: HttpRequest) -> Person:
    return cast(Person, request.user)
