"""The embedded database while something of ours runs: the first to come starts it, the last to go stops it.

Whoever uses it holds a shared lock on `var/database.lock`. The kernel lets go of a lock when its process ends, however
it ends, so that nobody waits for one that was killed.
"""

import atexit
import fcntl
import time
from dataclasses import dataclass
from typing import TextIO

import psycopg

from brightline.platform.database import roles
from brightline.platform.database.server import Server, private_server
from brightline.platform.kernel import environment
from brightline.platform.kernel.errors import Invalid

# How long one that was killed while it started or stopped the database may leave it neither up nor down.
_SETTLES_SECONDS = 60


def hold() -> TextIO:
    """The right to run `brightline up` for this installation. Raises Invalid while another holds it."""
    lock = _opened("up.lock")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        folder = environment.var()
        raise Invalid(f"Brightline is already running for {folder}: use that one, or stop it first.") from error
    return lock


@dataclass(frozen=True)
class Use:
    """One process's use of the database, until it is `ended`."""

    server: Server
    lock: TextIO

    def ended(self) -> None:
        """Use it no more; it stops when nobody else does."""
        _ours.clear()
        with _alone():
            try:
                fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                # Others use it; the last of them stops it.
                return
            else:
                self.server.stop()
            finally:
                self.lock.close()


# What this process uses, at most one.
_ours: list[Use] = []


def use() -> Use:
    """Have it running, with its roles and database made where they are missing. Raises Invalid when it cannot."""
    with _alone():
        lock = _opened("database.lock")
        # Only who is alone ever asks for the whole of it, so this waits for nobody.
        fcntl.flock(lock, fcntl.LOCK_SH)
        try:
            _ours[:] = [Use(_started(), lock)]
            return _ours[0]
        except BaseException:
            lock.close()
            raise


def use_for_this_command() -> None:
    """Have the database running until this process ends, or for as long as it uses it already."""
    if not _ours:
        atexit.register(use().ended)


def _started() -> Server:
    kept = environment.Secrets.load()
    server = private_server(environment.var(), kept.superuser)
    ends = time.monotonic() + _SETTLES_SECONDS
    while True:
        server.start()
        try:
            roles.create(server.superuser_url, kept.owner, kept.app)
        except psycopg.OperationalError as error:
            if time.monotonic() > ends:
                why = str(error).strip().splitlines()[0]
                raise Invalid(
                    f"The embedded database in {server.home} does not answer ({why}): its log is {server.home / 'log'};"
                    " mend the cause and start again."
                ) from error
            time.sleep(0.2)
        else:
            return server


def _alone() -> TextIO:
    """The right to start or stop the database, waited for; another has it only while it does one of the two."""
    lock = _opened("database.start.lock")
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def _opened(name: str) -> TextIO:
    path = environment.make_var() / name
    try:
        return path.open("w")
    except OSError as error:
        raise Invalid(f"{path} cannot be written: {error.strerror}. Give it to the user Brightline runs as.") from error
