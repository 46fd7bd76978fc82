"""The `brightline` command. Each room adds its own commands; this file only gathers them."""

import os
import secrets
import sys
from collections.abc import Sequence

import typer

from brightline.assistance.policy import commands as policy
from brightline.assistance.requests import commands as requests
from brightline.assistance.review import commands as review
from brightline.assistance.review import reconcile_command
from brightline.config import commands as running
from brightline.demo import commands as demo
from brightline.platform.accounts import commands as accounts
from brightline.platform.kernel.errors import BrightlineError
from brightline.record.ledger import commands as ledger
from brightline.resident.address import commands as address
from brightline.resident.collection import commands as collection

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="When immigration agencies ask a city's police for help: who decides, under which rule, and proof of it.",
)
for room in (running, accounts, policy, requests, review, reconcile_command, ledger, address, collection, demo):
    room.register(app)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command. Exit 0 done, 1 the answer is no, 2 bad input; a mistake is one line on stderr."""
    # Keys, recordings, logs: what any part writes is for the user it runs as alone.
    os.umask(0o077)
    try:
        code = app(args=list(arguments) if arguments is not None else None, standalone_mode=False)
    except typer.TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            sys.exit(0)  # It has shown the help already.
        said = error.format_message() if hasattr(error, "format_message") else str(error)
        print(f"{' '.join(said.split()).rstrip('.')}. See `brightline --help`.", file=sys.stderr)
        sys.exit(2)
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(130)
    except BrightlineError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # Whoever read our output has enough, as `head` does; that is no mistake.
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:
        import structlog

        from brightline.platform.kernel import logs

        reference = secrets.token_hex(4)
        logs.configure()
        log = structlog.get_logger("brightline.cli")
        log.error("Unexpected error", reference=reference, exc_info=error)
        print(f"Something went wrong on our side. Tell support this number: {reference}", file=sys.stderr)
        sys.exit(70)
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
