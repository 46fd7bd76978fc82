"""The gate against an oracle written from issue 2 alone: it shares no code, no list and no rule with the gate."""

from itertools import product

import pytest

from brightline.assistance.policy import gate, packs
from brightline.assistance.policy.facts import Facts
from tests.assistance.policy.builders import LMCO, LMPD

AGENCIES = ["immigration", "federal", "state", "local", "other"]
CHANNELS = ["phone", "radio", "in_person", "email", "database"]
PURPOSES = ["civil_immigration", "criminal", "emergency", "information", "unknown"]
WARRANTS = ["none", "administrative", "detainer", "immigration_crime", "criminal"]
CRIMES = ["none", "occurred", "occurring"]
KINDS = ["none", "state_or_local", "federal", "immigration"]
TASKS = [
    "serve_criminal_warrant",
    "serve_administrative_warrant",
    "knock_and_clear",
    "perimeter",
    "transport",
    "identify_person",
    "keep_the_peace",
    "traffic_control",
    "backup_officer_safety",
    "respond_to_crime",
    "medical_aid",
    "hold_on_detainer",
    "ask_immigration_status",
    "share_information",
    "other",
]
ANY = {"keep_the_peace", "traffic_control", "medical_aid"}
BY_GROUND = {
    "criminal_warrant": {"serve_criminal_warrant", "perimeter", "transport", "identify_person"},
    "crime": {"respond_to_crime", "perimeter", "transport", "identify_person"},
    "public_danger": {"backup_officer_safety", "perimeter"},
    "judicial_warrant": {"serve_criminal_warrant", "perimeter", "transport", "identify_person"},
    "risk_of_violence": {"backup_officer_safety", "perimeter"},
}
FLAGS = ["handled_by_commander", "commander_joins", "call_recorded", "warrant_verified"]
SUBSETS = sorted(
    ([name for bit, name in enumerate(FLAGS) if mask >> bit & 1] for mask in range(16)),
    key=lambda names: (len(names), [FLAGS.index(name) for name in names]),
)


def lmpd_grounds(f):
    grounds = []
    if f["warrant"] == "criminal" and f["warrant_verified"]:
        grounds.append("criminal_warrant")
    if f["crime"] in ("occurred", "occurring") and f["crime_kind"] in ("state_or_local", "federal"):
        grounds.append("crime")
    if f["clear_public_danger"]:
        grounds.append("public_danger")
    return grounds


def lmco_grounds(f):
    grounds = []
    if f["warrant"] in ("criminal", "immigration_crime") and f["warrant_verified"]:
        grounds.append("judicial_warrant")
    if f["articulated_risk_of_violence"]:
        grounds.append("risk_of_violence")
    if f["clear_public_danger"]:
        grounds.append("public_danger")
    return grounds


def may_go(f, grounds_of):
    recorded = f["channel"] != "phone" or f["call_recorded"] or f["clear_public_danger"]
    return bool(grounds_of(f)) and f["handled_by_commander"] and f["commander_joins"] and recorded


def missing(f, grounds_of):
    """Every subset by size and then by the order of the issue, the plain way."""
    for names in SUBSETS:
        if may_go({**f, **dict.fromkeys(names, True)}, grounds_of):
            return [name for name in names if not f[name]]
    return []


def task_outcome(task, grounds, go, referred):
    if task in referred:
        return "referred"
    permitted = set().union(*(BY_GROUND[g] | ANY for g in grounds)) if go else set()
    return "permitted" if task in permitted else "refused"


def oracle(f, grounds_of=lmpd_grounds, referred=("share_information", "other")):
    grounds = grounds_of(f)
    if f["agency_kind"] != "immigration":
        return ("not_covered", "not_covered", grounds, dict.fromkeys(TASKS, "not_covered"), [])
    go = may_go(f, grounds_of)
    return (
        "permitted" if go else "refused",
        "permitted" if f["clear_public_danger"] else "refused",
        grounds,
        {task: task_outcome(task, grounds, go, referred) for task in TASKS},
        [] if go else missing(f, grounds_of),
    )


SPACE = {
    "channel": CHANNELS,
    "purpose": PURPOSES,
    "warrant": WARRANTS,
    "crime": CRIMES,
    "crime_kind": KINDS,
    **{flag: [False, True] for flag in [*FLAGS, "clear_public_danger"]},
}


def every(**fixed):
    names = [name for name in SPACE if name not in fixed]
    for values in product(*(SPACE[name] for name in names)):
        yield {**fixed, **dict(zip(names, values, strict=True))}


def answered(decision):
    return (
        decision.dispatch,
        decision.before_assessment,
        list(decision.grounds),
        dict(decision.tasks),
        list(decision.missing),
    )


@pytest.mark.parametrize("agency", AGENCIES)
def test_the_gate_agrees_with_the_oracle_on_every_combination(agency):
    pack = packs.load(LMPD)
    seen = 0
    for f in every(agency_kind=agency):
        seen += 1
        assert answered(gate.decide(pack, Facts(**f, asks=tuple(TASKS)))) == oracle(f), f
    assert seen == 48_000


@pytest.mark.parametrize("agency", ["immigration", "other"])
def test_a_task_asked_alone_is_answered_as_among_all(agency):
    pack = packs.load(LMPD)
    for f in every(agency_kind=agency, purpose="unknown", crime="occurred"):
        together = gate.decide(pack, Facts(**f, asks=tuple(TASKS)))
        none = gate.decide(pack, Facts(**f))
        assert (none.dispatch, none.missing, dict(none.tasks)) == (together.dispatch, together.missing, {}), f
        for task in TASKS:
            alone = gate.decide(pack, Facts(**f, asks=(task,)))
            assert dict(alone.tasks) == {task: together.tasks[task]}, (f, task)
            assert alone.dispatch == together.dispatch


@pytest.mark.parametrize("risk", [False, True])
def test_the_ordinance_agrees_with_its_oracle(risk):
    """Every combination of what the ordinance as reported speaks of, for a request that is also about a crime."""
    pack = packs.load(LMCO)
    referred = ("respond_to_crime", "share_information", "other")
    for f in every(agency_kind="immigration", purpose="criminal", crime="occurring"):
        known = {**f, "articulated_risk_of_violence": risk}
        facts = Facts(**f, asks=tuple(TASKS), extra=(("articulated_risk_of_violence", risk),))
        assert answered(gate.decide(pack, facts)) == oracle(known, lmco_grounds, referred), known


def test_every_decision_says_why_and_a_refusal_names_what_stands_in_the_way():
    pack = packs.load(LMPD)
    for f in every(agency_kind="immigration", purpose="unknown"):
        decision = gate.decide(pack, Facts(**f))
        because = {reason.rule for reason in decision.because}
        refused = decision.dispatch == "refused"
        assert ("commander-has-not-handled" in because) == (not f["handled_by_commander"]), f
        assert ("commander-not-joining" in because) == (not f["commander_joins"]), f
        assert ("no-ground" in because) == (not decision.grounds), f
        phone_unrecorded = f["channel"] == "phone" and not f["call_recorded"]
        assert ("not-recorded" in because) == (phone_unrecorded and not f["clear_public_danger"]), f
        for kind, rule in (("administrative", "no-ground-administrative"), ("detainer", "no-ground-detainer")):
            assert (rule in because) == (refused and not decision.grounds and f["warrant"] == kind), f
        assert ("dispatch-on-ground" in because) == (not refused and not phone_unrecorded), f
        assert ("dispatch-danger-unrecorded" in because) == (not refused and phone_unrecorded), f
        assert len(because) == len(decision.because), f
