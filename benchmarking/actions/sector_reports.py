"""What an organiser says beside the figures of a public report, whether it is public, and the files made of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from benchmarking.actions import audit
from benchmarking.models.sector_report import SectorReport, SectorReportFile
from benchmarking.selectors import sector_reports as selectors
from benchmarking.selectors.catalogue import courses
from surveyapp import queue
from surveyapp.models.people import Account
from surveyapp.models.wave import Wave

MAKE = "benchmarking.make_sector_report_files"
TEXTS = ("foreword", "paid_by", "run_by", "mode", "contact")


@dataclass(frozen=True)
class Said:
    """`texts`: name → language → text; `sentences`: ids of figures, which the caller has looked up in the release."""

    texts: Mapping[str, Mapping[str, str]]
    licence: str
    sentences: Sequence[str]


@transaction.atomic
def save_sector_report(*, wave: Wave, by: Account, said: Said) -> SectorReport:
    """Keep what the organiser says. Which texts changed is noted, not what they say, as they are public anyway.

    The caller has checked that `by` organises the programme.
    """
    report = _locked(wave)
    kept = {
        name: {code: text for code, text in its.items() if text} for name, its in said.texts.items() if name in TEXTS
    }
    changed = sorted(name for name in TEXTS if report.texts.get(name, {}) != kept.get(name, {}))
    report.texts, report.licence, report.sentences = kept, said.licence, list(said.sentences)
    report.save()
    audit.record(
        action="sector_report.saved",
        target=report,
        programme=wave.programme,
        by=by,
        texts=changed,
        licence=said.licence,
    )
    queue.nudge(MAKE, str(wave.pk))
    return report


@transaction.atomic
def make_public(*, wave: Wave, by: Account) -> SectorReport:
    """From now on everybody reads the report of whatever is published of the wave; twice is once."""
    report = _locked(wave)
    if not report.is_public:
        report.is_public, report.taken_back_at, report.taken_back_reason = True, None, ""
        report.save()
        audit.record(action="sector_report.made_public", target=report, programme=wave.programme, by=by)
        queue.nudge(MAKE, str(wave.pk))
    return report


@transaction.atomic
def take_back(*, wave: Wave, by: Account, reason: str) -> SectorReport:
    """Its addresses say from now on that it was taken back, when and why; one that never was public is left alone."""
    report = _locked(wave)
    if report.is_public:
        report.is_public, report.taken_back_at, report.taken_back_reason = False, timezone.now(), reason
        report.save()
        audit.record(action="sector_report.taken_back", target=report, programme=wave.programme, by=by, reason=reason)
    return report


def _locked(wave: Wave) -> SectorReport:
    Wave.objects.select_for_update(no_key=True, of=("self",)).get(pk=wave.pk)
    return SectorReport.objects.get_or_create(wave=wave)[0]


def ask_for_files() -> list[SectorReportFile]:
    """Rows of work for every file of every public report that is not there in its present state, in a number of statements
    that grows with programmes alone. Run by the worker."""
    wanted = {row.key: row for row in _wanted()}
    known = _rows_of(wanted)
    if missing := [row for key, row in wanted.items() if key not in known]:
        SectorReportFile.objects.bulk_create(missing, ignore_conflicts=True)
        known = _rows_of(wanted)
    undone = (SectorReportFile.State.WAITING, SectorReportFile.State.RUNNING)
    return [known[key] for key in wanted if key in known and known[key].state in undone]


def _wanted() -> Iterator[SectorReportFile]:
    releases = selectors.public_releases()
    logs = selectors.logs_of({release.wave_id for release in releases})
    catalogues = {programme: courses(programme) for programme in {each.wave.programme_id for each in releases}}
    for release in releases:
        of_it, programme = logs[release.wave_id], release.wave.programme
        state = selectors.state_of(release, release.wave.sector_report, of_it, catalogues[programme.pk])
        for language in selectors.languages_of(programme):
            for kind in SectorReportFile.Kind.values:
                key = f"sector-report:{release.pk}:{kind}:{language}:{state}"
                yield SectorReportFile(key=key, release=release, language=language, kind=kind, of=state)


def _rows_of(wanted: Collection[str]) -> dict[str, SectorReportFile]:
    return {row.key: row for row in SectorReportFile.objects.filter(key__in=wanted)} if wanted else {}


@transaction.atomic
def store_file(*, row: SectorReportFile, content: bytes) -> None:
    """Keep the file, mark the row done, and let the ones go that it replaces."""
    name = f"sector-reports/{row.release_id}/{row.pk}.{row.kind}"
    if default_storage.exists(name):  # of a worker that died after writing
        default_storage.delete(name)
    row.file = default_storage.save(name, ContentFile(content))
    row.size, row.state, row.percent, row.finished_at, row.error = len(content), row.State.DONE, 100, timezone.now(), ""
    row.save()
    older = SectorReportFile.objects.filter(release=row.release_id, kind=row.kind, language=row.language)
    for each in older.exclude(pk=row.pk).filter(requested_at__lt=row.requested_at):
        if each.file:
            default_storage.delete(each.file)
        each.delete()
