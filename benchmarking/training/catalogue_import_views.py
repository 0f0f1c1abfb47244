"""A spreadsheet comes in: first what it would do and what is wrong with it, then, when told so, all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from benchmarking.actions import training as actions
from benchmarking.actions.training import CatalogueChanged
from benchmarking.models.training import CatalogueImport
from benchmarking.selectors import catalogue_entries
from benchmarking.selectors.catalogue import instrument_of
from benchmarking.training import catalogue_changes, catalogue_import, catalogue_page, spreadsheet
from benchmarking.training.catalogue_gate import account, frame, organisers
from benchmarking.training.catalogue_import import Change, Report
from benchmarking.training.catalogue_words import skill_names
from benchmarking.training.spreadsheet import FileRefused
from surveyapp.models.programme import Programme

MOST_LISTED = 200  # beyond that a file is not mended by reading a list


@organisers
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The page; posting a file shows what it would change, and changes nothing yet."""
    instrument = instrument_of(programme.pk)
    if request.method != "POST" or instrument is None:
        return _show(request, programme)
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return _show(request, programme, [_("No file was chosen. Choose the spreadsheet of the catalogue.")])
    if (file.size or 0) > spreadsheet.LARGEST_FILE:
        return _show(request, programme, [spreadsheet.too_large()], status=413)
    try:
        report = catalogue_import.check(file.read(), programme, instrument)
    except FileRefused as refusal:
        return _show(request, programme, [str(refusal)])
    if report.faults:
        return _show(
            request, programme, [_("Nothing was changed. What to mend in the file stands below.")], report=report
        )
    waiting = actions.keep_import(
        programme=programme, entries=report.entries, file_name=file.name or "", by=account(request)
    )
    return redirect("benchmarking:training-import-report", programme.slug, waiting.pk)


@organisers
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, programme: Programme, waiting: UUID) -> HttpResponse:
    """What the checked file would do; posting does it."""
    if request.method == "POST" and not _all_waiting(request, programme).filter(pk=waiting).exists():
        messages.error(request, _("No file waits any more. Look at the catalogue, or bring the file once more."))
        return redirect("benchmarking:training-catalogue", programme.slug)
    found = _waiting(request, programme, waiting)
    if found.compared_with != catalogue_entries.fingerprint(programme.pk):
        return _refuse(request, programme)
    if request.method == "POST":
        return _confirm(request, programme, found)
    entries = tuple(catalogue_entries.from_plain(each) for each in found.document)
    compared = catalogue_import.compare(entries, catalogue_entries.rows(programme.pk))
    context = {**frame(programme), **_in_words(compared, skill_names(instrument_of(programme.pk))), "waiting": found}
    return render(request, "training/import_report.html", context)


def _confirm(request: HttpRequest, programme: Programme, waiting: CatalogueImport) -> HttpResponse:
    try:
        actions.confirm_import(waiting=waiting, by=account(request))
    except CatalogueChanged:
        return _refuse(request, programme)
    messages.success(request, _("The catalogue is now what the file says."))
    return redirect("benchmarking:training-catalogue", programme.slug)


@organisers
@require_POST
def discard(request: HttpRequest, programme: Programme, waiting: UUID) -> HttpResponse:
    _waiting(request, programme, waiting).delete()
    messages.success(request, _("The file was laid aside. Nothing was changed."))
    return redirect("benchmarking:training-import", programme.slug)


def _waiting(request: HttpRequest, programme: Programme, waiting: UUID) -> CatalogueImport:
    return get_object_or_404(_all_waiting(request, programme), pk=waiting)


def _all_waiting(request: HttpRequest, programme: Programme) -> QuerySet[CatalogueImport]:
    """Only for whoever brought it, and only while it waits."""
    rows = CatalogueImport.objects.select_related("programme")
    return rows.filter(programme=programme, by=account(request), expires_at__gt=timezone.now())


def _refuse(request: HttpRequest, programme: Programme) -> HttpResponse:
    said = _(
        "Somebody changed the catalogue since this file was read, so nothing was written. Bring the file once more."
    )
    messages.error(request, said)
    return redirect("benchmarking:training-import", programme.slug)


def _show(
    request: HttpRequest,
    programme: Programme,
    problems: list[str] | None = None,
    *,
    report: Report | None = None,
    status: int = 422,
) -> HttpResponse:
    instrument = instrument_of(programme.pk)
    context: dict[str, Any] = {
        **frame(programme),
        **(_in_words(report, skill_names(instrument)) if report else {}),
        "instrument": instrument,
        "has_catalogue": bool(catalogue_entries.entries(programme.pk)),
        "most_megabytes": spreadsheet.LARGEST_FILE // 1_000_000,
        "problems": [{"target": "file", "message": each} for each in problems or []],
    }
    return render(request, "training/import.html", context, status=status if problems else 200)


def _in_words(report: Report, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "report": report,
        "faults": report.faults[:MOST_LISTED],
        "n_more": max(0, len(report.faults) - MOST_LISTED),
        "kinds": [
            {
                "code": code,
                "title": title,
                "changes": [_change(each, names) for each in changes[:MOST_LISTED]],
                "n": len(changes),
            }
            for code, title, changes in (
                ("new", _("New"), report.new),
                ("changed", _("Changed"), report.changed),
                ("back", _("Withdrawn before, back with this file"), report.back),
                ("removed", _("Not in the file, so withdrawn"), report.removed),
            )
        ],
    }


def _change(change: Change, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "code": change.entry.code,
        "name": catalogue_page.name(change.entry),
        "columns": ", ".join(change.columns),
        "lines": catalogue_changes.changed(change.was, change.entry, names)
        if change.was
        else catalogue_changes.of_new(change.entry, names),
    }
