"""A file of an earlier survey comes in, is read, checked, decided upon, and written; or laid aside, or taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from surveyapp import queue
from surveyapp.actions import audit
from surveyapp.actions.refusals import Refused
from surveyapp.actions.waves import close_wave
from surveyapp.models.earlier_wave import EarlierJob, EarlierWave
from surveyapp.models.people import Account
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave

WORK = "surveyapp.work_on_earlier_wave"
KEPT_FOR = timedelta(days=7)
Step = EarlierWave.Step
AT_REST = (Step.COLUMNS, Step.CHECKED, Step.REFUSED)


@transaction.atomic
def keep_file(
    *, programme: Programme, file: File[Any], about: Mapping[str, Any], layout: Mapping[str, Any], by: Account
) -> EarlierWave:
    """Keep an uploaded file of answers until it is written, laid aside or a week old, and have it read.

    `about`: slug, title, began_on, ended_on, frame, n_in_frame, and the questionnaire as instrument_version, or as
    definition with findings, or neither: then it is made from the answers. Raises Refused for a name that is taken.
    """
    refuse_taken(programme, str(about["slug"]))
    kept = EarlierWave(id=uuid4(), programme=programme, by=by, file_name=(file.name or "")[-200:], **about)
    kept.layout, kept.sha256 = dict(layout), _digest(file)
    file.seek(0)
    kept.file = default_storage.save(f"earlier/{programme.pk}/{kept.pk}", file)
    kept.save(force_insert=True)
    audit.record(action="earlier_wave.file_kept", target=kept, by=by, programme=programme, sha256=kept.sha256)
    _ask(kept, EarlierJob.Kind.READ)
    return kept


def refuse_taken(programme: Programme, slug: str) -> None:
    """Raise Refused where the programme has a survey with this short name."""
    if Wave.objects.filter(programme=programme, slug=slug).exists():
        raise Refused(
            _("This programme has a survey with the short name %(slug)s. Choose another one.") % {"slug": slug}
        )


def refuse_impossible_days(began_on: date, ended_on: date, today: date) -> None:
    """Raise Refused for fieldwork that ended before it began, or that is not over."""
    if ended_on < began_on:
        raise Refused(_("The survey ended before it began. Correct one of the two days."))
    if ended_on >= today:
        raise Refused(_("An earlier survey is over: choose a last day in the past."))


def _digest(file: File[Any]) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    return digest.hexdigest()


@transaction.atomic
def choose(*, about: EarlierWave, **chosen: Any) -> EarlierWave:
    """Keep what columns, values and cells were taken for. `chosen`: columns, reading, given_values, takes_incomplete.

    Raises Refused while a worker is at the file, and once it is written.
    """
    about = _at_rest(about)
    for name, value in chosen.items():
        setattr(about, name, value)
    if about.step == Step.CHECKED:  # what was checked is not what would be written any more
        about.step = Step.COLUMNS
    about.save(update_fields=[*chosen, "step"])
    return about


@transaction.atomic
def request_check(*, about: EarlierWave) -> EarlierJob:
    """Let a worker read every cell, and write nothing. Raises Refused as `choose`."""
    about = _at_rest(about)
    about.step, about.refusal = Step.CHECKING, ""
    about.save(update_fields=["step", "refusal"])
    return _ask(about, EarlierJob.Kind.CHECK)


@transaction.atomic
def request_apply(*, about: EarlierWave, leaves_unreadable_out: bool, by: Account) -> EarlierJob:
    """Let a worker write the survey. Raises Refused unless it was checked, and while cells cannot be read that nobody
    said are left out."""
    about = _at_rest(about)
    if about.step != Step.CHECKED:
        raise Refused(_("Check the file first."))
    if about.report.get("unreadable") and not leaves_unreadable_out:
        raise Refused(_("Say what the unknown values mean, or that what cannot be read is left out."))
    refuse_taken(about.programme, about.slug)
    about.step, about.leaves_unreadable_out, about.by = Step.APPLYING, leaves_unreadable_out, by
    about.save(update_fields=["step", "leaves_unreadable_out", "by"])
    return _ask(about, EarlierJob.Kind.APPLY)


@transaction.atomic
def request_undo(*, about: EarlierWave, by: Account) -> EarlierJob:
    """Let a worker take a written survey back. Raises Refused once its results were published."""
    about = _held(about)
    if about.step != Step.APPLIED or about.wave is None:
        raise Refused(_("There is nothing to take back."))
    refuse_published(about.wave)
    about.step, about.by, about.refusal = Step.UNDOING, by, ""
    about.save(update_fields=["step", "by", "refusal"])
    return _ask(about, EarlierJob.Kind.UNDO)


@transaction.atomic
def build_results(*, about: EarlierWave, by: Account) -> None:
    """Ask for the results of a written survey, as closing one does. From then on it stays. Raises Refused."""
    about = _held(about)
    if about.step != Step.APPLIED or about.wave is None:
        raise Refused(_("There is no survey whose results could be built."))
    close_wave(wave=about.wave, by=by)
    about.step = Step.BUILT
    about.save(update_fields=["step"])


def refuse_published(wave: Wave) -> None:
    if wave.state == Wave.State.RELEASED:
        raise Refused(_("Results of this survey were published, so it stays."))


def refuse(about: EarlierWave, why: str) -> None:
    """Say why nothing was written or taken back; it may be tried again."""
    about.step = Step.APPLIED if about.step == Step.UNDOING else Step.REFUSED
    about.refusal = why
    about.save(update_fields=["step", "refusal"])


def give_up(job: EarlierJob) -> None:
    """Every attempt at a job failed: the page says so, and it may be tried anew."""
    why = _("The file could not be worked on. Try again; if it fails again, ask whoever runs this installation.")
    refuse(EarlierWave.objects.get(pk=job.earlier_wave_id), why)


@transaction.atomic
def lay_aside(*, about: EarlierWave, by: Account) -> None:
    """Forget a file that was not written. Raises Refused while a worker is at it, and once it is written."""
    about = _at_rest(about)
    audit.record(action="earlier_wave.laid_aside", target=about, by=by, programme=about.programme)
    transaction.on_commit(lambda: default_storage.delete(about.file))
    EarlierWave.objects.filter(pk=about.pk).delete()


def delete_old_files(*, now: datetime) -> int:
    """Forget files a week old that nobody wrote. Run by a worker; how many."""
    old = list(EarlierWave.objects.filter(created_at__lt=now - KEPT_FOR, step__in=[*AT_REST, Step.READING]))
    for about in old:
        default_storage.delete(about.file)
        about.delete()
    return len(old)


def _ask(about: EarlierWave, kind: str) -> EarlierJob:
    n = about.jobs.filter(kind=kind).count()
    job = EarlierJob.objects.create(key=f"earlier:{about.pk}:{kind}:{n}", earlier_wave=about, kind=kind)
    queue.nudge(WORK, job.pk)
    return job


def _at_rest(about: EarlierWave) -> EarlierWave:
    about = _held(about)
    if about.step not in AT_REST:
        raise Refused(_("This file is being worked on, or was written already."))
    return about


def _held(about: EarlierWave) -> EarlierWave:
    found = EarlierWave.objects.select_for_update(of=("self",), no_key=True).select_related("programme", "wave")
    held = found.filter(pk=about.pk).first()
    if held is None:
        raise Refused(_("This file was laid aside."))
    return held
