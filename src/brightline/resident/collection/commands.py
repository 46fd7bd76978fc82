"""`brightline calendar`: the set-out days of an address."""

import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from brightline.city.matching.match import Match, MatchKind, meant
from brightline.platform.database.ready import ready
from brightline.platform.kernel.errors import Invalid

if TYPE_CHECKING:
    from brightline.resident.collection.shapes import Calendar

_OFFERED = 5


def register(app: typer.Typer) -> None:
    """Add this room's command."""
    app.command()(calendar)


def calendar(
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="As anyone would type it.")],
    first: Annotated[str, typer.Option("--from", metavar="DAY", help="The first day; today unless given.")] = "",
    last: Annotated[str, typer.Option("--to", metavar="DAY", help="The last day; four weeks on unless given.")] = "",
    ics: Annotated[bool, typer.Option("--ics", help="Print iCalendar; a year ahead unless --to is given.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say when what is collected at an address, and why then. Exit 1 when nothing is, or it is not
    beyond doubt which address was meant.

    Example: brightline calendar "1604 Harbor St" --from 2026-11-20 --to 2026-12-31

    Example: brightline calendar "1604 Harbor St" --ics --to 2026-12-31 > set-outs.ics
    """
    if ics and as_json:
        raise Invalid("--ics and --json are two answers: ask for one of them.")
    ready()
    import msgspec

    from brightline.city import queries as city
    from brightline.platform.kernel import clock
    from brightline.resident.collection import asked, feed, queries, shapes

    place = city.place(_key(address))
    today = city.local(clock.now()).date()
    given_first = asked.read_day(first, "--from") if first else None
    given_last = asked.read_day(last, "--to") if last else None
    if ics:
        written = feed.feed(place, today, page="", language="en", first=given_first, last=given_last)
        sys.stdout.buffer.write(written)
        if b"BEGIN:VEVENT" not in written:
            raise typer.Exit(1)
        return
    begin = given_first or today
    end = given_last or begin + timedelta(days=28)
    found = queries.set_outs(place, begin, end)
    if as_json:
        print(msgspec.json.encode(shapes.calendar(place, begin, end, found)).decode())
    else:
        _print(shapes.calendar(place, begin, end, found))
    if not found:
        raise typer.Exit(1)


def _key(text: str) -> str:
    """Of the address that was typed, where that is beyond doubt; else says what may have been meant and ends with 1."""
    from brightline.city import queries as city

    found = city.search(text, _OFFERED)
    best = meant(found)
    if best and best.key:
        return best.key
    code = "" if found else city.unknown_zip(text)
    no_zip = f"There is no ZIP {code} in {city.city().name}. Check the ZIP, or leave it out."
    print(no_zip if code else _doubt(text[:80], found), file=sys.stderr)
    raise typer.Exit(1)


def _doubt(text: str, found: Sequence[Match]) -> str:
    first = found[0] if found else None
    if first and first.kind is MatchKind.STREET:
        return f"{text!r} lacks the house number: write it before {first.label}."
    if first and first.kind is MatchKind.ZIP:
        return f"{text!r} lacks house number and street: write them before the ZIP."
    labels = [each.label for each in found if each.key]
    if not labels:
        return f"The city has no address {text!r}. Check the spelling."
    offered = f"Did you mean {'; '.join(labels)}?"
    if first and first.is_whole:
        return f"{text!r} may be more than one address. {offered}"
    return f"The city has no address {text!r}. {offered}"


def _print(found: "Calendar") -> None:
    from rich.console import Console
    from rich.table import Table

    print(f"{found.address}, {found.first} to {found.last}")
    if not found.set_outs:
        print("Nothing is collected there in that time.")
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("Day", "What", "From", "Until", "Why"):
        table.add_column(heading)
    for each in found.set_outs:
        day = f"{each.date:%a %Y-%m-%d}" if each.date else f"not on {each.reasons[-1].was:%a %Y-%m-%d}"
        table.add_row(day, each.name, _at(each.out_from), _at(each.out_until), ". ".join(each.why))
    # To a file or a pipe each set-out is one line, however long.
    Console(width=None if sys.stdout.isatty() else 400).print(table)


def _at(moment: str) -> str:
    return f"{datetime.fromisoformat(moment):%a %H:%M}" if moment else ""
