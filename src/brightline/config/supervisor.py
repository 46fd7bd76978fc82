"""`brightline up`: database, web and worker as one, for a demo, a trial or a small city.

A city that runs them apart uses `brightline web` and `brightline worker` under systemd (deploy/).
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from types import FrameType

from brightline.config.listening import check_free
from brightline.platform.database import address, embedded
from brightline.platform.kernel.errors import Invalid

_READY_SECONDS = 60
_LONGEST_WAIT_SECONDS = 30
_COMMAND = (sys.executable, "-P", "-m", "brightline.cli")
_PR_SET_PDEATHSIG = 1
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass
class Part:
    """A process that is kept running; tries counts its quick deaths in a row."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    tries: int = 0
    environ: dict[str, str] = field(default_factory=dict)

    def start(self) -> None:
        self.started = time.monotonic()
        # Its own session: Ctrl-C reaches us alone, and we stop the parts in order.
        self.process = subprocess.Popen(
            self.command, env=os.environ | self.environ, start_new_session=True, preexec_fn=_die_with_us
        )

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def _die_with_us() -> None:
    """Ask Linux to end this part should we be killed without a chance to: leftovers would serve on, unwatched."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def run(*, demo: bool, host: str, port: int) -> int:
    """Start all of it, say where to go, and stay until stopped. Returns the exit code."""
    if demo and host not in _LOOPBACK:
        raise Invalid(f"--demo signs anyone in with one click, so it runs on loopback only: leave out --host {host}.")
    check_free(host, port)
    lock = embedded.hold()
    stopping = _on_signals()
    os.environ["BRIGHTLINE_DEMO"] = "1" if demo else "0"
    print("Starting the database.", flush=True)
    database = embedded.use() if address.uses_embedded_database() else None
    parts: list[Part] = []
    try:
        _brightline("migrate")
        if demo:
            _brightline("demo", "load")
        parts = [
            Part("web", [*_COMMAND, "web", "--host", host, "--port", str(port)]),
            Part("worker", [*_COMMAND, "worker"]),
        ]
        print("Starting the web server and the worker.", flush=True)
        for part in parts:
            part.start()
        front = f"http://{'localhost' if host in _LOOPBACK else host}:{port}/"
        _wait_until_it_answers(f"http://{host}:{port}/healthz", parts, stopping)
        if not stopping:
            _say_where(front, demo)
        while not stopping:
            _keep_running(parts)
            time.sleep(0.5)
    finally:
        for part in reversed(parts):
            part.stop()
        if database:
            database.ended()
        lock.close()
    print("Stopped. The data is kept; the same command goes on from here.", flush=True)
    return 0


def _on_signals() -> list[int]:
    """A list that is empty until someone asks us to stop."""
    asked: list[int] = []

    def ask(number: int, _frame: FrameType | None) -> None:
        asked.append(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask)
    return asked


def _brightline(*arguments: str) -> None:
    done = subprocess.run([*_COMMAND, *arguments])
    if done.returncode > 0:
        # It has said what is wrong; a second sentence would only bury it.
        sys.exit(done.returncode)
    if done.returncode:
        raise Invalid(f"`brightline {' '.join(arguments)}` did not succeed; nothing was started.")


def _wait_until_it_answers(health: str, parts: list[Part], stopping: list[int]) -> None:
    ends = time.monotonic() + _READY_SECONDS
    while time.monotonic() < ends and not stopping:
        try:
            with urllib.request.urlopen(health, timeout=2) as answer:  # noqa: S310 (our own address)
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            _keep_running(parts)
            time.sleep(0.1)
    if not stopping:
        raise Invalid(f"The web server did not answer at {health} within {_READY_SECONDS} s: see what it said above.")


def _keep_running(parts: list[Part]) -> None:
    """Start again what has died, waiting longer each time it dies quickly, and giving up never."""
    for part in parts:
        if part.process is None or part.process.poll() is None:
            continue
        since_start = time.monotonic() - part.started
        if since_start >= min(2**part.tries, _LONGEST_WAIT_SECONDS):
            part.tries = part.tries + 1 if since_start < 2 * _LONGEST_WAIT_SECONDS else 0
            print(f"The {part.name} stopped with code {part.process.returncode}; starting it again.", file=sys.stderr)
            part.start()


def _say_where(front: str, demo: bool) -> None:
    print(f"\nBrightline is up: {front}\n", flush=True)
    if demo:
        from brightline.platform.database.ready import ready

        # The list of people stands beside their rows, which need Django.
        ready()
        from brightline.demo.people import PEOPLE

        print("Sign in with one click, as", flush=True)
        for person in PEOPLE:
            link = f"{front}demo/sign-in/{person.key}/"
            print(f"  {person.title:<14} {person.display_name:<16} {link}", flush=True)
        print("", flush=True)
    print("Ctrl-C stops it; the data is kept.", flush=True)
