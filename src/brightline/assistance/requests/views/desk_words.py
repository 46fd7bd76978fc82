"""What the desk says of a request: how it stands in a few words, its clock, and what the caller should hear."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from brightline.assistance.duty import queries as duty
from brightline.assistance.duty.models import Page
from brightline.assistance.duty.queries import OnDuty
from brightline.assistance.policy import packs
from brightline.assistance.requests.forms.desk import NOT_YET_KNOWN
from brightline.assistance.requests.models import Decision, Intake, Request, Unit
from brightline.assistance.requests.queries import pack_for
from brightline.assistance.requests.states import State
from brightline.assistance.requests.views import console_line
from brightline.platform.kernel import clock
from brightline.platform.ui.phrases import in_a_row, isolated

# Everything below reads these from memory; the lists ask for them once (`BEHIND`).
BEHIND = ("dispatches__units__arrival", "dispatches__units__commander")


# A Request with what `queries.register()` adds to it: agency, location, in_charge, before_assessment and the like.
Listed = Any


@dataclass(frozen=True)
class Standing:
    """tone, title, text: how it stands; say: the caller's words; until or since: its clock; number for the card."""

    number: str
    tone: str
    title: str
    text: str = ""
    say: str = ""
    until: datetime | None = None
    since: datetime | None = None
    urgent: bool = False


def standings(requests: Iterable[Listed]) -> list[Standing]:
    """How each request stands. They come from `queries.register()` with `BEHIND` prefetched."""
    rows = list(requests)
    pages = {page.subject: page for page in duty.pages_of([row.number for row in rows]) if page.ended_at is None}
    posts = duty.on_duty(clock.now())
    return [_standing(row, pages.get(row.number), posts) for row in rows]


def shown_agency(agency: str) -> str:
    """The agency's name, or the reader's words for it while nobody has named one."""
    return _("Agency not yet known") if agency == NOT_YET_KNOWN else agency


def task_words(request: Request, tasks: Iterable[str]) -> list[str]:
    pack = pack_for(request)
    return [pack.label("task", task, get_language() or "en") for task in tasks]


def _standing(request: Listed, page: Page | None, posts: Sequence[OnDuty]) -> Standing:
    state = State(request.state)
    if state == State.PAGED:
        return _paged(request, page, posts)
    tone, title, text, say = _WORDS[state](request)
    return Standing(request.number, tone, title, text, say, since=request.state_since, urgent=tone == "danger")


def _paged(request: Listed, page: Page | None, posts: Sequence[OnDuty]) -> Standing:
    if page is None:
        return Standing(request.number, "waiting", str(State.PAGED.label), _where(request), since=request.state_since)
    danger = page.reason == Page.Reason.DANGER
    names = _reached(page, page.step)
    everyone = page.step >= len(posts)
    missed = _reached(page, page.step - 1) if page.step and not danger else ""
    if danger:
        title = _("Danger: all commanders paged")
        known = request.location or request.district
        text = (
            _("Units can be sent now. When the clock runs out everyone is paged again.")
            if known
            else _("Units can be sent now. Ask where: dispatch needs the place.")
        )
    elif everyone:
        title = _("All commanders paged")
        text = _("No answer yet. When the clock runs out everyone is paged again.")
    elif missed:
        title = _("Escalated to %(name)s") % {"name": names}
        text = _("%(name)s did not answer. When the clock runs out we page %(next)s.") % {
            "name": missed,
            "next": _after(page, posts),
        }
    else:
        title = _("Paged %(name)s") % {"name": names}
        text = _("No answer yet. When the clock runs out we page %(next)s.") % {"next": _after(page, posts)}
    say = (
        _("“We are sending officers for the danger. Stay on the line.”")
        if danger
        else _("“A commanding officer will speak with you now on a recorded line.”")
    )
    tone = "danger" if danger else "waiting"
    return Standing(request.number, tone, title, text, say, until=page.next_step_at, urgent=True)


def _reached(page: Page, step: int) -> str:
    return in_a_row(isolated(call.commander.display_name) for call in page.calls.all() if call.step == step)


def _after(page: Page, posts: Sequence[OnDuty]) -> str:
    following = page.step + 1
    return isolated(posts[following].commander.display_name) if following < len(posts) else _("all commanders")


Words = tuple[str, str, str, str]


def _with_commander(request: Listed) -> Words:
    say = _("“A commanding officer will speak with you now on a recorded line.”")
    title = _("With %(name)s") % {"name": _in_charge(request)}
    if request.before_assessment == "permitted":
        return "danger", title, _("Danger. Units can be sent now."), say
    return "active", title, _where(request), say


def _sent_first(request: Listed) -> Words:
    say = _("“Officers are on their way for the danger. A commanding officer decides on the rest.”")
    return "danger", _("Units sent before assessment"), _units(request), say


def _authorized(request: Listed) -> Words:
    tasks = in_a_row(task_words(request, request.decision.tasks))
    return "permitted", _("Authorized"), tasks, _told_what(request)


def _sent(request: Listed) -> Words:
    return "permitted", _("Units sent"), _grounds_and_units(request), _told_what(request)


def _on_scene(request: Listed) -> Words:
    there = any(unit.commander_id and hasattr(unit, "arrival") for unit in units_of(request))
    title = _("On scene, commander arrived") if there else _("On scene, commander not yet there")
    return "permitted", title, _grounds_and_units(request), _told_what(request)


def _stood_down(request: Listed) -> Words:
    return "quiet", _("Stood down"), _units(request), _("“The officers have been called back.”")


def _declined(request: Listed) -> Words:
    say = _("“A commanding officer has decided. Under the written policy of the city our officers will not take part.”")
    return "refused", _("Declined"), _because(request.decision), say


def _withdrawn(request: Listed) -> Words:
    say = _("“We have noted that you no longer ask for help.”")
    return "quiet", _("Withdrawn by the agency"), _where(request), say


def _closed(request: Listed) -> Words:
    return "quiet", _("Closed"), str(request.closure.get_outcome_display()), ""


_WORDS: dict[State, Callable[[Listed], Words]] = {
    State.UNDER_ASSESSMENT: _with_commander,
    State.SENT_BEFORE_ASSESSMENT: _sent_first,
    State.AUTHORIZED: _authorized,
    State.UNITS_SENT: _sent,
    State.ON_SCENE: _on_scene,
    State.STOOD_DOWN: _stood_down,
    State.DECLINED: _declined,
    State.WITHDRAWN: _withdrawn,
    State.CLOSED: _closed,
}


def units_of(request: Listed) -> list[Unit]:
    return [unit for dispatch in request.dispatches.all() for unit in dispatch.units.all()]


def taken_down(request: Request, intake: Intake) -> list[tuple[str, str]]:
    """What was last written down, for a request that can no longer be added to: (label, words), empty ones left out."""
    language, pack = get_language() or "en", pack_for(request)
    asked = [pack.label("task", task, language) for task in intake.asks]
    pairs = [
        (_("Agency"), shown_agency(intake.agency)),
        (_("Officer and badge"), intake.officer),
        (_("Call-back"), intake.callback),
        (_("CAD number"), intake.cad_number),
        (_("Where"), " · ".join(isolated(part) for part in (intake.location, intake.district) if part)),
        (_("They asked for"), in_a_row(asked)),
        (_("Anyone in danger"), str(intake.get_danger_display())),
        (_("In their words"), intake.words),
    ]
    return [(label, words) for label, words in pairs if words]


def may_change_it(request: Listed) -> list[str]:
    """For a caller who was declined: the grounds that would send officers; none where no ground ever permits it."""
    pack = pack_for(request)
    if request.asks and len(console_line.never_permitted(pack, request.asks)) == len(request.asks):
        return []
    return [pack.label("ground", ground, get_language() or "en") for ground in pack.grounds]


def never(request: Listed) -> list[str]:
    """What of the tasks asked is never permitted, as sentences."""
    refused = console_line.never_permitted(pack_for(request), request.asks)
    return [console_line.never_words(task) for task in task_words(request, refused)]


def _because(decision: Decision) -> str:
    """What the first rule that stood in the way says, in the reader's language where the pack speaks it."""
    pack = packs.load(decision.pack)
    forbids = {rule.id for rule in pack.rules.by_policy.values() if rule.effect == "forbid"} | {packs.DEFAULT_DENY}
    against = next((reason for reason in decision.gate["because"] if reason["rule"] in forbids), None)
    if against is None:
        return ""
    # Of a text that has changed since, only the words that decided then are quoted.
    same = pack.digest == decision.pack_digest
    return pack.says(against["rule"], get_language() or "en") if same else str(against["says"])


def _told_what(request: Listed) -> str:
    tasks = in_a_row(task_words(request, request.decision.tasks))
    return _("“Officers will do this and nothing else: %(tasks)s.”") % {"tasks": tasks}


def _grounds_and_units(request: Listed) -> str:
    pack = packs.load(request.decision.pack)
    grounds = [pack.label("ground", ground, get_language() or "en") for ground in request.decision.grounds]
    return " · ".join([*grounds, _units(request)])


def _units(request: Listed) -> str:
    signs = dict.fromkeys(unit.call_sign for unit in units_of(request))
    return isolated(" ".join(signs)) if signs else _("no units were sent")


def _in_charge(request: Listed) -> str:
    return isolated(request.in_charge) if request.in_charge else _("a commander")


def _where(request: Listed) -> str:
    parts = [shown_agency(request.agency), request.location or request.district]
    return " · ".join(isolated(part) for part in parts if part)
