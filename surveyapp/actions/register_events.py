"""Write down what happened to organisations of the register, and hold it against everybody else who changes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from surveyapp.models.organisation import Organisation
from surveyapp.models.people import Account
from surveyapp.models.programme import Programme
from surveyapp.models.register import Register, RegisterEvent

Changes = Mapping[str, list[str]]


def alone(programme: Programme) -> Register:
    """The register, held until the transaction ends: whoever else changes it waits. To be called within an action's
    transaction, before anything is read that the change rests on."""
    Register.objects.get_or_create(programme=programme)
    return Register.objects.select_for_update(no_key=True).get(programme=programme)


def happened(
    organisation: Organisation, kind: str, *, by: Account | None, changes: Changes | None = None, **values: Any
) -> RegisterEvent:
    """Store one event. `values`: other, source."""
    return RegisterEvent.objects.create(
        organisation=organisation, kind=kind, changes=changes or {}, by=by, at=timezone.now(), **values
    )
