"""One questionnaire: what its file left behind, what is missing, and what may be done with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveyapp.actions import instrument_drafts as actions
from surveyapp.actions.instrument_drafts import DraftRefused
from surveyapp.actions.instruments import publish_draft
from surveyapp.forms.sentences import spoken
from surveyapp.instruments import translation_sheet, translations
from surveyapp.instruments.interchange import xlsform_export
from surveyapp.instruments.languages import own_name
from surveyapp.instruments.schema import Instrument
from surveyapp.instruments.sentences import from_plain
from surveyapp.models.instrument import InstrumentDraft
from surveyapp.models.programme import Programme
from surveyapp.organising.gate import account, organisers
from surveyapp.organising.questionnaires import comparing
from surveyapp.organising.questionnaires.gate import Looked, draft_of, frame, looked_at, looking
from surveyapp.selectors import instrument_drafts

MOST_REFUSALS = 20
MOST_MISSING = 100  # texts listed for each language; the spreadsheet has them all


@organisers
@require_safe
def draft(request: HttpRequest, programme: Programme, draft: UUID) -> HttpResponse:
    return _show(request, looked_at(programme, "drafts", draft))


@organisers
@require_safe
def version(request: HttpRequest, programme: Programme, version: UUID) -> HttpResponse:
    looked = looked_at(programme, "versions", version)
    waves = instrument_drafts.waves_with_answers(looked.stored, programme)  # type: ignore[arg-type] # kind is "versions"
    context = frame(programme, looked) | {"counts": _counts(looked.instrument), "waves": comparing.in_words(waves)}
    return render(request, "organising/questionnaires/version.html", context)


@looking
@require_safe
def xlsform(request: HttpRequest, looked: Looked) -> HttpResponse:
    """The questionnaire as a file that Kobo, ODK and their like open, and that comes back here whole."""
    instrument = looked.instrument
    disposition = f'attachment; filename="{instrument.slug}-{instrument.version}.xlsx"'
    headers = {"Content-Disposition": disposition}
    return HttpResponse(xlsform_export.write(instrument), content_type=translation_sheet.XLSX, headers=headers)


@organisers
@require_POST
def rename(request: HttpRequest, programme: Programme, draft: UUID) -> HttpResponse:
    looked = looked_at(programme, "drafts", draft)
    slug, number = (request.POST.get(name, "").strip() for name in ("slug", "version"))
    try:
        actions.rename_draft(draft=_draft(looked), slug=slug, version=number, by=account(request))
    except DraftRefused as refusal:
        return _show(request, looked, problems=refusal.problems, target="slug", typed={"slug": slug, "version": number})
    messages.success(request, _("The draft has its new short name and version."))
    return redirect(looked.url)


@organisers
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, programme: Programme, draft: UUID) -> HttpResponse:
    """Ask, and delete when told so."""
    if request.method != "POST":
        context = frame(programme, looked_at(programme, "drafts", draft))
        return render(request, "organising/questionnaires/delete.html", context)
    actions.delete_draft(draft=draft_of(programme, draft), by=account(request))
    messages.success(request, _("The draft is deleted."))
    return redirect("surveyapp:questionnaire-list", programme.slug)


@organisers
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, programme: Programme, draft: UUID) -> HttpResponse:
    """Say what publishing does and what changes, and do it."""
    looked = looked_at(programme, "drafts", draft)
    if request.method != "POST":
        return _ask(request, looked)
    try:
        published = publish_draft(draft=_draft(looked), by=account(request))
    except DraftRefused as refusal:
        return _ask(request, looked, refusal.problems)
    messages.success(request, _("The questionnaire is published. It does not change any more."))
    return redirect("surveyapp:version-detail", programme.slug, published.pk)


def _ask(request: HttpRequest, looked: Looked, problems: tuple[str, ...] = ()) -> HttpResponse:
    context = frame(looked.programme, looked) | comparing.summary(looked)
    context["problems"] = [{"target": "publish", "message": spoken(each)} for each in problems[:MOST_REFUSALS]]
    context["n_more"] = max(0, len(problems) - MOST_REFUSALS)
    context["n_missing"] = sum(len(rows) for rows in translations.missing(_draft(looked).definition).values())
    return render(request, "organising/questionnaires/publish.html", context, status=422 if problems else 200)


def _show(
    request: HttpRequest,
    looked: Looked,
    *,
    problems: tuple[str, ...] = (),
    target: str = "",
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    named = {"slug": looked.instrument.slug, "version": looked.instrument.version}
    context = frame(looked.programme, looked) | {
        "draft": looked.stored,
        "report": [{name: spoken(from_plain(said)) for name, said in each.items()} for each in _draft(looked).report],
        "counts": _counts(looked.instrument),
        "languages": languages(_draft(looked)),
        "before": instrument_drafts.version_before(_draft(looked)),
        "typed": typed or named,
        "problems": [{"target": target, "message": spoken(each)} for each in problems],
    }
    return render(request, "organising/questionnaires/draft.html", context, status=422 if problems else 200)


def languages(draft: InstrumentDraft) -> list[dict[str, Any]]:
    """Each language with the number of its texts, and those that it lacks with their places."""
    total, lacking = len(translations.rows(draft.definition)), translations.missing(draft.definition)
    return [
        {
            "code": code,
            "name": own_name(code),
            "is_default": code == draft.definition["default_language"],
            "total": total,
            "present": total - len(rows),
            "lacking": [{"place": row.place, "words": _source(row, draft)} for row in rows[:MOST_MISSING]],
            "n_lacking": len(rows),
            "n_more": max(0, len(rows) - MOST_MISSING),
        }
        for code, rows in lacking.items()
    ]


def _source(row: translations.TextRow, draft: InstrumentDraft) -> str:
    return row.texts.get(draft.definition["default_language"], "")


def _counts(instrument: Instrument) -> dict[str, int]:
    pages = [page for section in instrument.sections for page in section.pages]
    asked = [code for code in instrument.placed if instrument.items[code].takes_answer]
    return {
        "sections": len(instrument.sections),
        "pages": len(pages),
        "questions": len(asked),
        "languages": len(instrument.languages),
    }


def _draft(looked: Looked) -> InstrumentDraft:
    assert isinstance(looked.stored, InstrumentDraft)  # noqa: S101 - says to the type checker what the address said
    return looked.stored
