"""Counsel's worked examples: scenarios.toml of a pack, each a set of facts and what must be decided of them."""

from dataclasses import dataclass
from typing import Final

from brightline.assistance.policy import gate, pack_files
from brightline.assistance.policy.facts import Facts, parse, show
from brightline.assistance.policy.packs import Pack
from brightline.assistance.policy.table import Table
from brightline.platform.kernel.errors import Invalid

_EXPECT: Final = ("dispatch", "before_assessment", "grounds", "tasks", "missing")


@dataclass(frozen=True, slots=True)
class Scenario:
    """One worked example. `expect` holds some of the decision's keys with their whole values; `because` holds rules
    that must be among those that determined it."""

    name: str
    facts: Facts
    expect: dict[str, object]
    because: tuple[str, ...]


def read(pack: Pack) -> list[Scenario]:
    """The scenarios of a pack, in file order. Raises Invalid naming file, scenario and mend."""
    where = f"{pack.id}/scenarios.toml"
    top = Table(pack_files.toml(pack.path, "scenarios.toml"), where)
    found = [_scenario(table, pack) for table in top.tables("scenario")]
    top.done()
    if not found:
        raise top.fault("scenario", "there is none; write at least one worked example")
    return found


def failures(pack: Pack) -> list[str]:
    """One sentence for each scenario that is decided otherwise than counsel says."""
    return [sentence for scenario in read(pack) if (sentence := _failure(pack, scenario)) is not None]


def validate(pack: Pack) -> None:
    """Raises Invalid with the first scenario that fails."""
    for sentence in failures(pack):
        raise Invalid(sentence)


def _scenario(table: Table, pack: Pack) -> Scenario:
    name = table.text("name")
    facts_table, expect_table = table.table("facts"), table.table("expect")
    try:
        facts = parse({key: facts_table.any(key) for key in facts_table}, pack)
    except Invalid as error:
        raise Invalid(f'{pack.id}/scenarios.toml: "{name}": {error}') from None
    because = expect_table.texts("because") if "because" in expect_table else ()
    for rule in because:
        if rule not in pack.sentences["en"]:
            raise expect_table.fault("because", f"there is no rule {show(rule)}; use an @id of policy.cedar")
    expect = {key: expect_table.any(key) for key in expect_table if key in _EXPECT}
    if "dispatch" not in expect:
        raise expect_table.fault("dispatch", "it is missing; say permitted, refused or not_covered")
    for part in (expect_table, table):
        part.done()
    return Scenario(name, facts, expect, because)


def _failure(pack: Pack, scenario: Scenario) -> str | None:
    decision = gate.decide(pack, scenario.facts).to_json()
    where = f'{pack.id}/scenarios.toml: "{scenario.name}"'
    for key, value in scenario.expect.items():
        if decision[key] != value:
            return (
                f"{where}: {key} should be {show(value)} and is {show(decision[key])}; correct the rule or the example."
            )
    said = {reason.rule for reason in gate.decide(pack, scenario.facts).because}
    missing = [rule for rule in scenario.because if rule not in said]
    if missing:
        return f"{where}: rule {missing[0]} did not determine it; correct the rule or the example."
    return None
