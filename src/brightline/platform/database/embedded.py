"""The embedded database while something of ours runs: started once, by whoever comes first."""

import atexit
import fcntl
from typing import TextIO

from brightline.platform.database import roles
from brightline.platform.database.server import Server, private_server
from brightline.platform.kernel import environment
from brightline.platform.kernel.errors import Invalid


def hold() -> TextIO:
    """The right to start and stop the database of this installation. Raises Invalid while another holds it."""
    path = environment.make_var() / "up.lock"
    try:
        lock = path.open("w")
    except OSError as error:
        raise Invalid(f"{path} cannot be written: {error.strerror}. Give it to the user Brightline runs as.") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise Invalid(f"Brightline is already running for {path.parent}: use that one, or stop it first.") from error
    return lock


def start() -> Server:
    """Start it, with its roles and database made where they are missing. Only for who holds the right."""
    kept = environment.Secrets.load()
    server = private_server(environment.var(), kept.superuser)
    server.start()
    roles.create(server.superuser_url, kept.owner, kept.app)
    return server


def start_for_this_command() -> None:
    """Have the database running until this process ends. Where `brightline up` runs it, that one is used."""
    try:
        lock = hold()
    except Invalid:
        return
    server = start()

    def stop() -> None:
        server.stop()
        lock.close()

    atexit.register(stop)
