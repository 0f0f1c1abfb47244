"""From a row of work to the bytes of its file: what the page shows of the same survey and group, in the person's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import override

from benchmarking.dashboards.comparison import NothingThereError, compare
from benchmarking.exports import csv_archive, pdf, slides, workbook
from benchmarking.exports.document import Document, document
from benchmarking.models.release import Release
from benchmarking.models.report import Report

WRITERS: dict[str, Callable[[Document], bytes]] = {
    Report.Format.PDF: pdf.write,
    Report.Format.PPTX: slides.write,
    Report.Format.XLSX: workbook.write,
    Report.Format.CSV: csv_archive.write,
}


@dataclass(frozen=True)
class Made:
    """A file's bytes, and the publication that its numbers are from; None before there is one."""

    content: bytes
    release_id: UUID | None


def make(report: Report, advance: Callable[[str, int], None]) -> Made:
    """Run by a worker. `advance` is told of each stage as it begins, with how much lies behind in per cent.

    Raises NothingThereError where the survey or the group is gone.
    """
    with override(report.language):
        advance("comparing", 10)
        said = _document(report)
        advance("drawing", 40)
        content = WRITERS[report.format](said)
        advance("keeping", 90)
    return Made(content, said.release_id)


def _document(report: Report) -> Document:
    comparison = compare(report.organisation, report.wave.slug, report.group)
    if comparison is None:
        raise NothingThereError(report.wave.slug)
    publication = comparison.publication
    release = Release.objects.get(pk=publication.id) if publication else None
    return document(comparison, release, timezone.now())
