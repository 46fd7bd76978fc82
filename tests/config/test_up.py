"""`brightline up` as a newcomer meets it: started, stopped with Ctrl-C, and back with its data."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.running import free_port

BRIGHTLINE = [sys.executable, "-m", "brightline.cli"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where Brightline is at home: what one test leaves there the next one takes up, as a restart does."""
    folder = tmp_path_factory.mktemp("up")
    folder.chmod(0o755)
    return folder


def environ(folder: Path) -> dict[str, str]:
    foreign = ("BRIGHTLINE_DATABASE_URL", "BRIGHTLINE_OWNER_DATABASE_URL")
    return {name: value for name, value in os.environ.items() if name not in foreign} | {"BRIGHTLINE_VAR": str(folder)}


@contextmanager
def up(folder: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Brightline up in `folder`, with what it said until it was ready; stopped by Ctrl-C."""
    said = (folder / "said").open("w+")
    process = subprocess.Popen(
        [*BRIGHTLINE, "up", "--demo", "--port", str(port)], env=environ(folder), stdout=said, stderr=said, text=True
    )
    try:
        ends = time.monotonic() + 300
        while "Ctrl-C stops it" not in (words := (folder / "said").read_text()):
            assert process.poll() is None, words
            assert time.monotonic() < ends, words
            time.sleep(0.2)
        yield process, words
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(300)
        said.close()


def get(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
        return str(answer.read().decode())


def test_up_stops_cleanly_and_comes_back_with_its_data(folder: Path) -> None:
    port = free_port()
    with up(folder, port) as (process, words):
        for key in ("ana", "ellery", "dev", "rosa", "sam", "kit"):
            assert f"/demo/sign-in/{key}/" in words
        second = [*BRIGHTLINE, "up", "--port", str(free_port())]
        again = subprocess.run(second, env=environ(folder), capture_output=True, text=True)
        assert (again.returncode, again.stderr.count("\n")) == (2, 1), again.stderr
        assert "already running" in again.stderr
        history = subprocess.run([*BRIGHTLINE, "demo", "history"], env=environ(folder), capture_output=True, text=True)
        assert "23 requests among 275,114 calls: 19 with a ground, 4 without." in history.stdout, history.stderr
        figures = get(port, "/record/figures.json")
    assert process.returncode == 0
    with pytest.raises(OSError, match="refused"):
        get(port, "/healthz")
    verified = subprocess.run([*BRIGHTLINE, "ledger", "verify"], env=environ(folder), capture_output=True, text=True)
    assert verified.returncode == 0, verified.stdout
    with up(folder, port):
        assert get(port, "/record/figures.json") == figures
        assert '"requests": 23' in figures
        replayed = subprocess.run([*BRIGHTLINE, "replay", "AR-2026-0001"], env=environ(folder), capture_output=True)
        assert replayed.returncode == 0


def test_the_demo_listens_on_this_computer_only(tmp_path: Path) -> None:
    refused = subprocess.run(
        [*BRIGHTLINE, "up", "--demo", "--host", "0.0.0.0"], env=environ(tmp_path), capture_output=True, text=True
    )
    assert refused.returncode == 2
    assert "loopback only" in refused.stderr


def test_nothing_serves_on_when_up_is_killed_without_a_chance(folder: Path) -> None:
    port = free_port()
    with up(folder, port) as (process, _words):
        process.kill()
        process.wait()
        ends = time.monotonic() + 120
        while True:
            try:
                get(port, "/healthz")
            except OSError:
                break
            assert time.monotonic() < ends
            time.sleep(0.5)
    with up(folder, port):
        assert "ok" in get(port, "/healthz")
