"""What those who run collections type."""

import json
import uuid
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from brightline.city.place import AreaHere
from brightline.resident.collection import phrases
from brightline.resident.collection.actions import Announced
from brightline.resident.collection.calendar.rules import Service
from brightline.resident.collection.models import Effect

_AREAS = "areas_"
# Only a form that is out of date, or made by hand, holds what the page does not offer.
_NOT_OFFERED = gettext_lazy("One of these is not offered any more: look at what is chosen and choose again.")
_NO_CONTROLS = gettext_lazy("It has a character nobody can see: type it anew.")
_AS_SENT = gettext_lazy("This form is too old or came from another site. Go back, reload, and send it again.")
_CHOICES = {"invalid_choice": _NOT_OFFERED, "invalid_list": _NOT_OFFERED}


def _date(label: Any, required: bool = True, hint: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=hint,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"class": "input", "type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Give the day."),
            "invalid": gettext_lazy("This is no day: write it as 2026-11-26."),
        },
    )


class AnnounceForm(forms.Form):
    """One change. Services and areas of which none is chosen stand for all of them.

    seen: what the person last saw the preview of; while it is another than what they send, they are shown it first.
    """

    effect = forms.ChoiceField(
        label=gettext_lazy("What happens"),
        choices=Effect.choices,
        initial=Effect.CANCELLED,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what happens."), "invalid_choice": _NOT_OFFERED},
    )
    first = _date(gettext_lazy("First day"))
    last = _date(gettext_lazy("Last day"), required=False, hint=gettext_lazy("the same day when left empty"))
    to = _date(gettext_lazy("Moved to"), required=False, hint=gettext_lazy("only for what is moved"))
    services = forms.MultipleChoiceField(
        label=gettext_lazy("Services"),
        required=False,
        help_text=gettext_lazy("all when none is chosen"),
        widget=forms.CheckboxSelectMultiple,
        error_messages=_CHOICES,
    )
    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": _AS_SENT, "invalid": _AS_SENT})
    seen = forms.CharField(
        widget=forms.HiddenInput,
        required=False,
        max_length=64,
        error_messages={"max_length": _AS_SENT, "null_characters_not_allowed": _AS_SENT},
    )

    def __init__(
        self, data: Any = None, *, services: Sequence[Service], areas: Sequence[AreaHere], **more: Any
    ) -> None:
        super().__init__(data, initial={"key": uuid.uuid4(), **more.pop("initial", {})}, **more)
        self._choices("services", [(each.id, phrases.said(each.name)) for each in services])
        self.kinds = list(dict.fromkeys(area.kind for area in areas))
        for kind in self.kinds:
            self.fields[_AREAS + kind.value] = forms.MultipleChoiceField(
                label=str(phrases.AREAS.get(kind, kind.value)),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                error_messages=_CHOICES,
            )
            there = [(f"{kind.value}/{area.key}", area.name) for area in areas if area.kind is kind]
            self._choices(_AREAS + kind.value, there)
        for code, _name in settings.LANGUAGES:
            self.fields[f"words_{code}"] = forms.CharField(
                label=_("Why, in %(language)s") % {"language": get_language_info(code)["name_translated"]},
                required=code == settings.LANGUAGE_CODE,
                max_length=200,
                widget=forms.TextInput(attrs={"class": "input", "lang": code, "dir": "auto"}),
                error_messages={
                    "required": _("Say why, in a few words residents read."),
                    "max_length": _("Shorten this to %(limit_value)d characters."),
                    "null_characters_not_allowed": _NO_CONTROLS,
                },
            )

    def area_fields(self) -> list[forms.BoundField]:
        """One for each kind of area."""
        return [self[_AREAS + kind.value] for kind in self.kinds]

    def areas_chosen(self) -> bool:
        """Whether any is, so that the page opens where they are."""
        return self.is_bound and any(_AREAS + kind.value in self.data for kind in self.kinds)

    def word_fields(self) -> list[forms.BoundField]:
        """One for each language."""
        return [self[f"words_{code}"] for code, _name in settings.LANGUAGES]

    def unsaid(self) -> list[str]:
        """The languages whose readers will read the reason in English; call after is_valid."""
        return [str(name) for code, name in settings.LANGUAGES if not self.cleaned_data[f"words_{code}"].strip()]

    def announced(self) -> Announced:
        """What was filled in; call after is_valid."""
        given = self.cleaned_data
        effect = Effect(given["effect"])
        words = {code: given[f"words_{code}"].strip() for code, _name in settings.LANGUAGES}
        return Announced(
            effect=effect,
            first=given["first"],
            last=given["last"] or given["first"],
            to=given["to"] if effect == Effect.MOVED else None,
            services=given["services"],
            areas=[area for kind in self.kinds for area in given[_AREAS + kind.value]],
            words={code: text for code, text in words.items() if text},
        )

    def digest(self) -> str:
        """Of all that decides what the preview shows and what would be announced; call after is_valid."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("key", "seen")}
        return sha256(json.dumps(said, default=str, sort_keys=True).encode()).hexdigest()

    def _choices(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices
