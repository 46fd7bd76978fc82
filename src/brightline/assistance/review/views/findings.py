"""One finding at a time: what was said, what the engine took it for, and what this person says."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from brightline.assistance.requests import queries as requests
from brightline.assistance.review import actions, permissions
from brightline.assistance.review.forms import ExplainForm, JudgeForm, MatchForm
from brightline.assistance.review.matching import Candidate, Reason
from brightline.assistance.review.models import Explanation, Finding, Judgement, Label, Match
from brightline.assistance.review.queries import examinations as examination_queries
from brightline.assistance.review.queries import findings, matching
from brightline.assistance.review.views.showing import GATE, LABEL_TONES, MAY_LOOK, Words, me, pieces, share_text
from brightline.platform.accounts.access import allow
from brightline.platform.accounts.models import Person
from brightline.platform.accounts.roles import Role


@allow(*MAY_LOOK)
@require_GET
def finding(request: HttpRequest, finding_id: int) -> HttpResponse:
    """One finding. Opening it is entered on the ledger: what was said in a call is private."""
    return _show(request, finding_id, 200)


@allow(*MAY_LOOK)
@require_GET
def next_one(request: HttpRequest, examination_id: int) -> HttpResponse:
    """Go to the first finding this person has something to say of."""
    found = findings.next_for(examination_queries.get(examination_id), me(request))
    return redirect("finding", found.pk) if found else redirect("examination", examination_id)


@allow(Role.REVIEWER)
@require_POST
def judge(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Record what this person says, and go on to the next."""
    words = Words()
    form = JudgeForm(request.POST, tasks=words.tasks(), grounds=words.grounds())
    if not form.is_valid():
        return _show(request, finding_id, 400, judge_form=form)
    said = actions.Said(**form.cleaned_data)
    settlement = actions.judge(finding_id, said=said, by=me(request))
    found = findings.get(finding_id)
    if settlement is None:
        messages.success(request, _("%(reference)s: recorded. Another person looks at it too.") % {"reference": found})
    else:
        messages.success(
            request,
            _("%(reference)s is settled: %(label)s.") % {"reference": found, "label": Label(settlement.label).label},
        )
        if settlement.label == Label.REQUEST:
            # Whoever settled a request has it in mind: now is the time to look for it in the register.
            return redirect("finding", finding_id)
    return _go_on(found, me(request))


@allow(Role.REVIEWER)
@require_POST
def match(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Record which request of the register it is, or that it is in none."""
    form = MatchForm(request.POST)
    if not form.is_valid():
        return _show(request, finding_id, 400, match_form=form)
    made = actions.match(finding_id, number=form.cleaned_data["chosen"], by=me(request))
    found = findings.get(finding_id)
    if made.number:
        said = _("%(reference)s is %(number)s in the register.") % {"reference": found, "number": made.number}
    elif Match.objects.filter(finding=found).count() >= 2:
        said = _("%(reference)s was not logged. It is on the ledger now.") % {"reference": found}
    else:
        said = _("%(reference)s: not found in the register. Another person has to confirm it.") % {"reference": found}
    messages.success(request, said)
    return _go_on(found, me(request))


@allow(Role.REVIEWER)
@require_POST
def explain(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Answer for its not having been logged."""
    form = ExplainForm(request.POST)
    if not form.is_valid():
        return _show(request, finding_id, 400, explain_form=form)
    actions.explain(finding_id, by=me(request), **form.cleaned_data)
    messages.success(request, _("Your explanation stands beside the exception now."))
    return redirect("finding", finding_id)


def _go_on(found: Finding, person: Person) -> HttpResponse:
    following = findings.next_for(found.examination, person, after=found.place)
    return redirect("finding", following.pk) if following else redirect("examination", found.examination_id)


def _show(request: HttpRequest, finding_id: int, status: int, **forms: Any) -> HttpResponse:
    person = me(request)
    found = actions.read(finding_id, by=person)
    words = Words()
    settlement = getattr(found, "settlement", None)
    preceding, following = findings.neighbours(found, person)
    counts = findings.counts(found.examination, person)
    may_judge = permissions.can_judge(person, found)
    may_match = permissions.can_match(person, found)
    looks = list(Match.objects.filter(finding=found).select_related("by"))
    context: dict[str, Any] = {
        "finding": found,
        "examination": found.examination,
        "label": Label(found.label),
        "tone": LABEL_TONES[Label(found.label)],
        "received": findings.received(found),
        "pieces": pieces(found),
        "percent": share_text(found.score, 0) if found.score is not None else "",
        "asks": words.all("task", found.asks),
        "grounds": words.all("ground", found.grounds),
        "gate": GATE.get(found.gate),
        "preceding": preceding,
        "following": following,
        "counts": counts,
        "may_judge": may_judge,
        "may_match": may_match,
        "judgements": _judgements(found, person, words),
        "settlement": settlement,
        "settled": _said(settlement, words) if settlement else None,
        "looks": looks if settlement else [],
        "logged": next((look for look in looks if look.number), None),
        "unlogged": len(looks) >= 2 and not any(look.number for look in looks),
        "explanations": Explanation.objects.filter(finding__in=findings.same_call(found)).select_related("by"),
        "candidates": [_candidate(each) for each in matching.candidates_for(found)] if may_match else [],
    }
    if may_judge:
        context["judge_form"] = forms.get("judge_form") or JudgeForm(
            tasks=words.tasks(), grounds=words.grounds(), initial=_as_the_engine(found)
        )
    if may_match:
        context["match_form"] = forms.get("match_form") or MatchForm()
    if permissions.can_explain(person, found):
        context["explain_form"] = forms.get("explain_form") or ExplainForm()
    return render(request, "review/finding.html", context, status=status)


def _as_the_engine(found: Finding) -> dict[str, Any]:
    """What is chosen when the page opens. Never the grounds: on them hangs whether officers should have gone."""
    if found.set_aside:
        # What the engine misses is measured only where people choose for themselves.
        return {}
    return {
        "label": found.label,
        "agency": found.agency,
        "asks": found.asks,
        "commander": found.commander_involved if found.label == Label.REQUEST else False,
    }


def _judgements(found: Finding, person: Person, words: Words) -> list[dict[str, Any]]:
    """What was said so far. Until it is settled a reviewer sees their own alone, so that each judges by themself."""
    given = Judgement.objects.filter(finding=found).select_related("by").order_by("pk")
    if not hasattr(found, "settlement") and person.has_role(Role.REVIEWER):
        given = given.filter(by=person)
    return [{"judgement": each, **_said(each, words)} for each in given]


def _said(said: Any, words: Words) -> dict[str, Any]:
    label = Label(said.label)
    return {
        "label": label,
        "tone": LABEL_TONES[label],
        "asks": words.all("task", said.asks),
        "grounds": words.all("ground", said.grounds),
    }


def _candidate(each: Candidate) -> dict[str, Any]:
    row: Any = requests.register().filter(number=each.number).first()
    minutes = abs(each.minutes) if each.minutes is not None else 0
    why = {
        Reason.CAD_NUMBER: _("the same CAD number"),
        Reason.TIME_AND_PLACE: _("the same place, %(minutes)d minutes apart") % {"minutes": minutes},
        Reason.TIME_ALONE: _("%(minutes)d minutes apart; one of the two names no place") % {"minutes": minutes},
    }[each.reason]
    return {"number": each.number, "why": why, "row": row, "sure": each.reason == Reason.CAD_NUMBER}
