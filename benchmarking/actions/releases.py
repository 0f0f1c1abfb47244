"""Ask for a release, complete it, publish it. Building it is the pipeline's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from benchmarking.actions import audit
from benchmarking.actions.kept_pages import PREPARE
from benchmarking.models.figure import Figure as FigureRow
from benchmarking.models.release import Release, ReleaseInputs
from benchmarking.models.sign_off import SignOff
from benchmarking.selectors import release_seal
from benchmarking.selectors.releases import companies_that_count, interim_from
from benchmarking.signals import release_built, release_corrected, release_published
from benchmarking.stats.records import Figure
from surveyapp import queue
from surveyapp.models.people import Account
from surveyapp.models.wave import Wave

BUILD = "benchmarking.build_release"


class NotPublishable(Exception):  # noqa: N818 - a refusal; nothing was written
    """The release is not complete, or a later one has been published."""


class NoCorrection(Exception):  # noqa: N818 - a refusal; nothing was written
    """This release cannot be corrected. The message can be shown as it is."""


class NoInterim(Exception):  # noqa: N818 - a refusal; nothing was written
    """The wave is not open, has had a release, or has too few companies in it. The message can be shown as it is."""


class Overtaken(Exception):  # noqa: N818 - nothing was written
    """Another worker has taken this build over."""


@dataclass(frozen=True)
class Outcome:
    """All that a finished build writes. The fields are those of Release, and the inputs."""

    figures: Sequence[Figure]
    groups: list[dict[str, Any]]
    withheld: list[dict[str, Any]]
    instrument: Mapping[str, Any]
    method_version: str
    parameters: Mapping[str, Any]
    software: Mapping[str, str]
    inputs: Mapping[str, Any]


@transaction.atomic
def request_release(*, wave_id: UUID, by: Account | None = None) -> Release:
    """The wave's newest release; a new one, waiting to be built, where there is none or the newest has failed."""
    wave = Wave.objects.select_for_update(no_key=True, of=("self",)).select_related("programme").get(pk=wave_id)
    newest = Release.objects.filter(wave=wave).order_by("-number").first()
    interim = Release.objects.filter(wave=wave, is_interim=True, state=Release.State.DONE).first()
    if newest is not None and newest.is_interim:
        # Too late: whatever it would read now is no longer what was there while the wave was open.
        Release.objects.filter(pk=newest.pk).exclude(state=Release.State.DONE).update(state=Release.State.FAILED)
    elif newest is not None and newest.state != Release.State.FAILED:
        return newest
    number = newest.number + 1 if newest else 1
    # What was withdrawn after the interim release is frozen in this one too.
    marked = interim.corrected_at if interim else None
    key = f"release:{wave_id}:{number}"
    # Built once more after a failure, a correction stays one.
    why = {"corrects": newest.corrects, "correction_reason": newest.correction_reason} if newest else {}
    release = Release.objects.create(wave=wave, number=number, key=key, corrected_at=marked, **why)
    audit.record(action="release.requested", target=release, programme=wave.programme, by=by, number=number)
    queue.nudge(BUILD, release.pk)
    return release


@transaction.atomic
def request_correction(*, release: Release, reason: str, by: Account) -> Release:
    """Ask for a release in the place of the newest published one, from the same answers: it differs where the way of
    computing was mended. `reason` is public: what was wrong. While one is being built, asking again is refused.

    The caller has checked that `by` organises the programme. Raises NoCorrection.
    """
    wave = Wave.objects.select_for_update(no_key=True, of=("self",)).select_related("programme").get(pk=release.wave_id)
    newest = Release.objects.filter(wave=wave).order_by("-number")[0]
    _check_correction(release, newest)
    number = newest.number + 1
    made = Release.objects.create(
        wave=wave,
        number=number,
        key=f"release:{wave.pk}:{number}",
        corrected_at=release.corrected_at,
        corrects=release,
        correction_reason=reason,
    )
    detail: dict[str, Any] = {"number": number, "corrects": release.number, "reason": reason}
    audit.record(action="release.correction_requested", target=made, programme=wave.programme, by=by, **detail)
    queue.nudge(BUILD, made.pk)
    return made


def _check_correction(release: Release, newest: Release) -> None:
    if release.published_at is None or release.is_interim:
        raise NoCorrection(_("Only published results of a closed survey are corrected."))
    if newest.state != Release.State.DONE:
        raise NoCorrection(_("A correction is being made already. Wait for it, or build it again where that failed."))
    if Release.objects.filter(wave=release.wave_id, number__gt=release.number, published_at__isnull=False).exists():
        raise NoCorrection(_("Later results of this survey are published already. Correct those."))


@transaction.atomic
def request_interim(*, wave_id: UUID, by: Account | None = None) -> Release:
    """Ask for the wave's only interim release: of the sector alone, built from what is there now, which it freezes.

    The caller has checked that `by` organises the programme. Raises NoInterim.
    """
    wave = Wave.objects.select_for_update(no_key=True, of=("self",)).select_related("programme").get(pk=wave_id)
    _check_interim(wave)
    release = Release.objects.create(wave=wave, number=1, is_interim=True, key=f"release:{wave_id}:1")
    audit.record(action="release.requested", target=release, programme=wave.programme, by=by, number=1, interim=True)
    queue.nudge(BUILD, release.pk)
    return release


def _check_interim(wave: Wave) -> None:
    if not wave.is_open:
        raise NoInterim(_("This survey is not open: interim results are made while it is."))
    if Release.objects.filter(wave=wave).exists():
        raise NoInterim(_("This survey has had its interim results. They are made once."))
    if wave.is_confidential:
        raise NoInterim(
            _("This survey is confidential: no answer is read before it closes, so there are no interim results.")
        )
    counted, least = companies_that_count(wave), interim_from(wave)
    if counted < least:  # built all the same it would show nothing, and there is no second one
        text = _("Interim results need %(least)s companies that have finished; so far there are %(n)s.")
        raise NoInterim(text % {"least": least, "n": counted})


@transaction.atomic
def complete_release(*, release: Release, outcome: Outcome) -> None:
    """Write figures, groups and inputs, and mark the release done: all of it or nothing.

    Raises Overtaken if the row is no longer this attempt's: the database dropped our lock, and somebody else works.
    """
    current = Release.objects.select_for_update(of=("self",)).select_related("wave__programme").get(pk=release.pk)
    if (current.state, current.attempts) != (Release.State.RUNNING, release.attempts):
        raise Overtaken(f"{current} is {current.state} at attempt {current.attempts}, not {release.attempts}.")
    FigureRow.objects.bulk_create([FigureRow(release=current, **asdict(f)) for f in outcome.figures], batch_size=1000)
    ReleaseInputs.objects.create(release=current, document=outcome.inputs)
    for name in release_seal.SEALED:
        setattr(current, name, getattr(outcome, name))
    current.input_hmac = release_seal.seal(outcome.inputs, outcome)
    current.state, current.stage, current.percent, current.error = Release.State.DONE, "", 100, ""
    current.finished_at = timezone.now()
    current.save()
    release_built.send(sender=Release, release_id=current.pk)
    audit.record(action="release.built", target=current, programme=current.wave.programme, figures=len(outcome.figures))


@transaction.atomic
def publish_release(*, release: Release, by: Account) -> Release:
    """Show a complete release to the coordinators; the wave is then released. Publishing twice is publishing once.

    Where the programme asks for two signatures it needs the second one first (`actions.sign_offs`). The caller has checked
    that `by` organises the programme. Raises NotPublishable.
    """
    current = Release.objects.select_for_update(of=("self",)).select_related("wave__programme").get(pk=release.pk)
    if current.published_at is not None:
        return current
    if current.state != Release.State.DONE:
        raise NotPublishable(_("This release is not complete yet, so there is nothing to publish."))
    if Release.objects.filter(wave=current.wave_id, number__gt=current.number, published_at__isnull=False).exists():
        raise NotPublishable(_("A later release of this survey has been published already."))
    _check_signed(current)
    current.published_at, current.published_by = timezone.now(), by
    current.save(update_fields=["published_at", "published_by"])
    if not current.is_interim:
        Wave.objects.filter(pk=current.wave_id, state=Wave.State.CLOSED).update(state=Wave.State.RELEASED)
    release_published.send(sender=Release, release_id=current.pk)
    audit.record(action="release.published", target=current, programme=current.wave.programme, by=by)
    queue.nudge(PREPARE, current.pk)
    return current


def _check_signed(release: Release) -> None:
    """The database holds the same rule (migration 0011)."""
    signed = SignOff.objects.filter(release=release, decision=SignOff.Decision.SIGNED)
    if release.wave.programme.needs_second_signature and not signed.exists():
        raise NotPublishable(
            _("This programme publishes with two signatures: one organiser asks for it, another one signs.")
        )


def mark_corrected(*, wave_id: UUID) -> None:
    """Answers of a wave were withdrawn: whatever has been or is being made of them stands, marked, until the next wave.

    Nothing is computed anew: old figures less new ones would be the answers that are gone (STATISTICS 3, rule 11).
    """
    made = Q(state__in=(Release.State.RUNNING, Release.State.DONE)) | Q(corrects__isnull=False)
    marked = Release.objects.filter(made, wave=wave_id, corrected_at=None)
    complete = list(marked.filter(state=Release.State.DONE).values_list("pk", flat=True))
    marked.update(corrected_at=timezone.now())
    for release_id in complete:
        release_corrected.send(sender=Release, release_id=release_id)
