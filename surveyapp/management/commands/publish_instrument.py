"""Put a questionnaire file into the registry as an immutable version."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from surveyapp.actions.instruments import publish_instrument
from surveyapp.actions.refusals import Refused
from surveyapp.instruments import loader
from surveyapp.instruments.problems import InstrumentError
from surveyapp.management.definition_files import NAMING, path_of


class Command(BaseCommand):
    help = "Publish an instrument: a path to a YAML file, or the slug and version of one that comes with Waymark."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("instrument", help=NAMING)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            instrument = loader.load(path_of(options["instrument"]))
            definition = json.loads(loader.canonical(instrument))
            version = publish_instrument(definition=definition, by=None, by_kind="operator")
        except InstrumentError as error:
            raise CommandError(f"The questionnaire has problems:\n{error}") from error
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{version} is published, {version.sha256[:12]}")
