"""The questionnaire behind a stored version."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from surveyapp.instruments import loader
from surveyapp.instruments.schema import Instrument
from surveyapp.models.instrument import InstrumentVersion


def instrument(version_id: UUID) -> Instrument:
    """The definition of a published version, checked. Published versions never change, so they are kept in memory."""
    return _read(version_id)


@lru_cache(maxsize=16)
def _read(version_id: UUID) -> Instrument:
    return loader.read(InstrumentVersion.objects.values_list("definition", flat=True).get(pk=version_id))
