"""`brightline lookup`: what a typed line means and what serves it, on a terminal or for programs."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from brightline.city.matching.match import MatchKind
from brightline.platform.database.ready import ready
from brightline.platform.kernel.errors import Invalid

if TYPE_CHECKING:
    from brightline.resident.address.finding import Found
    from brightline.resident.address.served import Served

LOOKUP_HELP = """Look an address up: what serves it, and its next set-outs.

Forgives what people type: a missing suffix or direction, abbreviations, misspellings, corners, a ZIP, a place's name.
Exit 1 when nothing in the city is near enough. With --json the answer is one JSON object: "query", "id" and "address"
of the best match (empty where there is none); "sure", false where the line may mean something else; "instead", true
where the house typed is not there and "id" is another one near it; "missing", "number", "unit", "city" or "zip",
what was typed and is not there; "matches", the best first, each with "address" and "id"; and "place", what serves the
best, as /api/places/ID/ has it. Before anything is done for an "id", see that "sure" is true, or ask.

With --batch each line of FILE is a query and each line of the answer the JSON for it, without "place"; exit 0 once all
are answered. FILE may be - for standard input.

Example: brightline lookup "1604 harbor" --json
"""

_MATCHES = 5
# Enough lines for a worker to be worth waking.
_CHUNK = 200


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    app.command("lookup", help=LOOKUP_HELP)(lookup)


def lookup(
    query: Annotated[str, typer.Argument(help="What someone typed.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    batch: Annotated[
        str, typer.Option("--batch", metavar="FILE", help="One query a line; one JSON answer a line.")
    ] = "",
) -> None:
    """See LOOKUP_HELP."""
    if bool(query.strip()) == bool(batch):
        raise Invalid('Give one query, as in `brightline lookup "1604 harbor"`, or --batch FILE with one a line.')
    if batch:
        lines = _lines(batch)
        ready()
        _answer_all(lines)
        return
    ready()
    code = _one(query, as_json)
    if code:
        raise typer.Exit(code)


def _one(query: str, as_json: bool) -> int:
    import msgspec

    from brightline.city import queries as city
    from brightline.resident.address import answers, finding, typed
    from brightline.resident.address.served import served

    text = typed.cleaned(query)
    found = finding.search(text, _MATCHES)
    best = found[0].match if found else None
    place = None
    if best is not None:
        place = served(city.place(best.key) if best.key else city.place_at(best.longitude, best.latitude))
    if as_json:
        said = answers.look_up(text, found, place)
        print(msgspec.json.format(msgspec.json.encode(said), indent=1).decode())
    elif best is None or place is None:
        code, name = city.unknown_zip(text), city.city().name
        no_zip = f"There is no ZIP {code} in {name}. Check the ZIP, or leave it out."
        print(no_zip if code else "Nothing in the city is called that, or sounds like it.", file=sys.stderr)
    else:
        if not finding.meant(found):
            print(_doubt(text, found))
        _print(best.label, str(found[0].note) if best.missing else "", [each.label for each in found[1:]], place)
    return 0 if found else 1


def _doubt(text: str, found: Sequence["Found"]) -> str:
    """Why the list below may hold nothing of what was typed."""
    best = found[0].match
    if best.kind in (MatchKind.STREET, MatchKind.ZIP):
        return f"{best.label} has many addresses; add the house number. This is a spot in the middle of it."
    if not best.is_whole:
        return f"None of these is exactly {text!r}; the likeliest is first."
    return f"Each of these may be {text!r}; add what tells them apart."


def _print(label: str, missing: str, others: list[str], place: "Served") -> None:
    """For people: the best match, what of it is not as typed, its set-outs, its four groups, what else it may be."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from brightline.city import queries as city
    from brightline.resident.address import showing
    from brightline.resident.collection import phrases
    from brightline.resident.collection import showing as collection

    console = Console(highlight=False)
    console.print(Text(label, style="bold") + Text(f" ({missing})" if missing else ""))
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for coming in place.set_outs:
        for each in map(collection.shown, coming.all):
            off = phrases.off(each.set_out)
            said = (each.day_said, off) if off else (each.day_said, each.hours, each.container, each.note)
            table.add_row(Text(each.name), Text(", ".join(part for part in said if part)))
    for group in showing.groups(place, city.city().phones):
        table.add_row(Text(str(group.title), style="bold not dim"))
        for row in group.rows:
            value = row.value or ", ".join(area.name for area in row.areas)
            phones = [phone.shown for phone in row.phones]
            words = " · ".join(part for part in (value, row.far, *row.lines, *phones) if part)
            table.add_row(Text(str(row.label)), Text(words))
    console.print(table)
    if others:
        console.print(Text("Or: " + "; ".join(others), style="dim"))


def _lines(name: str) -> list[str]:
    """Raises Invalid when there is no such file or it is no text."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        # Only line feeds end a line: other breaks that Unicode knows may stand within what someone pasted.
        lines = [line.removesuffix("\r") for line in data.decode("utf-8-sig").split("\n")]
        return lines if lines[-1] else lines[:-1]
    except OSError as error:
        raise Invalid(f"--batch {name} cannot be read: {error.strerror}. Name a text file.") from error
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Invalid(f"--batch {name} line {line} is not UTF-8: save the file as UTF-8.") from error


def _answer_all(lines: list[str]) -> None:
    """Answers in the order of the lines, from as many processes as there are processors."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    from django.db import connections

    from brightline.city import queries as city

    # The city and its index are read once, here; the workers are copies of this process and share its memory.
    with city.remembered(city.city()), _progress(len(lines)) as advance:
        first = _answers(lines[:1])
        chunks = [lines[at : at + _CHUNK] for at in range(1, len(lines), _CHUNK)]
        workers = min(os.cpu_count() or 1, len(chunks))
        _say(first, advance)
        if workers < 2:
            for chunk in chunks:
                _say(_answers(chunk), advance)
            return
        # A connection must not be shared by copies of a process.
        connections.close_all()
        with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
            for answered in pool.map(_answers, chunks):
                _say(answered, advance)


def _answers(lines: list[str]) -> list[bytes]:
    import msgspec

    from brightline.resident.address import answers, finding, typed

    said = []
    for line in lines:
        try:
            text = typed.cleaned(line)
        except Invalid as error:
            said.append(msgspec.json.encode(answers.refused(line[: typed.LONGEST], str(error))))
        else:
            said.append(msgspec.json.encode(answers.look_up(text, finding.search(text, _MATCHES))))
    return said


def _say(answered: list[bytes], advance: Callable[[int], object]) -> None:
    sys.stdout.buffer.write(b"".join(line + b"\n" for line in answered))
    sys.stdout.buffer.flush()
    advance(len(answered))


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], Any]]:
    """A bar on stderr where someone looks at it and not at the answers themselves."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal or sys.stdout.isatty()) as bar:
        task = bar.add_task("Looking up", total=total)
        yield lambda count: bar.advance(task, count)
