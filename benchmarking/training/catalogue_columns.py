"""The columns of a catalogue's spreadsheet, and how a cell of each is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from benchmarking.models.training import TrainingModule
from benchmarking.training import catalogue_cells as cells
from benchmarking.training.spreadsheet import Cell

MODULES, SUPPLY, SKILLS = "Modules", "Supply", "Skills"
# Heads are the same in every language, as codes are: a file that one organiser makes, another can read.
CODE = "Code"
TEXTS = {"name": "Name", "description": "Description", "note": "Note"}
PLAIN: dict[str, tuple[str, Callable[[Cell], Any]]] = {
    "provider": ("Provider", cells.words),
    "level": ("Level", cells.level),
    "audience": ("Audience", cells.words),
    "is_offered": ("Offered in plans", cells.yes_or_no),
    "days": ("Days", cells.real),
    "hours": ("Hours", cells.real),
    "price": ("Price", cells.number),
    "currency": ("Currency", cells.words),
    "dates": ("Dates", cells.days),
    "prerequisites": ("Prerequisites", cells.listed),
    "raises": ("Raises", cells.levels_raised),
    "raises_is_judgement": ("Levels are a judgement", cells.yes_or_no),
    "skill_links": ("ESCO links", cells.links),
}
OF_A_YEAR: dict[str, tuple[str, Callable[[Cell], Any]]] = {
    "year": ("Year", cells.whole),
    "places": ("Places", cells.whole),
    "completers": ("Completers", cells.whole),
    "source": ("Source", cells.words),
}
# A cell left empty says what the form says when nothing is changed in it.
WHEN_EMPTY: dict[str, Any] = {"level": TrainingModule.Level.CPD.value, "is_offered": True, "raises_is_judgement": True}


def text_heads(languages: Sequence[str]) -> list[tuple[str, str, str]]:
    return [(f"{head} ({language})", name, language) for name, head in TEXTS.items() for language in languages]


def known_heads(languages: Sequence[str]) -> tuple[str, ...]:
    plain = [head for head, _ in (*PLAIN.values(), *OF_A_YEAR.values())]
    return (CODE, *(head for head, _field, _language in text_heads(languages)), *plain)


def head_of(field: str) -> str:
    """The column in which a field of an entry stands."""
    return PLAIN[field][0] if field in PLAIN else TEXTS.get(field, {"code": CODE, "supply": SUPPLY}.get(field, field))
