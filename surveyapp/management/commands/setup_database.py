"""Make the database, its two roles and its tables. Safe to run at every start: what is there stays."""

from __future__ import annotations

from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from psycopg import sql

from surveyapp.config.database import embedded_cluster
from surveyapp.config.roles import WEB, WORKER, make_role


class Command(BaseCommand):
    help = "Make the database, the roles waymark_web and waymark_worker, and migrate. Run as the owner of the database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--skip-migrations", action="store_true", help="make database and roles only")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.DATABASE_IS_EMBEDDED:
            embedded_cluster(settings.BASE_DIR).start()
        make_database()
        make_roles()
        if not options["skip_migrations"]:
            call_command("migrate", verbosity=options["verbosity"], interactive=False)


def make_database() -> None:
    """Create the database unless it is there; on a managed server it usually is, and the owner may not create one."""
    name = connection.settings_dict["NAME"]
    with psycopg.connect(**_maintenance(), autocommit=True) as server:
        if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def make_roles() -> None:
    """Create both roles, and set the passwords that DATABASE_PASSWORD_WEB and DATABASE_PASSWORD_WORKER name."""
    with connection.cursor() as cursor:
        for role in (WEB, WORKER):
            cursor.execute(make_role(role))
            if password := settings.DATABASE_PASSWORDS[role]:
                cursor.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(password)))


def _maintenance() -> dict[str, Any]:
    given = connection.get_connection_params()
    return {key: given[key] for key in ("host", "port", "user", "password") if key in given} | {"dbname": "postgres"}
