"""Results that wait for a signature, as whoever publishes says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from surveyapp.models.people import Account
from surveyapp.models.wave import Wave
from surveyapp.signals import signatures_asked


def waiting(waves: Iterable[Wave], account: Account) -> Mapping[UUID, str]:
    """Wave → address of the page that this account may sign. The caller has checked that it organises these surveys."""
    wave_ids = [each.pk for each in waves]
    answers: list[tuple[Any, Any]] = signatures_asked.send(sender=Wave, wave_ids=wave_ids, account_id=account.pk)
    return {wave_id: url for _receiver, found in answers for wave_id, url in found.items()}
