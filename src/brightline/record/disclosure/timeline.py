"""One request's entries as plain sentences, each with its number and what it keeps private."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brightline.platform.ui.phrases import in_a_row
from brightline.record.disclosure import words
from brightline.record.disclosure.words import PolicyWords, says
from brightline.record.ledger.entry import Entry


@dataclass(frozen=True)
class Step:
    """One entry. text: more of it; private: what it commits to without showing it, in words."""

    index: int
    at: datetime
    tone: str
    title: str
    text: str
    private: list[str]


@dataclass(frozen=True)
class Day:
    """The steps of one local day."""

    day: date
    steps: list[Step]


Said = tuple[str, str, str]
"""Tone, title, text."""


def days(entries: Sequence[tuple[int, Entry]], policy: PolicyWords) -> list[Day]:
    """The entries of one request in order, by local day."""
    steps = [_step(index, entry, policy) for index, entry in entries]
    return [Day(day, list(group)) for day, group in groupby(steps, key=lambda step: timezone.localtime(step.at).date())]


def _step(index: int, entry: Entry, policy: PolicyWords) -> Step:
    say = _SAYS.get(entry.kind)
    tone, title, text = say(entry, policy) if say else ("quiet", entry.kind.replace(".", ": ").replace("_", " "), "")
    private = [says(words.PRIVATE, name) for name in entry.private]
    return Step(index, entry.at, tone, title, text, private)


def _received(entry: Entry, policy: PolicyWords) -> Said:
    return (
        "quiet",
        _("%(agency)s asked for police help") % {"agency": words.agency(str(entry.public.get("agency", "")))},
        _asked(entry, policy),
    )


def _amended(entry: Entry, policy: PolicyWords) -> Said:
    return "quiet", _("The call-taker added to what was written down"), _asked(entry, policy)


def _asked(entry: Entry, policy: PolicyWords) -> str:
    parts = [says(words.CHANNEL, str(entry.public.get("channel", "")))]
    if asks := entry.public.get("asks"):
        parts.append(_("Asked for: %(tasks)s") % {"tasks": policy.tasks(tuple(asks))})
    if entry.public.get("danger") == "yes":
        parts.append(_("Someone was said to be in danger"))
    return ". ".join(part for part in parts if part) + "."


def _page_sent(entry: Entry, _policy: PolicyWords) -> Said:
    count = int(entry.public.get("count", 1))
    if entry.public.get("reason") == "danger":
        title = _("All commanders were paged because of danger")
    elif entry.public.get("posts") == ["everyone"]:
        title = _("Every commander was paged")
    else:
        title = _("Paged: %(posts)s") % {"posts": in_a_row(entry.public.get("posts", ()))}
    text = ngettext("%(count)d person was called.", "%(count)d people were called.", count) % {"count": count}
    if entry.public.get("step", 0) and entry.public.get("reason") != "danger":
        return "waiting", title, _("Nobody had answered in time.") + " " + text
    return "waiting", title, text


def _answered(entry: Entry, _policy: PolicyWords) -> Said:
    minutes, seconds = divmod(int(entry.public.get("seconds", 0)), 60)
    return "active", _("A commander answered the page"), _("After %(time)s.") % {"time": f"{minutes}:{seconds:02}"}


def _page_ended(_entry: Entry, _policy: PolicyWords) -> Said:
    return "quiet", _("The page ended without needing an answer any more"), ""


def _command(entry: Entry, _policy: PolicyWords) -> Said:
    if entry.public.get("handed_over"):
        return "active", _("Another commander took over"), ""
    return "active", _("A commander took command of the request"), ""


def _facts(entry: Entry, policy: PolicyWords) -> Said:
    dispatch = entry.public.get("dispatch")
    # Each tick is an entry: that nothing permits sending yet is no refusal of anybody.
    tone = "permitted" if dispatch == "permitted" else "quiet"
    if dispatch == "not_covered":
        return tone, _("What is known was set down"), _("This policy does not cover the request.")
    if grounds := entry.public.get("grounds"):
        held = _("Ground that holds: %(grounds)s.") % {"grounds": policy.grounds(tuple(grounds))}
    else:
        held = _("No ground holds.")
    if dispatch == "permitted":
        return tone, _("What is known was set down"), f"{held} " + _("On these facts officers may be sent.")
    if entry.public.get("before_assessment") == "permitted":
        at_once = _("Because of the danger officers may go at once, before the commander decides.")
        return "danger", _("What is known was set down"), f"{held} {at_once}"
    return tone, _("What is known was set down"), f"{held} " + _("On these facts officers may not be sent.")


def _decided(entry: Entry, policy: PolicyWords) -> Said:
    if entry.public.get("outcome") == "declined":
        refused = tuple(entry.public.get("refused", ()))
        text = _("The policy refuses: %(tasks)s.") % {"tasks": policy.tasks(refused)} if refused else ""
        return "refused", _("The commander declined"), text
    tasks = policy.tasks(tuple(entry.public.get("tasks", ())))
    grounds = policy.grounds(tuple(entry.public.get("grounds", ())))
    text = _("Ground: %(grounds)s.") % {"grounds": grounds}
    if entry.public.get("after_sending"):
        text += " " + _("Officers had already gone because of danger; this confirmed it.")
    return "permitted", _("The commander authorized: %(tasks)s") % {"tasks": tasks}, text


def _sent(entry: Entry, _policy: PolicyWords) -> Said:
    units = int(entry.public.get("units", 0))
    title = ngettext("%(units)d unit was sent", "%(units)d units were sent", units) % {"units": units}
    with_commander = (
        _("The commander was among them.")
        if entry.public.get("commander_among")
        else _("The commander was not among them.")
    )
    if entry.public.get("before_assessment"):
        return "danger", title, _("Before assessment, because of a clear public danger.") + " " + with_commander
    return "permitted", title, with_commander


def _arrived(entry: Entry, _policy: PolicyWords) -> Said:
    arrived = datetime.fromisoformat(entry.public.get("arrived_at") or entry.at.isoformat())
    noted_later = (entry.at - arrived).total_seconds() >= 1
    text = _("At %(time)s.") % {"time": f"{timezone.localtime(arrived):%H:%M:%S}"} if noted_later else ""
    if entry.public.get("commander"):
        return "permitted", _("The commander was on scene"), text
    return "active", _("A unit was on scene"), text


def _closed(entry: Entry, _policy: PolicyWords) -> Said:
    return "quiet", _("Closed"), says(words.OUTCOME, str(entry.public.get("outcome", ""))) + "."


def _reviewed(entry: Entry, _policy: PolicyWords) -> Said:
    finding = str(entry.public.get("finding", ""))
    tone = {"within_policy": "permitted", "outside_policy": "danger"}.get(finding, "waiting")
    return tone, _("A second person reviewed it"), says(words.FINDING, finding) + "."


def _explained(entry: Entry, _policy: PolicyWords) -> Said:
    return (
        "quiet",
        _("Someone answered for an exception"),
        says(words.EXCEPTION, str(entry.public.get("exception", ""))) + ".",
    )


def _outside(_entry: Entry, _policy: PolicyWords) -> Said:
    return "danger", _("Officers were noticed to have gone, or acted, without authorization"), ""


def _recording(entry: Entry, _policy: PolicyWords) -> Said:
    return "quiet", _("A recording of the call was attached"), f"SHA-256 {entry.public.get('sha256', '')}"


_SAYS: dict[str, Callable[[Entry, PolicyWords], Said]] = {
    "request.received": _received,
    "request.amended": _amended,
    "page.sent": _page_sent,
    "page.acknowledged": _answered,
    "page.ended": _page_ended,
    "request.command_taken": _command,
    "request.facts_recorded": _facts,
    "request.decided": _decided,
    "request.units_sent": _sent,
    "request.unit_arrived": _arrived,
    "request.stood_down": lambda _e, _p: ("refused", _("The units were called back"), ""),
    "request.withdrawn": lambda _e, _p: ("quiet", _("The agency took back its request"), ""),
    "request.closed": _closed,
    "request.reviewed": _reviewed,
    "request.explained": _explained,
    "request.sent_outside": _outside,
    "recording.attached": _recording,
    "recording.heard": lambda _e, _p: ("quiet", _("Someone listened to the recording"), ""),
}
