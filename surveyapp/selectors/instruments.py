"""The questionnaire behind a stored version."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from surveyapp.instruments import loader
from surveyapp.instruments.schema import Instrument
from surveyapp.models.instrument import InstrumentVersion


def instrument(version_id: UUID) -> Instrument:
    """The definition of a published version, checked. Published versions never change, so they are kept in memory."""
    return _read(_Version(UUID(str(version_id))))


def of_row(version: InstrumentVersion) -> Instrument:
    """As `instrument`, without asking for a row that is at hand."""
    return _read(_Version(version.pk, version))


@dataclass(frozen=True)
class _Version:
    """A version as the key of the memory: its row is only read where the memory does not know it."""

    pk: UUID
    row: InstrumentVersion | None = field(default=None, compare=False)

    @property
    def definition(self) -> Any:
        if self.row is not None:
            return self.row.definition
        return InstrumentVersion.objects.values_list("definition", flat=True).get(pk=self.pk)


@lru_cache(maxsize=16)
def _read(version: _Version) -> Instrument:
    return loader.read(version.definition)
