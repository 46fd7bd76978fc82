"""Feeds read by two parsers we did not write: icalendar with recurring-ical-events, and ical.js from npm."""

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import icalendar
import recurring_ical_events

from brightline.platform.kernel.environment import ROOT

_SCRIPT = Path(__file__).with_name("read_ical.mjs")
_ICAL_JS = ROOT / "assets" / "node_modules" / "ical.js" / "dist" / "ical.js"


def by_icalendar(feed: bytes, first: date, last: date) -> dict[str, icalendar.Event]:
    """Events by UID."""
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(feed)).between(first, last)
    return {str(event["UID"]): event for event in found}


def by_ical_js(feed: bytes, first: date, last: date) -> list[dict[str, Any]]:
    """Every event of the feed; those that recur, from first to last."""
    environ = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "TZ": "UTC"}
    done = subprocess.run(
        ["node", str(_SCRIPT), str(_ICAL_JS), f"{first}", f"{last}"],
        input=feed,
        capture_output=True,
        check=True,
        env=environ,
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def utc(event: icalendar.Event, name: str) -> datetime:
    moment: datetime = event[name].dt
    return moment.astimezone(UTC)
