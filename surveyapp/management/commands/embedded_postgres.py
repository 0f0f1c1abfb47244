"""Start, stop or look at the PostgreSQL that comes with the demo."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from surveyapp.config.database import embedded_cluster


class Command(BaseCommand):
    help = "Start, stop or show the embedded PostgreSQL under var/."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["start", "stop", "status"])

    def handle(self, *args: Any, **options: Any) -> None:
        cluster = embedded_cluster(settings.BASE_DIR)
        if options["action"] != "status":
            getattr(cluster, options["action"])()
        self.stdout.write(f"{'running' if cluster.is_running else 'stopped'}: {cluster.url()}")
