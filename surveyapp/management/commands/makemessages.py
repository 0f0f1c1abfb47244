"""Collects the texts of pages into locale/ as catalogues that change only where a text does."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import makemessages

NOT_OURS = ["node_modules", ".venv", "var", "staticfiles", "tests"]


class Command(makemessages.Command):
    """Django's own, which also finds the sentences of `surveyapp.instruments.sentences`."""

    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=Sentence", "--keyword=at:2"]
    # A guess from a similar text would be shown to nobody, but read by translators as if somebody had written it.
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        # Files without lines, and texts unwrapped: a line that moves in the code changes no catalogue.
        parser.set_defaults(add_location="file", no_wrap=True, no_obsolete=True)

    def handle(self, *args: Any, **options: Any) -> None:
        options["ignore_patterns"] = [*NOT_OURS, *options["ignore_patterns"]]
        super().handle(*args, **options)
