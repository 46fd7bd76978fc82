"""What every test rests on: a real database, reached as the role that web and worker use.

Loaded by `-p` (pyproject.toml), which comes before pytest-django reads the settings: they must find our folder.

`make test` gives each of two workers a whole file at a time (`--dist loadfile`), since the tests of a file share what
is dear to make: a running city, a cluster, an export. The long files begin first and those that start nothing fill up
the rest, so that both workers end together. xdist itself would begin with the files of most tests, which leaves to the
end those of one test and a minute's work: `--no-loadscope-reorder` forbids it. `worksteal` and `load` would tear files
apart, so that either worker made everything.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.support import databases

# What starts a city, a cluster or processes of its own, the longest first. A file that is missing here is only later.
LONG = (
    "journeys/test_screens.py",
    "faults/test_reading_dies.py",
    "journeys/test_requests.py",
    "config/test_up.py",
    "assistance/review/engine/test_spark.py",
    "assistance/review/engine/test_run.py",
    "journeys",
    "faults",
    "assistance/review/engine",
    "assistance/policy",
    "platform/test_private_files.py",
    "platform/database",
)
_TESTS = Path(__file__).parents[1]
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long files first, all else in its order."""
    items.sort(key=lambda item: _rank(item.path))


def _rank(file: Path) -> int:
    return next((rank for rank, long in enumerate(LONG) if file.is_relative_to(_TESTS / long)), len(LONG))


def pytest_unconfigure(config: pytest.Config) -> None:
    running = config.stash.get(_server, None)
    if running is not None:
        running.stop()
        shutil.rmtree(os.environ[_SHARED], ignore_errors=True)
