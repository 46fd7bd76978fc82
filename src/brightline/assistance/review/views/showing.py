"""What the screens of looking back share: words, tones, and a narrative cut into pieces."""

from dataclasses import dataclass
from datetime import date
from typing import cast

from django.http import HttpRequest
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from brightline.assistance.policy.packs import Pack
from brightline.assistance.requests import queries as requests
from brightline.assistance.review.models import Finding, Label
from brightline.assistance.review.states import State
from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import Invalid, NotFound

MAY_LOOK = (Role.REVIEWER, Role.AUDITOR)
STATE_TONES = {
    State.WAITING: "waiting",
    State.READING: "active",
    State.STOPPED: "quiet",
    State.FAILED: "refused",
    State.JUDGING: "referred",
    State.ENTERED: "permitted",
}
LABEL_TONES = {
    Label.REQUEST: "danger",
    Label.OTHER_CONTACT: "waiting",
    Label.MENTION: "quiet",
    Label.NONE: "quiet",
}
GATE = {
    "permitted": ("permitted", gettext_lazy("Permits it, going by what was written down")),
    "refused": ("refused", gettext_lazy("Does not permit it, going by what was written down")),
    "not_covered": ("quiet", gettext_lazy("The policy does not cover it")),
}
# What the close reader calls the words it marks.
_CUES = {
    "immigration agency": gettext_lazy("immigration agency"),
    "immigration matter": gettext_lazy("immigration matter"),
    "federal officer": gettext_lazy("federal officer"),
    "asks": gettext_lazy("asks"),
    "asks nothing": gettext_lazy("asks nothing"),
    "help": gettext_lazy("help"),
    "custody or warrant": gettext_lazy("custody or warrant"),
    "commander": gettext_lazy("commander"),
}


@dataclass(frozen=True)
class Piece:
    """A stretch of a narrative; cue: what it was taken for, or nothing."""

    text: str
    cue: str


def me(request: HttpRequest) -> Person:
    """Who asks; AccessMiddleware has let nobody else through."""
    return cast(Person, request.user)


def pieces(finding: Finding) -> list[Piece]:
    """The narrative cut at its spans, in order. Where spans overlap the one that begins first is shown."""
    text, at = finding.narrative, 0
    found: list[Piece] = []
    for span in sorted(finding.spans, key=lambda each: (each["start"], -each["end"])):
        start, end = max(int(span["start"]), 0), min(int(span["end"]), len(text))
        if start < at or end <= start:
            continue
        if start > at:
            found.append(Piece(text[at:start], ""))
        found.append(Piece(text[start:end], str(_CUES.get(span["cue"], span["cue"]))))
        at = end
    if at < len(text):
        found.append(Piece(text[at:], ""))
    return found


class Words:
    """The policy's own words for tasks and grounds, in the reader's language."""

    def __init__(self) -> None:
        self._language = get_language() or "en"
        self._pack: Pack | None
        try:
            self._pack = requests.pack_in_force(clock.now())
        except Invalid:
            self._pack = None

    def say(self, kind: str, name: str) -> str:
        """The spoken name of a "task" or "ground", or the bare one where the policy has none."""
        try:
            return self._pack.label(kind, name, self._language) if self._pack else _plain(name)
        except NotFound:
            return _plain(name)

    def all(self, kind: str, names: list[str]) -> list[str]:
        return [self.say(kind, name) for name in names]

    def tasks(self) -> list[tuple[str, str]]:
        return [(name, self.say("task", name)) for name in (self._pack.tasks if self._pack else ())]

    def grounds(self) -> list[tuple[str, str]]:
        return [(name, self.say("ground", name)) for name in (self._pack.grounds if self._pack else ())]


def month_name(month: str) -> str:
    """ "2026-05" as May 2026; calls without a readable time have no month."""
    try:
        return date_format(date.fromisoformat(f"{month}-01"), "F Y")
    except ValueError:
        return _("no readable time")


def share_text(value: float, decimals: int = 1) -> str:
    """0.971 as 97.1 %, in the reader's language."""
    return f"{number_format(value * 100, decimals)} %"


def _plain(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")
