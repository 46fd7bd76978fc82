"""One request with everything known of it: its entries, the decision and its replay, and what reviewers do with it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from brightline.assistance.policy import packs
from brightline.assistance.requests import actions, permissions, queries
from brightline.assistance.requests.forms.oversight import ExplainForm, OutsideForm, ReviewForm
from brightline.assistance.requests.models import Decision, Request, Unit
from brightline.assistance.requests.queries import oversight
from brightline.assistance.requests.queries.replay import Replay
from brightline.assistance.requests.queries.replay import replay as evaluate_again
from brightline.assistance.requests.states import State
from brightline.assistance.requests.views import oversight_recordings
from brightline.assistance.requests.views.desk_words import shown_agency
from brightline.assistance.requests.views.oversight_common import (
    MAY_LOOK,
    Words,
    listed,
    load_pack,
    me,
    next_page,
    row,
)
from brightline.assistance.requests.views.oversight_timeline import steps
from brightline.platform.accounts.access import allow, anyone_signed_in
from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role
from brightline.platform.kernel.errors import Invalid, NotFound


@dataclass(frozen=True)
class Answer:
    """What a policy says, as `ui/components/bright_line.html` takes it."""

    dispatch: str
    may: list[str]
    may_not: list[str]
    referred: list[str]
    because: list[dict[str, str]]
    missing: list[str]
    grounds: list[str]
    pack: packs.Pack | None
    pack_id: str


@allow(*MAY_LOOK)
@require_GET
def timeline(request: HttpRequest, number: str) -> HttpResponse:
    """The page of one request."""
    return show(request, number)


@allow(*MAY_LOOK)
@require_GET
def timeline_live(request: HttpRequest, number: str) -> HttpResponse:
    """The same without its frame, for the page to bring itself up to date."""
    return render(request, "requests/oversight_request_live.html", _shown(request, number))


@anyone_signed_in
@require_POST
def report_outside(request: HttpRequest, number: str) -> HttpResponse:
    """Write down that officers went without authorization. Whoever learns of it may, from any screen."""
    form = OutsideForm(request.POST)
    person = me(request)
    may_look = person.has_role(*MAY_LOOK)
    if not form.is_valid():
        if not may_look:
            raise Invalid(" ".join(str(error) for error in form.errors["what"]))
        return show(request, number, outside_form=form)
    actions.report_sent_outside(number, by=person, **form.cleaned_data)
    messages.success(request, _("It is written down, and shows as an exception of %(number)s.") % {"number": number})
    return redirect(next_page(request, reverse("oversight_request", args=[number]) if may_look else "/"))


def show(request: HttpRequest, number: str, **forms: Form) -> HttpResponse:
    """The page of one request; `forms` are those that came back with a mistake, by their name in the template."""
    context = {**_shown(request, number), **forms, "live_topic": f"request.{number}"}
    return render(request, "requests/oversight_request.html", context, status=400 if forms else 200)


def _shown(request: HttpRequest, number: str) -> dict[str, Any]:
    person = me(request)
    queries.get(number)
    found = oversight.looked_at().select_related("decision__by", "closure__by", "second_review__by").get(number=number)
    decision: Decision | None = getattr(found, "decision", None)
    # A decision under a policy that is not installed any more still opens; its words then come from the city's others.
    words = Words([load_pack(decision.pack)]) if decision else Words.of_city()
    another = _another(request, decision)
    intake = queries.latest_intake(found)
    query = request.GET.urlencode()
    return {
        "request_row": row(found, words),
        "found": found,
        "intake": intake,
        "agency": shown_agency(intake.agency),
        "steps": steps(queries.timeline(number), words),
        "exceptions": [listed(each, person) for each in queries.exceptions(number)],
        "decision": decision,
        "authorized": words.all("task", decision.tasks) if decision else [],
        "answer": _answer(_gate(found, decision)),
        "facts": _facts(found, decision, words),
        "units": Unit.objects.filter(dispatch__request=found).select_related("dispatch", "arrival").order_by("pk"),
        "recordings": oversight_recordings.shown(request, person, found),
        "replay": _replay(decision, number),
        "others": _others(decision),
        "another": another,
        "another_answer": _answer(another.again) if another else None,
        **_forms(person, found),
        "live_url": reverse("oversight_request_live", args=[number]) + (f"?{query}" if query else ""),
    }


def _forms(person: Person, found: Request) -> dict[str, Any]:
    reviewed = hasattr(found, "second_review")
    took_part = bool(oversight.took_part(person, [found]))
    waits = found.state == State.CLOSED and not reviewed
    return {
        "review_form": ReviewForm(auto_id="review_%s") if waits and permissions.can_review(person, found) else None,
        "not_mine": waits and person.has_role(Role.REVIEWER) and took_part,
        "outside_form": OutsideForm(auto_id="outside_%s"),
        "explain_form": ExplainForm(auto_id="explain_%s"),
    }


def _gate(found: Request, decision: Decision | None) -> dict[str, Any]:
    """What the gate said when it was decided; before that, what it says now."""
    return dict(decision.gate) if decision else queries.gate_now(found).to_json()


def _answer(gate: dict[str, Any]) -> Answer:
    pack = load_pack(str(gate["pack"]))
    words = Words([pack])
    by_outcome: dict[str, list[str]] = {"permitted": [], "refused": [], "referred": [], "not_covered": []}
    for task, outcome in gate["tasks"].items():
        by_outcome[outcome].append(words.say("task", task))
    # A sentence is translated only while the pack's text is the one that decided; else it stands as it was stored.
    same_text = pack if pack and pack.digest == gate["pack_digest"] else None
    return Answer(
        dispatch=gate["dispatch"],
        may=by_outcome["permitted"],
        may_not=by_outcome["refused"],
        referred=by_outcome["referred"],
        because=[{**reason, "says": _says(same_text, reason)} for reason in gate["because"]],
        missing=[words.say("fact", name) for name in gate["missing"]],
        grounds=words.all("ground", gate["grounds"]),
        pack=pack,
        pack_id=gate["pack"],
    )


def _says(pack: packs.Pack | None, reason: dict[str, str]) -> str:
    try:
        return pack.says(reason["rule"], get_language() or packs.ENGLISH) if pack else reason["says"]
    except NotFound:
        return reason["says"]


def _facts(found: Request, decision: Decision | None, words: Words) -> list[tuple[str, str]]:
    facts = decision.facts if decision else queries.facts_now(found).to_json()
    return words.facts(facts)


def _replay(decision: Decision | None, number: str) -> Replay | None:
    """The decision under its own policy again; None before one is made or when the policy is not installed any more."""
    return evaluate_again(number) if decision and load_pack(decision.pack) else None


def _others(decision: Decision | None) -> list[packs.Pack]:
    """The policies that did not decide this request."""
    found = (load_pack(pack_id) for pack_id in packs.catalog() if decision and pack_id != decision.pack)
    return [pack for pack in found if pack]


def _another(request: HttpRequest, decision: Decision | None) -> Replay | None:
    """What the policy named by ?pack= would have said."""
    pack_id = request.GET.get("pack")
    if not pack_id or decision is None or pack_id == decision.pack:
        return None
    # Only the catalog: a path from an address would let a reader point the gate at any folder of the server.
    if pack_id not in packs.catalog():
        raise NotFound(_("There is no policy “%(pack)s”. Choose one that is listed.") % {"pack": pack_id[:60]})
    return evaluate_again(decision.request.number, pack_id)
