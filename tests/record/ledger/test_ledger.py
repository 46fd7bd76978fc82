"""The ledger in the database: in the caller's transaction, and any change found."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
import typer
from django.db import transaction

from brightline.record.ledger import actions, audit, commands, commitment, keys, queries
from brightline.record.ledger.checkpoint import Checkpoint
from brightline.record.ledger.models import Private
from tests.support import databases
from tests.support.builders import Crew

ORIGIN = "falls-city.example/assistance"


def append(note: str = "x") -> None:
    actions.append("request.withdrawn", subject="AR-1", public={}, private={"reason": note})


@pytest.mark.usefixtures("own_database")
def test_nothing_is_appended_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        append()


@pytest.mark.django_db
def test_a_kind_or_field_that_is_not_declared_is_refused() -> None:
    for kind, public in (("request.invented", {}), ("request.withdrawn", {"name": "Varga"})):
        with pytest.raises(ValueError, match="is not declared"):
            actions.append(kind, subject="s", public=public)


@pytest.mark.django_db
def test_an_entry_dies_with_its_transaction_and_leaves_no_gap() -> None:
    append()
    size = queries.size()
    with transaction.atomic():
        append()
        transaction.set_rollback(True)
    append()
    assert [index for index, _entry in queries.entries()][size - 1 :] == [size - 1, size]


@pytest.mark.django_db
def test_a_private_value_opens_its_commitment_and_no_other_does() -> None:
    append("The clerk confirmed it.")
    ((_index, entry),) = queries.entries_about("AR-1")
    kept = Private.objects.get(name="reason")
    assert commitment.opens(entry.private["reason"], "reason", kept.value, bytes(kept.salt))
    assert not commitment.opens(entry.private["reason"], "reason", "Something else.", bytes(kept.salt))


@pytest.mark.django_db
def test_a_checkpoint_is_signed_only_when_something_was_added() -> None:
    append()
    first = actions.sign_checkpoint(ORIGIN)
    assert first is not None
    assert actions.sign_checkpoint(ORIGIN) is None
    append()
    second = actions.sign_checkpoint(ORIGIN)
    assert second is not None
    opened = Checkpoint.open(second.note, [keys.verifier(ORIGIN)], origin=ORIGIN)
    assert opened.size == first.size + 1
    assert audit.audit(queries.stored(), [opened]).ok


TAMPERING: dict[str, Callable[[psycopg.Connection[Any]], object]] = {
    "changed": lambda db: db.execute(
        "WITH forged AS (SELECT index,"
        " convert_to(replace(convert_from(content, 'UTF8'), 'phone', 'radio'), 'UTF8') AS c"
        " FROM ledger_entry WHERE kind = 'request.received')"
        " UPDATE ledger_entry e SET content = c, leaf_hash = sha256('\\x00'::bytea || c)"
        " FROM forged WHERE forged.index = e.index"
    ),
    "removed": lambda db: db.execute(
        "DELETE FROM ledger_entry WHERE kind = 'request.decided';"
        "UPDATE ledger_entry SET index = -index - 1;"
        "UPDATE ledger_entry e SET index = n FROM (SELECT index AS i, row_number() OVER (ORDER BY index DESC) - 1 AS n"
        " FROM ledger_entry) o WHERE o.i = e.index"
    ),
    "reordered": lambda db: db.execute(
        "CREATE TEMP TABLE two AS SELECT min(index) AS a, max(index) AS b FROM ledger_entry"
        " WHERE kind IN ('request.decided', 'request.units_sent');"
        "UPDATE ledger_entry SET index = 100000 WHERE index = (SELECT a FROM two);"
        "UPDATE ledger_entry SET index = (SELECT a FROM two) WHERE index = (SELECT b FROM two);"
        "UPDATE ledger_entry SET index = (SELECT b FROM two) WHERE index = 100000"
    ),
    "filed elsewhere": lambda db: db.execute("UPDATE ledger_entry SET subject = 'zzz' WHERE kind = 'request.decided'"),
    "kind hidden": lambda db: db.execute("UPDATE ledger_entry SET kind = 'zzz' WHERE kind = 'request.decided'"),
    "private value": lambda db: db.execute("UPDATE ledger_private SET value = '\"x@y\"' WHERE name = 'by'"),
    "truncated": lambda db: db.execute(
        "DELETE FROM ledger_entry WHERE index >= (SELECT max(index) - 2 FROM ledger_entry)"
    ),
}


@pytest.mark.parametrize("how", TAMPERING)
def test_whoever_owns_the_database_cannot_hide_what_they_did(how: str, own_database: str) -> None:
    """Its superuser, triggers off, hashes made to fit, against a checkpoint that was kept elsewhere."""
    with transaction.atomic():
        Crew().closed()
    signed = actions.sign_checkpoint(ORIGIN)
    assert signed is not None
    kept = Checkpoint.open(signed.note, [keys.verifier(ORIGIN)], origin=ORIGIN)
    assert audit.audit(queries.stored(), [kept]).ok
    with psycopg.connect(databases.url("superuser", own_database)) as superuser:
        superuser.execute("SET session_replication_role = replica")
        if how in ("removed", "truncated"):
            superuser.execute("DELETE FROM ledger_private")
        TAMPERING[how](superuser)
    report = audit.audit(queries.stored(), [kept])
    assert not report.ok
    assert report.findings


def test_garbage_among_the_logs_own_checkpoints_is_a_finding_and_not_bad_input(
    own_database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "ready", lambda: None)
    with transaction.atomic():
        Crew().closed()
    actions.sign_checkpoint(ORIGIN)
    commands.verify()
    with psycopg.connect(databases.url("superuser", own_database)) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute("UPDATE ledger_checkpoint SET note = 'garbage'")
    capsys.readouterr()
    with pytest.raises(typer.Exit) as ended:
        commands.verify()
    said = capsys.readouterr().out
    assert ended.value.exit_code == 1
    assert "its own checkpoint at size" in said
    assert "is not intact: 1 finding." in said


def test_a_genuine_note_filed_under_another_size_is_a_finding(own_database: str) -> None:
    with transaction.atomic():
        Crew().closed()
    actions.sign_checkpoint(ORIGIN)
    with psycopg.connect(databases.url("superuser", own_database)) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute("UPDATE ledger_checkpoint SET size = size - 1")
    good, bad = queries.own_checkpoints([keys.verifier(ORIGIN)], ORIGIN)
    report = audit.audit(queries.stored(), [], good, bad)
    assert not report.ok
    assert report.counts["bad_checkpoint"] == 1
