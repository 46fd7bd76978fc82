"""What every test rests on: a real database, reached as the role that web and worker use.

Loaded by `-p` (pyproject.toml), which comes before pytest-django reads the settings: they must find our folder.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.support import databases

_SHARED = "BRIGHTLINE_TEST_FOLDER"
_server = pytest.StashKey[databases.server.Server]()


# xdist's workers inherit the folder, and use the server their parent started.
_IS_PARENT = _SHARED not in os.environ
if _IS_PARENT:
    # People in tests sign in without one, except where a test is about it.
    os.environ["BRIGHTLINE_REQUIRE_SECOND_FACTOR"] = "no"
    os.environ[_SHARED] = os.environ["BRIGHTLINE_VAR"] = tempfile.mkdtemp(prefix="brightline-tests-")


def pytest_configure(config: pytest.Config) -> None:
    """Start the run's server and migrate the template."""
    if _IS_PARENT and not config.option.collectonly:
        folder = Path(os.environ[_SHARED])
        # As root the server runs as another user, who must be able to reach the folder.
        folder.chmod(0o755)
        config.stash[_server] = databases.start(folder)
        databases.make_template()


def pytest_unconfigure(config: pytest.Config) -> None:
    running = config.stash.get(_server, None)
    if running is not None:
        running.stop()
        shutil.rmtree(os.environ[_SHARED], ignore_errors=True)
