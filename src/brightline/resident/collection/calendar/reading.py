"""Reading collection.toml. Every problem is noted, so that all of them are mended at once."""

from collections import Counter
from datetime import date, time
from pathlib import Path
from typing import Any

from brightline.city.kinds import AreaKind
from brightline.platform.kernel import toml
from brightline.platform.kernel.errors import Invalid
from brightline.platform.kernel.texts import choose
from brightline.resident.collection.calendar.fields import Table, short
from brightline.resident.collection.calendar.holidays import known_names
from brightline.resident.collection.calendar.rules import (
    NO_RULES,
    WEEKDAYS,
    Appointment,
    Color,
    Details,
    Fixed,
    Holiday,
    HolidayRule,
    Hours,
    Icon,
    Keeping,
    Kind,
    Recurs,
    Rules,
    Season,
    Service,
)

FILE = "collection.toml"


def text_of(folder: Path) -> str:
    """The city pack's collection.toml as it stands, "" where it has none. Raises Invalid when it cannot be read."""
    path = folder / FILE
    if not path.exists():
        return ""
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise Invalid(f"{path} cannot be read: {error.strerror}. Nothing was loaded.") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise Invalid(f"{path} line {line} is not UTF-8; save it as UTF-8. Nothing was loaded.") from error


def read(text: str, zone: str, *, at: str = FILE) -> Rules:
    """The rules in the file's text; none when it is empty. zone: of the city's clocks; at: what sentences call it.
    Raises Invalid listing every problem, one a line.
    """
    if not text.strip():
        return NO_RULES
    given = toml.parsed(text.encode(), at)
    problems: list[str] = []
    rules = _rules(given, zone, problems)
    if problems:
        raise Invalid("\n".join(f"{at}: {problem}." for problem in problems) + "\nNothing was loaded.")
    return rules


def _rules(given: dict[str, Any], zone: str, problems: list[str]) -> Rules:
    whole = Table(given, "the file", problems)
    hours = _hours(Table(whole.get("hours", {}), "[hours]", problems)) if whole.has("hours") else None
    names, start = _weeks(Table(whole.get("weeks", {}), "[weeks]", problems)) if whole.has("weeks") else ((), None)
    country, state = "", None
    holidays: list[Holiday] = []
    if whole.has("holidays"):
        country, state, holidays = _holidays(Table(whole.get("holidays"), "[holidays]", problems))
    rows = whole.get("services", [])
    if not isinstance(rows, list) or not rows:
        problems.append("[[services]] is missing or no list of tables; write one for each service")
        rows = []
    services = []
    for place, row in enumerate(rows, start=1):
        named = row.get("id") if isinstance(row, dict) else None
        table = Table(row, f"[[services]] {named if isinstance(named, str) else place}", problems)
        services.append(_service(table, hours, [each.id for each in holidays]))
        if services[-1].recurs is Recurs.ALTERNATING and start is None:
            table.problem("recurs by alternating weeks, and there is no [weeks]; write it with names and first")
    _once("[[services]] id", [each.id for each in services], problems)
    whole.close()
    return Rules(
        services=tuple(services),
        zone=zone,
        holidays=tuple(holidays),
        country=country,
        state=state,
        weeks=names,
        weeks_from=start or date(2024, 1, 1),
    )


def _hours(table: Table) -> Hours:
    start, until = table.clock("from"), table.clock("until")
    before = table.whole("days_before", 1, 0, 13)
    table.close()
    if before == 0 and until <= start:
        table.problem("until is not after from on the same day; write days_before = 1, or a later until")
    return Hours(start, before, until)


def _weeks(table: Table) -> tuple[tuple[str, ...], date | None]:
    names, start = table.get("names"), table.day("first")
    if (
        not isinstance(names, list)
        or not 2 <= len(names) <= 12
        or not all(isinstance(each, str) and 0 < len(each.strip()) <= 20 for each in names)
        or len({each.strip().lower() for each in names}) < len(names)
    ):
        table.problem('names is missing or no list of different short texts; write it as ["A", "B"]')
        names = []
    table.close()
    monday = date.fromordinal(start.toordinal() - start.weekday()) if start else None
    return tuple(each.strip() for each in names), monday if names else None


def _holidays(table: Table) -> tuple[str, str | None, list[Holiday]]:
    country, state = table.text("country", ""), table.text("state", "") or None
    library: frozenset[str] | None = None
    if country:
        try:
            library = known_names(country, state)
        except NotImplementedError:  # What the holidays library raises for a country or state it lacks.
            table.problem(
                f"country {short(country)}{f' with state {short(state)}' if state else ''} is unknown to the holidays "
                'library; write an ISO code, such as country = "US" and state = "KY"'
            )
    holidays = []
    for row in table.tables("days"):
        row.at = f"[[holidays.days]] {row.given.get('id', row.at.rpartition(' ')[2])}"
        holidays.append(_holiday(row, library, bool(country)))
    _once("[[holidays.days]] id", [each.id for each in holidays], table.problems)
    table.close()
    return country, state, holidays


def _holiday(table: Table, library: frozenset[str] | None, has_country: bool) -> Holiday:
    found, name = table.id(), table.words("name", needed=True)
    by_name, by_date = table.has("holiday"), table.has("date")
    called, observed, each_year, once = "", False, None, None
    if by_name == by_date:
        table.problem("needs either holiday, a name, or date; write one of the two")
    elif by_name:
        called = table.text("holiday")
        observed = table.text("on", "actual") == "observed"
        if table.text("on", "actual") not in ("actual", "observed"):
            table.problem("on is neither actual nor observed; write one of the two")
        if not has_country:
            table.problem('is named, and [holidays] has no country; write country = "US" there')
        elif library is not None and called and called not in library:
            table.problem(f"holiday {short(called)} is unknown; {choose(called, sorted(library), 'there are:')}")
    elif isinstance(table.get("date"), str):
        each_year = table.month_day("date")
    else:
        once = table.day("date")
    table.close()
    return Holiday(found, name, called, observed, each_year, once)


def _service(table: Table, hours: Hours | None, holidays: list[str]) -> Service:
    found = table.id()
    said = table.one_of("recurs", Recurs)
    recurs = said or Recurs.APPOINTMENT
    if table.has("hours"):
        hours = _hours(table.table("hours"))
    elif hours is None and recurs is not Recurs.APPOINTMENT:
        table.problem("has no hours, and there is no [hours] for all; write one of the two")
    service = Service(
        id=found,
        name=table.words("name", needed=True),
        kind=table.one_of("kind", Kind, Kind.SET_OUT) or Kind.SET_OUT,
        recurs=recurs,
        area=table.one_of("area", AreaKind) if table.has("area") else None,
        hours=hours or Hours(time(0), 0, time(0)),
        keeping=_keeping(table.table("holidays"), holidays, given=table.has("holidays")),
        icon=table.one_of("icon", Icon, Icon.GARBAGE) or Icon.GARBAGE,
        color=table.one_of("color", Color, Color.GRAY) or Color.GRAY,
        every=table.whole("weeks", 1, 1, 104) if recurs is Recurs.INTERVAL else 1,
        season=_season(table.table("season")) if table.has("season") else None,
        container=table.words("container"),
        note=table.words("note"),
        takes=table.lists("takes"),
        refuses=table.lists("refuses"),
        appointment=_appointment(table.table("appointment")) if table.has("appointment") else None,
        details=_details(table.table("details")),
        fixed=Fixed(**{key: table.text(key, "") for key in ("weekday", "week", "nth", "side", "first")}),
    )
    if said is Recurs.APPOINTMENT and service.appointment is None:
        table.problem('recurs by appointment and has none; write appointment = { phone = "311" }')
    table.close()
    return service


def _keeping(table: Table, holidays: list[str], *, given: bool) -> Keeping:
    if not given:
        return Keeping({})
    rule = table.one_of("rule", HolidayRule) or HolidayRule.NONE
    rules = dict.fromkeys(table.names("days", holidays, holidays), rule)
    for row in table.tables("exceptions"):
        other = row.one_of("rule", HolidayRule) or HolidayRule.NONE
        rules |= dict.fromkeys(row.names("days", holidays, ()), other)
        row.close()
    to = table.text("to", "").strip().lower()
    if HolidayRule.TO in rules.values() and to not in WEEKDAYS:
        table.problem('rule = "to" needs the weekday to go on; write to = "saturday"')
    table.close()
    return Keeping(rules, WEEKDAYS.index(to) if to in WEEKDAYS else 5, rule)


def _season(table: Table) -> Season:
    season = Season(table.month_day("from"), table.month_day("to"))
    table.close()
    return season


def _appointment(table: Table) -> Appointment:
    phone, url, note = table.text("phone", ""), table.text("url", ""), table.words("note")
    table.close()
    if not phone and not url:
        table.problem("has neither phone nor url; write one of the two")
    if url and not url.startswith(("https://", "http://")):
        table.problem(f"url {short(url)} is no address; write it from https:// on")
    return Appointment(phone, url, note)


def _details(table: Table) -> Details:
    names = {key: table.text(key, key) for key in ("weekday", "week", "first", "nth", "side")}
    dates = table.get("dates", ["dates"])
    if not isinstance(dates, list) or not dates or not all(isinstance(each, str) for each in dates):
        table.problem('dates is no list of texts; write it as ["last_service", "next_service"]')
        dates = ["dates"]
    table.close()
    return Details(**names, dates=tuple(dates))


def _once(at: str, ids: list[str], problems: list[str]) -> None:
    problems.extend(f"{at} {short(each)} stands twice; give each its own" for each in _twice(ids))


def _twice(ids: list[str]) -> list[str]:
    return [each for each, times in Counter(ids).items() if each and times > 1]
