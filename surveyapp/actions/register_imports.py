"""A file for the register comes in, is checked, decided upon, and written; or laid aside."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from surveyapp import queue
from surveyapp.actions import audit
from surveyapp.actions.refusals import Refused
from surveyapp.actions.register_events import alone
from surveyapp.actions.register_undoing import changed_since
from surveyapp.models.people import Account
from surveyapp.models.programme import Programme
from surveyapp.models.register_import import RegisterImport, RegisterJob, RegisterRow
from surveyapp.selectors import register, register_imports

WORK = "surveyapp.work_on_register"
KEPT_FOR = timedelta(days=7)
Step = RegisterImport.Step
WRITTEN = (Step.APPLYING, Step.APPLIED, Step.UNDOING, Step.UNDONE)


@transaction.atomic
def keep_file(*, programme: Programme, file: File[Any], by: Account, **found: Any) -> RegisterImport:
    """Keep an uploaded file until it is applied, laid aside or a week old. `found`: layout, heads, sample, columns."""
    about = RegisterImport(id=uuid4(), programme=programme, by=by, file_name=(file.name or "")[-200:], **found)
    about.sha256 = _digest(file)
    file.seek(0)
    about.file = default_storage.save(f"register/{programme.pk}/{about.pk}", file)
    about.save(force_insert=True)
    audit.record(action="register.file_kept", target=about, by=by, programme=programme, sha256=about.sha256)
    return about


def _digest(file: File[Any]) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    return digest.hexdigest()


@transaction.atomic
def request_check(
    *,
    about: RegisterImport,
    columns: Mapping[str, str],
    is_whole_list: bool,
    remembered: Mapping[str, str],
    by: Account,
) -> RegisterJob:
    """Take the columns for what was chosen, remember it for the next file, and let a worker check the file.

    May be said again, with other columns, until the file is applied. Raises Refused afterwards, and while a worker is at it.
    """
    about = _held(about)
    if about.step not in (Step.COLUMNS, Step.CHECKED, Step.REFUSED):
        raise Refused(_("This file is being worked on, or was written already."))
    row = alone(about.programme)
    row.columns = {**row.columns, **remembered}
    row.save(update_fields=["columns"])
    about.columns, about.is_whole_list, about.step, about.refusal = dict(columns), is_whole_list, Step.CHECKING, ""
    about.save(update_fields=["columns", "is_whole_list", "step", "refusal"])
    return _ask(about, RegisterJob.Kind.CHECK)


def _ask(about: RegisterImport, kind: str) -> RegisterJob:
    n = about.jobs.filter(kind=kind).count()
    job = RegisterJob.objects.create(key=f"register:{about.pk}:{kind}:{n}", register_import=about, kind=kind)
    queue.nudge(WORK, job.pk)
    return job


@transaction.atomic
def decide(*, about: RegisterImport, decisions: Mapping[int, str]) -> None:
    """Row → what the organiser says of whom it may be. Decisions that the row does not offer are left out.

    Raises Refused unless the import waits for decisions.
    """
    about = _held(about)
    if about.step != Step.CHECKED:
        raise Refused(_("This file does not wait for decisions any more."))
    rows = {row.number: row for row in RegisterRow.objects.filter(register_import=about, number__in=decisions)}
    chosen = [row for number, row in rows.items() if decisions[number] in offered(row)]
    for row in chosen:
        row.decision = decisions[row.number]
    RegisterRow.objects.bulk_update(chosen, ["decision"], batch_size=500)


@transaction.atomic
def decide_the_rest(*, about: RegisterImport) -> None:
    """Whoever nothing was decided about is another organisation; a row whose name is taken is left out."""
    about = _held(about)
    if about.step != Step.CHECKED:
        raise Refused(_("This file does not wait for decisions any more."))
    rest = RegisterRow.objects.filter(register_import=about, decision="").exclude(likely="")
    rest.filter(likely="taken").update(decision=RegisterRow.Decision.LEAVE_OUT)
    rest.exclude(likely="taken").update(decision=RegisterRow.Decision.OTHER)


def offered(row: RegisterRow) -> list[str]:
    """Which decisions a row allows: a name that is taken can only be the same organisation, or left out."""
    decision = RegisterRow.Decision
    if row.likely == "taken":
        return [decision.SAME, decision.LEAVE_OUT]
    return [decision.SAME, decision.SAME_OWNER, decision.OTHER] if row.likely else []


@transaction.atomic
def request_apply(
    *, about: RegisterImport, leaves_problems_out: bool, by: Account, seen: int | None = None
) -> RegisterJob:
    """Let a worker write the import. `seen`: how often it had been checked when the report was made that somebody agrees to.

    Raises Refused while something is undecided or wrong, if the register changed, and if the file was checked anew since.
    """
    alone(about.programme)
    about = _held(about)
    if about.step != Step.CHECKED:
        raise Refused(_("This file is being worked on, or was written already."))
    if seen is not None and seen != register_imports.n_checks(about):
        raise Refused(_("The file was checked anew in another window. Look at what it changes now, then confirm."))
    if register_imports.undecided(about):
        raise Refused(_("Decide first about the organisations that may be there already."))
    if about.counts.get("wrong") and not leaves_problems_out:
        raise Refused(_("Mend the rows with problems and bring the file again, or say that they are left out."))
    if about.compared_with != register.fingerprint(about.programme):
        raise Refused(
            _("Somebody changed the register since this file was checked, so nothing was written. Check it again.")
        )
    about.step, about.leaves_problems_out, about.by = Step.APPLYING, leaves_problems_out, by
    about.save(update_fields=["step", "leaves_problems_out", "by"])
    return _ask(about, RegisterJob.Kind.APPLY)


@transaction.atomic
def request_undo(*, about: RegisterImport, by: Account) -> RegisterJob:
    """Let a worker put back what a written list changed. Raises Refused if the register changed since."""
    alone(about.programme)
    about = _held(about)
    if about.step != Step.APPLIED or not register_imports.may_be_undone(about):
        raise Refused(changed_since())
    about.step, about.by, about.refusal = Step.UNDOING, by, ""
    about.save(update_fields=["step", "by", "refusal"])
    return _ask(about, RegisterJob.Kind.UNDO)


def refuse(about: RegisterImport, why: str) -> None:
    """Say why nothing was written; the file may be checked again, and a list that was to be taken back stays written."""
    about.step = Step.APPLIED if about.step == Step.UNDOING else Step.REFUSED
    about.refusal = why
    about.save(update_fields=["step", "refusal"])


def give_up(job: RegisterJob) -> None:
    """Every attempt at a job failed: the import says so, and may be tried anew."""
    why = _("The file could not be worked on. Try again; if it fails again, ask whoever runs this installation.")
    refuse(RegisterImport.objects.get(pk=job.register_import_id), why)


@transaction.atomic
def lay_aside(*, about: RegisterImport, by: Account) -> None:
    """Forget a file that was not applied. Raises Refused while a worker writes it."""
    about = _held(about)
    if about.step in WRITTEN:
        raise Refused(_("This file is being written, or was written already."))
    audit.record(action="register.file_laid_aside", target=about, by=by, programme=about.programme)
    transaction.on_commit(lambda: default_storage.delete(about.file))
    RegisterImport.objects.filter(pk=about.pk).delete()


def delete_old_imports(*, now: datetime) -> int:
    """Forget files a week old that nobody applied, and the files of those that were. Run by a worker; how many."""
    old = list(RegisterImport.objects.filter(created_at__lt=now - KEPT_FOR).exclude(file=""))
    for about in old:
        default_storage.delete(about.file)
        if about.step in WRITTEN:
            RegisterImport.objects.filter(pk=about.pk).update(file="", sample=[])
        else:
            about.delete()
    return len(old)


def _held(about: RegisterImport) -> RegisterImport:
    found = RegisterImport.objects.select_for_update(of=("self",), no_key=True).select_related("programme")
    held = found.filter(pk=about.pk).first()
    if held is None:
        raise Refused(_("This file was laid aside."))
    return held
