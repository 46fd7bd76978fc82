"""Who the city is, from `city.toml` and, where the city has words of its own, `lexicon.toml`.

Pure; every problem is one sentence with file, key and mend.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from brightline.city.packs.problems import Problems
from brightline.platform.kernel import toml as toml_text
from brightline.platform.kernel.errors import Invalid
from brightline.platform.kernel.texts import choose, meant

AGENCY_KINDS = ("immigration", "federal", "state", "local", "other")
# The texts of [city] and the most characters each may have, as the tables hold them.
_TEXTS = {
    "name": 80,
    "timezone": 60,
    "request_prefix": 6,
    "log_origin": 120,
    "dispatch_center": 80,
    "non_emergency_phone": 30,
    "contact_email": 254,
}
# The same of each of [[phones]].
_PHONE = {"name": 80, "phone": 40, "hours": 80, "url": 200}
_TABLES = ("city", "policy", "agencies", "districts", "phones", "addresses", "areas", "facilities", "basemap")
_LONGEST_AGENCY = 120
_LONGEST_DISTRICT = 60
_SLUG = re.compile(r"[A-Za-z0-9_-]{1,50}")
_PREFIX = re.compile(r"[A-Za-z0-9]{1,6}")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}")
# The name of a key that signs notes (C2SP signed-note): no spaces, no plus sign.
_ORIGIN = re.compile(r"[^\s+]+")


@dataclass(frozen=True)
class CityPack:
    slug: str
    name: str
    timezone: str
    request_prefix: str
    log_origin: str
    dispatch_center: str
    non_emergency_phone: str
    contact_email: str
    policy_adoptions: list[dict[str, str]]
    agencies: list[dict[str, str]]
    districts: list[str]
    phones: list[dict[str, str]]
    lexicon: str


def read(folder: Path, *, now: datetime, policies: Collection[str] | None = None) -> CityPack:
    """Who the city of the pack in `folder` is, as it can be loaded at `now`. policies: the ids of the policy packs
    there are, or None not to ask. Raises Invalid listing every problem, one a line.
    """
    problems = Problems()
    found = look(toml(folder / "city.toml"), folder, now, policies, problems)
    problems.raise_any()
    return found


def look(
    given: Mapping[str, Any], folder: Path, now: datetime, policies: Collection[str] | None, wrong: Problems
) -> CityPack:
    """The same from what city.toml holds, with the problems kept."""
    problems: list[str] = []
    _only(given, "", _TABLES, problems)
    slug = folder.resolve().name
    if not _SLUG.fullmatch(slug):
        problems.append(
            f"its folder is called {_short(slug)}; rename it with letters, digits, - and _ alone, at most 50"
        )
    text = _city(given.get("city"), problems)
    adoptions = _adoptions(given.get("policy"), _today(now, text["timezone"]), policies, problems)
    agencies = _agencies(given.get("agencies", []), problems)
    districts = _districts(given.get("districts", {}), problems)
    phones = _phones(given.get("phones", []), problems)
    lexicon = _lexicon(folder / "lexicon.toml", wrong)
    for problem in problems:
        wrong.refuse(folder / "city.toml", problem)
    return CityPack(
        slug=slug,
        policy_adoptions=adoptions,
        agencies=agencies,
        districts=districts,
        phones=phones,
        lexicon=lexicon,
        **text,
    )


def toml(path: Path) -> dict[str, Any]:
    """What a file of a city pack holds. Raises Invalid where it is not there or is no TOML."""
    try:
        return toml_text.parsed(path.read_bytes(), str(path))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Invalid(f"{path} is not there: name a folder that holds a city.toml.") from error
    except OSError as error:
        raise Invalid(f"{path} cannot be read: {error.strerror}. Nothing was loaded.") from error


def _lexicon(path: Path, wrong: Problems) -> str:
    """The file as it stands: what its words mean is known to the look back, which refuses those it cannot look for."""
    if not path.exists():
        return ""
    try:
        toml(path)
        return path.read_bytes().decode("utf-8-sig")
    except Invalid as error:
        wrong.take(error)
        return ""


def _city(table: Any, problems: list[str]) -> dict[str, str]:
    if not isinstance(table, dict):
        problems.append("[city] is missing or no table; write it with name, timezone and the other keys")
        return dict.fromkeys(_TEXTS, "")
    misspelled = _only(table, "[city] ", _TEXTS, problems)
    known = len(problems)
    text = {
        key: "" if key in misspelled else _text(table.get(key), f"[city] {key}", most, problems)
        for key, most in _TEXTS.items()
    }
    checks: dict[str, tuple[Callable[[str], object], str]] = {
        "timezone": (_is_zone, "is no IANA zone; write it as America/New_York"),
        "request_prefix": (_PREFIX.fullmatch, "is more than letters and digits, at most six; write AR, say"),
        "log_origin": (_ORIGIN.fullmatch, "has a space or plus sign; write it as city.example/assistance"),
        "contact_email": (_EMAIL.fullmatch, "is no e-mail address; write it as records@city.example"),
    }
    said = " ".join(problems[known:])
    for key, (fits, mend) in checks.items():
        # One sentence for each key: what is missing or too long is not also called malformed.
        if key not in misspelled and f"[city] {key} " not in said and not fits(text[key]):
            near = meant(text[key], available_timezones()) if key == "timezone" else ""
            problems.append(f"[city] {key} {_short(text[key])} {f'is no IANA zone; write {near}' if near else mend}")
    return text


def _adoptions(
    rows: Any, today: date | None, policies: Collection[str] | None, problems: list[str]
) -> list[dict[str, str]]:
    if not rows:
        problems.append("no [[policy]] table; add one with pack and from, the date it took effect")
        return []
    if not isinstance(rows, list):
        problems.append("[policy] is no list of tables; write [[policy]], in double brackets, for each one")
        return []
    known = len(problems)
    found: list[tuple[str, date]] = []
    for place, row in enumerate(rows, start=1):
        at = f"[[policy]] {place}"
        if not isinstance(row, dict):
            problems.append(f'{at} is no table; write it with pack = "…" and from = YYYY-MM-DD')
            continue
        _only(row, f"{at} ", ("pack", "from"), problems)
        before = len(problems)
        pack, since = _text(row.get("pack"), f"{at} pack", 80, problems), row.get("from")
        if pack and policies is not None and pack not in policies:
            there = ", ".join(sorted(policies)) or "none"
            problems.append(f"{at} pack {_short(pack)} is no policy pack here; there are: {there}")
        # A datetime is a date to Python, and to the database another text.
        if isinstance(since, datetime) or not isinstance(since, date):
            problems.append(f"{at} from is missing or no plain date; write it as from = 2017-09-22, without quotes")
        elif len(problems) == before:
            found.append((pack, since))
    for since, times in Counter(since for _pack, since in found).items():
        if times > 1:
            problems.append(f"[[policy]] from {since} stands {times} times; only one policy can begin on a day")
    if found and len(problems) == known and today and min(since for _pack, since in found) > today:
        first = min(since for _pack, since in found)
        problems.append(f"[[policy]] from {first} is still to come and none is in force today; add the one that is")
    return [{"pack": pack, "from": since.isoformat()} for pack, since in found]


def _agencies(rows: Any, problems: list[str]) -> list[dict[str, str]]:
    if not isinstance(rows, list):
        problems.append("[agencies] is no list of tables; write [[agencies]], in double brackets, for each one")
        return []
    found: list[dict[str, str]] = []
    for place, row in enumerate(rows, start=1):
        at = f"[[agencies]] {place}"
        if not isinstance(row, dict):
            problems.append(f"{at} is no table; write it with name and kind")
            continue
        _only(row, f"{at} ", ("name", "kind"), problems)
        name = _text(row.get("name"), f"{at} name", _LONGEST_AGENCY, problems)
        kind = row.get("kind")
        if not isinstance(kind, str) or kind not in AGENCY_KINDS:
            wrong = f"{_short(kind)} is unknown" if isinstance(kind, str) else "is missing or no text"
            problems.append(f"{at} kind {wrong}; {choose(kind, AGENCY_KINDS)}")
            continue
        found.append({"name": name, "kind": kind})
    _twice((row["name"] for row in found), "[[agencies]] name", problems)
    return found


def _phones(rows: Any, problems: list[str]) -> list[dict[str, str]]:
    if not isinstance(rows, list):
        problems.append("[phones] is no list of tables; write [[phones]], in double brackets, for each one")
        return []
    found: list[dict[str, str]] = []
    for place, row in enumerate(rows, start=1):
        at = f"[[phones]] {place}"
        if not isinstance(row, dict):
            problems.append(f"{at} is no table of {', '.join(_PHONE)}; write name and phone, and the others as needed")
            continue
        _only(row, f"{at} ", _PHONE, problems)
        needed = [key for key in _PHONE if key in row or key in ("name", "phone")]
        found.append({key: _text(row.get(key), f"{at} {key}", _PHONE[key], problems) for key in needed})
    return found


def _districts(table: Any, problems: list[str]) -> list[str]:
    names = table.get("names", []) if isinstance(table, dict) else None
    if isinstance(table, dict):
        _only(table, "[districts] ", ("names",), problems)
    if not isinstance(names, list):
        problems.append('[districts] names is no list of texts; write names = ["1st Division", …]')
        return []
    at = "[districts] names"
    found = [_text(name, f"{at} {place}", _LONGEST_DISTRICT, problems) for place, name in enumerate(names, start=1)]
    _twice(found, at, problems)
    return found


def _only(table: Mapping[str, Any], at: str, known: Collection[str], problems: list[str]) -> set[str]:
    """Notes every key that means nothing. Returns those of the known that were probably meant by one."""
    missing = [key for key in known if key not in table]
    unknown = [key for key in table if key not in known]
    problems.extend(f"{at}{key} is unknown; {choose(key, missing or known)}, or take it out" for key in unknown)
    return {meant(key, missing) for key in unknown}


def _text(value: Any, at: str, most: int, problems: list[str]) -> str:
    if not isinstance(value, str) or not value.strip():
        problems.append(f"{at} is missing, empty or no text; write it as a text in quotes")
        return ""
    text = value.strip()
    if len(text) > most:
        problems.append(f"{at} has {len(text)} characters; write at most {most}")
    elif any(unicodedata.category(letter) == "Cc" for letter in text):
        problems.append(f"{at} has a line break or another control character; write it on one line")
    return text


def _twice(values: Iterable[str], at: str, problems: list[str]) -> None:
    for value, times in Counter(value for value in values if value).items():
        if times > 1:
            problems.append(f"{at} {_short(value)} stands {times} times; name each once")


def _today(now: datetime, zone: str) -> date | None:
    return now.astimezone(ZoneInfo(zone)).date() if _is_zone(zone) else None


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # A folder of zones ("America") is an OSError.
        return False
    return True


def _short(value: str) -> str:
    """The value as it was given, cut where nobody would read on."""
    return repr(value if len(value) <= 60 else value[:60] + "…")
