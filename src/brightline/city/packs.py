"""Reading a city pack: a folder with `city.toml`. Pure; every problem is one sentence with file, key and mend."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from brightline.platform.kernel.errors import Invalid

AGENCY_KINDS = ("immigration", "federal", "state", "local", "other")


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


def read(folder: Path) -> CityPack:
    """The city pack in `folder`. Raises Invalid listing every problem, one a line."""
    path = folder / "city.toml"
    if not path.is_file():
        raise Invalid(f"{path} is not there: name a folder that holds a city.toml.")
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Invalid(f"{path}: {error}. Correct it; nothing was loaded.") from error
    problems: list[str] = []
    city = given.get("city", {})
    text = {key: _text(city, key, problems) for key in _TEXTS}
    try:
        ZoneInfo(text["timezone"])
    except (ZoneInfoNotFoundError, ValueError):
        problems.append(f"[city] timezone {text['timezone']!r} is no IANA zone; write it as America/New_York")
    if not text["request_prefix"].isalnum() or len(text["request_prefix"]) > 6:
        problems.append("[city] request_prefix is letters and digits, at most six; write AR, say")
    adoptions = [_adoption(row, problems) for row in given.get("policy", [])]
    if not adoptions:
        problems.append("no [[policy]] table; add one with pack and from, the date it took effect")
    agencies = [_agency(row, problems) for row in given.get("agencies", [])]
    districts = given.get("districts", {}).get("names", [])
    if not isinstance(districts, list) or not all(isinstance(name, str) for name in districts):
        problems.append("[districts] names is a list of texts")
    if problems:
        raise Invalid("\n".join(f"{path}: {problem}." for problem in problems) + "\nNothing was loaded.")
    return CityPack(
        slug=folder.resolve().name, policy_adoptions=adoptions, agencies=agencies, districts=districts, **text
    )


_TEXTS = (
    "name",
    "timezone",
    "request_prefix",
    "log_origin",
    "dispatch_center",
    "non_emergency_phone",
    "contact_email",
)


def _text(table: dict[str, Any], key: str, problems: list[str]) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        problems.append(f"[city] {key} is missing or empty; write it as a text")
        return ""
    return value.strip()


def _adoption(row: dict[str, Any], problems: list[str]) -> dict[str, str]:
    pack, since = row.get("pack"), row.get("from")
    if not isinstance(pack, str) or not isinstance(since, date):
        problems.append('[[policy]] needs pack = "…" and from = YYYY-MM-DD')
        return {"pack": "", "from": ""}
    return {"pack": pack, "from": since.isoformat()}


def _agency(row: dict[str, Any], problems: list[str]) -> dict[str, str]:
    name, kind = row.get("name"), row.get("kind")
    if not isinstance(name, str) or kind not in AGENCY_KINDS:
        problems.append(f"[[agencies]] {name!r} needs a name and a kind, one of {', '.join(AGENCY_KINDS)}")
        return {"name": "", "kind": ""}
    return {"name": name, "kind": kind}
