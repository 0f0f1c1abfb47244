"""From a row of work to a public file, in its language."""

from __future__ import annotations

from django.utils.translation import override

from benchmarking.actions.sector_reports import store_file
from benchmarking.models.sector_report import SectorReportFile
from benchmarking.public import typeset
from benchmarking.public.page import report
from benchmarking.selectors import sector_reports as selectors


def make(row: SectorReportFile) -> None:
    """Write the file and mark the row done. Run by the worker that holds the row."""
    release = row.release
    kept = release.wave.sector_report
    with override(row.language):
        found = report(selectors.source(release, kept, selectors.log_of(release.wave_id)))
        content = typeset.as_pdf(found) if row.kind == SectorReportFile.Kind.PDF else typeset.as_png(found)
    store_file(row=row, content=content)
