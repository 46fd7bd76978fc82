"""The proof finds faults that are really there, and says which facts show them."""

import pytest

from brightline.assistance.policy import packs, prove
from brightline.assistance.policy.facts import CHOICES, Facts
from tests.assistance.policy.builders import LMCO, LMPD, changed, inverted_danger, with_rule


def proved(folder):
    return prove.prove(packs.load(folder), workers=1, stop_early=True)


def test_the_combinations_are_all_different_and_all_there():
    pack = packs.load(LMCO)
    total = prove.combinations(pack)
    assert total == 480_000
    every = set(prove.facts_between(pack, 0, total))
    assert len(every) == total
    assert {facts.warrant for facts in every} == set(CHOICES["warrant"])
    assert Facts(extra=(("articulated_risk_of_violence", False),)) in every


def test_a_run_in_pieces_is_the_run_in_whole():
    pack = packs.load(LMPD)
    whole = list(prove.facts_between(pack, 100, 700))
    assert whole == [*prove.facts_between(pack, 100, 333), *prove.facts_between(pack, 333, 700)]


def permit_knock(tmp_path):
    folder = with_rule(
        tmp_path,
        "planted",
        'permit (principal, action == Action::"do_task", resource == Task::"knock_and_clear")'
        " when { context.dispatch };",
    )
    text = (folder / "policy.cedar").read_text(encoding="utf-8")
    start = text.index('@id("never-knock-and-clear")')
    (folder / "policy.cedar").write_text(text[:start] + text[text.index("@id", start + 5) :], encoding="utf-8")
    for locale in (folder / "locale").iterdir():
        lines = locale.read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if not line.startswith("never-knock")]
        locale.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return folder


def forget_commander(tmp_path):
    folder = changed(tmp_path, "policy.cedar", "context.handled_by_commander && context.commander_joins &&", "")
    text = (folder / "policy.cedar").read_text(encoding="utf-8")
    never = 'unless { context.handled_by_commander || context.channel == Channel::"radio" }'
    (folder / "policy.cedar").write_text(
        text.replace("unless { context.handled_by_commander }", never), encoding="utf-8"
    )
    return folder


def administrative_is_ground(tmp_path):
    return with_rule(
        tmp_path,
        "planted",
        'permit (principal, action == Action::"find_ground", resource == Ground::"crime")'
        ' when { context.warrant == Warrant::"administrative" };',
    )


def recording_blocks_danger(tmp_path):
    return with_rule(
        tmp_path,
        "planted",
        'forbid (principal, action == Action::"dispatch", resource)'
        ' when { context.channel == Channel::"phone" && !context.call_recorded };',
    )


def covers_everyone(tmp_path):
    return changed(
        tmp_path,
        "policy.cedar",
        'unless { context.agency_kind == AgencyKind::"immigration" }',
        'unless { context.agency_kind == AgencyKind::"immigration" || context.agency_kind == AgencyKind::"local" }',
    )


def refers_nothing(tmp_path):
    old = 'permit (principal, action == Action::"refer", resource == Task::"other");'
    return changed(tmp_path, "policy.cedar", old, old.replace("other", "transport"))


def decided_without_dispatch(tmp_path):
    folder = changed(tmp_path, "policy.cedar", "unless { context.dispatch };", "when { false };")
    text = (folder / "policy.cedar").read_text(encoding="utf-8")
    (folder / "policy.cedar").write_text(
        text.replace("context.dispatch && !context.grounds", "!context.grounds"), "utf-8"
    )
    return folder


@pytest.mark.parametrize(
    ("plant", "invariant", "differs"),
    [
        (permit_knock, "knock_and_clear is refused whatever else holds.", {"asks"}),
        (forget_commander, "No dispatch without handled_by_commander.", {"channel", "commander_joins"}),
        (inverted_danger, "Nothing is permitted by default.", set()),
        (
            administrative_is_ground,
            "Administrative warrants, detainers, warrants for immigration crimes and immigration offenses send no one.",
            {"warrant", "handled_by_commander", "commander_joins"},
        ),
        (
            recording_blocks_danger,
            "A missing recording never holds up a clear public danger.",
            {"clear_public_danger", "handled_by_commander", "commander_joins"},
        ),
        (refers_nothing, "other is always referred to a person.", {"asks"}),
        (decided_without_dispatch, "No task is permitted where dispatch is not.", {"asks"}),
    ],
)
def test_a_planted_fault_is_found_with_a_readable_counterexample(tmp_path, plant, invariant, differs):
    found = proved(plant(tmp_path)).counterexample
    assert found is not None
    assert found.invariant == invariant
    plain = Facts().to_json()
    changed_facts = {name for name, value in found.facts.to_json().items() if value != plain[name]}
    assert differs <= changed_facts
    assert len(changed_facts) <= len(differs) + 4


def test_progress_counts_up_to_what_was_evaluated(tmp_path):
    """That it is all of them when nothing is wrong, and that nothing is, test_commands shows with the command."""
    seen = []
    pack = packs.load(forget_commander(tmp_path))
    proof = prove.prove(pack, workers=2, progress=lambda done, total: seen.append((done, total)), stop_early=True)
    assert len(seen) > 1
    assert {total for _, total in seen} == {prove.combinations(pack) * 16} == {3_840_000}
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1][0] == proof.count < 3_840_000


def test_a_covered_agency_that_should_not_be_is_found(tmp_path):
    folder = covers_everyone(tmp_path)
    text = (folder / "policy.cedar").read_text(encoding="utf-8")
    old = 'when { context.agency_kind == AgencyKind::"immigration" };'
    assert old in text
    (folder / "policy.cedar").write_text(text.replace(old, "when { true };"), encoding="utf-8")
    found = proved(folder).counterexample
    assert found is not None
    assert found.invariant == "Covered are exactly requests by agencies of kind immigration."
    assert found.facts == Facts(agency_kind="local")
