"""The peers' servers, private and on loopback: Debian's redis-server, and its PostgreSQL 15 with PostGIS."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

POSTGRES = Path("/usr/lib/postgresql/15/bin")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def redis(folder: Path) -> Iterator[int]:
    """A Redis that writes nothing to disk; its port."""
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
    server = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait()


@contextmanager
def postgis(folder: Path) -> Iterator[str]:
    """A PostgreSQL with PostGIS; its URL. As root it runs as Debian's postgres, which it refuses to run as root."""
    port, as_other = free_port(), ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"]
    run = as_other if os.geteuid() == 0 else []
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if run:
        shutil.chown(folder, "postgres", "postgres")
    data, options = folder / "data", f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
    quiet = {"stdout": subprocess.DEVNULL, "check": True, "cwd": "/"}
    subprocess.run([*run, POSTGRES / "initdb", "-D", data, "-U", "postgres", "-A", "trust"], **quiet)
    control = [*run, POSTGRES / "pg_ctl", "-D", data, "-w"]
    subprocess.run([*control, "-o", options, "-l", folder / "log", "start"], **quiet)
    try:
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "fast", "stop"], **quiet)


def _wait(port: int) -> None:
    for _ in range(200):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise SystemExit("redis-server does not answer.")
