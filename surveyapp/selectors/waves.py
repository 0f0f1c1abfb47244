"""Waves as organisers see them, and the lock that a submit shares and a close takes alone."""

from __future__ import annotations

from uuid import UUID

from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave


def shared(wave_id: UUID) -> Wave:
    """The wave, kept from being closed until the transaction ends; others may share it meanwhile.

    Closing takes the row FOR NO KEY UPDATE (`alone`), which waits for every FOR SHARE, and the other way round: so
    whoever submits sees the wave either open until its commit or already closed. Raises Wave.DoesNotExist.
    """
    for wave in Wave.objects.raw("SELECT * FROM surveyapp_wave WHERE id = %s FOR SHARE", [wave_id]):
        return wave
    raise Wave.DoesNotExist


def alone(wave_id: UUID) -> Wave:
    """The wave, locked against every change and every `shared` until the transaction ends."""
    return Wave.objects.select_for_update(no_key=True, of=("self",)).select_related("programme").get(pk=wave_id)


def of_programme(programme: Programme) -> list[Wave]:
    """All waves of a programme, newest first, drafts first of all."""
    return sorted(
        Wave.objects.filter(programme=programme).select_related("programme"),
        key=lambda wave: (wave.opens_at is None, wave.opens_at or wave.closed_at, wave.slug),
        reverse=True,
    )
