"""What the schema alone cannot see: references, order, completeness. All problems, not the first."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.instruments.checks.items import item_problems
from surveyapp.instruments.checks.piping import piping_problems
from surveyapp.instruments.checks.references import reference_problems
from surveyapp.instruments.checks.structure import structure_problems
from surveyapp.instruments.checks.texts import text_problems
from surveyapp.instruments.checks.texts import texts as every_text
from surveyapp.instruments.schema import Instrument


def problems(instrument: Instrument, *, languages_complete: bool = True) -> list[str]:
    """Every fault of a definition, once, as a sentence "place: fault. Remedy.".

    A draft may still lack texts in some of its languages; the other faults it may not have.
    """
    return list(dict.fromkeys(_all_problems(instrument, languages_complete)))


def _all_problems(instrument: Instrument, languages_complete: bool) -> Iterator[str]:
    yield from structure_problems(instrument)
    yield from item_problems(instrument)
    yield from reference_problems(instrument)
    every = every_text(instrument)
    yield from piping_problems(instrument, every)
    yield from text_problems(instrument, every, may_lack=not languages_complete)
