"""What an earlier wave's file is read with: its questionnaire, what its columns are, and how its cells are understood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from surveyapp.instruments import loader
from surveyapp.instruments.interchange.building import slug_from
from surveyapp.instruments.interchange.responses_cells import USUAL_MARKERS, Reading
from surveyapp.instruments.interchange.responses_headings import Heading, guess
from surveyapp.instruments.interchange.responses_made import made
from surveyapp.instruments.interchange.responses_rows import Rows
from surveyapp.instruments.interchange.responses_seen import Seen, add_row, day_comes_first, holds_codes
from surveyapp.instruments.lining_up import lined_up
from surveyapp.instruments.schema import Instrument
from surveyapp.instruments.sentences import to_plain
from surveyapp.models.earlier_wave import EarlierWave
from surveyapp.organising.earlier import reading
from surveyapp.organising.register.limits import FileRefused
from surveyapp.selectors import earlier_waves, instruments

KEPT_VALUES = 60  # of a column, for the page that says what it is


def instrument_of(about: EarlierWave) -> Instrument:
    """The questionnaire that the answers are read with. Its languages are complete once it is written."""
    if about.instrument_version is not None:
        return instruments.of_row(about.instrument_version)
    return loader.read(about.definition, languages_complete=False)


def reading_of(about: EarlierWave) -> Reading:
    kept = about.reading
    markers = kept.get("markers", USUAL_MARKERS)
    return Reading(kept.get("codes", False), kept.get("day_first", True), markers, about.given_values)


def reader(about: EarlierWave) -> Rows:
    """Raises FileRefused where no column is a question: the file is another survey's, or nobody said what is what."""
    columns = {int(at): target for at, target in about.columns.items() if target}
    if all(target.startswith("about:") for target in columns.values()):
        raise FileRefused(_("No column was taken for a question of this questionnaire. Choose what the columns are."))
    return Rows(instrument_of(about), columns, reading_of(about))


def learn(about: EarlierWave, file: BinaryIO, tell: Callable[[int], None]) -> None:
    """Fill in what stands in the file, its questionnaire if it is to be made, and guesses. Raises FileRefused."""
    headings = reading.headings(file, about.layout)
    seen: list[Seen] = []
    n = 0
    for n, (_number, cells) in enumerate(reading.rows(file, about.layout), start=1):
        add_row(seen, cells)
        if n % 500 == 0:
            tell(n)
    seen += [Seen() for _ in range(len(headings) - len(seen))]
    headings += [Heading("") for _ in range(len(seen) - len(headings))]
    about.n_rows, about.heads = n, [[each.name, each.text, each.number] for each in headings]
    columns = _columns(about, headings, seen)
    about.columns = {str(at): target for at, target in columns.items()}
    about.seen = [_kept(each) for each in seen]
    instrument = instrument_of(about)
    about.reading = {
        "codes": holds_codes(instrument, columns, seen),
        "day_first": day_comes_first(columns, seen),
        "markers": USUAL_MARKERS,
    }


def _columns(about: EarlierWave, headings: list[Heading], seen: list[Seen]) -> dict[int, str]:
    """What the columns are, guessed; a questionnaire that came along, or is made of the answers, is called as the
    programme's others call the same questions."""
    if about.instrument_version is not None:
        return guess(headings, instrument_of(about))
    if about.definition is not None:
        columns = guess(headings, instrument_of(about))
        return _line_up(about, columns, is_made=False)
    imported, questions = made(headings, seen, about.title, about.programme.default_language)
    about.definition = imported.definition
    about.findings = [[to_plain(each.place), to_plain(each.sentence)] for each in imported.findings]
    rest = {at: target for at, target in guess(headings, instrument_of(about)).items() if target.startswith("about:")}
    return _line_up(about, rest | questions, is_made=True)


def _line_up(about: EarlierWave, columns: dict[int, str], *, is_made: bool) -> dict[int, str]:
    slug = slug_from(f"{about.slug}-{about.programme.slug}", f"earlier-{about.slug}-{about.programme.slug}")
    definition = {**(about.definition or {}), "slug": slug, "version": "1"}
    others = earlier_waves.questionnaires_in_use(about.programme)
    about.definition, renamed = lined_up(definition, others, is_made=is_made, apart=str(about.ended_on.year))
    about.definition |= {"slug": slug, "version": "1"}
    return {at: renamed.target(target) for at, target in columns.items()}


def _kept(seen: Seen) -> dict[str, Any]:
    few = seen.values is not None and len(seen.values) <= KEPT_VALUES
    return replace(seen, values=seen.values if few else None).plain()
