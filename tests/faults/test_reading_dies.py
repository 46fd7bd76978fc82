"""A reading of a large export that is cut off goes on, and ends as if nothing had happened."""

import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from brightline.platform.database import roles
from tests.support.cad import ASKED, HEADER
from tests.support.running import Town, town

ROWS, EVERY = 300_000, 5_000
DULL = "CALLER ADV MALE IN LOT YELLING AT VEH LEFT EASTBOUND NO INJ REPORT TAKEN " * 2
SILENCE = 10
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

    def wait(self, examination: str, until: Callable[[dict[str, object]], bool], seconds: float = 150) -> None:
        ends = time.monotonic() + seconds
        while not until(row := self.row(examination)):
            assert row["state"] != "failed", f"{row['problem']} {self.city.log('worker')}"
            assert time.monotonic() < ends, f"{row} {self.city.log('worker')}"
            time.sleep(0.05)

    def wait_for_the_middle(self, examination: str) -> None:
        """Until calls have been counted and a place to go on from lies on the disk."""
        kept = self.city.folder / "examinations" / f"EX-{int(examination):04d}" / "progress.json"
        self.wait(examination, lambda row: bool(row["calls"]) and kept.exists())
        row = self.row(examination)
        assert row["state"] == "reading"
        assert 0 < int(str(row["calls"])) < ROWS

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
    examination = readings.hand_in()
    readings.wait_for_the_middle(examination)
    readings.city.kill("worker")
    readings.city.start("worker")
    assert readings.result(examination) == readings.undisturbed
    assert int(str(readings.row(examination)["run"])) > 1


def test_a_worker_that_only_slept_leaves_the_reading_to_the_one_that_took_it_over(readings: Readings) -> None:
    examination, city = readings.hand_in(), readings.city
    readings.wait_for_the_middle(examination)
    slept = city.processes["asleep"] = city.processes.pop("worker")
    slept.send_signal(signal.SIGSTOP)
    city.start("worker")
    readings.wait(examination, lambda row: int(str(row["run"])) > 1)
    slept.send_signal(signal.SIGCONT)
    assert readings.result(examination) == readings.undisturbed


def test_a_reading_outlives_its_connections_to_the_database(readings: Readings) -> None:
    examination = readings.hand_in()
    readings.wait_for_the_middle(examination)
    for _time in range(3):
        # Other tests' connections to the same server are left alone.
        readings.city.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE usename = %s AND datname = current_database()",
            roles.APP,
        )
        time.sleep(0.6)
    assert readings.result(examination) == readings.undisturbed
    assert "could not be read" not in readings.city.log("worker")
