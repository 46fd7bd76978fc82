"""Forms about people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brightline.platform.accounts.actions import Details
from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role


def _input(**attributes: str) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "input", "autocomplete": "off", **attributes})


class PersonForm(forms.Form):
    display_name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("As colleagues say it on the radio, such as Maj. R. Ellery."),
        widget=_input(),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("They sign in with it."),
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role.choices, widget=forms.CheckboxSelectMultiple, required=True
    )
    call_sign = forms.CharField(
        label=_("Call sign"),
        max_length=12,
        required=False,
        help_text=_("Commanders need one, theirs alone."),
        widget=_input(autocapitalize="characters"),
    )
    badge = forms.CharField(label=_("Badge"), max_length=20, required=False, widget=_input())
    position = forms.CharField(
        label=_("Position"),
        max_length=80,
        required=False,
        help_text=_("Where they sit, or their post."),
        widget=_input(),
    )

    def details(self) -> Details:
        """What was filled in; call after is_valid."""
        return Details(**self.cleaned_data)

    @staticmethod
    def of(person: Person) -> dict[str, Any]:
        """A person as the form's first values."""
        return {name: getattr(person, name) for name in PersonForm.base_fields}


class FirstPasswordForm(forms.Form):
    password = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=_("At least 12 characters. Three or four words nobody would guess are good."),
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "new-password", "autofocus": True}),
    )
    again = forms.CharField(
        label=_("The same again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("password") and given.get("again") and given["password"] != given["again"]:
            self.add_error("again", _("The two are not the same. Type it again."))
        return given
