import json

import pytest

from brightline.assistance.policy import packs, scenarios
from tests.assistance.policy.builders import LMCO, LMPD, changed, copy, decide, rules

READY = {"handled_by_commander": True, "commander_joins": True, "call_recorded": True}


@pytest.mark.parametrize("pack", [LMPD, LMCO])
def test_every_worked_example_is_decided_as_counsel_says(pack):
    assert len(scenarios.read(packs.load(pack))) >= 8
    assert scenarios.failures(packs.load(pack)) == []


def test_a_worked_example_that_fails_is_named(tmp_path):
    folder = changed(tmp_path, "scenarios.toml", 'missing = ["warrant_verified"]', "missing = []")
    assert scenarios.failures(packs.load(folder)) == [
        'lmpd-2017-09/scenarios.toml: "The same warrant before anyone has verified it": '
        'missing should be [] and is ["warrant_verified"]; correct the rule or the example.'
    ]


def test_a_decision_has_exactly_the_keys_of_the_issue_in_that_order():
    decision = decide(asks=["other", "perimeter"])
    assert list(decision) == [
        "dispatch", "before_assessment", "grounds", "tasks", "because", "missing", "pack", "pack_digest",
    ]  # fmt: skip
    assert list(decision["tasks"]) == ["other", "perimeter"]
    assert all(list(reason) == ["rule", "source", "says"] for reason in decision["because"])
    assert decision["pack_digest"] == packs.load(LMPD).digest
    json.dumps(decision)


def test_what_permits_and_what_refuses_is_said_in_order():
    decision = decide(warrant="criminal", warrant_verified=True, asks=["transport", "other"], **READY)
    assert rules(decision) == [
        "agency-immigration", "ground-criminal-warrant", "dispatch-on-ground", "tasks-criminal-warrant", "refer-other",
    ]  # fmt: skip


def test_a_refusal_no_rule_speaks_to_is_default_deny():
    decision = decide(clear_public_danger=True, asks=["transport"], **READY)
    assert decision["tasks"] == {"transport": "refused"}
    assert rules(decision)[-1] == "default-deny"


def test_no_rules_permit_nothing(tmp_path):
    folder = copy(tmp_path)
    (folder / "policy.cedar").write_text("", encoding="utf-8")
    (folder / "scenarios.toml").write_text("", encoding="utf-8")
    for locale in (folder / "locale").iterdir():
        head = locale.read_text(encoding="utf-8").split("[says]")[0]
        locale.write_text(head + '[says]\ndefault-deny = "x"\n', encoding="utf-8")
    decision = decide(
        folder, clear_public_danger=True, warrant="criminal", warrant_verified=True, asks=["other"], **READY
    )
    assert (decision["dispatch"], decision["before_assessment"]) == ("not_covered", "not_covered")
    assert decision["tasks"] == {"other": "not_covered"}
    assert (decision["grounds"], rules(decision)) == ([], ["default-deny"])


def test_the_same_facts_are_decided_by_the_pack_given():
    facts = {"warrant": "immigration_crime", "warrant_verified": True, **READY}
    assert decide(LMPD, **facts)["dispatch"] == "refused"
    assert decide(LMCO, **facts)["dispatch"] == "permitted"


def test_a_decision_cannot_be_changed_after_the_fact():
    from brightline.assistance.policy import gate
    from brightline.assistance.policy.facts import Facts

    decision = gate.decide(packs.load(LMPD), Facts(asks=("other",)))
    with pytest.raises(TypeError):
        decision.tasks["other"] = "permitted"  # type: ignore[index]
    with pytest.raises(AttributeError):
        decision.dispatch = "permitted"  # type: ignore[misc]
