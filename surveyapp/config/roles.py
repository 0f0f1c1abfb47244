"""The SQL of the two database roles: made once per cluster by `setup_database`; migrations grant to them.

Grants are given table by table, so that a new table is closed until somebody decides who may read it.
"""

from __future__ import annotations

WEB, WORKER = "waymark_web", "waymark_worker"
ALL = "SELECT, INSERT, UPDATE, DELETE"


def make_role(name: str) -> str:
    """A login without any privilege of its own; asking again changes nothing."""
    return (
        f"DO $$ BEGIN CREATE ROLE {name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS; "
        f"EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
    )


def grant(privileges: str, *tables: str, to: str) -> str:
    return f"GRANT {privileges} ON {', '.join(tables)} TO {to}"


def only_in_scope(table: str, column: str, setting: str, *, commands: str = "ALL") -> list[str]:
    """Row-level security: the worker sees all rows, the web role those whose column is the scope's id; no scope, no rows."""
    scope = f"NULLIF(current_setting('{setting}', true), '')::uuid"
    check = "" if commands == "SELECT" else f" WITH CHECK ({column} = {scope})"
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY worker_sees_all ON {table} TO {WORKER} USING (true) WITH CHECK (true)",
        f"CREATE POLICY web_sees_its_scope ON {table} FOR {commands} TO {WEB} USING ({column} = {scope}){check}",
    ]
