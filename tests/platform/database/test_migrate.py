"""`brightline migrate` in a database where something belongs to another role."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from brightline.platform.database import roles
from tests.support import databases

# One for each worker: they share the server.
NAME = f"brightline_foreign_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


@pytest.fixture
def database() -> Iterator[str]:
    databases.copy(NAME)
    yield NAME
    databases.drop(NAME)


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environ = os.environ | {
        "BRIGHTLINE_DATABASE_URL": databases.url("app", NAME),
        "BRIGHTLINE_OWNER_DATABASE_URL": databases.url("owner", NAME),
    }
    command = [sys.executable, "-m", "brightline.cli", *arguments]
    return subprocess.run(command, env=environ, capture_output=True, text=True)


def _migrate() -> subprocess.CompletedProcess[str]:
    return _run("migrate")


def _as_superuser(statement: str) -> None:
    with psycopg.connect(databases.url("superuser", NAME)) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


def test_a_table_of_another_role_is_one_sentence_with_the_mend(database: str) -> None:
    _as_superuser("CREATE TABLE sewers (pipe text)")
    done = _migrate()
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "The table sewers belongs to postgres" in done.stderr
    mend = done.stderr.split("`")[1]
    _as_superuser(mend)
    done = _migrate()
    assert done.returncode == 0, done.stderr


def test_one_of_our_own_tables_taken_by_another_role_is_one_sentence_too(database: str) -> None:
    _as_superuser("ALTER TABLE ledger_entry OWNER TO postgres")
    done = _migrate()
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "ledger_entry" in done.stderr


def test_what_an_extension_brought_is_left_alone(database: str) -> None:
    _as_superuser("CREATE EXTENSION pg_stat_statements")
    assert _migrate().returncode == 0


def test_an_owner_without_the_right_to_make_tables_is_one_sentence(database: str) -> None:
    _as_superuser(f"ALTER DATABASE {NAME} OWNER TO postgres; DELETE FROM django_migrations;")
    _as_superuser(f"DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO {roles.OWNER}")
    done = _migrate()
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "make it the owner of the database" in done.stderr


@pytest.mark.parametrize("lacking", ["review", "requests"])
def test_a_database_of_an_older_brightline_is_one_sentence_to_every_command(
    database: str, lacking: str, tmp_path: Path
) -> None:
    (tmp_path / "findings.jsonl").write_text("")
    (tmp_path / "summary.json").write_text("{}")
    _as_superuser(f"DELETE FROM django_migrations WHERE app = '{lacking}'")
    for command in (["reconcile", str(tmp_path)], ["worker"], ["load-city", "cities/falls-city"]):
        done = _run(*command)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
        assert f"lacks {lacking}.0001_initial: run `brightline migrate` first." in done.stderr
