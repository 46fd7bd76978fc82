"""What reviewers hand in and choose."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from brightline.assistance.review.models import Label


class HandInForm(forms.Form):
    """An export from a reviewer's computer."""

    export = forms.FileField(
        label=_("Export of calls for service"),
        help_text=_("CSV, Excel, JSON Lines or Parquet, also packed with gzip or zstd."),
        widget=forms.ClearableFileInput(attrs={"class": "input"}),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty: export the calls again.")},
    )


# Chosen in place of a ground: that the narrative documents none is said, never taken for granted.
NO_GROUND = "none"


class JudgeForm(forms.Form):
    """What a call was. What follows `label` counts for a request only."""

    label = forms.ChoiceField(
        label=_("What was this call?"),
        choices=Label.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what this call was.")},
    )
    asks = forms.MultipleChoiceField(
        label=_("What officers were asked to do"), required=False, widget=forms.CheckboxSelectMultiple
    )
    grounds = forms.MultipleChoiceField(
        label=_("Grounds the narrative documents"), required=False, widget=forms.CheckboxSelectMultiple
    )
    commander = forms.BooleanField(label=_("A commanding officer dealt with it"), required=False)
    agency = forms.CharField(
        label=_("Agency"), required=False, max_length=200, widget=forms.TextInput(attrs={"class": "input"})
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=4000, widget=forms.Textarea(attrs={"class": "input", "rows": 2})
    )

    def __init__(
        self,
        data: object = None,
        *,
        tasks: Iterable[tuple[str, str]],
        grounds: Iterable[tuple[str, str]],
        **kwargs: object,
    ) -> None:
        super().__init__(data, auto_id="judge_%s", **kwargs)  # type: ignore[arg-type]
        self._choose("asks", tasks)
        self._choose("grounds", [*grounds, (NO_GROUND, str(_("None documented")))])

    def clean(self) -> dict[str, object]:
        """The grounds of a request are chosen by the person alone; `grounds` comes out empty where there are none."""
        given = self.cleaned_data
        grounds = given.get("grounds", [])
        if given.get("label") == Label.REQUEST and "grounds" not in self.errors:
            if not grounds:
                self.add_error("grounds", _("Choose which grounds the narrative documents, or “None documented”."))
            elif NO_GROUND in grounds and len(grounds) > 1:
                self.add_error("grounds", _("Choose the grounds or “None documented”, not both."))
        return {**given, "grounds": [ground for ground in grounds if ground != NO_GROUND]}

    def _choose(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - what mypy cannot see in a dict of fields
        field.choices = list(choices)


class MatchForm(forms.Form):
    """Which request of the register a finding is. Exactly one of the three is given."""

    number = forms.CharField(required=False, max_length=20)
    typed = forms.CharField(
        label=_("Another number"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"class": "input mono", "placeholder": "AR-2026-0024", "autocomplete": "off"}),
    )
    nowhere = forms.BooleanField(required=False)

    def clean(self) -> dict[str, object]:
        """`chosen`: the request's number, or nothing when it is nowhere."""
        given = self.cleaned_data
        chosen = given.get("number") or given.get("typed") or ""
        if bool(chosen) == bool(given.get("nowhere")):
            raise forms.ValidationError(_("Choose the request it is, or that it is not in the register."))
        return {**given, "chosen": chosen}


class ExplainForm(forms.Form):
    """An answer for a request that nobody logged."""

    explanation = forms.CharField(
        label=_("Your explanation"),
        help_text=_(
            "The exception stays; your answer stands beside it for good. Commanders read it too: do not repeat what "
            "was said in the call. The ledger says that it was explained, not the words."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
        error_messages={"required": _("Write the explanation in a few words.")},
    )


class CountForm(forms.Form):
    """A month whose calls become the month's total."""

    month = forms.RegexField(r"^\d{4}-\d{2}$")
