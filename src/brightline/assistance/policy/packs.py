"""Policy packs: one jurisdiction's written policy as a folder of executable rules, loaded, listed and dated."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Final

from brightline.assistance.policy import pack_files
from brightline.assistance.policy.facts import Value
from brightline.assistance.policy.invariants import Invariants
from brightline.assistance.policy.rules import Rule, Rules
from brightline.platform.kernel.errors import Invalid, NotFound

DEFAULT_DENY: Final = "default-deny"
ENGLISH: Final = "en"


@dataclass(frozen=True, slots=True)
class PackFact:
    """A fact only this pack knows. `values` is empty for a yes-or-no fact, whose default is then false."""

    name: str
    default: Value
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clocks:
    """How long each step may take before it is an exception."""

    acknowledge_within: timedelta
    confirm_within: timedelta
    review_within: timedelta


@dataclass(frozen=True, slots=True)
class Source:
    """Where the policy is written down: what it is, its date and, when it is online, its address."""

    title: str
    dated: date
    url: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """One pack as loaded. `digest` is "sha256:<hex>" as `pack_files.digest` states; `tasks` and `grounds` map names to
    English labels in the pack's order; `labels` maps language, kind and name to a label, `sentences` language and rule
    id to what the rule says."""

    id: str
    title: str
    jurisdiction: str
    effective_from: date
    effective_until: date | None
    sources: tuple[Source, ...]
    digest: str
    tasks: Mapping[str, str]
    grounds: Mapping[str, str]
    facts: Mapping[str, PackFact]
    clocks: Clocks
    invariants: Invariants
    rules: Rules
    default_deny: Rule
    labels: Mapping[str, Mapping[str, Mapping[str, str]]]
    sentences: Mapping[str, Mapping[str, str]]
    path: Path

    def label(self, kind: str, name: str, language: str = ENGLISH) -> str:
        """The spoken name of a task, ground, fact or a fact's value in `language`, in English where it is not
        translated. `kind` is "task", "ground", "fact" or the name of an enumerated fact such as "warrant".

        Raises NotFound when the pack has no such name.
        """
        for spoken in _fallbacks(language):
            found = self.labels.get(spoken, {}).get(kind, {}).get(name)
            if found is not None:
                return found
        raise NotFound(f"Policy pack {self.id} has no {kind} called {name}; it has {_names(self.labels, kind)}.")

    def says(self, rule_id: str, language: str = ENGLISH) -> str:
        """What a rule says, one plain sentence, in English where it is not translated. Raises NotFound."""
        for spoken in _fallbacks(language):
            found = self.sentences.get(spoken, {}).get(rule_id)
            if found is not None:
                return found
        raise NotFound(f"Policy pack {self.id} has no rule called {rule_id}; its rules are in policy.cedar.")

    @property
    def languages(self) -> list[str]:
        """The languages the pack speaks, English first."""
        return [ENGLISH, *sorted(set(self.labels) - {ENGLISH})]


def load(pack: str | Path) -> Pack:
    """The pack by id ("lmpd-2017-09") or by the path of its folder; read once a process, so that one process never
    judges by two texts of one pack.

    Raises NotFound when there is none by that id, Invalid with one sentence naming file and mend for any fault in it.
    """
    return _read(str(_folder(pack).resolve()))


def catalog() -> list[str]:
    """The ids of every pack on the search path, sorted."""
    return sorted({found.parent.name for folder in _search_path() for found in folder.glob("*/pack.toml")})


def in_force(adoptions: Sequence[tuple[str, date]], at: datetime, tz: tzinfo) -> Pack:
    """The pack adopted last on or before the local date of `at` in `tz`.

    Raises Invalid when `at` has no zone, when no pack was adopted by then, when two were adopted from the same date,
    or when the one adopted has expired.
    """
    if at.tzinfo is None:
        raise Invalid("The time of a request needs its zone; give an aware time.")
    today = at.astimezone(tz).date()
    begun = [(since, pack_id) for pack_id, since in adoptions if since <= today]
    if not begun:
        raise Invalid(f"No policy pack was in force on {today}; adopt one from that date or before.")
    since = max(begun)[0]
    latest = sorted({pack_id for start, pack_id in begun if start == since})
    if len(latest) > 1:
        raise Invalid(f"{' and '.join(latest)} are both adopted from {since}; adopt one of them from another date.")
    pack = load(latest[0])
    if pack.effective_until is not None and today > pack.effective_until:
        raise Invalid(
            f"{pack.id} ended on {pack.effective_until} and nothing follows it on {today}; adopt its successor."
        )
    return pack


@lru_cache(maxsize=64)
def _read(folder: str) -> Pack:
    # Imported here because the reader builds the Pack defined above.
    from brightline.assistance.policy import pack_reader

    return pack_reader.read(Path(folder))


def _folder(pack: str | Path) -> Path:
    if isinstance(pack, str) and pack_files.ID.fullmatch(pack):
        for folder in _search_path():
            if (folder / pack / "pack.toml").is_file():
                return folder / pack
        known = ", ".join(catalog()) or "none"
        raise NotFound(f"There is no policy pack called {pack} (known: {known}); name one of these or a pack's folder.")
    path = Path(pack)
    if "\0" in str(path) or not (path / "pack.toml").is_file():
        raise NotFound(
            f"{str(path)!r} is not the folder of a policy pack (known: {', '.join(catalog())}); name one of these."
        )
    return path


def _search_path() -> list[Path]:
    """BRIGHTLINE_POLICIES (folders, separated as in PATH), else the `policies` folder nearest above this file, which
    is the repository's when the package is installed editable."""
    named = os.environ.get("BRIGHTLINE_POLICIES")
    if named:
        return [Path(folder) for folder in named.split(os.pathsep) if folder]
    near = (parent / "policies" for parent in Path(__file__).resolve().parents)
    return [folder for folder in near if folder.is_dir()][:1]


def _fallbacks(language: str) -> list[str]:
    """es-MX, then es, then English."""
    plain = language.replace("_", "-").lower()
    return [plain, plain.split("-")[0], ENGLISH]


def _names(labels: Mapping[str, Mapping[str, Mapping[str, str]]], kind: str) -> str:
    return ", ".join(labels[ENGLISH].get(kind, {})) or "none of that kind"
