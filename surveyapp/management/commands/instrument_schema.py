"""The JSON Schema of an instrument, for editors that complete and check YAML."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand

from surveyapp.instruments import loader


class Command(BaseCommand):
    help = "Print the JSON Schema of an instrument definition: manage.py instrument_schema > instrument.schema.json"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(loader.json_schema(), indent=2, ensure_ascii=False))
