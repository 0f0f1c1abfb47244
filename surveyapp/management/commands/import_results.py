"""Load organisation-level results from a spreadsheet as a closed wave."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from surveyapp.actions.instruments import publish_instrument
from surveyapp.actions.programmes import start_programme
from surveyapp.actions.refusals import Refused, VersionChanged
from surveyapp.actions.results import Imported, import_results
from surveyapp.instruments import loader
from surveyapp.instruments.problems import InstrumentError
from surveyapp.instruments.results import with_wording
from surveyapp.instruments.schema import Instrument
from surveyapp.management.definition_files import NAMING, path_of
from surveyapp.microdata import results_file
from surveyapp.microdata.results_file import Decisions, NotResults, ResultsFile
from surveyapp.models.wave import Wave

MOST_PROBLEMS = 200
SAID = {
    "": "blank",
    "[c]": "[c], suppressed by the source",
    "[x]": "[x], not available",
    "[u]": "[u], not reliable",
    "[z]": "[z], not asked",
}
SUPPRESSED_ARE = "what is suppressed is not missing at random"
WORDED_OTHERWISE = (
    "The wording of the file's headings is part of it: if it was published without, add --no-wording-from-file; "
    "if it was published with that of another file, import this one under a new version."
)


class Command(BaseCommand):
    help = "Load organisation-level results: a row an organisation, a column a score from 0 to 100, facets beside."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a CSV (UTF-8), .ods or .xlsx file")
        parser.add_argument("--instrument", required=True, help=NAMING)
        parser.add_argument(
            "--programme", default="", help="short name of the programme, made if missing (default: the instrument's)"
        )
        parser.add_argument("--programme-name", default="", help="its full name, where it is made")
        parser.add_argument("--wave", required=True, help="short name of the wave, such as 2023")
        parser.add_argument(
            "--held-on", type=_day, help="YYYY-MM-DD, which orders the waves (default: the year in --wave, else today)"
        )
        parser.add_argument("--frame", choices=Wave.Frame.values, default=Wave.Frame.PARTIAL_LIST.value)
        parser.add_argument(
            "--groups",
            choices=["skip", "count"],
            default="skip",
            help="rows that include other rows (default: skip, and say so)",
        )
        parser.add_argument("--skip", action="append", default=[], metavar="ROW", help="reference or name to leave out")
        parser.add_argument(
            "--zeros-not-asked", action="store_true", help="0 for every answer of a question means nobody was asked"
        )
        parser.add_argument(
            "--wording-from-file",
            action=argparse.BooleanOptionalAction,
            default=True,
            help="publish the questionnaire with the wording of the file's headings",
        )
        parser.add_argument("--dry-run", action="store_true", help="check everything, store nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            instrument = loader.load(path_of(options["instrument"]))
            found = results_file.read(options["file"], instrument, _decisions(options))
            self._report(found)
            with transaction.atomic():
                imported = _store(found, instrument, options)
                transaction.set_rollback(options["dry_run"])
        except NotResults as error:
            raise CommandError(_listed(options["file"], error)) from error
        except InstrumentError as error:
            raise CommandError(f"The questionnaire has problems:\n{error}") from error
        except VersionChanged as error:
            raise CommandError(f"{error} {WORDED_OTHERWISE}") from error
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_outcome(imported, dry_run=options["dry_run"]))

    def _report(self, found: ResultsFile) -> None:
        for line in _report(found):
            self.stdout.write(line)


def _store(found: ResultsFile, instrument: Instrument, options: dict[str, Any]) -> Imported:
    worded = with_wording(instrument, found.wording) if options["wording_from_file"] else instrument
    definition = json.loads(loader.canonical(worded))
    operator: dict[str, Any] = {"by": None, "by_kind": "operator"}
    return import_results(
        programme=start_programme(
            slug=options["programme"] or instrument.slug,
            name=options["programme_name"],
            instrument=instrument,
            **operator,
        ),
        instrument_version=publish_instrument(definition=definition, **operator),
        wave_slug=options["wave"],
        table=found.table,
        source=options["file"].name,
        held_on=options["held_on"] or _year_of(options["wave"]),
        frame=options["frame"],
        **operator,
    )


def _decisions(options: dict[str, Any]) -> Decisions:
    return Decisions(options["groups"], frozenset(options["skip"]), options["zeros_not_asked"])


def _day(text: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is not a day. Write it as 2023-09-19.") from error


def _year_of(wave: str) -> datetime | None:
    """The first day of the year a wave is named after: two imports then stand in their own order, not in that of importing."""
    year = wave[:4]
    return datetime(int(year), 1, 1, tzinfo=UTC) if year.isdecimal() and 1900 < int(year) < 2200 else None


def _report(found: ResultsFile) -> Iterator[str]:
    organisations = found.table.organisations
    scores = {code for each in organisations for code, answer in each.document.items() if "value" in answer}
    yield f"{found.sheet}: {len(organisations)} organisations, {len(scores)} measures"
    for mark, count in sorted(found.marks.items()):
        yield f"  {count} cells without a number: {SAID.get(mark, mark)}"
    if found.suppressed:
        yield f"  {len(found.suppressed)} measures with suppressed scores get no figure of the sector: {SUPPRESSED_ARE}"
    for skipped in found.skipped:
        yield f"  skipped {skipped}"
    if found.ignored:
        yield f"  columns that are no measure and no facet: {'; '.join(found.ignored)}"
    if found.without_column:
        yield f"  measures without a column: {', '.join(found.without_column)}"


def _listed(file: Path, error: NotResults) -> str:
    shown = error.problems[:MOST_PROBLEMS]
    more = len(error.problems) - len(shown)
    lines = [f"{file.name} was not imported; nothing was stored.", *shown, *([f"and {more} more"] if more else [])]
    return "\n".join(lines)


def _outcome(imported: Imported, *, dry_run: bool) -> str:
    wave = imported.wave
    if not imported.is_new:
        return f"{wave} holds this file already; nothing was changed."
    if dry_run:
        return f"{wave} could be imported as it stands; nothing was stored."
    return f"{wave} is imported and closed. A worker now builds its results."
