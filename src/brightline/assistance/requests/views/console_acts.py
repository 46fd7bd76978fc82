"""What a commander does to a request. Each act is one form; a refusal is one sentence in the place it was pressed."""

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from brightline.assistance.requests import actions, queries
from brightline.assistance.requests.forms import console as forms
from brightline.assistance.requests.views.oversight_common import me
from brightline.platform.accounts.access import allow
from brightline.platform.accounts.roles import Role
from brightline.platform.kernel.errors import Invalid, WrongState


@allow(Role.COMMANDER)
@require_POST
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Answer the page, or take over from whoever is in charge.

    Whoever pressed a moment after another stays on the console, where the next page rings, and reads who has it.
    """
    try:
        actions.take_command(number, by=me(request), answering=request.POST.get("take_over") != "1")
    except WrongState as error:
        messages.warning(request, str(error))
    return _back(request, number)


@allow(Role.COMMANDER)
@require_POST
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """Authorize tasks, or decline."""
    pack = queries.pack_for(queries.get(number))
    form = forms.DecideForm(request.POST, name="", tasks=[(task, task) for task in pack.tasks])
    _check(form)
    actions.decide(
        number,
        tasks=form.cleaned_data["tasks"],
        reason=form.whole_reason(),
        by=me(request),
        seen=form.cleaned_data["seen"],
        decline=form.cleaned_data["decision"] == "decline",
    )
    return _back(request, number)


@allow(Role.COMMANDER)
@require_POST
def arrive(request: HttpRequest, number: str) -> HttpResponse:
    """Note that the commander is on scene."""
    form = forms.ArriveForm(request.POST)
    _check(form)
    person = me(request)
    actions.arrive(number, call_sign=person.call_sign, at=form.cleaned_data["at"], by=person)
    return _back(request, number)


@allow(Role.COMMANDER)
@require_POST
def stand_down(request: HttpRequest, number: str) -> HttpResponse:
    """Call the units back, or take back the authorization."""
    form = forms.StandDownForm(request.POST, name="")
    _check(form)
    actions.stand_down(number, reason=form.whole_reason(), by=me(request))
    return _back(request, number)


@allow(Role.COMMANDER)
@require_POST
def close(request: HttpRequest, number: str) -> HttpResponse:
    """Close the request with how it ended."""
    form = forms.CloseForm(request.POST)
    _check(form)
    actions.close(number, by=me(request), **form.cleaned_data)
    return _back(request, number)


@allow(Role.COMMANDER)
@require_POST
def attach_recording(request: HttpRequest, number: str) -> HttpResponse:
    """Attach the audio file of the call."""
    form = forms.RecordingForm(request.POST, request.FILES)
    _check(form)
    actions.attach_recording(number, audio=form.cleaned_data["audio"], by=me(request))
    return _back(request, number)


@allow(Role.COMMANDER)
@require_POST
def explain(request: HttpRequest, number: str) -> HttpResponse:
    """Answer for an exception."""
    form = forms.ExplainForm(request.POST)
    _check(form)
    actions.explain(number, by=me(request), **form.cleaned_data)
    return _back(request, number)


@allow(Role.COMMANDER)
@require_POST
def declare_danger(request: HttpRequest, number: str) -> HttpResponse:
    """Someone is in danger now: units can go, and every commander is paged."""
    in_danger = actions.declare_danger(number, by=me(request))
    return _back(request, in_danger.number)


def _check(form: django_forms.Form) -> None:
    """Raises Invalid with the form's first mistake; what was typed stays on the page that sent it."""
    if form.is_valid():
        return
    name, mistakes = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else None
    said = str(mistakes[0])
    raise Invalid(
        _("%(field)s: %(mistake)s Nothing was changed.") % {"field": label, "mistake": said}
        if label
        else _("%(mistake)s Nothing was changed.") % {"mistake": said}
    )


def _back(request: HttpRequest, number: str) -> HttpResponse:
    """To the request as it stands now: by redirect, or by the header that htmx follows."""
    if not request.headers.get("HX-Request"):
        return redirect("console_request", number)
    done = HttpResponse(status=204)
    done["HX-Redirect"] = reverse("console_request", args=[number])
    return done
