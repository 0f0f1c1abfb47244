"""What can be asked for: of which survey, beside which group, in which format; and what was asked for before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from benchmarking.dashboards import groups, words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.groups import Options
from benchmarking.dashboards.names import cannot_be_shown, group_name, survey_title
from benchmarking.models.report import Report
from benchmarking.selectors.figures import groups_of
from benchmarking.selectors.reports import may_be_taken, outdated
from surveyapp.instruments.languages import own_name


@dataclass(frozen=True)
class Survey:
    slug: str
    name: str
    is_chosen: bool


@dataclass(frozen=True)
class FileFormat:
    code: str
    name: str
    text: str


@dataclass(frozen=True)
class Asked:
    """A file that was asked for: what it is, how it stands, and until when it is there."""

    report: Report
    name: str
    about: str
    state: str
    is_ready: bool
    is_undone: bool


def file_formats() -> list[FileFormat]:
    return [
        FileFormat("pdf", _("PDF"), _("To read and print: six to ten pages with every figure and how it was made.")),
        FileFormat("pptx", _("PowerPoint"), _("Slides for a board, with charts that can be edited.")),
        FileFormat("xlsx", _("Excel"), _("One table a sheet, with what is not shown and why.")),
        FileFormat("csv", _("CSV"), _("A zip of the page's own tables, for other programs.")),
    ]


def survey_choices(comparison: Comparison) -> list[Survey]:
    """Those that have something to show."""
    shown = (each for each in comparison.surveys if each.is_published or each.takes_part)
    return [Survey(each.slug, survey_title(each), each == comparison.survey) for each in shown]


def group_choices(comparison: Comparison) -> list[Options]:
    """As the page offers them, without those that cannot be shown: a file of the group above would be taken for theirs."""
    published = {group.code for group in comparison.publication.groups} if comparison.publication else set()
    parts = (
        Options(part.name, tuple(option for option in part.options if option.code in published))
        for part in groups.chooser(comparison)
    )
    return [part for part in parts if part.options]


def asked(reports: Sequence[Report], now: datetime) -> list[Asked]:
    names = {each.code: each.name for each in file_formats()}
    old = outdated(reports)
    return [_asked(report, names[report.format], now, is_outdated=report.pk in old) for report in reports]


def _asked(report: Report, name: str, now: datetime, *, is_outdated: bool) -> Asked:
    survey = words.said(report.wave.title) or report.wave.slug
    parts = (survey, _group(report), _publication(report), own_name(report.language), words.date(report.requested_at))
    is_undone = report.state in (Report.State.WAITING, Report.State.RUNNING)
    is_ready = may_be_taken(report, now)
    state = _state(report, is_ready)
    if is_ready and is_outdated:
        state = _("%(state)s; results have been published anew since") % {"state": state}
    return Asked(report, name, words.beside(part for part in parts if part), state, is_ready, is_undone)


def gone(asked: Asked) -> Asked:
    """The same where somebody took the file out of the storage."""
    return replace(asked, state=_("The file is no longer there"), is_ready=False)


def _publication(report: Report) -> str:
    """Which one the numbers are from; "" before the file is made and where there was none."""
    is_known = report.release and report.state == Report.State.DONE
    return _("publication %(number)s") % {"number": report.release.number} if is_known and report.release else ""


def _group(report: Report) -> str:
    """As the publication calls it, also where it cannot be shown; "" for the whole sector."""
    if not report.group:
        return ""
    groups, withheld = groups_of(report.release) if report.release else ((), ())
    closed = next((cannot_be_shown(each) for each in withheld if each.code == report.group), report.group)
    return next((group_name(each) for each in groups if each.code == report.group), closed)


def _state(report: Report, is_ready: bool) -> str:
    if is_ready and report.expires_at:
        size = filesizeformat(report.size)
        return _("Ready, %(size)s, kept until %(day)s") % {"size": size, "day": words.date(report.expires_at)}
    if report.state == Report.State.DONE:
        return _("Its time is over, the file is deleted")
    return _("Could not be made") if report.state == Report.State.FAILED else _("Being made")
