"""The two roles in the database and what each may do.

`owner` makes and changes tables; only `brightline migrate` connects as it. `app` is what web and worker connect as: it
reads and writes rows, but what is written once (decisions, ledger entries, ...) it can neither change nor delete.
"""

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


def grant(owner: psycopg.Cursor, app: str, append_only: list[str], read_only: list[str]) -> None:
    """Give `app` exactly its rights on what exists now. Runs as the owner after every migration."""
    name = sql.Identifier(app)
    for statement in (
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {app}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {app}",
        "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {app}",
    ):
        owner.execute(sql.SQL(statement).format(app=name))
    for table in append_only:
        owner.execute(sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(sql.Identifier(table), name))
    for table in read_only:
        owner.execute(
            sql.SQL("REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(sql.Identifier(table), name)
        )
