"""Running a program and saying what it took; the machine it ran on; results written down."""

import importlib.metadata
import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS.md"


@dataclass(slots=True)
class Taken:
    """What the runs of one program took: wall seconds and processor seconds of each, the most memory of any in MB."""

    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak_mb: float = 0.0
    answer: str = ""

    @property
    def least(self) -> float:
        return min(self.seconds)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def run(command: Sequence[str], taken: Taken) -> None:
    """Runs the command as a process of its own and adds what it took. Exits with its message when it fails."""
    timed = [sys.executable, "-I", "-S", str(HERE / "timed.py"), *command]
    done = subprocess.run(timed, capture_output=True, text=True, check=False)
    errors, _, measured = done.stderr.rstrip().rpartition("\n")
    # rg ends with 1 when nothing matched.
    if done.returncode not in (0, 1) or (done.returncode == 1 and "rg" not in command[0]):
        sys.exit(f"{' '.join(command)[:200]}\nended with {done.returncode}:\n{errors[-2000:]}")
    took = json.loads(measured)
    taken.seconds.append(took["seconds"])
    taken.cpu.append(took["cpu"])
    taken.peak_mb = max(taken.peak_mb, took["peak_mb"])
    taken.answer = (done.stdout.strip().splitlines() or [""])[-1]


def in_turn(commands: dict[str, Sequence[str]], times: int, before: Callable[[str], None]) -> dict[str, Taken]:
    """Every command so many times, one after another rather than each by itself: a busy minute falls on all alike."""
    taken = {name: Taken() for name in commands}
    for number in range(times):
        for name, command in commands.items():
            before(name)
            print(f"{number + 1}/{times} {name}", file=sys.stderr, flush=True)
            run(command, taken[name])
    return taken


def warm(file: Path) -> None:
    """Reads the file once, so that no program pays for the disk."""
    with file.open("rb", buffering=0) as stream:
        while stream.read(1 << 24):
            pass


def machine() -> str:
    """One sentence: processor, cores, memory, versions, date."""
    model = next(
        (line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor(),
    )
    memory = next((int(line.split()[1]) / 2**20 for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    load = os.getloadavg()[0]
    return (
        f"{model}, {os.cpu_count()} cores, {memory:.0f} GB; Python {platform.python_version()}; "
        f"{datetime.now(UTC):%Y-%m-%d}; load {load:.1f} at the end."
    )


def versions(*packages: str) -> str:
    """Names and versions of the packages, ripgrep's as it says."""
    ripgrep = subprocess.run(["rg", "--version"], capture_output=True, text=True, check=True).stdout.splitlines()[0]
    return ", ".join([ripgrep, *(f"{name} {importlib.metadata.version(name)}" for name in packages)])


def write_section(heading: str, lines: Sequence[str]) -> None:
    """Puts a section into RESULTS.md, in the place of an older one of this heading."""
    old = RESULTS.read_text("utf-8") if RESULTS.exists() else "# Results\n\nWritten by the scripts beside this file.\n"
    head, *sections = old.rstrip("\n").split("\n## ")
    kept = [section for section in sections if section.split("\n", 1)[0] != heading]
    new = "\n".join([heading, "", *lines]).rstrip("\n")
    RESULTS.write_text("\n\n## ".join(part.strip("\n") for part in [head, *kept, new]) + "\n", "utf-8")


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []
