"""A reading of a large export that is cut off goes on, and ends as if nothing had happened."""

import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from brightline.platform.database import roles, server
from tests.support import databases
from tests.support.cad import ASKED, HEADER
from tests.support.running import Town, town

# Six blocks of the engine's: enough for a beginning, a middle and a rest.
ROWS, EVERY = 60_000, 1_000
DULL = "CALLER ADV MALE IN LOT YELLING AT VEH LEFT EASTBOUND NO INJ REPORT TAKEN " * 2
SILENCE = 10
# Generous, since other tests share the machine; no test asserts a time.
PATIENCE = 300
# A little more than the engine lets pass before it keeps its place again.
UNTIL_KEPT = 2.2
HAND_IN = """
import django; django.setup()
from brightline.assistance.review import actions
from brightline.demo.people import person
with open({path!r}, "rb") as export:
    print(actions.hand_in(export=export, name="calls.csv", by=person("rosa")).pk)
"""


class Readings:
    """A city, an export, and what an undisturbed reading of it came to."""

    def __init__(self, city: Town, export: Path) -> None:
        self.city = city
        self._export = export
        self.undisturbed = self.result(self.hand_in())

    def hand_in(self) -> str:
        """The same calls once more: a blank line at the end makes it another file."""
        with self._export.open("a") as file:
            file.write("\n")
        return self.city.python(HAND_IN.format(path=str(self._export))).strip()

    def row(self, examination: str) -> dict[str, object]:
        names = ("state", "calls", "found", "run", "problem", "bytes_done")
        (values,) = self.city.sql(f"SELECT {', '.join(names)} FROM review_examination WHERE id = %s", examination)
        return dict(zip(names, values, strict=True))

    def wait(self, examination: str, until: Callable[[dict[str, object]], bool]) -> None:
        ends = time.monotonic() + PATIENCE
        while not until(row := self.row(examination)):
            assert row["state"] != "failed", f"{row['problem']} {self.city.log('worker')}"
            assert time.monotonic() < ends, f"{row} {self.city.log('worker')}"
            time.sleep(0.2)

    @contextmanager
    def in_the_middle(self) -> Iterator[str]:
        """While a reading stands still, with calls counted and a place to go on from on the disk.

        A worker that tells how far it is waits for whoever holds the examination's row: two connections take turns
        at that, the next in line before the last lets go, so that it moves from one telling to the next however fast
        it reads and however busy the machine is.
        """
        worker = self.city.processes["worker"]
        worker.send_signal(signal.SIGSTOP)
        examination = self.hand_in()
        kept = self.city.folder / "examinations" / f"EX-{int(examination):04d}" / "progress.json"
        row = "SELECT state, calls FROM review_examination WHERE id = %s FOR UPDATE"
        with self._connection() as one, self._connection() as other, ThreadPoolExecutor(1) as pool:
            state, calls = one.execute(row, [examination]).fetchall()[0]
            worker.send_signal(signal.SIGCONT)
            self.until_someone_waits(roles.APP)
            while not (calls and kept.exists()):
                assert state in ("waiting", "reading")
                time.sleep(UNTIL_KEPT)
                next_in_line = pool.submit(other.execute, row, [examination])
                self.until_someone_waits(server.SUPERUSER)
                one.rollback()
                state, calls = next_in_line.result().fetchall()[0]
                one, other = other, one
                self.until_someone_waits(roles.APP)
            assert state == "reading"
            assert calls < ROWS
            yield examination

    def until_someone_waits(self, role: str) -> None:
        """Until a connection of that role waits for the row."""
        waiting = (
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE wait_event_type = 'Lock' AND datname = current_database() AND usename = %s"
        )
        ends = time.monotonic() + PATIENCE
        while not self.city.sql(waiting, role)[0][0]:
            assert time.monotonic() < ends, self.city.log("worker")
            time.sleep(0.2)

    def _connection(self) -> psycopg.Connection:
        return psycopg.connect(databases.url("superuser", self.city.database))

    def result(self, examination: str) -> tuple[object, ...]:
        """Every finding word for word, and every count."""
        self.wait(examination, lambda row: row["state"] == "judging")
        findings = self.city.sql(
            "SELECT place, call_id, label, agency, asks, grounds, commander_involved, score, spans, received_at,"
            " nature, address, narrative, file, row, gate, because, digest FROM review_finding"
            " WHERE examination_id = %s ORDER BY place",
            examination,
        )
        counts = self.city.sql(
            "SELECT calls, found, summary - '{sources,files}'::text[] FROM review_examination WHERE id = %s",
            examination,
        )
        return findings, counts


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Readings]:
    folder = tmp_path_factory.mktemp("reading")
    folder.chmod(0o755)
    export = folder / "calls.csv"
    with export.open("w") as file:
        file.write(",".join(HEADER) + "\n")
        for number in range(ROWS):
            text = f'"{number} {ASKED}"' if number % EVERY == EVERY - 1 else DULL
            day, minute = number % 28 + 1, number % 60
            file.write(f"FC{number:07d},2017-05-{day:02d} 10:{minute:02d}:00,ASSIST,{number} OAK ST,{text}\n")
    with town("faults_reading", folder, web=False, BRIGHTLINE_REVIEW_SILENCE_SECONDS=str(SILENCE)) as city:
        yield Readings(city, export)


def test_the_undisturbed_reading_read_and_found_all(readings: Readings) -> None:
    findings, counts = readings.undisturbed
    assert len(findings) == ROWS // EVERY  # type: ignore[arg-type]
    assert counts[0][0] == ROWS  # type: ignore[index]


def test_a_new_worker_goes_on_where_one_was_killed(readings: Readings) -> None:
    with readings.in_the_middle() as examination:
        readings.city.kill("worker")
    readings.city.start("worker")
    assert readings.result(examination) == readings.undisturbed
    assert int(str(readings.row(examination)["run"])) > 1


def test_a_worker_that_only_slept_leaves_the_reading_to_the_one_that_took_it_over(readings: Readings) -> None:
    city = readings.city
    with readings.in_the_middle() as examination:
        slept = city.processes["asleep"] = city.processes.pop("worker")
        slept.send_signal(signal.SIGSTOP)
    city.start("worker")
    readings.wait(examination, lambda row: int(str(row["run"])) > 1)
    slept.send_signal(signal.SIGCONT)
    assert readings.result(examination) == readings.undisturbed


def test_a_reading_outlives_its_connections_to_the_database(readings: Readings) -> None:
    with readings.in_the_middle() as examination:
        for _time in range(3):
            # Other tests' connections to the same server are left alone.
            readings.city.sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE usename = %s AND datname = current_database()",
                roles.APP,
            )
            time.sleep(0.6)
            readings.until_someone_waits(roles.APP)
    assert readings.result(examination) == readings.undisturbed
    assert "could not be read" not in readings.city.log("worker")
