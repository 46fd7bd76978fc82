"""What happened to one request, entry by entry, in words."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from brightline.assistance.policy.facts import DEFAULTS
from brightline.assistance.requests.models import Closure, SecondReview
from brightline.assistance.requests.queries import ExceptionKind, Moment
from brightline.assistance.requests.views.desk_words import shown_agency
from brightline.assistance.requests.views.oversight_common import Words
from brightline.city import queries as city
from brightline.platform.accounts.models import Person
from brightline.platform.ui.phrases import in_a_row
from brightline.platform.ui.templatetags.ui import duration

_LABELS = {
    "by": gettext_lazy("By"),
    "to": gettext_lazy("To"),
    "officer": gettext_lazy("Officer"),
    "callback": gettext_lazy("Call-back"),
    "cad_number": gettext_lazy("CAD number"),
    "location": gettext_lazy("Location"),
    "words": gettext_lazy("In their words"),
    "reason": gettext_lazy("Reason"),
    "note": gettext_lazy("Note"),
    "call_signs": gettext_lazy("Units"),
    "call_sign": gettext_lazy("Unit"),
    "explanation": gettext_lazy("Explanation"),
    "what": gettext_lazy("What happened"),
}
_PEOPLE = frozenset({"by", "to"})


@dataclass(frozen=True)
class Said:
    """An entry in words: what, of which tone (of the `badge` tag) and shape, and lines of detail."""

    title: str
    tone: str = "quiet"
    shape: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """One entry as the page shows it. `private` is for oversight only; `document` is what the public can read."""

    index: int
    kind: str
    at: datetime
    new_day: bool
    after: timedelta | None
    said: Said
    private: list[tuple[str, str]]
    document: str


def steps(moments: Iterable[Moment], words: Words) -> list[Step]:
    """The entries in order."""
    moments = list(moments)
    names = _names(moments)
    shown: list[Step] = []
    teller = _Teller(words)
    last: Moment | None = None
    for moment in moments:
        day = city.local(moment.at).date()
        shown.append(
            Step(
                index=moment.index,
                kind=moment.kind,
                at=moment.at,
                new_day=last is None or day != city.local(last.at).date(),
                after=moment.at - last.at if last else None,
                said=teller.tell(moment),
                private=_private(moment.private, names),
                document=json.dumps(moment.public, ensure_ascii=False, indent=2, sort_keys=True),
            )
        )
        last = moment
    return shown


class _Teller:
    """Says each entry in words; remembers the facts, so that of each later set only the difference is said."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._facts: Mapping[str, object] = DEFAULTS

    def tell(self, moment: Moment) -> Said:
        how: Callable[[dict[str, Any]], Said] | None = getattr(self, "_" + moment.kind.replace(".", "_"), None)
        return how(moment.public) if how else Said(moment.says)

    def _request_received(self, public: dict[str, Any]) -> Said:
        return Said(_("Request received"), "quiet", "line", self._asked(public))

    def _request_amended(self, public: dict[str, Any]) -> Said:
        return Said(_("The call-taker wrote down more"), "quiet", "edit", self._asked(public))

    def _page_sent(self, public: dict[str, Any]) -> Said:
        everyone = public["posts"] == ["everyone"]
        count = public["count"]
        to = ngettext("%(count)d commander", "%(count)d commanders", count) % {"count": count}
        who = to if everyone else in_a_row(public["posts"])
        danger = public["reason"] == "danger"
        title = _("All commanders paged: %(who)s") if everyone else _("Paged: %(who)s")
        lines = (_("Someone is in danger."),) if danger else ()
        if public["step"] and not danger:
            lines = (_("The page before was not answered in time."),)
        return Said(title % {"who": who}, "danger" if danger else "waiting", "page", lines)

    def _page_acknowledged(self, public: dict[str, Any]) -> Said:
        return Said(_("Page answered after %(time)s") % {"time": duration(public["seconds"])}, "active", "check")

    def _page_ended(self, public: dict[str, Any]) -> Said:
        return Said(_("Page ended; no answer was needed any more"))

    def _request_command_taken(self, public: dict[str, Any]) -> Said:
        title = _("Command handed over") if public["handed_over"] else _("A commander took command")
        return Said(title, "active", "commander")

    def _request_facts_recorded(self, public: dict[str, Any]) -> Said:
        facts: dict[str, object] = public["facts"]
        changed = {
            name: value
            for name, value in facts.items()
            if value != self._facts.get(name, [] if name == "asks" else None)
        }
        self._facts = facts
        lines = [f"{label}: {spoken}" for label, spoken in self._words.facts(changed)]
        grounds = in_a_row(self._words.all("ground", public["grounds"]))
        holds = _("Ground: %(grounds)s") % {"grounds": grounds} if grounds else _("No ground holds.")
        return Said(_("Facts set down"), "quiet", "edit", (*lines, holds))

    def _request_decided(self, public: dict[str, Any]) -> Said:
        refused = in_a_row(self._words.all("task", public["refused"]))
        referred = in_a_row(self._words.all("task", public["referred"]))
        lines = [
            _("Refused: %(tasks)s") % {"tasks": refused} if refused else "",
            _("A person decides: %(tasks)s") % {"tasks": referred} if referred else "",
            _("Units were already out.") if public["after_sending"] else "",
        ]
        said = tuple(line for line in lines if line)
        if public["outcome"] == "declined":
            return Said(_("Declined"), "refused", "", said)
        tasks = in_a_row(self._words.all("task", public["tasks"]))
        return Said(_("Authorized: %(tasks)s") % {"tasks": tasks}, "permitted", "", said)

    def _request_units_sent(self, public: dict[str, Any]) -> Said:
        count = ngettext("%(count)d unit", "%(count)d units", public["units"]) % {"count": public["units"]}
        among = _("The commander is among them.")
        if not public["commander_among"]:
            among = _("The commander is not among them.")
        if public["before_assessment"]:
            return Said(_("Sent before assessment: %(count)s") % {"count": count}, "danger", "car", (among,))
        return Said(_("Sent: %(count)s") % {"count": count}, "active", "car", (among,))

    def _request_unit_arrived(self, public: dict[str, Any]) -> Said:
        arrived = city.local(datetime.fromisoformat(public["arrived_at"]))
        title = _("Commander on scene at %(time)s") if public["commander"] else _("Unit on scene at %(time)s")
        return Said(title % {"time": f"{arrived:%H:%M:%S}"}, "active", "place")

    def _request_stood_down(self, public: dict[str, Any]) -> Said:
        return Said(_("Units stood down"), "quiet", "previous")

    def _request_withdrawn(self, public: dict[str, Any]) -> Said:
        return Said(_("The agency took its request back"))

    def _request_closed(self, public: dict[str, Any]) -> Said:
        return Said(_("Closed"), "quiet", "lock", (_label(Closure.Outcome, public["outcome"]),))

    def _request_reviewed(self, public: dict[str, Any]) -> Said:
        tone = {"within_policy": "permitted", "outside_policy": "refused"}.get(public["finding"], "referred")
        found = _label(SecondReview.Finding, public["finding"])
        return Said(_("Second review: %(finding)s") % {"finding": found}, tone, "review")

    def _request_explained(self, public: dict[str, Any]) -> Said:
        return Said(_("Exception explained"), "quiet", "flag", (_label(ExceptionKind, public["exception"]),))

    def _request_sent_outside(self, public: dict[str, Any]) -> Said:
        return Said(_("Officers went without authorization"), "danger")

    def _recording_attached(self, public: dict[str, Any]) -> Said:
        return Said(_("Recording attached"), "quiet", "recording", (f"SHA-256 {public['sha256']}",))

    def _recording_heard(self, public: dict[str, Any]) -> Said:
        return Said(_("Recording listened to"), "quiet", "sound")

    def _asked(self, public: dict[str, Any]) -> tuple[str, ...]:
        channel = self._words.say("channel", public["channel"])
        asks = in_a_row(self._words.all("task", public["asks"])) or _("nothing named yet")
        return f"{shown_agency(public['agency'])} · {channel}", _("Asks for: %(tasks)s") % {"tasks": asks}


def _label(choices: Any, value: str) -> str:
    """The spoken form of a stored choice; an old one that is no choice any more stays as it is."""
    return str(dict(choices.choices).get(value, value))


def _private(values: Mapping[str, Any], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """What an entry only commits to, with people by name, empty answers left out, who did it last."""
    shown: list[tuple[str, str]] = []
    for name in sorted(values, key=lambda name: (name in _PEOPLE, name)):
        given = values[name] if isinstance(values[name], list) else [values[name]]
        text = in_a_row(names.get(str(each), str(each)) if name in _PEOPLE else str(each) for each in given if each)
        if text:
            shown.append((str(_LABELS.get(name, name)), text))
    return shown


def _names(moments: Iterable[Moment]) -> dict[str, str]:
    """E-mail addresses in the entries, and whose they are."""
    found: set[str] = set()
    for moment in moments:
        for name in _PEOPLE & moment.private.keys():
            value = moment.private[name]
            found.update(value if isinstance(value, list) else [value])
    return dict(Person.objects.filter(email__in=found).values_list("email", "display_name"))
