"""The catalogue as its pages show it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from benchmarking.dashboards import words
from benchmarking.models.training import TrainingModule
from benchmarking.selectors import catalogue_entries
from benchmarking.selectors.catalogue_entries import Entry
from benchmarking.training import catalogue_words
from benchmarking.training.catalogue_checks import is_esco
from surveyapp.instruments.schema import Instrument


def name(entry: Entry) -> str:
    """In the reader's language, else in one it has, else its code."""
    return words.said(entry.name) or next(iter(entry.name.values()), entry.code)


def listed(rows: Sequence[TrainingModule], instrument: Instrument | None) -> dict[str, Any]:
    """Modules that plans may propose, then other elements by level, then what was withdrawn."""
    standing = [catalogue_entries.of_row(row) for row in rows if row.withdrawn_at is None]
    elements = [entry for entry in standing if not entry.is_offered]
    return {
        "offered": [_line(entry, instrument) for entry in standing if entry.is_offered],
        "levels": list(_by_level(elements, instrument)),
        "withdrawn": [_line(catalogue_entries.of_row(row), instrument) for row in rows if row.withdrawn_at is not None],
        "is_empty": not rows,
    }


def _by_level(elements: Iterable[Entry], instrument: Instrument | None) -> Iterable[dict[str, Any]]:
    found = list(elements)
    for level, label in TrainingModule.Level.choices:
        if its := [_line(entry, instrument) for entry in found if entry.level == level]:
            yield {"code": level, "name": str(label), "entries": its}


def _line(entry: Entry, instrument: Instrument | None) -> dict[str, Any]:
    names = catalogue_words.skill_names(instrument)
    return {
        "code": entry.code,
        "name": name(entry),
        "provider": entry.provider,
        "level": catalogue_words.level_name(entry.level),
        "audience": catalogue_words.audience_name(entry.audience),
        "length": catalogue_words.length(entry),
        "price": catalogue_words.price(entry),
        "raises": [
            {"name": skill, "level": level} for _code, skill, level in catalogue_words.raised(entry.raises, names)
        ],
        "n_raised": len(entry.raises),
    }


def described(row: TrainingModule, instrument: Instrument | None) -> dict[str, Any]:
    """One module with all that is known of it."""
    entry = catalogue_entries.of_row(row)
    names = catalogue_words.skill_names(instrument)
    return {
        "module": row,
        "line": _line(entry, instrument),
        "description": words.said(entry.description),
        "note": words.said(entry.note),
        "dates": catalogue_words.dates(entry.dates),
        "prerequisites": entry.prerequisites,
        "supply": sorted(entry.supply, key=lambda each: -each.year),
        "has_links": any(entry.skill_links.values()),
        "raises": [
            {"code": code, "name": skill, "level": level, "links": _links(entry, code)}
            for code, skill, level in catalogue_words.raised(entry.raises, names)
        ],
    }


def _links(entry: Entry, skill: str) -> list[str]:
    """Once more only addresses of ESCO, whoever wrote the row."""
    return [link for link in entry.skill_links.get(skill, ()) if is_esco(link)]
