"""`brightline reconcile`: the requests of a finished review against the register."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from brightline.platform.database.ready import ready
from brightline.platform.kernel.errors import Invalid

RECONCILE_HELP = """Compare the requests found by `brightline review` with the register.

DIR is the folder that `brightline review --out DIR` has filled. Each request it found is looked up in the register by
its CAD number, else by time (60 minutes either way) and place. Nothing is written. Exit 1 when at least one is nowhere.

Example: brightline reconcile out/2017 --json
"""

_NAMES = ("call_id", "received_at", "address", "agency")


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    app.command("reconcile", help=RECONCILE_HELP)(reconcile)


def reconcile(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A finished --out folder.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """See RECONCILE_HELP."""
    found = requests_in(folder)
    ready()
    from brightline.assistance.review.queries.reconciling import reconcile as reconciling

    rows = reconciling(found)
    missing = sum(not row.candidates for row in rows)
    if as_json:
        print(json.dumps([row.to_json() for row in rows], ensure_ascii=False, indent=1))
    else:
        _print_table(rows, missing)
    if missing:
        raise typer.Exit(1)


def requests_in(folder: Path) -> list[dict[str, Any]]:
    """The lines of findings.jsonl that the engine called requests. Raises Invalid."""
    path = folder / "findings.jsonl"
    if not path.is_file() or not (folder / "summary.json").is_file():
        raise Invalid(f"{folder} holds no finished review: give the folder that `brightline review --out` has filled.")
    found = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                said = json.loads(line)
                if said["label"] == "request":
                    found.append({name: str(said[name] or "") for name in _NAMES})
            except (ValueError, KeyError, TypeError) as error:
                raise Invalid(f"{path} line {number} is no finding: run `brightline review` again.") from error
    return found


def _print_table(rows: Any, missing: int) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("call", "received", "place", "in the register")
    for row in rows:
        best = row.candidates[0] if row.candidates else None
        said = f"{best.number} ({best.reason.replace('_', ' ')})" if best else "no"
        table.add_row(*(Text(text) for text in (row.call_id, row.received_at, row.address, said)))
    console = Console()
    console.print(table)
    console.print(f"{len(rows)} requests; {missing} in no register.", highlight=False)
