"""The call-taker's form: what the agency asks for, for whom and where."""

import uuid
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from brightline.assistance.policy.facts import AGENCY_KINDS, CHANNELS, PURPOSES
from brightline.assistance.policy.packs import Pack
from brightline.assistance.requests.actions.intake import Written
from brightline.assistance.requests.models import Intake
from brightline.city.models import City

# What stands in the register when F9 is pressed before anyone has said who is calling.
NOT_YET_KNOWN = "Not yet known"
_ASKED = [(value, label) for value, label in Intake.Danger.choices if value != Intake.Danger.NOT_ASKED]
_TEXTS = ("officer", "callback", "cad_number", "location", "district", "words")


def _text(label: Any, most: int, **attrs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off", "dir": "auto", **attrs}),
        error_messages={"max_length": gettext_lazy("Shorten this to %(limit_value)d characters.")},
    )


def _select(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
        error_messages={"invalid_choice": gettext_lazy("Choose one from the list.")},
    )


class IntakeForm(forms.Form):
    """Only the agency is required. Choices come from the city and from the policy pack of that day."""

    agency = _text(gettext_lazy("Agency"), 120, list="agencies")
    officer = _text(gettext_lazy("Officer and badge"), 120)
    callback = _text(gettext_lazy("Call-back"), 40, inputmode="tel")
    cad_number = _text(gettext_lazy("CAD number"), 40)
    location = _text(gettext_lazy("Where"), 200)
    asks = forms.MultipleChoiceField(
        label=gettext_lazy("What do they want officers to do?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Choose from the tasks shown.")},
    )
    danger = forms.ChoiceField(
        label=gettext_lazy("Anyone in danger now?"),
        required=False,
        widget=forms.RadioSelect,
        choices=_ASKED,
        error_messages={"invalid_choice": gettext_lazy("Choose no, yes or will not say.")},
    )
    words = forms.CharField(
        label=gettext_lazy("In their words"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 2, "dir": "auto"}),
        error_messages={"max_length": gettext_lazy("Shorten this to %(limit_value)d characters.")},
    )
    channel = _select(gettext_lazy("How it came"))
    agency_kind = _select(gettext_lazy("Kind of agency"))
    purpose = _select(gettext_lazy("What it is for"))
    district = _select(gettext_lazy("District"))

    def __init__(self, *args: Any, pack: Pack, city: City, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.city = city
        language = get_language() or "en"

        def labeled(kind: str, names: Iterable[str]) -> list[tuple[str, str]]:
            return [(name, pack.label(kind, name, language)) for name in names]

        self._choose("asks", labeled("task", pack.tasks))
        self._choose("channel", labeled("channel", CHANNELS))
        self._choose("agency_kind", [("", _("By name, else immigration")), *labeled("agency_kind", AGENCY_KINDS)])
        self._choose("purpose", labeled("purpose", PURPOSES))
        self._choose("district", [("", _("Not known")), *((name, name) for name in city.districts)])
        self.fields["channel"].initial = "phone"
        self.fields["purpose"].initial = "unknown"
        self.fields["agency"].required = True
        self.fields["agency"].error_messages["required"] = _("Type who is asking: the name of the agency is enough.")

    @property
    def agencies(self) -> list[str]:
        """The names a call-taker can pick."""
        return [row["name"] for row in self.city.agencies]

    def written(self, *, in_danger: bool = False) -> Written:
        """What was typed, as the register takes it; what could not be read is left out."""
        known = getattr(self, "cleaned_data", {})
        agency = known.get("agency") or NOT_YET_KNOWN
        danger = known.get("danger") or Intake.Danger.NOT_ASKED.value
        return Written(
            agency=agency,
            agency_kind=known.get("agency_kind") or kind_by_name(self.city, agency),
            channel=known.get("channel") or "phone",
            purpose=known.get("purpose") or "unknown",
            asks=list(known.get("asks") or []),
            danger=Intake.Danger.YES.value if in_danger else danger,
            **{name: known.get(name) or "" for name in _TEXTS},
        )

    def _put(self, name: str, value: str) -> None:
        """Put a value in the place of what was posted."""
        data = cast(QueryDict, self.data).copy()
        data[name] = value
        self.data = data

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy what the declaration above says
        field.choices = choices


class NewRequestForm(IntakeForm):
    """A request not yet taken down. `key` is minted with the form: however often it is sent, it is one request."""

    key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={
            "required": gettext_lazy("This form had lost its key and has a new one. Send it again."),
            "invalid": gettext_lazy("This form had lost its key and has a new one. Send it again."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4
        self.fields["agency"].widget.attrs["autofocus"] = True

    def with_new_key(self) -> None:
        """Before the form is shown again under a key of its own."""
        self._put("key", str(uuid.uuid4()))


class AmendForm(IntakeForm):
    """A request that is open. `seen` is the saving this form was filled from."""

    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={
            "required": gettext_lazy("This form is too old. Check what it says, then save again."),
            "invalid": gettext_lazy("This form is too old. Check what it says, then save again."),
        },
    )

    def __init__(self, *args: Any, last: Intake, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(last, kwargs["city"]))
        super().__init__(*args, **kwargs)
        self.last = last
        if last.agency == NOT_YET_KNOWN:
            self.fields["agency"].required = False
            self.fields["agency"].widget.attrs["placeholder"] = _("Not yet known")
        if not self.is_bound:
            self._focus_first_empty()

    def saw_the_latest(self) -> bool:
        return bool(self.cleaned_data["seen"] == self.last.pk)

    def with_latest_seen(self) -> None:
        """Before the form is shown again: its next saving knows of the latest one."""
        self._put("seen", str(self.last.pk))

    def _focus_first_empty(self) -> None:
        first = ["agency", "officer", "callback", "cad_number", "location"]
        # In a danger the one thing dispatch cannot do without is the place.
        for name in ["location", *first] if self.last.danger == Intake.Danger.YES else first:
            if not self.initial[name]:
                self.fields[name].widget.attrs["autofocus"] = True
                return


class WithdrawForm(forms.Form):
    """The agency takes its request back."""

    reason = forms.CharField(
        label=gettext_lazy("What they said, in a few words"),
        max_length=2000,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Write down what they said, in a few words. Nothing was changed."),
            "max_length": gettext_lazy("Shorten this to %(limit_value)d characters. Nothing was changed."),
        },
    )


class CloseForm(forms.Form):
    """A request the agency took back before a commander answered is closed at the desk."""

    note = forms.CharField(max_length=4000, required=False)


def kind_by_name(city: City, agency: str) -> str:
    """The kind the city lists for an agency of that name; any other is held to the policy as immigration."""
    wanted = agency.strip().casefold()
    return next((row["kind"] for row in city.agencies if row["name"].casefold() == wanted), "immigration")


def _initial(last: Intake, city: City) -> dict[str, object]:
    known = {name: getattr(last, name) for name in ("officer", "callback", "cad_number", "location", "district")}
    return known | {
        "agency": "" if last.agency == NOT_YET_KNOWN else last.agency,
        # Left to the name unless someone chose otherwise, so that naming the agency later also names its kind.
        "agency_kind": "" if last.agency_kind == kind_by_name(city, last.agency) else last.agency_kind,
        "asks": last.asks,
        "danger": "" if last.danger == Intake.Danger.NOT_ASKED else last.danger,
        "words": last.words,
        "channel": last.channel,
        "purpose": last.purpose,
        "seen": last.pk,
    }
