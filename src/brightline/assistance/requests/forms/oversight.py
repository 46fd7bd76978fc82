"""What reviewers and auditors choose and type."""

from collections.abc import Iterable

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from brightline.assistance.requests.models import SecondReview
from brightline.assistance.requests.queries import ExceptionKind
from brightline.assistance.requests.queries.oversight import NO_GROUND, months
from brightline.assistance.requests.states import State

_LONG_TEXT = 4000


def _long_text(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"class": "input", "rows": rows})


class RegisterFilter(forms.Form):
    """Which part of the register to show. Every field may be left empty."""

    SORTS = (
        ("newest", _("newest first")),
        ("oldest", _("oldest first")),
        ("agency", _("by agency")),
        ("state", _("by state")),
    )

    q = forms.CharField(
        label=_("Number, CAD number, agency or place"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"class": "input", "type": "search"}),
    )
    state = forms.ChoiceField(label=_("State"), required=False)
    ground = forms.ChoiceField(label=_("Ground"), required=False)
    month = forms.ChoiceField(label=_("Month"), required=False)
    district = forms.ChoiceField(label=_("District"), required=False)
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=SORTS)

    def __init__(
        self, data: object, *, grounds: Iterable[tuple[str, str]], districts: Iterable[str], **kwargs: object
    ) -> None:
        super().__init__(data, auto_id="filter_%s", **kwargs)  # type: ignore[arg-type]
        every = [("", _("any"))]
        seen = [(f"{month:%Y-%m}", date_format(month, "F Y")) for month in months()]
        self._choose("state", [*every, *State.choices])
        self._choose("ground", [*every, *grounds, (NO_GROUND, _("no ground"))])
        self._choose("month", [*every, *seen])
        self._choose("district", [*every, *((name, name) for name in districts)])
        self._choose("sort", list(self.SORTS))

    def chosen(self) -> dict[str, str]:
        """What to narrow by, as `queries.oversight.narrowed` takes it; a choice that does not exist narrows nothing."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return {"text" if name == "q" else name: value for name, value in given.items()}

    def _choose(self, name: str, choices: Iterable[tuple[str, object]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - what mypy cannot see in a dict of fields
        field.choices = list(choices)
        field.widget.attrs["class"] = "input"


class ReviewForm(forms.Form):
    """The second review of a closed request."""

    finding = forms.ChoiceField(
        label=_("What you found"),
        choices=SecondReview.Finding.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you found.")},
    )
    note = forms.CharField(
        label=_("What you looked at, and why you find so"),
        max_length=_LONG_TEXT,
        widget=_long_text(4),
        error_messages={"required": _("Say in a few words what you looked at.")},
    )


class ExplainForm(forms.Form):
    """An answer to one exception."""

    exception = forms.ChoiceField(label=_("Exception"), choices=ExceptionKind.choices, widget=forms.HiddenInput)
    explanation = forms.CharField(
        label=_("Your explanation"),
        max_length=_LONG_TEXT,
        widget=_long_text(),
        error_messages={"required": _("Write the explanation in a few words.")},
    )


class OutsideForm(forms.Form):
    """Officers went, or did something, that was not authorized here."""

    what = forms.CharField(
        label=_("What happened, and how you know"),
        max_length=_LONG_TEXT,
        widget=_long_text(),
        error_messages={"required": _("Say in a few words what happened.")},
    )


class CallsForm(forms.Form):
    """How many calls for service there were in one month."""

    month = forms.CharField(
        label=_("Month"),
        max_length=7,
        help_text=_("such as 2026-05"),
        widget=forms.TextInput(attrs={"class": "input", "type": "month", "pattern": "[0-9]{4}-[0-9]{2}"}),
        error_messages={"required": _("Choose the month.")},
    )
    calls = forms.IntegerField(
        label=_("All calls for service in that month"),
        min_value=0,
        widget=forms.NumberInput(attrs={"class": "input", "inputmode": "numeric"}),
        error_messages={"required": _("Enter how many calls there were."), "invalid": _("Enter a whole number.")},
    )
    source = forms.CharField(
        label=_("Where the number is from"),
        max_length=200,
        help_text=_("such as MetroSafe, monthly report. Anyone can read it."),
        widget=forms.TextInput(attrs={"class": "input"}),
        error_messages={"required": _("Say where the number is from.")},
    )
