"""Ask for the interim release of an open wave: of the sector alone, once, from what has been answered so far."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from benchmarking.actions.releases import NoInterim, request_interim
from surveyapp.models.wave import Wave


class Command(BaseCommand):
    help = (
        "Ask a worker for the one interim release of an open wave: the sector's figures alone, from 20 companies. What it is "
        "made of is frozen: answers that are corrected later do not count in this wave, and those of fewer than 6 further "
        "companies count in the next one."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("programme", help="the programme's short name, as in addresses")
        parser.add_argument("wave", help="the wave's short name, such as 2026")

    def handle(self, *args: Any, **options: Any) -> None:
        wave = Wave.objects.filter(programme__slug=options["programme"], slug=options["wave"]).first()
        if wave is None:
            raise CommandError(f"There is no wave {options['programme']} {options['wave']}.")
        try:
            release = request_interim(wave_id=wave.pk)
        except NoInterim as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{release} is asked for. When a worker has built it, publish it like any other.")
