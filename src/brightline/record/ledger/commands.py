"""`brightline ledger`: checking the record, and signing it."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from brightline.platform.database.ready import ready
from brightline.platform.kernel.errors import Invalid

VERIFY_HELP = """Read every entry again and check it against signed checkpoints.

Finds any entry changed, removed, reordered or cut off. A checkpoint kept elsewhere (--against, may be given several
times) is what makes that proof: whoever holds this database and its key could have signed another. Exit 1 when
anything is wrong.

Example: brightline ledger verify --against checkpoint-2026-10-01.txt
"""


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    ledger = typer.Typer(no_args_is_help=True, help="The append-only record: verify, checkpoint, key.")
    ledger.command("verify", help=VERIFY_HELP)(verify)
    ledger.command("checkpoint")(checkpoint)
    ledger.command("key")(key)
    app.add_typer(ledger, name="ledger")


def verify(
    against: Annotated[list[Path] | None, typer.Option("--against", help="A checkpoint kept elsewhere.")] = None,
    trust: Annotated[str | None, typer.Option("--key", help="The log's verifier key, if kept elsewhere too.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """See VERIFY_HELP."""
    from rich.console import Console
    from rich.progress import Progress

    ready()
    from brightline.city import queries as city
    from brightline.record.ledger import audit, keys, note, queries
    from brightline.record.ledger.checkpoint import Checkpoint

    origin = city.city().log_origin
    verifiers = [note.Verifier.from_text(trust) if trust else keys.verifier(origin)]
    kept = [Checkpoint.open(_read(path), verifiers, origin=origin) for path in against or []]
    with Progress(console=Console(file=sys.stderr), transient=True, disable=not sys.stderr.isatty()) as bar:
        entries = bar.track(queries.stored(), total=queries.size(), description="Reading entries")
        report = audit.audit(entries, kept, *queries.own_checkpoints(verifiers, origin))
    if as_json:
        print(json.dumps(report.to_json(), indent=2))
    else:
        for finding in report.findings:
            print(finding.says)
        print(report.says)
    if not report.ok:
        raise typer.Exit(1)


def checkpoint() -> None:
    """Sign the record as it is now and print the checkpoint, to be kept elsewhere.

    Example: brightline ledger checkpoint > checkpoint.txt
    """
    ready()
    from brightline.city import queries as city
    from brightline.record.ledger import actions, queries

    actions.sign_checkpoint(city.city().log_origin)
    latest = queries.latest_checkpoint()
    if latest is None:
        raise Invalid("The record is empty: there is nothing to sign yet.")
    print(latest.note, end="")


def key() -> None:
    """Print the verifier key, to be published: it checks checkpoints and cannot make them.

    Example: brightline ledger key
    """
    ready()
    from brightline.city import queries as city
    from brightline.record.ledger import keys

    print(keys.verifier(city.city().log_origin).text)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(f"{path} cannot be read as a checkpoint: {error}. Name the file you kept.") from error
