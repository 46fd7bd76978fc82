"""The dispatcher's forms: one line of call signs, and a time for what is written down late."""

from django import forms
from django.utils.translation import gettext_lazy


class SendForm(forms.Form):
    """units: call signs with spaces or commas between them; key is minted with the form, so that it sends once.

    sure: those the dispatcher has been asked about already.
    """

    units = forms.CharField(
        max_length=600,
        error_messages={
            "required": gettext_lazy("Type the units to send, such as 412A 460. Nobody was sent."),
            "max_length": gettext_lazy("Type at most %(limit_value)d characters of call signs. Nobody was sent."),
        },
    )
    key = forms.UUIDField(
        error_messages={
            "required": gettext_lazy("This form has lost its key: reload the board. Nobody was sent."),
            "invalid": gettext_lazy("This form has lost its key: reload the board. Nobody was sent."),
        }
    )

    sure = forms.CharField(max_length=600, required=False)

    def clean_units(self) -> list[str]:
        """Each call sign once, in the order typed."""
        return _call_signs(self.cleaned_data["units"])

    def clean_sure(self) -> list[str]:
        return _call_signs(self.cleaned_data["sure"])


def _call_signs(typed: str) -> list[str]:
    return list(dict.fromkeys(typed.upper().replace(",", " ").split()))


class ArriveForm(forms.Form):
    """call_sign: the unit on scene; at: hours and minutes on the city's clock, if it was not just now."""

    call_sign = forms.CharField(
        max_length=12, error_messages={"required": gettext_lazy("Say which unit is on scene. Nothing was changed.")}
    )
    at = forms.TimeField(
        required=False,
        input_formats=["%H:%M", "%H%M", "%H.%M"],
        error_messages={
            "invalid": gettext_lazy("Write the time as hours and minutes, such as 02:47. Nothing was changed.")
        },
    )
