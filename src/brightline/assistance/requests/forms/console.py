"""What a commander ticks, chooses and types."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from brightline.assistance.policy import facts as policy_facts
from brightline.assistance.policy.packs import Pack
from brightline.assistance.requests.forms.oversight import ExplainForm
from brightline.assistance.requests.models import Closure
from brightline.platform.kernel.texts import trimmed

__all__ = ["ArriveForm", "CloseForm", "DecideForm", "ExplainForm", "FactsForm", "RecordingForm", "StandDownForm"]

JUDGES_WARRANTS = ("immigration_crime", "criminal")
_LONGEST_REASON = 2000
_LONGEST_QUICK = 300

# Said in one breath: the pack's own labels are sentences, too long for a row of buttons.
_SHORT: dict[str, dict[str, Any]] = {
    "warrant": {
        "none": pgettext_lazy("warrant", "none"),
        "administrative": pgettext_lazy("warrant", "administrative"),
        "detainer": pgettext_lazy("warrant", "detainer"),
        "immigration_crime": pgettext_lazy("warrant", "immigration crime"),
        "criminal": pgettext_lazy("warrant", "criminal"),
    },
    "crime": {
        "none": pgettext_lazy("crime", "none"),
        "occurred": pgettext_lazy("crime", "occurred"),
        "occurring": pgettext_lazy("crime", "occurring"),
    },
    "crime_kind": {
        "none": pgettext_lazy("kind of crime", "not stated"),
        "state_or_local": pgettext_lazy("kind of crime", "state or local"),
        "federal": pgettext_lazy("kind of crime", "federal"),
        "immigration": pgettext_lazy("kind of crime", "immigration offense"),
    },
}
_WORDS: dict[str, tuple[Any, Any]] = {
    "warrant": (gettext_lazy("Warrant shown"), gettext_lazy("Administrative: signed by the agency, not by a judge")),
    "warrant_verified": (
        gettext_lazy("I have verified the warrant"),
        gettext_lazy("With the court that issued it, not from the agency's word"),
    ),
    "crime": (gettext_lazy("Crime"), ""),
    "crime_kind": (gettext_lazy("Kind of crime"), ""),
    "clear_public_danger": (gettext_lazy("Clear danger to the public"), ""),
    "commander_joins": (gettext_lazy("I am joining the scene"), ""),
    "call_recorded": (gettext_lazy("I am on the recorded line"), ""),
    "purpose": (gettext_lazy("What they say it is for"), ""),
    "asks": (gettext_lazy("What they ask for"), ""),
}
_SWITCHES = ("warrant_verified", "clear_public_danger", "commander_joins", "call_recorded")
_SEGMENTS = ("warrant", "crime", "crime_kind", "purpose")


def a_switch() -> forms.CheckboxInput:
    return forms.CheckboxInput(attrs={"role": "switch"})


class ShownFacts(forms.JSONField):
    """The page's own JSON, which anyone can replace: nested or long beyond reading, it is malformed like any other."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except (RecursionError, ValueError) as error:
            raise forms.ValidationError(_("This page's facts cannot be read. Reload it and look again.")) from error


class FactsForm(forms.Form):
    """What the commander knows, sent at each change.

    `was` holds the facts as the page showed them. Only what differs from them was changed by this person: a page that
    is a second old never puts back what someone else has set down since.
    """

    was = ShownFacts(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        pack: Pack,
        language: str,
        known: Mapping[str, object] | None = None,
        ask_recorded: bool = True,
    ) -> None:
        """known: the facts to show; ask_recorded: whether it is for the commander to say that the call is recorded."""
        super().__init__(data, initial=dict(known or {}), auto_id="fact_%s")
        for name in _SEGMENTS:
            self.fields[name] = _one_of(name, policy_facts.CHOICES[name], pack, language)
        for name in _SWITCHES:
            self.fields[name] = _switch(*_WORDS[name])
        if not ask_recorded:
            del self.fields["call_recorded"]
        self.fields["asks"] = forms.MultipleChoiceField(
            label=_WORDS["asks"][0],
            choices=[(task, pack.label("task", task, language)) for task in pack.tasks],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        self.own = list(pack.facts)
        for name, fact in pack.facts.items():
            label = pack.label("fact", name, language)
            self.fields[name] = _one_of(name, fact.values, pack, language) if fact.values else _switch(label, "")

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """The facts only this pack knows."""
        return [self[name] for name in self.own]

    def ticked(self) -> dict[str, object]:
        """What this person changed, by name. A verified warrant is one that there is to verify."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "was"}
        if given.get("warrant") not in JUDGES_WARRANTS:
            given["warrant_verified"] = False
        if given.get("crime") == "none":
            given["crime_kind"] = "none"
        was = self.cleaned_data["was"]
        shown = was if isinstance(was, dict) else {}
        return {name: value for name, value in given.items() if name not in shown or _differ(shown[name], value)}


class AnyLine(forms.MultipleChoiceField):
    """Ready-made sentences to tick. They follow the facts, so any short line may come back."""

    def valid_value(self, value: Any) -> bool:
        return len(str(value)) <= _LONGEST_QUICK


class ReasonForm(forms.Form):
    """A reason: ready-made sentences, words of one's own, or both."""

    quick = AnyLine(label=gettext_lazy("Reason"), widget=forms.CheckboxSelectMultiple, required=False)
    reason = forms.CharField(
        label=gettext_lazy("In your words"),
        max_length=_LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 2}),
    )

    def __init__(self, data: Any = None, *, name: str, quick: Iterable[str] = (), **initial: Any) -> None:
        """name: tells the fields of one dialog from those of the next; quick: the sentences to offer."""
        super().__init__(data, initial=initial, auto_id=f"{name}_%s")
        field = self.fields["quick"]
        field.choices = [(line, line) for line in dict.fromkeys(quick)]  # type: ignore[attr-defined]

    def whole_reason(self) -> str:
        """The sentences ticked and then what was typed; empty when there is neither."""
        return " ".join(filter(None, (*self.cleaned_data["quick"], trimmed(self.cleaned_data["reason"]))))


class DecideForm(ReasonForm):
    """Authorize tasks, or decline. `seen` is the key of the facts on the page: empty when none were set down."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"), choices=[("authorize", "authorize"), ("decline", "decline")]
    )
    seen = forms.IntegerField(label=gettext_lazy("Facts on the page"), required=False, widget=forms.HiddenInput)
    tasks = forms.MultipleChoiceField(
        label=gettext_lazy("What officers may do there"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(
        self, data: Any = None, *, tasks: Iterable[tuple[str, str]], chosen: Iterable[str] = (), **kwargs: Any
    ) -> None:
        """tasks: those on offer; chosen: those ticked beforehand."""
        super().__init__(data, **kwargs)
        self.fields["tasks"].choices = list(tasks)  # type: ignore[attr-defined]
        self.initial["tasks"] = list(chosen)


class StandDownForm(ReasonForm):
    """Why the units are called back."""


class ArriveForm(forms.Form):
    """When the commander arrived, if that was earlier than now."""

    at = forms.TimeField(
        label=gettext_lazy("Arrived at"),
        required=False,
        widget=forms.TimeInput(attrs={"class": "input input--short", "type": "time"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Write the time as hours and minutes, such as 15:04.")},
    )


class CloseForm(forms.Form):
    """How a request ended. The action refuses an outcome that does not fit the state."""

    outcome = forms.ChoiceField(label=gettext_lazy("How it ended"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=gettext_lazy("Anything to add"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 2}),
    )

    def __init__(self, data: Any = None, *, outcomes: Iterable[Closure.Outcome] = tuple(Closure.Outcome)) -> None:
        offered = [(str(each), each.label) for each in outcomes]
        initial = {"outcome": offered[0][0]} if len(offered) == 1 else None
        super().__init__(data, initial=initial, auto_id="close_%s")
        self.fields["outcome"].choices = offered  # type: ignore[attr-defined]


class RecordingForm(forms.Form):
    """The audio file of a call."""

    audio = forms.FileField(
        label=gettext_lazy("Audio file"),
        help_text=gettext_lazy("WAV, MP3, Ogg, FLAC or M4A, up to 500 MB"),
        widget=forms.FileInput(attrs={"class": "input", "accept": "audio/*"}),
        error_messages={"required": gettext_lazy("Choose the file first.")},
    )


def _differ(shown: object, given: object) -> bool:
    """Of tasks only which ones counts, not the order they were named in."""
    if isinstance(shown, list) and isinstance(given, list):
        return sorted(map(str, shown)) != sorted(map(str, given))
    return shown != given


def _one_of(name: str, values: Iterable[str], pack: Pack, language: str) -> forms.ChoiceField:
    label, hint = _WORDS.get(name, (None, ""))
    short = _SHORT.get(name, {})
    return forms.ChoiceField(
        label=label or pack.label("fact", name, language),
        help_text=hint,
        choices=[(value, short.get(value) or pack.label(name, value, language)) for value in values],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )


def _switch(label: Any, hint: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, help_text=hint, required=False, widget=a_switch())
