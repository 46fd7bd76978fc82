"""The two roles in the database and what each may do.

`owner` makes and changes tables; only `brightline migrate` connects as it. `app` is what web and worker connect as: it
reads and writes rows, but what is written once (decisions, ledger entries, ...) it can neither change nor delete.
"""

from typing import LiteralString

import psycopg
from psycopg import sql

OWNER = "brightline_owner"
APP = "brightline_app"
DATABASE = "brightline"


def create(superuser_url: str, owner_password: str, app_password: str, database: str = DATABASE) -> None:
    """Create roles and database where they are missing, and set the passwords. Safe to repeat."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        for role, password in ((OWNER, owner_password), (APP, app_password)):
            exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
            verb = sql.SQL("ALTER" if exists else "CREATE")
            connection.execute(
                sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(verb, sql.Identifier(role), sql.Literal(password))
            )
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(database), sql.Identifier(OWNER))
            )


def not_ours(owner: psycopg.Cursor) -> list[tuple[str, str, str]]:
    """(kind, name, whose) of the tables, views and sequences in our schema that belong to another role.

    What an extension brought is its own and left alone.
    """
    return owner.execute(
        """
        SELECT CASE relkind WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
               ELSE 'table' END, relname, pg_get_userbyid(relowner)
        FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S')
          AND NOT pg_has_role(relowner, 'USAGE')
          AND NOT EXISTS (
            SELECT FROM pg_depend
            WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype IN ('e', 'a', 'i')
          )
        ORDER BY relname
        """
    ).fetchall()


_OURS: dict[LiteralString, LiteralString] = {
    "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE": """
        SELECT oid::regclass::text FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
          AND pg_has_role(relowner, 'USAGE')""",
    "GRANT USAGE, SELECT ON SEQUENCE": """
        SELECT oid::regclass::text FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' AND pg_has_role(relowner, 'USAGE')""",
    "GRANT EXECUTE ON ROUTINE": """
        SELECT oid::regprocedure::text FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND pg_has_role(proowner, 'USAGE')""",
}


def grant(owner: psycopg.Cursor, app: str, append_only: list[str], read_only: list[str]) -> None:
    """Give `app` exactly its rights on what exists now. Runs as the owner after every migration."""
    name = sql.Identifier(app)
    for statement in ("REVOKE ALL ON SCHEMA public FROM PUBLIC", "GRANT USAGE ON SCHEMA public TO {app}"):
        owner.execute(sql.SQL(statement).format(app=name))
    # One by one and not `ON ALL`, which fails where an extension such as pg_stat_statements brought its own.
    for right, query in _OURS.items():
        for (found,) in owner.execute(query).fetchall():
            owner.execute(sql.SQL("{} {} TO {}").format(sql.SQL(right), sql.SQL(found), name))
    for table in append_only:
        owner.execute(sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(sql.Identifier(table), name))
    for table in read_only:
        owner.execute(
            sql.SQL("REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(sql.Identifier(table), name)
        )
