"""`brightline demo`: the fictional city."""

import sys

import typer

from brightline.platform.database.ready import ready
from brightline.platform.kernel import environment
from brightline.platform.kernel.progress import steps


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    demo = typer.Typer(no_args_is_help=True, help="The fictional demo city: its people, roster and history.")
    demo.command("load")(load)
    demo.command("history")(history)
    demo.command("look-back")(look_back)
    app.add_typer(demo, name="demo")


def load() -> None:
    """Load Falls City, its fictional people and their roster. Safe to repeat.

    Example: brightline demo load
    """
    ready()
    _load()
    print("Falls City is loaded.")


def history() -> None:
    """Put six months of requests through the real actions on a simulated clock: 23 among about 275,000 calls.

    It goes before anything else: with later entries on the ledger it is refused. Loads Falls City where nothing is.

    Example: brightline demo history
    """
    ready()
    from brightline.demo import history as past
    from brightline.record.ledger import queries as ledger

    if ledger.size() == 0:
        _load()
    print(past.play())


def look_back() -> None:
    """Hand the look back an export of the last month: 300 calls, in some of which an agency asks for help.

    The worker reads it when it runs; then it waits for the reviewers. After `brightline demo history`, three of its
    requests are in the register.

    Example: brightline demo look-back
    """
    ready()
    import io

    from brightline.assistance.review import actions
    from brightline.demo import export, people
    from brightline.demo import history as past
    from brightline.platform.kernel import clock

    months = past.months(clock.now())
    year, month = months[-1]
    data = export.written(year, month + 1, of_history=len(months) - 1)
    name = f"calls-{year}-{month + 1:02d}.csv"
    handed_in = actions.hand_in(export=io.BytesIO(data), name=name, by=people.person("rosa"))
    print(f"{handed_in}: {export.CALLS} calls of {year}-{month + 1:02d} wait to be read, under Look back.")


def _load() -> None:
    from contextlib import nullcontext

    from django.db import transaction

    from brightline.assistance.requests.actions import adopt_policies
    from brightline.city import actions
    from brightline.demo import history as past
    from brightline.demo import people, roster
    from brightline.platform.kernel import clock
    from brightline.record.ledger import queries as ledger
    from brightline.resident.collection import actions as collection

    with transaction.atomic():
        pack = environment.ROOT / "cities" / "falls-city"
        # Loading it again would change nothing and take seconds of each start.
        if not actions.is_loaded(pack):
            print("Loading Falls City, which takes some seconds; the next start skips it.", file=sys.stderr, flush=True)
            with steps(actions.steps(pack)) as progress:
                actions.load(pack, progress=progress)
        collection.load_rules(pack)
        people.load()
        now = clock.now()
        # The city's first entries stand before its history, so that its record reads forward.
        with clock.at(past.beginning(now)) if ledger.size() == 0 else nullcontext():
            adopt_policies()
            roster.load(now)
