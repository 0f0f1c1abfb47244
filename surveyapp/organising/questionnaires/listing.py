"""Which questionnaires there are, and bringing another one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from surveyapp.actions import instrument_drafts as actions
from surveyapp.forms.sentences import spoken
from surveyapp.instruments.interchange import reading
from surveyapp.instruments.interchange.report import FileRefused, Imported
from surveyapp.instruments.problems import InstrumentError
from surveyapp.instruments.texts import localised
from surveyapp.models.programme import Programme
from surveyapp.organising.gate import account, organisers
from surveyapp.organising.questionnaires.gate import frame, too_large, version_of
from surveyapp.selectors import instrument_drafts

MOST_PROBLEMS = 200  # beyond that a file is not mended by reading a list
MEGABYTE = 1_000_000


@organisers
@require_safe
def questionnaires(request: HttpRequest, programme: Programme) -> HttpResponse:
    return _list(request, programme)


@organisers
@require_POST
def upload(request: HttpRequest, programme: Programme) -> HttpResponse:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return _list(request, programme, [_("No file was chosen. Choose the file with the questionnaire.")])
    if (file.size or 0) > reading.LARGEST_FILE:
        return _list(request, programme, [too_large(reading.LARGEST_FILE)], status=413)
    try:
        imported = reading.read(file.read(), file.name or "")
        draft = _keep(request, programme, imported, file.name or "")
    except (FileRefused, InstrumentError) as refusal:
        return _list(request, programme, list(refusal.problems))
    messages.success(request, _("The file was read. Nobody can answer the questionnaire before you publish it."))
    return redirect("surveyapp:draft-detail", programme.slug, draft.pk)


def _keep(request: HttpRequest, programme: Programme, imported: Imported, filename: str) -> Any:
    return actions.keep_upload(programme=programme, imported=imported, filename=filename, by=account(request))


@organisers
@require_POST
def begin_next(request: HttpRequest, programme: Programme, version: UUID) -> HttpResponse:
    found = version_of(programme, version)
    draft = actions.begin_next_version(programme=programme, version=found, by=account(request))
    return redirect("surveyapp:draft-detail", programme.slug, draft.pk)


def _list(
    request: HttpRequest, programme: Programme, problems: list[str] | None = None, status: int = 422
) -> HttpResponse:
    context = {
        "versions": [_row(each) for each in instrument_drafts.ordered(instrument_drafts.versions_for(programme))],
        "drafts": [_row(each) for each in instrument_drafts.drafts_of(programme)],
        "problems": [{"target": "file", "message": spoken(each)} for each in (problems or [])[:MOST_PROBLEMS]],
        "most_megabytes": reading.LARGEST_FILE // MEGABYTE,
    }
    shown = {**frame(programme), **context}
    return render(request, "organising/questionnaires/list.html", shown, status=status if problems else 200)


def _row(stored: Any) -> dict[str, Any]:
    """A draft or a version, with its name. The definition is not checked for a list."""
    definition = stored.definition
    name = localised(definition["name"], get_language() or "", definition["default_language"])
    return {"stored": stored, "name": name, "slug": definition["slug"], "version": definition["version"]}
