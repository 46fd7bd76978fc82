"""What those who keep the roster type."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brightline.assistance.duty import queries
from brightline.assistance.duty.models import Post
from brightline.platform.accounts.models import Person

_TYPED = "%Y-%m-%dT%H:%M"


class LocalTimeField(forms.DateTimeField):
    """A time as the city's clocks show it. A time they skip, or show twice, is refused with its reason."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"class": "input", "type": "datetime-local"}, format=_TYPED)
        super().__init__(
            widget=widget,
            input_formats=[_TYPED, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
            error_messages={
                "required": gettext_lazy("Give the day and the time."),
                "invalid": gettext_lazy("This is no day and time: write it as 2026-05-31T19:00."),
            },
            **kwargs,
        )

    def clean(self, value: Any) -> datetime | None:
        typed = super(forms.DateTimeField, self).clean(value)
        if typed is not None and not _EARLIEST <= typed.year <= _LATEST:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return None if typed is None else local_to_utc(typed)

    def to_python(self, value: Any) -> datetime | None:
        """What was typed, still without a zone."""
        if value in self.empty_values:
            return None
        for pattern in self.input_formats:
            try:
                return datetime.strptime(str(value).strip(), str(pattern))  # noqa: DTZ007 - the zone is given below
            except ValueError:
                continue
        raise forms.ValidationError(self.error_messages["invalid"], code="invalid")


# Years of a roster; beyond them a zone's arithmetic runs off the calendar.
_EARLIEST, _LATEST = 2000, 2200


def local_to_utc(typed: datetime) -> datetime:
    """A naive local time in UTC. Raises ValidationError when the city's clocks never show it, or show it twice."""
    zone = timezone.get_current_timezone()
    first, second = typed.replace(tzinfo=zone), typed.replace(tzinfo=zone, fold=1)
    shown = {"day": f"{typed:%Y-%m-%d}", "time": f"{typed:%H:%M}"}
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    # In the hour the clocks skip, going to UTC and back does not return what was typed (PEP 495).
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != typed:
        raise forms.ValidationError(
            _("There is no %(time)s on %(day)s: the clocks go forward past it. Choose an hour later.") % shown
        )
    raise forms.ValidationError(
        _("%(time)s comes twice on %(day)s: the clocks go back. Choose a time before or after that hour.") % shown
    )


class _Named(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's own class is not generic
    """A commander, with the call sign that tells two of one name apart."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.display_name} ({obj.call_sign})" if isinstance(obj, Person) else str(obj)


class ShiftForm(forms.Form):
    """A commander on a post from one time up to another."""

    post = _Named(
        label=gettext_lazy("Post"),
        queryset=Post.objects.none(),
        error_messages={"required": gettext_lazy("Choose the post.")},
    )
    commander = _Named(
        label=gettext_lazy("Commander"),
        queryset=Person.objects.none(),
        error_messages={"required": gettext_lazy("Choose the commander.")},
    )
    starts_at = LocalTimeField(label=gettext_lazy("Starts"))
    ends_at = LocalTimeField(label=gettext_lazy("Ends"), help_text=gettext_lazy("at most 24 hours after it starts"))

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="shift_%s", **kwargs)
        _choose(self, "post", Post.objects.all())
        _choose(self, "commander", queries.all_commanders())


class PostForm(forms.Form):
    """A new place in the order of paging."""

    name = forms.CharField(
        label=gettext_lazy("Name of the post"),
        max_length=60,
        widget=forms.TextInput(attrs={"class": "input"}),
        error_messages={"required": gettext_lazy("Name the post.")},
    )
    rank = forms.IntegerField(
        label=gettext_lazy("Paged as number"),
        min_value=1,
        max_value=99,
        help_text=gettext_lazy("1 is paged first"),
        widget=forms.NumberInput(attrs={"class": "input input--short", "inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("Say as which number the post is paged.")},
    )
    fallback = _Named(
        label=gettext_lazy("Fallback"),
        queryset=Person.objects.none(),
        help_text=gettext_lazy("answers whenever no shift covers the post"),
        error_messages={"required": gettext_lazy("Choose who answers when no shift covers the post.")},
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="post_%s", **kwargs)
        _choose(self, "fallback", queries.all_commanders())

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if Post.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("There is a post of that name already. Choose another name."))
        return name

    def clean_rank(self) -> int:
        rank = int(self.cleaned_data["rank"])
        taken = Post.objects.filter(rank=rank).first()
        if taken:
            raise forms.ValidationError(
                _("%(post)s is paged as number %(rank)d. Choose another number.") % {"post": taken, "rank": rank}
            )
        return rank


def _choose(form: forms.Form, name: str, among: Any) -> None:
    field: Any = form.fields[name]
    field.queryset = among
    field.empty_label = _("Choose…")
    field.widget.attrs["class"] = "input"
