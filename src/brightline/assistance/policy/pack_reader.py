"""A pack folder as a Pack. Every fault is one sentence that names the file and the mend."""

import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final

from brightline.assistance.policy import pack_files, rules
from brightline.assistance.policy.facts import BOOLEANS, CHOICES, STANDARD, Value, show
from brightline.assistance.policy.invariants import Case, Invariants
from brightline.assistance.policy.packs import DEFAULT_DENY, ENGLISH, Clocks, Pack, PackFact, Source
from brightline.assistance.policy.table import Table

_CLOCK: Final = re.compile(r"([1-9]\d{0,4}) (second|minute|hour|day)s?")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")


def read(folder: Path) -> Pack:
    """The pack in `folder`. Raises Invalid. Whether its rules decide as counsel means is for `scenarios.validate` and
    `prove.prove`: a pack under work must load before it can be tried."""
    pack_files.check(folder)
    top = Table(pack_files.toml(folder, "pack.toml"), f"{folder.name}/pack.toml")
    pack_id = top.text("id")
    if pack_id != folder.name or not pack_files.ID.fullmatch(pack_id):
        raise top.fault(
            "id", f"it is {show(pack_id)} but the folder is {folder.name}; give both one name such as lmpd-2017-09"
        )
    tasks, grounds = _names(top.table("tasks")), _names(top.table("grounds"))
    facts, own_labels = _facts(top.optional_table("facts"))
    labels = _labels(top.table("labels"), facts)
    for fact, label in own_labels.items():
        labels["fact"][fact] = label
    labels["task"], labels["ground"] = tasks, grounds
    deny = top.table("default_deny")
    read_rules = rules.read(
        pack_files.text(folder, "policy.cedar"),
        pack_files.text(folder, "schema.cedarschema"),
        where=folder.name,
        tasks=tasks,
        grounds=grounds,
        extra={fact.name: fact.values for fact in facts.values()},
    )
    default_deny = rules.Rule(DEFAULT_DENY, deny.text("source"), deny.text("says"), "", "forbid")
    deny.done()
    english = {rule.id: rule.says for rule in (*read_rules.by_policy.values(), default_deny)}
    all_labels, sentences = {ENGLISH: labels}, {ENGLISH: english}
    for language in pack_files.locales(folder):
        all_labels[language], sentences[language] = _locale(folder, language, labels, english)
    since, until = top.day("effective_from"), top.optional_day("effective_until")
    if until is not None and until < since:
        raise top.fault("effective_until", f"{until} is before effective_from {since}; correct one of them")
    pack = Pack(
        id=pack_id,
        title=top.text("title"),
        jurisdiction=top.text("jurisdiction"),
        effective_from=since,
        effective_until=until,
        sources=tuple(_source(source) for source in top.tables("sources")),
        digest=pack_files.digest(folder),
        tasks=tasks,
        grounds=grounds,
        facts=facts,
        clocks=_clocks(top.table("clocks")),
        invariants=_invariants(top.table("invariants"), tasks, facts),
        rules=read_rules,
        default_deny=default_deny,
        labels=all_labels,
        sentences=sentences,
        path=folder,
    )
    top.done()
    return pack


def _names(table: Table) -> dict[str, str]:
    found = {name: table.text(name) for name in table}
    for name in found:
        if not _NAME.fullmatch(name):
            raise table.fault(name, "a name is lower-case letters, digits and underscores; rename it")
    if not found:
        raise table.fault("", "it is empty; list at least one")
    table.done()
    return found


def _facts(table: Table) -> tuple[dict[str, PackFact], dict[str, str]]:
    facts: dict[str, PackFact] = {}
    labels: dict[str, str] = {}
    for name in table:
        entry = table.table(name)
        if name in (*STANDARD, "extra") or not _NAME.fullmatch(name):
            raise table.fault(name, "this name is taken or not lower-case; rename the fact")
        values = entry.texts("values") if "values" in entry else ()
        default = entry.text("default") if values else entry.yes_or_no("default")
        if values and default not in values:
            raise entry.fault("default", f"{show(default)} is not one of its values; choose one of {', '.join(values)}")
        # A fact not given must never permit anything by itself.
        if default is True:
            raise entry.fault("default", "a yes-or-no fact is false until someone says so; write default = false")
        labels[name] = entry.text("label")
        entry.done()
        facts[name] = PackFact(name, default, values)
    table.done()
    return facts, labels


def _labels(table: Table, facts: Mapping[str, PackFact]) -> dict[str, dict[str, str]]:
    """English labels of the standard facts and of every value an enumerated fact can take: all of them, exactly."""
    choices = {**CHOICES, **{fact.name: fact.values for fact in facts.values() if fact.values}}
    wanted = {"fact": STANDARD, **choices}
    labels: dict[str, dict[str, str]] = {}
    for kind, names in wanted.items():
        entry = table.table(kind)
        labels[kind] = {name: entry.text(name) for name in names}
        entry.done()
    table.done()
    return labels


def _locale(
    folder: Path, language: str, labels: Mapping[str, Mapping[str, str]], english: Mapping[str, str]
) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """A translation is whole or refused: a screen half in another language misleads."""
    name = f"locale/{language}.toml"
    top = Table(pack_files.toml(folder, name), f"{folder.name}/{name}")
    table = top.table("labels")
    translated: dict[str, dict[str, str]] = {}
    for kind, names in labels.items():
        entry = table.table(kind)
        translated[kind] = {key: entry.text(key) for key in names}
        entry.done()
    says = top.table("says")
    sentences = {rule: says.text(rule) for rule in english}
    for part in (says, table, top):
        part.done()
    return translated, sentences


def _source(table: Table) -> Source:
    url = table.text("url") if "url" in table else ""
    source = Source(table.text("title"), table.day("dated"), url)
    table.done()
    return source


def _clocks(table: Table) -> Clocks:
    def clock(name: str) -> timedelta:
        match = _CLOCK.fullmatch(table.text(name))
        if match is None:
            raise table.fault(name, 'it must be a time such as "2 minutes" or "3 days"; correct it')
        return timedelta(**{f"{match[2]}s": int(match[1])})

    clocks = Clocks(clock("acknowledge_within"), clock("confirm_within"), clock("review_within"))
    table.done()
    return clocks


def _invariants(table: Table, tasks: Mapping[str, str], facts: Mapping[str, PackFact]) -> Invariants:
    booleans = (*BOOLEANS, *(fact.name for fact in facts.values() if not fact.values))
    choices = {**CHOICES, **{fact.name: fact.values for fact in facts.values() if fact.values}}
    invariants = Invariants(
        covers=table.texts("covers", CHOICES["agency_kind"]),
        never_permitted=table.texts("never_permitted", tuple(tasks)),
        always_referred=table.texts("always_referred", tuple(tasks)),
        dispatch_needs=table.texts("dispatch_needs", booleans),
        before_assessment_when=table.texts("before_assessment_when", booleans),
        before_assessment_only_then=table.yes_or_no("before_assessment_only_then"),
        refused_when=tuple(_case(case, choices, booleans) for case in table.tables("refused_when")),
        permitted_when=tuple(_case(case, choices, booleans) for case in table.tables("permitted_when")),
    )
    table.done()
    return invariants


def _case(table: Table, choices: Mapping[str, tuple[str, ...]], booleans: tuple[str, ...]) -> Case:
    says, when = table.text("says"), {}
    entry = table.table("when")
    for name in entry:
        values: tuple[Value, ...]
        if name in choices:
            values = entry.texts(name, choices[name])
        elif name in booleans:
            values = (entry.yes_or_no(name),)
        else:
            raise entry.fault(name, f"there is no such fact; use one of {', '.join((*choices, *booleans))}")
        when[name] = values
    entry.done()
    table.done()
    return Case(says, when)
