"""The catalogue as a workbook: what comes out goes in again as it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarking.selectors.catalogue_entries import Entry
from benchmarking.training import catalogue_cells as cells
from benchmarking.training import spreadsheet
from benchmarking.training.catalogue_columns import CODE, MODULES, OF_A_YEAR, PLAIN, SKILLS, SUPPLY, text_heads
from surveyapp.instruments.schema import Instrument


def write(catalogue: Sequence[Entry], languages: Sequence[str], instrument: Instrument | None) -> bytes:
    """A workbook of the catalogue: its modules, their supply, and the codes of skills to look up."""
    heads: list[object] = [
        CODE,
        *(head for head, _field, _language in text_heads(languages)),
        *(head for head, _ in PLAIN.values()),
    ]
    modules = [heads, *([entry.code, *_module_cells(entry, languages)] for entry in catalogue)]
    supply: list[list[object]] = [[CODE, *(head for head, _ in OF_A_YEAR.values())], *_supply_rows(catalogue)]
    return spreadsheet.write([(MODULES, modules), (SUPPLY, supply), (SKILLS, _skill_rows(instrument))])


def _module_cells(entry: Entry, languages: Sequence[str]) -> list[object]:
    texts = [getattr(entry, name).get(language) for _head, name, language in text_heads(languages)]
    return [*texts, *(cells.in_words(getattr(entry, name)) for name in PLAIN)]


def _supply_rows(catalogue: Iterable[Entry]) -> list[list[object]]:
    return [
        [entry.code, each.year, each.places, each.completers, each.source]
        for entry in catalogue
        for each in entry.supply
    ]


def _skill_rows(instrument: Instrument | None) -> list[list[object]]:
    groups = instrument.skill_groups if instrument else ()
    default = instrument.default_language if instrument else "en"
    found: list[list[object]] = [
        [skill.code, skill.text.get(default, ""), group.audience] for group in groups for skill in group.skills
    ]
    return [["Skill", "What it is", "Audience"], *found]
