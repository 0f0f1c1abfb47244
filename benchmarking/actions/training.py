"""Keep a programme's training catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from benchmarking.models.training import TrainingModule
from surveyapp.actions import audit
from surveyapp.models.people import Account
from surveyapp.models.programme import Programme


@transaction.atomic
def replace_catalogue(
    *, programme: Programme, modules: Iterable[Mapping[str, Any]], by: Account | None, by_kind: str = ""
) -> list[TrainingModule]:
    """Make these the programme's modules, and no others. `modules` were checked by training.catalogue.read."""
    programme.training_modules.all().delete()
    rows = TrainingModule.objects.bulk_create(_row(programme, module) for module in modules)
    codes = [row.code for row in rows]
    audit.record(
        action="catalogue.replaced", target=programme, by=by, by_kind=by_kind, programme=programme, modules=codes
    )
    return rows


def _row(programme: Programme, module: Mapping[str, Any]) -> TrainingModule:
    return TrainingModule(
        programme=programme,
        code=module["code"],
        name=module["name"],
        description=module.get("description", {}),
        audience=module["audience"],
        days=module.get("days"),
        price=(module.get("price") or {}).get("amount"),
        raises=module["raises"],
    )
