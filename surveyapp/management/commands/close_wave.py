"""Close a wave from the command line: what the organiser's page does, for operators and scripts."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from surveyapp.actions.refusals import Refused
from surveyapp.actions.waves import close_wave
from surveyapp.models.job import WorkRow
from surveyapp.models.wave import Wave

LOOK_EVERY_SECONDS = 0.5


class Command(BaseCommand):
    help = "Close a wave to answers and ask for its results. Closing again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("programme", help="the programme's short name, as in addresses")
        parser.add_argument("wave", help="the wave's short name, such as 2026")
        parser.add_argument("--wait", action="store_true", help="wait until a worker has done what closing asks for")

    def handle(self, *args: Any, **options: Any) -> None:
        wave = _find(options["programme"], options["wave"])
        was_open = wave.is_open
        try:
            asked = close_wave(wave=wave, by=None, by_kind="operator")
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{wave} is closed." if was_open else f"{wave} was closed already.")
        if options["wait"]:
            self._wait(asked)

    def _wait(self, asked: Sequence[WorkRow]) -> None:
        said = ""
        while any(row.state in (row.State.WAITING, row.State.RUNNING) for row in asked):
            for row in asked:
                row.refresh_from_db(fields=["state", "stage", "percent", "error"])
            said = self._say(_progress(asked), said)
            time.sleep(LOOK_EVERY_SECONDS)
        if failed := [row for row in asked if row.state == row.State.FAILED]:
            raise CommandError(f"{len(failed)} of {len(asked)} failed. The first: {failed[0].error}")
        self.stdout.write("Everything that closing asked for is done.")

    def _say(self, sentence: str, said: str) -> str:
        if sentence != said:
            self.stdout.write(sentence)
            self.stdout.flush()
        return sentence


def _find(programme: str, wave: str) -> Wave:
    found = Wave.objects.filter(programme__slug=programme, slug=wave).select_related("programme").first()
    if found is None:
        known = ", ".join(f"{w.programme.slug} {w.slug}" for w in Wave.objects.select_related("programme"))
        raise CommandError(f"There is no wave {programme} {wave}. There are: {known or 'none'}.")
    return found


def _progress(asked: Sequence[WorkRow]) -> str:
    done = sum(row.state == row.State.DONE for row in asked)
    running = next((row for row in asked if row.state == row.State.RUNNING), None)
    return f"{done} of {len(asked)} done" + (f", {running.stage} ({running.percent} %)" if running else "")
