"""Each wrong setting is one line that names it and the mend, exit 2, and never a traceback."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from brightline.platform.database import address
from brightline.platform.kernel.errors import Invalid
from tests.support import databases
from tests.support.running import free_port

BRIGHTLINE = [sys.executable, "-m", "brightline.cli"]
NO_SUCH_HOST = "postgresql://brightline_app:secret@no-such-host.invalid:5432/brightline"


def _refused(*arguments: str, **settings: str) -> str:
    done = subprocess.run([*BRIGHTLINE, *arguments], env=os.environ | settings, capture_output=True, text=True)
    assert done.returncode == 2, done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr
    return done.stderr


@pytest.mark.parametrize("part", [["worker"], ["up"]], ids=["worker", "up"])
def test_a_var_that_is_no_folder(part: list[str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    if part == ["up"]:
        part = [*part, "--port", str(free_port())]
    assert "BRIGHTLINE_VAR" in _refused(*part, BRIGHTLINE_VAR=str(tmp_path / "file"))
    assert "BRIGHTLINE_VAR" in _refused(*part, BRIGHTLINE_VAR=str(tmp_path / "file" / "inside"))


@pytest.mark.parametrize("part", ["web", "worker"])
def test_a_setting_that_is_neither_yes_nor_no(part: str) -> None:
    assert "Set BRIGHTLINE_DEMO=1" in _refused(part, BRIGHTLINE_DEMO="maybe")


def test_an_address_of_no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    for wrong in (
        "brightline",
        "mysql://brightline_app:secret@localhost/brightline",
        "postgresql://brightline_app:secret@localhost:99999/brightline",
        "postgresql://brightline_app:secret@localhost:many/brightline",
        "postgresql://brightline_app:secret@[::1/brightline",
        "postgresql://brightline_app:secret@localhost:5432/",
    ):
        monkeypatch.setenv("BRIGHTLINE_DATABASE_URL", wrong)
        with pytest.raises(Invalid, match="BRIGHTLINE_DATABASE_URL is not a PostgreSQL address") as refused:
            address.database_url("app")
        assert "secret" not in str(refused.value)
    _refused("web", BRIGHTLINE_DATABASE_URL=wrong)


@pytest.mark.parametrize("arguments", [["web"], ["ledger", "key"]])
def test_a_database_host_nobody_knows(arguments: list[str]) -> None:
    said = _refused(*arguments, BRIGHTLINE_DATABASE_URL=NO_SUCH_HOST)
    assert "BRIGHTLINE_DATABASE_URL names does not answer" in said


def test_the_owners_address_is_named_where_it_is_the_wrong_one() -> None:
    urls = {"BRIGHTLINE_DATABASE_URL": NO_SUCH_HOST, "BRIGHTLINE_OWNER_DATABASE_URL": NO_SUCH_HOST}
    assert "BRIGHTLINE_OWNER_DATABASE_URL names" in _refused("migrate", **urls)
    assert "BRIGHTLINE_OWNER_DATABASE_URL is not" in _refused("migrate", BRIGHTLINE_DATABASE_URL=NO_SUCH_HOST)
    up = ["up", "--port", str(free_port())]
    assert "BRIGHTLINE_OWNER_DATABASE_URL is not" in _refused(*up, BRIGHTLINE_DATABASE_URL=NO_SUCH_HOST)


def test_an_option_the_database_does_not_know() -> None:
    said = _refused("worker", BRIGHTLINE_DATABASE_URL="postgresql://a:secret@localhost:5432/b?colour=red")
    assert "BRIGHTLINE_DATABASE_URL" in said
    assert "colour" in said


def test_web_without_a_database_says_what_starts_one(tmp_path: Path) -> None:
    assert "`brightline up`" in _refused("web", BRIGHTLINE_VAR=str(tmp_path / "var"))


@pytest.mark.parametrize(("part", "port"), [("web", "0"), ("web", "http"), ("up", "65536")])
def test_a_port_that_is_none(part: str, port: str) -> None:
    assert "--port" in _refused(part, "--port", port)


def test_a_port_that_is_taken_and_a_host_that_is_not_ours(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert "is taken" in _refused("up", "--port", port, BRIGHTLINE_VAR=str(tmp_path / "var"))
    assert "--host" in _refused("up", "--host", "192.0.2.1", BRIGHTLINE_VAR=str(tmp_path / "var"))
    assert "--host" in _refused("up", "--host", "no-such-host.invalid", BRIGHTLINE_VAR=str(tmp_path / "var"))


def test_web_finds_its_port_taken_before_it_starts(tmp_path: Path) -> None:
    databases.copy("brightline_port")
    try:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = str(taken.getsockname()[1])
            said = _refused("web", "--port", port, BRIGHTLINE_DATABASE_URL=databases.url("app", "brightline_port"))
    finally:
        databases.drop("brightline_port")
    assert f"Port {port} on 127.0.0.1 is taken" in said


@pytest.mark.parametrize(
    ("demo", "given", "required"), [("0", "", True), ("1", "", False), ("0", "no", False), ("1", "yes", True)]
)
def test_a_second_factor_is_required_outside_the_demo_unless_said_otherwise(
    demo: str, given: str, required: bool
) -> None:
    code = "from brightline.config import settings; print(settings.REQUIRE_SECOND_FACTOR)"
    environ = os.environ | {"BRIGHTLINE_DEMO": demo, "BRIGHTLINE_REQUIRE_SECOND_FACTOR": given}
    done = subprocess.run([sys.executable, "-c", code], env=environ, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == str(required)
