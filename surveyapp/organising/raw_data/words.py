"""Files of raw answers in words: which kinds there are, and how each stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveyapp import file_progress
from surveyapp.instruments.languages import own_name
from surveyapp.models.raw_export import RawExport
from surveyapp.models.wave import Wave
from surveyapp.selectors.raw_exports import is_too_small, may_be_taken

KINDS = {
    "package": gettext_lazy("Wide and tidy CSV, labels, codebook and DDI, described by a datapackage.json."),
    "xlsx": gettext_lazy("Cover, notes, data, labels, codebook and response log, a sheet each."),
    "sav": gettext_lazy("With labels and user-missing values."),
    "dta": gettext_lazy("With labels and missing values .a to .f, for Stata 14 and later."),
    "csv_wide": gettext_lazy("One table, a column a question; reasons for no answer as words."),
    "csv_tidy": gettext_lazy("One table of response, question, answer and reason, for R and pandas."),
    "ddi": gettext_lazy("DDI-Codebook 2.5: questions and how often each answer was given, no single answers."),
}
STAGES = {
    "counting": gettext_lazy("Count the answers in the database"),
    "writing": gettext_lazy("Write the file row by row"),
    "checking": gettext_lazy("Read the file again and compare it with the database"),
    "keeping": gettext_lazy("Keep the file for you"),
}


@dataclass(frozen=True)
class Listed:
    """A file as a line of the page."""

    export: RawExport
    name: str
    about: str
    state: str
    is_ready: bool
    is_undone: bool


def why_nothing(wave: Wave) -> str:
    """Why no file can be ordered now; "" where one can."""
    if wave.state == Wave.State.DRAFT:
        return _("This survey has not opened yet, so there are no answers.")
    if wave.is_confidential and wave.closed_at is None:
        return _(
            "This survey is confidential: nobody reads answers before it closes, and after that nobody knows whose they are."
        )
    if is_too_small(wave):
        return _("This survey is confidential, and too few companies answered for single answers to leave it.")
    return ""


def kinds(chosen: str) -> list[dict[str, Any]]:
    names = dict(RawExport.Kind.choices)
    return [
        {"code": code, "name": names[code], "text": text, "is_chosen": code == chosen} for code, text in KINDS.items()
    ]


def listed(exports: Sequence[RawExport], now: datetime) -> list[Listed]:
    return [_listed(export, now) for export in exports]


def _listed(export: RawExport, now: datetime) -> Listed:
    is_ready = may_be_taken(export, now)
    is_undone = export.state in (RawExport.State.WAITING, RawExport.State.RUNNING)
    return Listed(export, export.get_kind_display(), _about(export), _state(export, is_ready), is_ready, is_undone)


def _about(export: RawExport) -> str:
    return _(", ").join([own_name(export.language), _options(export)])


def _options(export: RawExport) -> str:
    parts = [_("with texts") if export.with_texts else _("without texts")]
    parts += [_("with names")] if export.with_names else []
    parts += [_("lasting made-up names")] if export.stable_ids else []
    return _(", ").join(parts)


def _state(export: RawExport, is_ready: bool) -> str:
    if is_ready and export.expires_at:
        return _("Ready until %(day)s") % {"day": date_format(export.expires_at, _("j F Y"))}
    if export.state == RawExport.State.DONE:
        return str(RawExport.Gone(export.gone or _why_gone(export)).label)
    return _("Could not be made") if export.state == RawExport.State.FAILED else _("Being made")


def _why_gone(export: RawExport) -> str:
    """What the next sweep will write down."""
    is_over = export.expires_at is not None and export.expires_at <= timezone.now()
    return RawExport.Gone.EXPIRED if is_over else RawExport.Gone.OUTDATED


def facts(listed: Listed) -> list[tuple[str, str]]:
    export = listed.export
    by = export.account.name or export.account.email if export.account else _("An account that is gone")
    found = [
        (_("State"), listed.state),
        (_("Ordered by"), by),
        (_("Ordered on"), date_format(export.requested_at, _("j F Y"))),
        (_("For"), export.reason),
        (_("Language of questions and labels"), own_name(export.language)),
        (_("What goes in"), _options(export)),
    ]
    if export.taken_at:
        found += [
            (_("Answers as of (UTC)"), date_format(export.taken_at, "Y-m-d H:i")),
            (_("Responses"), str(export.n_rows)),
            (_("Columns"), str(export.n_columns)),
            (_("Size"), filesizeformat(export.size)),
            (_("Downloads"), str(export.n_downloads)),
        ]
    return found


def progress(export: RawExport) -> dict[str, Any]:
    """What partials/progress.html shows."""
    wave = export.wave
    here = reverse("surveyapp:raw-data-file", args=[wave.programme.slug, wave.slug, export.pk])
    return file_progress.progress(export, STAGES, here)
