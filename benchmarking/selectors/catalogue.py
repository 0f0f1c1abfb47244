"""The courses of a programme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from benchmarking.models.training import TrainingModule
from benchmarking.stats.training_choice import Module


@dataclass(frozen=True)
class Course:
    """A module of the catalogue with its texts (language → text); `module` is what the choice is made from."""

    module: Module
    name: Mapping[str, str]
    days: float | None = None


def courses(programme_id: UUID) -> tuple[Course, ...]:
    """The programme's modules by code; none where it has no catalogue."""
    rows = TrainingModule.objects.filter(programme=programme_id).order_by("code")
    return tuple(Course(Module(row.code, row.audience, row.raises), row.name, row.days) for row in rows)
