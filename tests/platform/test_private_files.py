"""What Brightline writes is for its own user alone, whoever starts it and however loose their umask."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

BRIGHTLINE = [sys.executable, "-m", "brightline.cli"]


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where the ordinary user of the embedded database can get, as it cannot under pytest's own folders."""
    made = Path(tempfile.mkdtemp(prefix="brightline-private-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


def test_folders_and_files_in_var_are_closed_to_others_and_the_database_still_starts(folder: Path) -> None:
    var = folder / "var"
    foreign = ("BRIGHTLINE_DATABASE_URL", "BRIGHTLINE_OWNER_DATABASE_URL")
    environ = {name: value for name, value in os.environ.items() if name not in foreign} | {"BRIGHTLINE_VAR": str(var)}
    for arguments in (["migrate"], ["demo", "load"], ["ledger", "checkpoint"]):
        subprocess.run(
            [*BRIGHTLINE, *arguments], env=environ, check=True, capture_output=True, preexec_fn=lambda: os.umask(0)
        )
    assert (var / "postgres" / "data" / "PG_VERSION").exists()
    assert (var / "keys" / "ledger.skey").exists()
    # As root others may pass through var, and look at nothing: the database runs as another user.
    assert oct(var.stat().st_mode & 0o777) == oct(0o711 if os.geteuid() == 0 else 0o700)
    assert [str(path) for path in var.rglob("*") if path.stat().st_mode & 0o077] == []


def test_a_recording_is_closed_to_others() -> None:
    name = default_storage.save("ab/private-test.wav", ContentFile(b"sound"))
    path = Path(default_storage.path(name))
    assert (oct(path.stat().st_mode & 0o777), oct(path.parent.stat().st_mode & 0o777)) == ("0o600", "0o700")
