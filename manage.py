#!/usr/bin/env python
"""Django's command line for Waymark."""

import os
import sys

# Commands that change the schema or the roles run as the owner; everything else an operator starts is a worker's job.
OWNER_COMMANDS = {"migrate", "makemigrations", "setup_database", "sqlmigrate", "showmigrations", "dbshell"}
WEB_COMMANDS = {"runserver"}
NO_DATABASE = (
    "The database does not answer. The demo's runs while `make demo` does, or after "
    "`.venv/bin/python manage.py embedded_postgres start`; otherwise check DATABASE_URL."
)


def role_for(command: str) -> str:
    if command in OWNER_COMMANDS:
        return "owner"
    return "web" if command in WEB_COMMANDS else "worker"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "surveyapp.config.settings")
    os.environ.setdefault("DATABASE_ROLE", role_for(sys.argv[1] if len(sys.argv) > 1 else ""))
    from django.core.management import execute_from_command_line  # after the environment
    from django.db import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        sys.exit(f"{error}\n{NO_DATABASE}")


if __name__ == "__main__":
    main()
