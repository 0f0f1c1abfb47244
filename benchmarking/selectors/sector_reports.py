"""Public reports: which one stands at an address, in which state it is, and all that it is made of."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from benchmarking.models.release import Release
from benchmarking.models.sector_report import SectorReport, SectorReportFile
from benchmarking.selectors.catalogue import Course, courses
from benchmarking.selectors.figures import SECTOR, Figures, Group, groups_of, of_releases
from benchmarking.selectors.overlaps import Since
from benchmarking.selectors.overlaps import read as read_since
from surveyapp.instruments.schema import Instrument
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave

BIG = ("instrument", "parameters", "groups", "withheld")  # a page that has not changed needs none of them
NEWEST = ("-wave__closed_at", "-number")


@dataclass(frozen=True)
class Published:
    """One publication of a survey, as the log of them names it. `corrected`: the number of the one in whose place it stands, and
    `reason` what was wrong there, in the organiser's words; None and "" of one that corrects nothing."""

    number: int
    published_at: datetime
    corrected_at: datetime | None
    corrected: int | None
    reason: str


@dataclass(frozen=True)
class Earlier:
    """The survey before: its title, its questionnaire, and the sector's figures."""

    release: UUID
    title: Mapping[str, str]
    slug: str
    number: int
    instrument: Instrument
    n_owners: int
    figures: Figures


@dataclass(frozen=True)
class Source:
    """All that a report is made of. Whatever is of peers here is a published figure or a count that a release shows."""

    release: Release
    instrument: Instrument
    groups: tuple[Group, ...]
    figures: Mapping[str, Figures]
    earlier: Earlier | None
    since: Since | None
    log: tuple[Published, ...]
    report: SectorReport
    courses: tuple[Course, ...] = ()

    @property
    def wave(self) -> Wave:
        return self.release.wave

    @property
    def programme(self) -> Programme:
        return self.release.wave.programme

    @property
    def sector(self) -> Group | None:
        return next((group for group in self.groups if group.code == SECTOR), None)

    @property
    def announced_for(self) -> date | None:
        """The day for which the report was announced before the survey closed, where it was."""
        return self.wave.report_announced_for


def newest_public(programme: str) -> Release | None:
    """The newest published release of the programme whose report is public, without its large columns."""
    rows = _published(programme).filter(wave__sector_report__is_public=True)
    return rows.order_by(*NEWEST).first()


def at(programme: str, wave: str, number: int | None = None) -> Release | None:
    """The published release at an address, the newest of the survey without a number; None where no report of the survey was
    ever made public. Whether it is public now is `release.wave.sector_report`'s to say."""
    rows = _published(programme).filter(wave__slug=wave)
    if number is not None:
        rows = rows.filter(number=number)
    found = rows.order_by(*NEWEST).first()
    if found is None or not (found.wave.sector_report.is_public or found.wave.sector_report.taken_back_at):
        return None
    return found


def _published(programme: str) -> QuerySet[Release]:
    rows = Release.objects.filter(wave__programme__slug=programme, published_at__isnull=False, is_interim=False)
    return (
        rows.filter(wave__sector_report__isnull=False)
        .select_related("wave__programme", "wave__sector_report")
        .defer(*BIG)
    )


def log_of(wave_id: UUID) -> tuple[Published, ...]:
    """Every publication of a survey's final results, newest first; a correction that is not published is nobody's business
    yet."""
    return logs_of([wave_id])[wave_id]


def logs_of(wave_ids: Collection[UUID]) -> dict[UUID, tuple[Published, ...]]:
    """Wave → its log, in one statement for any number of waves."""
    rows = Release.objects.filter(wave__in=wave_ids, published_at__isnull=False, is_interim=False).order_by("-number")
    found: dict[UUID, list[Published]] = {wave_id: [] for wave_id in wave_ids}
    names = ("wave_id", "number", "published_at", "corrected_at", "corrects__number", "correction_reason")
    for wave_id, number, at, marked, was, reason in rows.values_list(*names):
        if at:
            found[wave_id].append(Published(number, at, marked, was, reason))
    return {wave_id: tuple(its) for wave_id, its in found.items()}


def state_of(
    release: Release, report: SectorReport, log: Sequence[Published], catalogue: Sequence[Course] | None = None
) -> str:
    """A hash of all that a report's bytes depend on beside the release itself, which never changes. Of the catalogue of courses
    it is what they raise; `catalogue` is given by callers that have read it already."""
    wave, programme = release.wave, release.wave.programme
    raised = courses(programme.pk) if catalogue is None else catalogue
    parts = [
        release.pk, release.published_at, release.corrected_at, report.changed_at, report.texts, report.sentences,
        report.licence, report.is_public, [each.__dict__ for each in log], wave.title, wave.frame, wave.opens_at,
        wave.closed_at, wave.report_announced_for, programme.name, programme.organiser_name,
        programme.funder, programme.contact_email, programme.languages, programme.is_synthetic, _version(),
        [(each.module.code, each.module.audience, each.module.raises) for each in raised],
    ]  # fmt: skip
    return sha256(json.dumps(parts, default=str, sort_keys=True).encode()).hexdigest()


@cache
def _version() -> str:
    """Waymark's own: another one may write the same figures in other words."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def source(release: Release, report: SectorReport, log: Sequence[Published]) -> Source:
    """All of a report. `release` may come without its large columns: they are read here, in a constant number of statements."""
    whole = Release.objects.select_related("wave__programme").get(pk=release.pk)
    groups, _withheld = groups_of(whole)
    since = read_since(whole.parameters.get("since"))
    before = _before(whole)
    codes = {whole.pk: [group.code for group in groups]}
    found = of_releases(codes | ({before.pk: [SECTOR]} if before else {}))
    return Source(
        release=whole,
        instrument=Instrument.model_validate(whole.instrument),
        groups=groups,
        figures=found[whole.pk],
        earlier=_earlier(before, found[before.pk][SECTOR]) if before else None,
        since=since,
        log=tuple(log),
        report=report,
        courses=courses(whole.wave.programme_id),
    )


def _before(release: Release) -> Release | None:
    """The newest published release of the survey that closed before this one."""
    rows = Release.objects.filter(
        wave__programme=release.wave.programme_id, published_at__isnull=False, is_interim=False
    )
    closed = rows.filter(wave__closed_at__lt=release.wave.closed_at) if release.wave.closed_at else rows.none()
    return closed.select_related("wave").order_by(*NEWEST).first()


def _earlier(row: Release, figures: Figures) -> Earlier | None:
    sector = next((group for group in groups_of(row)[0] if group.code == SECTOR), None)
    if sector is None:
        return None
    instrument = Instrument.model_validate(row.instrument)
    return Earlier(row.pk, row.wave.title, row.wave.slug, row.number, instrument, sector.n_owners, figures)


def settings_of(wave: Wave) -> SectorReport:
    """What the organiser said of the wave's report; a fresh one, not stored, where nothing was said yet."""
    return SectorReport.objects.filter(wave=wave).first() or SectorReport(wave=wave)


def newest_built(wave: Wave) -> Release | None:
    """The newest complete release of a wave's final results, published or not: what a preview shows."""
    rows = Release.objects.filter(wave=wave, state=Release.State.DONE, is_interim=False)
    return rows.select_related("wave__programme").defer(*BIG).order_by("-number").first()


def file_of(release: Release, kind: str, language: str) -> SectorReportFile | None:
    """The newest file that was made; the one before stands while another is made."""
    rows = SectorReportFile.objects.filter(release=release.pk, kind=kind, language=language, state="done")
    return rows.order_by("-requested_at").first()


def public_releases() -> list[Release]:
    """Every published release whose report is public: those that files are made of."""
    rows = Release.objects.filter(published_at__isnull=False, is_interim=False, wave__sector_report__is_public=True)
    return list(rows.select_related("wave__programme", "wave__sector_report").defer(*BIG).order_by("published_at"))


def public_address(release: Release) -> str:
    """Where everybody reads the report of a published release; "" of one that is not public."""
    if release.published_at is None or release.is_interim or not settings_of(release.wave).is_public:
        return ""
    return reverse("benchmarking:sector-report", args=[release.wave.programme.slug, release.wave.slug, release.number])


def languages_of(programme: Programme) -> list[str]:
    """In which languages a report is offered: the programme's own first, then every other that pages have."""
    known = dict(settings.LANGUAGES)
    return [code for code in dict.fromkeys([programme.default_language, *programme.languages, *known]) if code in known]
