"""What publishing does when collecting announces something: it writes a row of work, and nudges.

Receivers run inside the announcing transaction, so that what was announced and the work it causes are stored together
or not at all. They return the rows they wrote or found.

What reaches the statistics is imported when it is needed: every process loads this module, and most compute nothing.
"""

from __future__ import annotations

from uuid import UUID

from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone

from benchmarking.actions import own_results
from benchmarking.models.release import Release
from benchmarking.models.sign_off import SignOff
from benchmarking.signals import release_built, release_corrected, release_published, signature_asked
from surveyapp.actions import webhooks
from surveyapp.models.interface import Webhook
from surveyapp.models.job import WorkRow
from surveyapp.models.wave import Participation
from surveyapp.selectors.outlook import Outlook, Question
from surveyapp.signals import (
    answers_withdrawn,
    coordinator_sight_changed,
    outlook_asked,
    participation_confirmed,
    signatures_asked,
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


@receiver(outlook_asked, dispatch_uid="benchmarking.outlook_asked")
def tell_the_outlook(sender: object, question: Question, **_: object) -> Outlook:
    """How sure figures would be, and which groups are still too small."""
    from benchmarking.selectors import outlook

    return outlook.outlook(question)


@receiver(signature_asked, dispatch_uid="benchmarking.signature_asked")
def write_to_who_may_sign(sender: object, sign_off_id: UUID, **_: object) -> None:
    """An e-mail to each organiser but who asked."""
    from benchmarking.actions.signature_letters import write_to_signers

    write_to_signers(SignOff.objects.select_related("asked_by", "release__wave__programme").get(pk=sign_off_id))


@receiver(signatures_asked, dispatch_uid="benchmarking.signatures_asked")
def tell_what_waits(sender: object, wave_ids: list[UUID], account_id: UUID, **_: object) -> dict[UUID, str]:
    """Where an organiser may sign what another one asked for."""
    from benchmarking.selectors import sign_offs

    found = sign_offs.waiting(wave_ids, account_id)
    return {wave: reverse("benchmarking:release-detail", args=[release]) for wave, release in found.items()}


@receiver(release_built, dispatch_uid="benchmarking.release_built")
def tell_that_it_is_built(sender: object, release_id: UUID, **_: object) -> None:
    """A program may want to look at what is not public yet."""
    _tell(Webhook.Event.RELEASE_BUILT, release_id)


@receiver(release_published, dispatch_uid="benchmarking.release_published")
def tell_that_it_is_published(sender: object, release_id: UUID, **_: object) -> None:
    """What is published in the place of another release corrects it, too."""
    release = _tell(Webhook.Event.RELEASE_PUBLISHED, release_id)
    if release.corrects_id is not None:
        _tell(Webhook.Event.RELEASE_CORRECTED, release_id)


@receiver(release_corrected, dispatch_uid="benchmarking.release_corrected")
def tell_that_it_is_corrected(sender: object, release_id: UUID, **_: object) -> None:
    """Answers behind it were withdrawn; its figures stand, and say so."""
    _tell(Webhook.Event.RELEASE_CORRECTED, release_id)


def _tell(event: str, release_id: UUID) -> Release:
    """Write the messages to whoever wants to hear of it: which release, and none of its figures."""
    release = Release.objects.select_related("wave__programme").get(pk=release_id)
    about = {"release": {"id": str(release.pk), "number": release.number}, **webhooks.of_wave(release.wave)}
    occasion = f"{release.pk}:{release.corrected_at or ''}"
    webhooks.announce(event=event, programme=release.wave.programme, occasion=occasion, about=about)
    return release
