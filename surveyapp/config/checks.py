"""Does row-level security bind this connection? `manage.py check --database default` asks, and so does /readyz."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from surveyapp.config.roles import WEB

REMEDY = (
    "Run `manage.py setup_database` as the owner of the tables, which must be another role, and take from the web role "
    f"what lets it past the policies: ALTER ROLE {WEB} NOSUPERUSER NOBYPASSRLS."
)


def row_security_binds(alias: str = "default") -> bool:
    """Whether every table with row-level security hides rows from the role in use; False where no table has any.

    PostgreSQL lets superusers, roles with BYPASSRLS and a table's owner see everything (documentation, 5.9 Row
    Security Policies).
    """
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT coalesce(bool_and(row_security_active(oid)), false) FROM pg_class WHERE relrowsecurity")
        binds: bool = cursor.fetchone()[0]
    return binds


@register(Tags.database)
def row_security_binds_the_web_role(*, databases: Sequence[str] | None, **_: Any) -> list[CheckMessage]:
    """Only the web role is asked: owner and worker are meant to see all rows."""
    as_web = [alias for alias in databases or [] if connections[alias].settings_dict["USER"] == WEB]
    return [
        Error(f"Row-level security does not bind {WEB}: it sees everybody's answers.", hint=REMEDY, id="waymark.E001")
        for alias in as_web
        if not row_security_binds(alias)
    ]
