"""House rules that can be tests are tests."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from brightline.platform.kernel.environment import ROOT

SOURCE = ROOT / "src" / "brightline"
TRACKED = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True
).stdout.split("\n")
TEXTS = [ROOT / name for name in TRACKED if name.endswith((".py", ".html", ".js", ".mjs", ".ts", ".scss", ".css"))]
CODE = [path for path in TEXTS if path.suffix == ".py" and "/migrations/" not in str(path) and path.exists()]


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_file_is_longer_than_400_lines() -> None:
    long = {
        shown(path): lines
        for path in TEXTS
        if path.exists() and "/migrations/" not in str(path) and (lines := len(path.read_text().splitlines())) > 400
    }
    assert long == {}


def test_the_time_is_read_in_one_place() -> None:
    reads = re.compile(r"datetime\.now\(|datetime\.utcnow\(|timezone\.now\(|date\.today\(|time\.time\(")
    found = [
        shown(path)
        for path in CODE
        if path.is_relative_to(SOURCE)
        and path != SOURCE / "platform/kernel/clock.py"
        and reads.search(path.read_text())
    ]
    assert found == []


@pytest.mark.parametrize("path", [path for path in CODE if path.is_relative_to(SOURCE)], ids=shown)
def test_public_functions_and_modules_say_what_they_are(path: Path) -> None:
    tree = ast.parse(path.read_text())
    if path.name in ("__init__.py", "apps.py"):
        return
    assert ast.get_docstring(tree), f"{shown(path)} has no docstring"


def test_no_inline_script_or_style_in_a_template() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|hx-on|javascript:", re.IGNORECASE)
    found = [shown(path) for path in SOURCE.rglob("*.html") if inline.search(path.read_text())]
    assert found == []


def test_every_template_is_used() -> None:
    everything = "\n".join(path.read_text() for path in TEXTS if path.exists())
    by_library = ("account/", "mfa/", "allauth/")
    unused = []
    for path in SOURCE.rglob("templates/**/*.html"):
        name = str(path).split("/templates/", 1)[1]
        if re.fullmatch(r"[45]\d\d(_csrf)?\.html", name) or name.startswith(by_library):
            continue
        if f'"{name}"' not in everything and f"'{name}'" not in everything:
            unused.append(name)
    assert unused == []


def test_no_writer_outside_actions() -> None:
    """Only `actions` write rows: a view or query that did would pass by checks and ledger."""
    writes = re.compile(r"\.objects\.(create|bulk_create|get_or_create|update_or_create)\(|\.bulk_update\(|\.save\(")
    # The engine knows no Django: what it saves is no row.
    allowed = re.compile(r"/actions(/|\.py)|/states\.py|/models(/|\.py)|/demo/|platform/accounts/|review/engine/")
    found = [
        shown(path)
        for path in CODE
        if path.is_relative_to(SOURCE) and not allowed.search(str(path)) and writes.search(path.read_text())
    ]
    assert found == []


def test_physical_css_properties_are_not_used() -> None:
    """Layout is by logical properties, so that right-to-left needs no second stylesheet."""
    physical = re.compile(
        r"(?<![\w-])(margin|padding|border)-(left|right)\b|(?<![\w-])(left|right)\s*:|text-align:\s*(left|right)|float:\s*(left|right)"
    )
    found = [
        f"{shown(path)}: {match[0]}"
        for path in TEXTS
        if path.suffix in (".scss", ".css") and path.exists() and (match := physical.search(path.read_text()))
    ]
    assert found == []


def test_nothing_names_a_package_registrys_host() -> None:
    hosts = re.compile("|".join(("pypi" + r"\.org", "python" + r"hosted\.org", "registry" + r"\.npmjs")))
    found = [
        name
        for name in TRACKED
        if name and (ROOT / name).is_file() and hosts.search((ROOT / name).read_bytes().decode("utf-8", "ignore"))
    ]
    assert found == []
