"""Timing many small questions in one process, one after another, and its memory."""

import gc
import os
import resource
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any


def timed(ask: Callable[[Any], Any], questions: Sequence[Any], server: int = 0) -> tuple[dict[str, float], list[Any]]:
    """What each answer was, and of all: questions a second, p50, p99 and processor time of one in milliseconds.

    server: the process that does part of the work.
    """
    for question in questions[:50]:
        ask(question)
    gc.collect()
    seconds, answers = [], []
    before = _processor(server)
    for question in questions:
        began = time.perf_counter()
        answer = ask(question)
        seconds.append(time.perf_counter() - began)
        answers.append(answer)
    used = _processor(server) - before
    seconds.sort()
    return {
        "processor_ms": used / len(seconds) * 1000,
        "per_second": len(seconds) / sum(seconds),
        "p50_ms": seconds[len(seconds) // 2] * 1000,
        "p99_ms": seconds[len(seconds) * 99 // 100] * 1000,
    }, answers


def _processor(server: int) -> float:
    """Seconds of processor this process and the server have used."""
    if not server:
        return time.process_time()
    fields = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mb() -> float:
    """What this process holds now."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 1e6


def share(right: Iterable[bool]) -> float:
    """Of 100."""
    answers = list(right)
    return 100 * sum(answers) / len(answers)
