"""What the folder of results holds beside the journals: findings.csv, set_aside.jsonl, summary.json, report.html."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from brightline.assistance.review.engine.journal import Journal, whole
from brightline.assistance.review.engine.report import page, tables
from brightline.assistance.review.engine.report.summary import Summary
from brightline.assistance.review.engine.set_aside import SetAside

if TYPE_CHECKING:
    from brightline.assistance.policy.packs import Pack

_REJECTED_SHOWN = 50


def results(out: Path, summary: Summary, journal: Journal, set_aside: SetAside, pack: "Pack | None") -> None:
    """Write them, each whole or not at all, in one pass over what was found."""
    shown = page.Shown()
    with whole(out / "findings.csv") as file:
        file.write(tables.header(tables.FINDING_COLUMNS))
        for finding in journal.findings():
            file.write(tables.finding_line(finding))
            shown.add(finding)
    with whole(out / "set_aside.jsonl") as file:
        for call in set_aside.lines():
            line = json.dumps(call, ensure_ascii=False, separators=(",", ":"))
            file.write(line.encode("utf-8", "replace") + b"\n")
    with whole(out / "summary.json") as file:
        file.write((json.dumps(summary.json(), ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace"))
    with whole(out / "report.html") as file:
        text = page.render(summary, shown, journal.first_rejected(_REJECTED_SHOWN), pack)
        file.write(text.encode("utf-8", "replace"))
