"""Brightline running as a city would run it: web and worker as processes on a database of their own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from brightline.platform.kernel.environment import ROOT
from tests.support import databases

# Generous, since other tests share the machine; no test asserts a time.
_READY_SECONDS = 300


@dataclass
class Town:
    """One running demo city. base: its address; database: the name of its database; folder: its `var`."""

    base: str
    database: str
    folder: Path
    environ: dict[str, str]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def brightline(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run the command as the city's IT staff would."""
        return subprocess.run(
            [sys.executable, "-m", "brightline.cli", *arguments],
            env=self.environ,
            check=check,
            capture_output=True,
            text=True,
        )

    def python(self, code: str) -> str:
        """What a small program prints, run with the city's settings."""
        environ = self.environ | {"DJANGO_SETTINGS_MODULE": "brightline.config.settings"}
        done = subprocess.run([sys.executable, "-c", code], env=environ, check=True, capture_output=True, text=True)
        return done.stdout

    def start(self, part: str, *arguments: str) -> None:
        log = (self.folder / f"{part}.log").open("ab")
        self.processes[part] = subprocess.Popen(
            [sys.executable, "-m", "brightline.cli", part, *arguments], env=self.environ, stdout=log, stderr=log
        )

    def kill(self, part: str) -> None:
        """End a part as a power cut would."""
        self.processes[part].send_signal(signal.SIGKILL)
        self.processes[part].wait()

    def sql(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """What stands in the database, seen by its superuser."""
        with psycopg.connect(databases.url("superuser", self.database)) as connection:
            return connection.execute(query, values).fetchall()  # type: ignore[arg-type]

    def log(self, part: str) -> str:
        return (self.folder / f"{part}.log").read_text(errors="replace")


@contextmanager
def town(
    name: str,
    folder: Path,
    *,
    answer_within: str = "2 minutes",
    web: bool = True,
    worker: bool = True,
    **settings: str,
) -> Iterator[Town]:
    """A demo city of one's own. answer_within: how long a commander has to answer a page, written into its packs;
    settings: more of its environment.
    """
    databases.copy(name)
    port = free_port()
    policies = folder / "policies"
    shutil.copytree(ROOT / "policies", policies)
    pack = policies / "lmpd-2017-09" / "pack.toml"
    pack.write_text(
        pack.read_text().replace('acknowledge_within = "2 minutes"', f'acknowledge_within = "{answer_within}"')
    )
    environ = os.environ | {
        "BRIGHTLINE_DATABASE_URL": databases.url("app", name),
        "BRIGHTLINE_OWNER_DATABASE_URL": databases.url("owner", name),
        "BRIGHTLINE_VAR": str(folder),
        "BRIGHTLINE_DEMO": "1",
        "BRIGHTLINE_POLICIES": str(policies),
        **settings,
    }
    running = Town(f"http://127.0.0.1:{port}", name, folder, environ)
    try:
        running.brightline("demo", "load")
        if web:
            running.start("web", "--port", str(port))
        if worker:
            running.start("worker")
        if web:
            _wait(f"{running.base}/healthz", running)
        yield running
    finally:
        for process in running.processes.values():
            process.terminate()
        for process in running.processes.values():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        databases.drop(name)


def _wait(address: str, running: Town) -> None:
    ends = time.monotonic() + _READY_SECONDS
    while time.monotonic() < ends:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            assert running.processes["web"].poll() is None, running.log("web")
            time.sleep(0.1)
    raise AssertionError(f"{address} did not answer: {running.log('web')}")


def free_port() -> int:
    """A port of this machine on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
