"""Running Brightline: up, web, worker, migrate, load-city."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from brightline.platform.database.ready import check, ready
from brightline.platform.kernel.progress import steps

Host = Annotated[str, typer.Option(help="Address to listen on. Anything but loopback needs HTTPS in front.")]
Port = Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)]


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    app.command()(up)
    app.command()(web)
    app.command()(worker)
    app.command()(migrate)
    app.command("load-city")(load_city)


def up(
    demo: Annotated[bool, typer.Option("--demo", help="Load the demo city and its fictional people.")] = False,
    host: Host = "127.0.0.1",
    port: Port = 8000,
) -> None:
    """Start everything: database, web and worker. Ctrl-C stops it; the data stays.

    Example: brightline up --demo
    """
    from brightline.config.supervisor import run

    sys.exit(run(demo=demo, host=host, port=port))


def web(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    processes: Annotated[int, typer.Option(help="Web processes.", min=1, max=64)] = 1,
) -> None:
    """Serve the screens and the public pages.

    Example: brightline web --host 127.0.0.1 --port 8000 --processes 2
    """
    from brightline.config.listening import check_free

    check()
    check_free(host, port)
    os.environ["BRIGHTLINE_POOL"] = "1"
    _become(
        "granian",
        *("--interface", "asginl", "--host", host, "--port", str(port), "--workers", str(processes)),
        # Open streams would otherwise hold a stopping server for ever.
        *("--workers-kill-timeout", "2", "--respawn-failed-workers", "--log-level", "warning"),
        "brightline.config.asgi:application",
    )


def worker() -> None:
    """Run background work: the acknowledgement clock, checkpoints of the ledger.

    Example: brightline worker
    """
    check()
    _become(
        "django",
        *("procrastinate", "worker", "--concurrency", "4"),
        # A page escalates on the second; jobs set for later are found by looking, not by being told.
        *("--fetch-job-polling-interval", "0.5", "--shutdown-graceful-timeout", "5"),
        *("--delete-jobs", "successful"),
    )


def migrate() -> None:
    """Bring the tables and the runtime role's rights up to date.

    Example: brightline migrate
    """
    ready("owner")
    from brightline.platform.database import actions, address

    actions.migrate(address.database_url("app"))
    print("The database is up to date.")


def load_city(folder: Annotated[Path, typer.Argument(help="The city pack: a folder with city.toml.")]) -> None:
    """Load a city pack: who the city is, its policy, addresses, areas and facilities. Safe to repeat.

    Example: brightline load-city cities/falls-city
    """
    ready()
    from django.db import transaction

    from brightline.assistance.policy import packs
    from brightline.assistance.requests.actions import adopt_policies
    from brightline.assistance.review.queries import lexicon
    from brightline.city import actions
    from brightline.resident.collection import actions as collection
    from brightline.resident.collection.queries import coverage

    with transaction.atomic():
        with steps(actions.steps(folder)) as progress:
            loaded = actions.load(
                folder,
                policies=packs.catalog(),
                progress=progress,
                # Words that cannot be looked for are refused now, not in the night an export is read.
                checks=(lambda _: lexicon.check(folder), lambda areas: collection.check_rules(folder, areas)),
            )
        collection.load_rules(folder)
        adopted = adopt_policies()
    for line in loaded.told:
        print(line, file=sys.stderr)
    print(f"{loaded.city.name} is loaded. New in force: {', '.join(adopted) or 'nothing'}.", *loaded.says, sep="\n")
    for line in coverage(loaded.inside, loaded.addresses.total):
        print(line)


def _become(module: str, *arguments: str) -> None:
    """Turn this process into `python -m module`, so that signals reach it directly."""
    sys.stdout.flush()
    # -P: whatever folder we are run from must not pass for a package of that name.
    os.execv(sys.executable, [sys.executable, "-P", "-m", module, *arguments])
