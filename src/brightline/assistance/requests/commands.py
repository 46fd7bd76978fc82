"""`brightline replay`: a stored decision evaluated again."""

import json
from typing import Annotated

import typer

from brightline.platform.database.ready import ready

REPLAY_HELP = """Evaluate a stored decision again, under its own pack or another.

Under its own pack the answer must be what was stored: exit 1 if it is not, or if the pack's text has changed since.
With --pack, what another policy would have decided on the same facts.

Example: brightline replay AR-2026-0024 --pack lmco-2017-10
"""


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    app.command("replay", help=REPLAY_HELP)(replay)


def replay(
    number: Annotated[str, typer.Argument(help="The request, as AR-2026-0024.")],
    pack: Annotated[str | None, typer.Option("--pack", help="Another policy pack.")] = None,
) -> None:
    """See REPLAY_HELP."""
    ready()
    from brightline.assistance.requests.queries import replay as replaying

    answer = replaying.replay(number, pack)
    print(json.dumps(answer.to_json(), ensure_ascii=False, indent=2))
    if not answer.holds:
        raise typer.Exit(1)
