"""A Spark cluster for tests: one master and two workers of one core each, on loopback."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.running import free_port

_SECONDS = 300.0
# Five small Java machines start at once: they should not spend their first seconds on optimizing themselves.
_QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
_SETTINGS = f"""
spark.driver.host 127.0.0.1
spark.driver.memory 512m
spark.driver.extraJavaOptions {_QUICK}
spark.executor.memory 512m
spark.executor.cores 1
spark.executor.extraJavaOptions {_QUICK}
spark.master.rest.enabled false
spark.ui.enabled false
"""


def java() -> str | None:
    """The Java that Spark will run on, if there is one."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=str(Path(home) / "bin") if home else None)


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The master's URL, and the environment for a program that uses it."""
    if java() is None:
        pytest.skip("Spark needs Java 17 or newer, and there is no java on this machine.")
    pyspark = pytest.importorskip("pyspark")
    folder.mkdir()
    (folder / "spark-defaults.conf").write_text(_SETTINGS)
    environment = os.environ | {
        "SPARK_HOME": str(Path(pyspark.__file__).parent),
        "SPARK_CONF_DIR": str(folder),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_DIRS": str(folder),
        "SPARK_WORKER_DIR": str(folder),
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": _QUICK,
    }
    port = free_port()
    url = f"spark://127.0.0.1:{port}"
    master = ["master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0"]
    worker = ["worker.Worker", "--host", "127.0.0.1", "--cores", "1", "--memory", "600m", "--webui-port", "0", url]
    log = folder / "cluster.log"
    running: list[subprocess.Popen[bytes]] = []
    try:
        for name, *options in (master, worker, worker):
            program = [f"{environment['SPARK_HOME']}/bin/spark-class", f"org.apache.spark.deploy.{name}", *options]
            with log.open("ab") as file:
                running.append(subprocess.Popen(program, env=environment, stdout=file, stderr=file))
        _until(lambda: log.read_text("utf-8").count("Successfully registered with master") == 2, log)
        yield url, environment
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(30)


def _until(true: Callable[[], bool], log: Path) -> None:
    limit = time.monotonic() + _SECONDS
    while not true():
        assert time.monotonic() < limit, f"no cluster within {_SECONDS:.0f} seconds:\n{log.read_text('utf-8')}"
        time.sleep(0.1)
