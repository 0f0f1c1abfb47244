"""The files of results that an organisation asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from benchmarking.models.report import Report
from benchmarking.selectors.figures import publications
from surveyapp.models.organisation import Organisation
from surveyapp.models.row_scope import organisation_scope

SHOWN_AT_MOST = 30


def reports_of(organisation: Organisation) -> list[Report]:
    """The newest first, with their surveys; only in the organisation's own scope."""
    with organisation_scope(organisation.id):
        rows = Report.objects.filter(organisation=organisation).select_related("wave", "release", "account")
        return list(rows[:SHOWN_AT_MOST])


def report_of(organisations: Sequence[Organisation], report_id: UUID) -> Report | None:
    """A report of any of these organisations, each asked in its own scope; None for whatever is somebody else's."""
    for organisation in organisations:
        with organisation_scope(organisation.id):
            rows = Report.objects.select_related("wave", "release", "organisation__programme")
            found = rows.filter(pk=report_id, organisation=organisation).first()
        if found is not None:
            return found
    return None


def outdated(reports: Sequence[Report]) -> set[UUID]:
    """Ids of those whose survey has had results published since the file was made, a correction or its first ones."""
    newest = publications({report.wave_id for report in reports})
    now = {wave_id: publication.id for wave_id, publication in newest.items()}
    made = (report for report in reports if report.state == Report.State.DONE)
    return {report.pk for report in made if report.release_id != now.get(report.wave_id)}


def may_be_taken(report: Report, now: datetime) -> bool:
    """Whether there is a file, and its time is not over: the deleting of files may lag behind."""
    return bool(report.file) and report.expires_at is not None and report.expires_at > now
