"""Several commands at once on the embedded database: whoever ends first takes it from nobody."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from brightline.platform.database.server import Server, private_server
from tests.support.packs import APack, openaddress
from tests.support.running import free_port

_COMMAND = [sys.executable, "-m", "brightline.cli"]
# Says that it uses the database, uses it once more when told to, and ends.
_USER = """
import sys, psycopg
from brightline.platform.database import embedded
use = embedded.use()
print("uses", flush=True)
for line in sys.stdin:
    with psycopg.connect(use.server.superuser_url) as connection:
        print(*connection.execute("SELECT 'answered'").fetchone(), flush=True)
use.ended()
"""


class Town:
    """A folder with an embedded database of its own, and the environment that leads there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith("BRIGHTLINE_")}
        self.environ = kept | {"BRIGHTLINE_VAR": str(folder / "var")}

    @property
    def server(self) -> Server:
        return private_server(self.folder / "var", "")

    @property
    def runs(self) -> bool:
        return (self.server.home / "data" / "postmaster.pid").exists()

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return self._popen([*_COMMAND, *arguments])

    def user(self) -> subprocess.Popen[str]:
        """Some process that uses the database until its input ends."""
        process = self._popen([sys.executable, "-c", _USER])
        assert process.stdout is not None
        assert process.stdout.readline() == "uses\n"
        return process

    def _popen(self, command: list[str]) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        return subprocess.Popen(
            command, env=self.environ, cwd=self.folder, stdin=pipe, stdout=pipe, stderr=pipe, text=True
        )


@pytest.fixture
def town() -> Iterator[Town]:
    # Where the ordinary user of the database can get, as it cannot under pytest's own folders.
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    folder.chmod(0o755)
    town = Town(folder)
    try:
        yield town
    finally:
        town.server.stop()
        shutil.rmtree(folder)


def _answers(user: subprocess.Popen[str]) -> str:
    assert user.stdin is not None
    assert user.stdout is not None
    user.stdin.write("again\n")
    user.stdin.flush()
    return user.stdout.readline()


def _pack(folder: Path) -> Path:
    folder.mkdir()
    return APack(folder).addresses([openaddress("1604", "Harbor St", -85.75, 38.25)]).written()


def test_the_first_to_end_leaves_the_database_to_the_others_and_the_last_stops_it(town: Town) -> None:
    first, second, third = (town.user() for _ in range(3))
    first.communicate()
    assert _answers(second) == "answered\n"
    second.communicate()
    assert _answers(third) == "answered\n"
    assert town.runs
    third.communicate()
    assert not town.runs


def test_one_that_was_killed_keeps_nobody_waiting_and_the_next_stops_what_it_left(town: Town) -> None:
    killed = town.user()
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert town.runs
    after = town.user()
    assert _answers(after) == "answered\n"
    after.communicate()
    assert not town.runs


def test_commands_at_once_all_succeed(town: Town) -> None:
    pack = _pack(town.folder / "pack")
    assert town.start("migrate").wait() == 0
    together = []
    for command in (("load-city", str(pack)), ("load-city", str(pack)), ("load-city", str(pack)), ("migrate",)):
        together.append(town.start(*command))
        time.sleep(0.4)
    said = [(*process.communicate(), process.returncode) for process in together]
    assert [code for _, _, code in said] == [0, 0, 0, 0], said
    assert not town.runs
    found = town.start("lookup", "1604 Harbor St")
    assert "1604 Harbor St" in found.communicate()[0]


def test_up_starts_while_a_command_runs_and_leaves_the_database_to_it(town: Town) -> None:
    user = town.user()
    port = free_port()
    up = town.start("up", "--port", str(port))
    try:
        while up.poll() is None and not _is_up(port):
            time.sleep(0.2)
        assert up.poll() is None, up.communicate()
        up.send_signal(signal.SIGINT)
        out, err = up.communicate(timeout=120)
    finally:
        up.kill()
    assert (up.returncode, "Stopped." in out) == (0, True), (out, err)
    assert _answers(user) == "answered\n"
    user.communicate()
    assert not town.runs


def _is_up(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
            return True
    except OSError:
        return False
