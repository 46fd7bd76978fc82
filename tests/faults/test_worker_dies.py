"""A worker that dies in the middle of a page loses nothing."""

import time
from pathlib import Path

from tests.support.running import Town, town

RECEIVE = """
import django, uuid; django.setup()
from brightline.assistance.requests import actions
from brightline.assistance.requests.actions.intake import Written
from brightline.demo.people import person
print(actions.receive(key=uuid.uuid4(), written=Written(agency="ICE"), by=person("ana")).number)
"""


def received(city: Town) -> str:
    return city.python(RECEIVE).strip()


def step(city: Town, number: str) -> int:
    ((found,),) = city.sql("SELECT step FROM duty_page WHERE subject = %s", number)
    return int(str(found))


def wait_for_step(city: Town, number: str, at_least: int, seconds: float) -> None:
    ends = time.monotonic() + seconds
    while step(city, number) < at_least:
        assert time.monotonic() < ends, city.log("worker")
        time.sleep(0.2)


def test_a_page_goes_on_after_the_worker_was_killed_and_started_again(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    with town("faults_worker", tmp_path, answer_within="4 seconds") as city:
        number = received(city)
        wait_for_step(city, number, 1, 300)
        city.kill("worker")
        stopped_at = step(city, number)
        time.sleep(6)
        assert step(city, number) == stopped_at
        city.start("worker")
        wait_for_step(city, number, stopped_at + 1, 300)
        kinds = city.sql("SELECT count(*) FROM ledger_entry WHERE subject = %s AND kind = 'page.sent'", number)
        calls = city.sql(
            "SELECT count(DISTINCT c.step) FROM duty_pagecall c JOIN duty_page p ON p.id = c.page_id"
            " WHERE subject = %s",
            number,
        )
        assert kinds == calls
