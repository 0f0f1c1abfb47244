"""Read a catalogue that comes with an instrument, checked whole: every problem is listed, not the first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from benchmarking.selectors.catalogue_entries import Entry
from benchmarking.training.catalogue_checks import problems
from surveyapp.instruments.schema import Instrument

FOLDER = Path(__file__).parent / "catalogue"


class CatalogueError(ValueError):
    """A catalogue that cannot be used; the message lists each place and remedy."""


def shipped(instrument: Instrument) -> Path | None:
    """The file that comes with this questionnaire, None where there is none."""
    path = FOLDER / f"{instrument.slug}.yaml"
    return path if path.exists() else None


def read(path: Path, instrument: Instrument) -> tuple[Entry, ...]:
    """The modules of a catalogue file, then its elements of degrees, after checking them against the instrument."""
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    modules = [_module(each, document) for each in document.get("modules", [])]
    elements = [element for each in document.get("pipeline", []) for element in _elements(each, document)]
    found = (*modules, *elements)
    if wrong := problems(found, instrument, document.get("languages", ["en"])):
        said = "; ".join(f"module {each.code}, {each.column}: {each.message}" for each in wrong)
        raise CatalogueError(f"{path.name}: {said}")
    return found


def _module(each: dict[str, Any], document: dict[str, Any]) -> Entry:
    price = each.get("price") or {}
    amount = price.get("amount")
    return replace(
        _described(each, document),
        audience=each.get("audience", ""),
        days=each.get("days"),
        hours=each.get("hours"),
        price=None if amount is None else Decimal(str(amount)),
        currency=price.get("currency", "EUR"),
        prerequisites=tuple(each.get("prerequisites", ())),
    )


def _elements(each: dict[str, Any], document: dict[str, Any]) -> Iterator[Entry]:
    """One for each level it is taught at: what is trained a year is counted by level."""
    entry = replace(_described(each, document), is_offered=False)
    levels = each["levels"]
    for level in levels:
        code = entry.code if len(levels) == 1 else f"{entry.code}_{level.upper()}"
        yield replace(entry, code=code, level=level)


def _described(each: dict[str, Any], document: dict[str, Any]) -> Entry:
    raises, links = each.get("raises", {}), document.get("esco", {})
    return Entry(
        code=each.get("code", ""),
        name=each.get("name", {}),
        description=each.get("description", {}),
        provider=each.get("provider", ""),
        raises=raises,
        skill_links={skill: tuple(links[skill]) for skill in raises if skill in links},
        note=each.get("note", {}),
    )
