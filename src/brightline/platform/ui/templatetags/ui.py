"""Tags every screen uses: icons, clocks, times, badges, live fragments, navigation. `{% load ui %}`."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, pgettext_lazy
from django.utils.translation import gettext as _

from brightline.platform.kernel import clock
from brightline.platform.ui import charts, navigation, phrases

register = template.Library()

TONES = ("permitted", "refused", "referred", "waiting", "active", "quiet", "danger")
DASH = "\N{EN DASH}"
TIME_FORMATS: Mapping[str, str | Promise] = {
    "time": "H:i",
    "clock": "H:i:s",
    # Translators: letters of Django's `date` filter. Not every language begins the names of months with a capital.
    "date": pgettext_lazy("date format", "j M Y"),
    "short": pgettext_lazy("date format", "j M"),
}


@register.simple_tag
def icon(name: str, label: str = "", extra: str = "") -> SafeString:
    """`{% icon "check" %}`, or `{% icon "check" _("verified") %}` where no word stands beside it."""
    url = f"{static('brightline/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon {}" role="img" aria-label="{}"><use href="{}"></use></svg>', extra, label, url
        )
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', extra, url
    )


@register.simple_tag
def badge(tone: str, word: str, filled: bool = False, shape: str = "") -> SafeString:
    """A state by color, word and shape: `{% badge "refused" _("declined") %}`; tones are listed in TONES; `shape`
    is an icon instead of the tone's own."""
    if tone not in TONES:
        raise ValueError(f"tone {tone!r} is none of {', '.join(TONES)}")
    return format_html(
        '<span class="badge{}" data-tone="{}">{}{}</span>',
        " badge--filled" if filled else "",
        tone,
        icon(shape or tone),
        word,
    )


@register.filter
def duration(value: timedelta | float | None) -> str:
    """Seconds or a timedelta as m:ss, or h:mm:ss from an hour on."""
    if value is None or value == "":
        return DASH
    seconds = int(value.total_seconds() if isinstance(value, timedelta) else float(value))
    minutes, seconds = divmod(max(seconds, 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@register.filter
def grouped(value: int | str) -> str:
    """275114 as 275,114, in the reader's language; anything that is no whole number as it is."""
    return number_format(value, force_grouping=True) if isinstance(value, int) else str(value)


@register.filter
def in_a_row(words: Sequence[object]) -> str:
    """`{{ tasks|in_a_row }}`: with the comma of the reader's language between them."""
    return phrases.in_a_row(words or ())


@register.simple_tag
def local_time(value: datetime | date | None, style: str = "datetime") -> SafeString:
    """A `<time>` in the city's zone; style is time, clock, date, short or datetime."""
    if value is None:
        return format_html("<span>{}</span>", DASH)
    if not isinstance(value, datetime):
        return format_html(
            '<time datetime="{}">{}</time>', value.isoformat(), date_format(value, str(TIME_FORMATS["date"]))
        )
    here = timezone.localtime(value)
    parts = ("date", "time") if style == "datetime" else (style,)
    shown = phrases.in_a_row(date_format(here, str(TIME_FORMATS[part])) for part in parts)
    return format_html('<time datetime="{}">{}</time>', _iso(value), shown)


@register.simple_tag
def countdown(until: datetime) -> SafeString:
    """Time left, ticking; after it has passed, +m:ss."""
    left = (until - clock.now()).total_seconds()
    shown = duration(left) if left > 0 else f"+{duration(-left)}"
    return format_html('<time datetime="{0}" data-countdown="{0}">{1}</time>', _iso(until), shown)


@register.simple_tag
def elapsed(since: datetime, style: str = "") -> SafeString:
    """Time gone, ticking; style "minutes" shows whole minutes after the first."""
    shown = duration((clock.now() - since).total_seconds())
    return format_html(
        '<time datetime="{0}" data-elapsed="{0}" data-format="{1}">{2}</time>', _iso(since), style, shown
    )


@register.simple_tag
def server_now() -> str:
    """The server's time, so that clocks on screen follow it and not the computer's."""
    return _iso(clock.now())


@register.simple_tag
def live(url: str, events: str) -> SafeString:
    """Attributes of a fragment that fetches itself on these events and after a lost stream:
    `<section id="open" {% live url "requests.changed duty.changed" %}>`. The answer's elements replace its content
    by morphing, so that focus and typed text stay."""
    triggers = [f"sse:{name} delay:50ms" for name in events.split()]
    triggers.append("live:back from:body")
    return format_html(
        'hx-get="{}" hx-trigger="{}" hx-swap="morph:innerHTML" hx-target="this" hx-sync="this:replace" '
        "data-stale-when-down",
        url,
        ", ".join(triggers),
    )


@register.simple_tag
def stacked_bars(series: Sequence[str], rows: Mapping[str, Sequence[int]]) -> charts.StackedBars:
    """`{% stacked_bars series rows as chart %}{% include "ui/components/stacked_bars.html" %}`."""
    return charts.stacked_bars(series, rows)


@register.simple_tag(takes_context=True)
def city_name(context: template.Context) -> str:
    """The city's name from the context (`city`), or nothing where no city is loaded (an error page may have none)."""
    return str(getattr(context.get("city"), "name", "") or _("Brightline"))


@register.simple_tag
def language_choices() -> list[dict[str, str]]:
    """The languages of `settings.LANGUAGES`, each by its own name; none when the setting is Django's long default."""
    if len(settings.LANGUAGES) > 20:
        return []
    choices = []
    for code, _english in settings.LANGUAGES:
        info = get_language_info(code)
        choices.append({"code": code, "name": info["name_local"].capitalize(), "dir": "rtl" if info["bidi"] else "ltr"})
    return choices


@register.simple_tag(takes_context=True)
def nav(context: template.Context, menu: str) -> list[dict[str, Any]]:
    """`{% nav "public" as nav_items %}`: label, url, current and whatever else the setting says of each."""
    return navigation.items(context.get("request"), menu)


@register.simple_tag
def live_stream(topics: str | Sequence[str]) -> str:
    """The stream's address for one topic or several."""
    names = [topics] if isinstance(topics, str) else list(topics)
    return f"{reverse('live')}?{urlencode([('topic', name) for name in names])}"


def _iso(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
