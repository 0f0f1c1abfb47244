"""What publishing does when collecting announces something: it writes a row of work, and nudges.

Receivers run inside the announcing transaction, so that what was announced and the work it causes are stored together
or not at all. They return the rows they wrote or found.

What reaches the statistics is imported when it is needed: every process loads this module, and most compute nothing.
"""

from __future__ import annotations

from uuid import UUID

from django.dispatch import receiver
from django.utils import timezone

from benchmarking.actions import own_results
from surveyapp.models.job import WorkRow
from surveyapp.models.wave import Participation
from surveyapp.signals import (
    answers_withdrawn,
    coordinator_sight_changed,
    participation_confirmed,
    wave_closed,
    withdrawn_from_wave,
)


@receiver(wave_closed, dispatch_uid="benchmarking.wave_closed")
def ask_for_release(sender: object, wave_id: UUID, **_: object) -> list[WorkRow]:
    """A closed wave asks for its release, and for the own result of everybody in it."""
    from benchmarking.actions import releases

    everybody = Participation.objects.filter(wave=wave_id).values_list("pk", flat=True)
    requested = own_results.request_own_results(participations=everybody, occasion="closed")
    return [releases.request_release(wave_id=wave_id), *requested]


@receiver(participation_confirmed, dispatch_uid="benchmarking.participation_confirmed")
def ask_for_own_result(sender: object, participation_id: UUID, **_: object) -> list[WorkRow]:
    """Each confirmation asks for the organisation's own result anew."""
    confirmed_at = Participation.objects.values_list("confirmed_at", flat=True).get(pk=participation_id)
    occasion = f"confirmed:{confirmed_at:%Y-%m-%dT%H:%M:%S.%f}"
    return [*own_results.request_own_results(participations=[participation_id], occasion=occasion)]


@receiver(answers_withdrawn, dispatch_uid="benchmarking.answers_withdrawn")
def ask_for_own_result_without(sender: object, participation_id: UUID, **_: object) -> list[WorkRow]:
    """Each withdrawal asks for the organisation's own result anew, which then leaves the answers out."""
    occasion = f"withdrawn:{timezone.now():%Y-%m-%dT%H:%M:%S.%f}"
    return [*own_results.request_own_results(participations=[participation_id], occasion=occasion)]


@receiver(coordinator_sight_changed, dispatch_uid="benchmarking.coordinator_sight_changed")
def ask_for_own_result_as_allowed(sender: object, participation_id: UUID, **_: object) -> list[WorkRow]:
    """What a result tells of people hangs on what they allow. Before a confirmation there is no result."""
    if not Participation.objects.filter(pk=participation_id, confirmed_at__isnull=False).exists():
        return []
    occasion = f"allowed:{timezone.now():%Y-%m-%dT%H:%M:%S.%f}"
    return [*own_results.request_own_results(participations=[participation_id], occasion=occasion)]


@receiver(withdrawn_from_wave, dispatch_uid="benchmarking.withdrawn_from_wave")
def mark_what_stands(sender: object, wave_id: UUID, **_: object) -> list[WorkRow]:
    """What was built with the answers stands, and says so."""
    from benchmarking.actions import releases

    releases.mark_corrected(wave_id=wave_id)
    return []
