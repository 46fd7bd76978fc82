"""Every string a person reads is translated, and nothing was lost in it."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.utils import translation

from brightline.assistance.requests.states import State
from brightline.platform.kernel.environment import ROOT

LANGUAGES = ("es", "ar")
LOCALE = ROOT / "src" / "brightline" / "locale"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|</?\w+>")


def messages(folder: Path, language: str) -> list[Message]:
    with (folder / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return [each for each in read_po(file, locale=language) if each.id]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: str) -> None:
    missing = [
        each.id
        for each in messages(LOCALE, language)
        if each.fuzzy or not all([each.string] if isinstance(each.string, str) else each.string)
    ]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_what_is_put_into_it(language: str) -> None:
    lost = []
    for each in messages(LOCALE, language):
        source = each.id if isinstance(each.id, str) else each.id[1]
        # Forms for none, one and two may leave the number to the word; the last form has everything.
        last = each.string if isinstance(each.string, str) else each.string[-1]
        if sorted(PLACEHOLDER.findall(source)) != sorted(PLACEHOLDER.findall(last)):
            lost.append((source, last))
    assert lost == []


def test_the_catalogs_hold_exactly_the_strings_of_the_code(tmp_path: Path) -> None:
    copy = tmp_path / "brightline"
    shutil.copytree(ROOT / "src" / "brightline", copy, ignore=shutil.ignore_patterns("static", "*.mo", "__pycache__"))
    collect = [sys.executable, "-P", "-m", "django", "makemessages", "--no-location", "--no-wrap", "--no-obsolete"]
    done = subprocess.run(
        [*collect, "--locale", "es", "--locale", "ar", "--settings", "brightline.config.settings"],
        cwd=copy,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    for language in LANGUAGES:
        found = {(each.context, each.id) for each in messages(copy / "locale", language)}
        kept = {(each.context, each.id) for each in messages(LOCALE, language)}
        assert found == kept, "Run `make messages` and translate what is new."


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "قائد واحد"), (2, "قائدان"), (3, "3 قادة"), (11, "11 قائدًا"), (100, "100 قائد"), (111, "111 قائدًا")],
)
def test_arabic_counts_each_number_with_its_own_form(count: int, said: str) -> None:
    with translation.override("ar"):
        assert translation.ngettext("%(count)d commander", "%(count)d commanders", count) % {"count": count} == said


@pytest.mark.parametrize(("language", "word"), [("es", "Rechazada"), ("ar", "مرفوض")])
def test_the_installed_catalogs_are_read(language: str, word: str) -> None:
    with translation.override(language):
        assert word[:4] in str(State.DECLINED.label)
