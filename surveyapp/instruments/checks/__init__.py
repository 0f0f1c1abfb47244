"""What the schema alone cannot see: references, order, completeness. All problems, not the first."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.instruments.checks.items import item_problems
from surveyapp.instruments.checks.references import reference_problems
from surveyapp.instruments.checks.structure import structure_problems
from surveyapp.instruments.checks.texts import text_problems
from surveyapp.instruments.schema import Instrument


def problems(instrument: Instrument) -> list[str]:
    """Every fault of a definition, once, as a sentence "place: fault. Remedy."."""
    return list(dict.fromkeys(_all_problems(instrument)))


def _all_problems(instrument: Instrument) -> Iterator[str]:
    yield from structure_problems(instrument)
    yield from item_problems(instrument)
    yield from reference_problems(instrument)
    yield from text_problems(instrument)
