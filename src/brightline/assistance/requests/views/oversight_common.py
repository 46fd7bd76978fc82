"""What the oversight screens share: who may look, the policy's words in the reader's language, and where to go next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from brightline.assistance.policy import packs
from brightline.assistance.policy.facts import STANDARD
from brightline.assistance.requests import permissions
from brightline.assistance.requests.models import Decision, Request
from brightline.assistance.requests.queries import ExceptionKind, OpenException
from brightline.assistance.requests.states import State
from brightline.assistance.requests.views.desk_words import shown_agency
from brightline.city import queries as city
from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role
from brightline.platform.kernel import clock
from brightline.platform.kernel.errors import BrightlineError
from brightline.platform.ui.phrases import in_a_row, time_between

# Commanders see the register too: they answer for its exceptions, and take requests over from one another.
MAY_LOOK = (Role.REVIEWER, Role.AUDITOR, Role.COMMANDER)
A_PAGE = 25

STATE_TONES = {
    State.PAGED: "waiting",
    State.UNDER_ASSESSMENT: "active",
    State.SENT_BEFORE_ASSESSMENT: "danger",
    State.AUTHORIZED: "permitted",
    State.UNITS_SENT: "active",
    State.ON_SCENE: "active",
    State.STOOD_DOWN: "quiet",
    State.DECLINED: "refused",
    State.WITHDRAWN: "quiet",
    State.CLOSED: "quiet",
}


# An exception that is no mere delay or gap in the papers is painted as danger.
EXCEPTION_TONES = {
    ExceptionKind.UNANSWERED_PAGE: "waiting",
    ExceptionKind.NOT_REVIEWED: "waiting",
    ExceptionKind.NO_RECORDING: "waiting",
}


def me(request: HttpRequest) -> Person:
    """Who asks; AccessMiddleware has let nobody else through."""
    return cast(Person, request.user)


def paged(request: HttpRequest, rows: Sequence[Any] | QuerySet[Any], size: int = A_PAGE) -> Page[Any]:
    """The page asked for; a number that is none shows the first, one too far the last."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def next_page(request: HttpRequest, otherwise: str) -> str:
    """Where the form said to go on, if that is a page of ours."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if wanted and ours else otherwise


def load_pack(pack_id: str) -> packs.Pack | None:
    """The pack, or None when it is not installed here any more: an old request must open all the same."""
    try:
        return packs.load(pack_id)
    except BrightlineError:
        return None


class Words:
    """The policies' own words for tasks, grounds, facts and their values, in the reader's language."""

    def __init__(self, known: Iterable[packs.Pack | None]) -> None:
        self._packs = [pack for pack in known if pack is not None]
        self._language = get_language() or packs.ENGLISH

    @classmethod
    def of_city(cls) -> "Words":
        """Those of every policy the city has taken up, the latest first."""
        taken_up = dict.fromkeys(row["pack"] for row in reversed(city.city().policy_adoptions))
        return cls(load_pack(pack_id) for pack_id in taken_up)

    def say(self, kind: str, name: str) -> str:
        """The spoken name, or the bare one where no pack has it."""
        for pack in self._packs:
            try:
                return pack.label(kind, name, self._language)
            except BrightlineError:
                continue
        return name

    def all(self, kind: str, names: Iterable[str] | None) -> list[str]:
        return [self.say(kind, name) for name in names or ()]

    def grounds(self) -> list[tuple[str, str]]:
        """Every ground there is, with its name."""
        names = dict.fromkeys(name for pack in self._packs for name in pack.grounds)
        return [(name, self.say("ground", name)) for name in names]

    def facts(self, facts: Mapping[str, object]) -> list[tuple[str, str]]:
        """Facts and their values, in the order the policy has them: what comes from the database has lost it."""
        order = {name: place for place, name in enumerate(STANDARD)}
        return [self.fact(name, facts[name]) for name in sorted(facts, key=lambda name: order.get(name, len(order)))]

    def fact(self, name: str, value: object) -> tuple[str, str]:
        """A fact and its value, both spoken."""
        label = self.say("fact", name)
        if isinstance(value, bool):
            return label, _("yes") if value else _("no")
        if isinstance(value, list | tuple):
            return label, in_a_row(self.all("task", [str(task) for task in value])) or _("nothing named")
        return label, self.say(name, str(value))


@dataclass(frozen=True)
class Row:
    """One request as a line of a table. The tones are those of the `badge` tag; decided is empty until it is."""

    request: Request
    agency: str
    asks: list[str]
    grounds: list[str]
    state_tone: str
    decided: str
    decided_tone: str
    needs_review: bool


def row(request: Request, words: Words) -> Row:
    """A request of `queries.oversight.looked_at`, ready to show."""
    decision: Decision | None = getattr(request, "decision", None)
    declined = decision is not None and decision.outcome == Decision.Outcome.DECLINED
    return Row(
        request=request,
        agency=shown_agency(getattr(request, "agency", "")),
        asks=words.all("task", getattr(request, "asks", [])),
        grounds=words.all("ground", decision.grounds if decision else []),
        state_tone=STATE_TONES[State(request.state)],
        decided=str(decision.get_outcome_display()) if decision else "",
        decided_tone="refused" if declined else "permitted",
        needs_review=request.state == State.CLOSED and not hasattr(request, "second_review"),
    )


def listed(each: OpenException, person: Person) -> dict[str, Any]:
    """One exception as `oversight_exception.html` takes it."""
    return {
        "request": each.request,
        "agency": shown_agency(getattr(each.request, "agency", "")),
        "kind": each.kind,
        "tone": EXCEPTION_TONES.get(each.kind, "danger"),
        "since": each.since,
        "ago": _ago(each.since),
        "explanations": each.explanations,
        "id": f"{each.request.number}-{each.kind}",
        "may_explain": permissions.can_explain(person, each.request),
    }


def _ago(since: datetime) -> str:
    now = clock.now()
    if now - since < timedelta(minutes=1):
        return _("just now")
    return _("%(time)s ago") % {"time": time_between(since, now)}
