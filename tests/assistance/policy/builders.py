"""Builders for the tests of the policy wing."""

import shutil
from pathlib import Path
from typing import Any

from brightline.assistance.policy import gate, packs
from brightline.assistance.policy.facts import parse

POLICIES = Path(__file__).resolve().parents[3] / "policies"
LMPD, LMCO = "lmpd-2017-09", "lmco-2017-10"


def decide(pack: str | Path = LMPD, **facts: Any) -> dict[str, Any]:
    policy = packs.load(pack)
    return gate.decide(policy, parse(facts, policy)).to_json()


def rules(decision: dict[str, Any]) -> list[str]:
    return [reason["rule"] for reason in decision["because"]]


def copy(tmp_path: Path, pack: str = LMPD) -> Path:
    return Path(shutil.copytree(POLICIES / pack, tmp_path / pack))


def changed(tmp_path: Path, file: str, old: str, new: str, pack: str = LMPD) -> Path:
    """A copy of a pack with one passage of one file changed; the passage must be there."""
    folder = copy(tmp_path, pack)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def with_rule(tmp_path: Path, rule_id: str, body: str, pack: str = LMPD) -> Path:
    """A copy of a pack with one more rule, translated like any other."""
    folder = copy(tmp_path, pack)
    with (folder / "policy.cedar").open("a", encoding="utf-8") as policy:
        policy.write(f'\n@id("{rule_id}") @source("a test") @says("A planted rule.")\n{body}\n')
    for locale in (folder / "locale").iterdir():
        with locale.open("a", encoding="utf-8") as says:
            says.write(f'{rule_id} = "x"\n')
    return folder


def inverted_danger(tmp_path: Path) -> Path:
    """A copy of a pack that sends before assessment exactly when there is no danger."""
    old = (
        'permit (principal, action == Action::"send_before_assessment", resource)\nwhen { context.clear_public_danger }'
    )
    return changed(tmp_path, "policy.cedar", old, old.replace("context.clear", "!context.clear"))
