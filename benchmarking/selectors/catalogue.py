"""The courses of a programme."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models.functions import Coalesce

from benchmarking.models.training import TrainingModule
from benchmarking.stats.training_choice import Module
from surveyapp.instruments.schema import Instrument
from surveyapp.models.wave import Wave


@dataclass(frozen=True)
class Course:
    """A module of the catalogue with its texts (language → text); `module` is what the choice is made from.

    `price` is in `currency`; `dates` are ISO days; `prerequisites` are codes of the same catalogue.
    """

    module: Module
    name: Mapping[str, str]
    days: float | None = None
    hours: float | None = None
    price: Decimal | None = None
    currency: str = "EUR"
    prerequisites: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    provider: str = ""
    level: str = TrainingModule.Level.CPD
    raises_is_judgement: bool = True


def courses(programme_id: UUID) -> tuple[Course, ...]:
    """The modules the programme offers, by code; none where it has no catalogue. Elements of a degree are not offered."""
    rows = TrainingModule.objects.filter(programme=programme_id, is_offered=True, withdrawn_at=None).order_by("code")
    return tuple(map(_course, rows))


def names_of(programme_id: UUID, codes: Collection[str]) -> dict[str, Mapping[str, str]]:
    """Code → name of modules, offered or not; those that were never there are left out. Asks nothing for no codes."""
    if not codes:
        return {}
    rows = TrainingModule.objects.filter(programme=programme_id, code__in=codes)
    return dict(rows.values_list("code", "name"))


def _course(row: TrainingModule) -> Course:
    return Course(
        module=Module(row.code, row.audience, row.raises),
        name=row.name,
        days=row.days,
        hours=row.hours,
        price=row.price,
        currency=row.currency,
        prerequisites=tuple(row.prerequisites),
        dates=tuple(row.dates),
        provider=row.provider,
        level=row.level,
        raises_is_judgement=row.raises_is_judgement,
    )


def instrument_of(programme_id: UUID) -> Instrument | None:
    """The questionnaire whose skills the catalogue raises: that of the newest survey, drafts included; None before one."""
    newest = Coalesce("opens_at", "closed_at").desc(nulls_first=True)
    wave = Wave.objects.filter(programme=programme_id).select_related("instrument_version").order_by(newest).first()
    return None if wave is None else Instrument.model_validate(wave.instrument_version.definition)
