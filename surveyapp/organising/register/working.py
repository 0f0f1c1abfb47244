"""What a worker does with a file: check it, a piece at a time, or write it."""

from __future__ import annotations

import json
from itertools import islice
from typing import BinaryIO, cast

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import override

from surveyapp.actions import register_imports as imports
from surveyapp.actions.attempts import advance
from surveyapp.actions.refusals import Refused
from surveyapp.actions.register_applying import apply_import
from surveyapp.actions.register_comparing import (
    counts,
    find_likely_the_same,
    find_same_domains,
    find_who_is_who,
    say_what_changes,
)
from surveyapp.actions.register_likeness import find_nearly_the_same
from surveyapp.actions.register_undoing import undo_import
from surveyapp.models.register_import import RegisterImport, RegisterJob, RegisterProblem, RegisterRow
from surveyapp.organising.kept_file import refuse_another_file
from surveyapp.organising.register import checking, reading
from surveyapp.organising.register.limits import FileRefused
from surveyapp.selectors import register, register_imports

AT_ONCE = 2_000  # rows, and so the memory that a file takes
STAGES = ("reading", "matching", "likeness", "writing", "undoing")
ROW = """
    COPY surveyapp_registerrow (register_import_id, number, name, reference, owner, email, website, contact_name, facets)
    FROM STDIN
"""
PROBLEM = 'COPY surveyapp_registerproblem (register_import_id, number, "column", code, value, detail) FROM STDIN'


def work(job: RegisterJob) -> None:
    """Do the work of a job that the caller holds. What is refused is said on the import, and the job is done."""
    about = RegisterImport.objects.select_related("programme", "by").get(pk=job.register_import_id)
    with override(about.by.language if about.by else None):
        try:
            WORK[RegisterJob.Kind(job.kind)](job, about)
        except (FileRefused, Refused) as refusal:
            about.refresh_from_db()
            imports.refuse(about, str(refusal))
    job.state, job.percent, job.finished_at, job.error = job.State.DONE, 100, timezone.now(), ""
    job.save(update_fields=["state", "percent", "finished_at", "error"])


def _apply(job: RegisterJob, about: RegisterImport) -> None:
    refuse_another_file(about)
    advance(job, "writing", 10)
    apply_import(about)


def _undo(job: RegisterJob, about: RegisterImport) -> None:
    """The file is not needed for it, and may be deleted by then."""
    advance(job, "undoing", 10)
    undo_import(about)


def _check(job: RegisterJob, about: RegisterImport) -> None:
    refuse_another_file(about)
    RegisterRow.objects.filter(register_import=about).delete()
    RegisterProblem.objects.filter(register_import=about).delete()
    compared_with = register.fingerprint(about.programme)
    _stage_rows(job, about)
    advance(job, "matching", 60)
    find_who_is_who(about)
    say_what_changes(about, register_imports.facet_codes(about))
    advance(job, "likeness", 75)
    find_likely_the_same(about)
    find_nearly_the_same(about)
    find_same_domains(about)
    about.counts = {**counts(about), "problems": register_imports.problems_of(about).count()}
    about.compared_with, about.step = compared_with, RegisterImport.Step.CHECKED
    about.save(update_fields=["counts", "compared_with", "step"])


def _stage_rows(job: RegisterJob, about: RegisterImport) -> None:
    """Understand the file, AT_ONCE rows at a time, and copy what was understood into the staging tables."""
    language = about.by.language if about.by else about.programme.default_language
    facets = {each.code: each for each in register.register_facets(about.programme, language)}
    advance(job, "reading", 5)
    with default_storage.open(about.file) as opened:
        file = cast("BinaryIO", opened.file)
        rows = reading.rows(file, about.layout)
        next(rows, None)
        n = 0
        while some := list(islice(rows, AT_ONCE)):
            _stage(about, [(number, checking.read(cells, about.columns, facets)) for number, cells in some])
            n += len(some)
            advance(job, "reading", _percent(file, opened.size, n, about))


def _percent(file: BinaryIO, size: int, n_rows: int, about: RegisterImport) -> int:
    """Of a CSV file by its bytes; a workbook does not say how far it was read: about 40 bytes a row, packed."""
    share = file.tell() / size if about.layout["kind"] == "csv" else min(0.95, 40 * n_rows / max(size, 1))
    return 5 + int(55 * min(share, 1))


@transaction.atomic
def _stage(about: RegisterImport, some: list[tuple[int, tuple[checking.Entry, list[checking.Problem]]]]) -> None:
    key = str(about.pk)
    with connection.cursor() as cursor:
        with cursor.copy(ROW) as copy:
            for number, (said, _problems) in some:
                fields = (said.name, said.reference, said.owner, said.email, said.website, said.contact_name)
                copy.write_row((key, number, *fields, json.dumps(dict(said.facets))))
        with cursor.copy(PROBLEM) as copy:
            for number, (_said, problems) in some:
                for each in problems:
                    copy.write_row((key, number, each.column, each.code, each.value, each.detail))


WORK = {RegisterJob.Kind.CHECK: _check, RegisterJob.Kind.APPLY: _apply, RegisterJob.Kind.UNDO: _undo}
