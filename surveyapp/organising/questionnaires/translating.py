"""Translators work in a spreadsheet: it goes out, comes back with a report, and is then applied whole."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveyapp.actions import instrument_drafts as actions
from surveyapp.actions.instrument_drafts import DraftRefused
from surveyapp.forms.sentences import spoken
from surveyapp.instruments import translation_sheet, translations
from surveyapp.instruments.interchange.report import FileRefused
from surveyapp.instruments.languages import own_name
from surveyapp.instruments.translations import Outcome, TextRow
from surveyapp.models.instrument import InstrumentDraft
from surveyapp.models.programme import Programme
from surveyapp.organising.gate import account, organisers
from surveyapp.organising.questionnaires.drafts import languages
from surveyapp.organising.questionnaires.gate import draft_of, frame, looked_at, too_large

SESSION_KEY = "translations"
MOST_LISTED = 200


@organisers
@require_http_methods(["GET", "HEAD", "POST"])
def texts(request: HttpRequest, programme: Programme, draft: UUID) -> HttpResponse:
    """The page; posting a file shows what it would change, and changes nothing yet."""
    found = draft_of(programme, draft)
    if request.method != "POST":
        return _show(request, found)
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return _show(request, found, problems=(_("No file was chosen. Choose the translators' spreadsheet."),))
    if (file.size or 0) > translation_sheet.LARGEST_FILE:
        answer = _show(request, found, problems=(too_large(translation_sheet.LARGEST_FILE),))
        answer.status_code = 413
        return answer
    try:
        outcome = translations.apply(found.definition, translation_sheet.read(file.read(), file.name or ""))
    except FileRefused as refusal:
        return _show(request, found, problems=refusal.problems)
    if not outcome.problems:
        _remember(request, found, outcome)
    return _show(request, found, outcome=outcome, problems=outcome.problems)


@organisers
@require_POST
def apply(request: HttpRequest, programme: Programme, draft: UUID) -> HttpResponse:
    """Write what the report announced; the texts are judged once more against the draft as it is now."""
    found = draft_of(programme, draft)
    held = request.session.pop(SESSION_KEY, {})
    if held.get("of") != str(found.pk):
        return _show(request, found, problems=(_("There is nothing to apply. Choose the spreadsheet once more."),))
    rows = [TextRow(place, "", {language: text}) for place, language, text in held["edits"]]
    try:
        outcome = actions.apply_translations(draft=found, rows=_together(rows), by=account(request))
    except DraftRefused as refusal:
        return _show(request, found, problems=refusal.problems)
    n = len(outcome.edits)
    messages.success(request, ngettext("%(n)s text is changed.", "%(n)s texts are changed.", n) % {"n": n})
    return redirect("surveyapp:draft-translations", programme.slug, found.pk)


@organisers
@require_safe
def spreadsheet(request: HttpRequest, programme: Programme, draft: UUID) -> HttpResponse:
    looked = looked_at(programme, "drafts", draft)
    found, instrument = draft_of(programme, draft), looked.instrument
    content = translation_sheet.write(translations.rows(found.definition), instrument.languages)
    name = f"{instrument.slug}-{instrument.version}-texts.xlsx"
    return HttpResponse(
        content, content_type=translation_sheet.XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@organisers
@require_POST
def change_languages(request: HttpRequest, programme: Programme, draft: UUID) -> HttpResponse:
    """Add the language that was typed, or drop the one whose button was pressed."""
    found = draft_of(programme, draft)
    added, dropped = request.POST.get("add", "").strip(), request.POST.get("drop", "")
    try:
        if dropped:
            actions.drop_language(draft=found, language=dropped, by=account(request))
        elif added:
            actions.add_language(draft=found, language=added, by=account(request))
    except DraftRefused as refusal:
        return _show(request, found, problems=refusal.problems, target="add")
    if dropped or added:
        said = (
            _("%(language)s and its texts are dropped.") if dropped else _("%(language)s is added, without texts yet.")
        )
        messages.success(request, said % {"language": own_name(dropped or added)})
    return redirect("surveyapp:draft-translations", programme.slug, found.pk)


def _remember(request: HttpRequest, draft: InstrumentDraft, outcome: Outcome) -> None:
    edits = [[edit.place, edit.language, edit.after] for edit in outcome.edits]
    request.session[SESSION_KEY] = {"of": str(draft.pk), "edits": edits}


def _together(rows: list[TextRow]) -> list[TextRow]:
    """One row for each place."""
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        found.setdefault(row.place, {}).update(row.texts)
    return [TextRow(place, "", texts) for place, texts in found.items()]


def _show(
    request: HttpRequest,
    draft: InstrumentDraft,
    *,
    outcome: Outcome | None = None,
    problems: tuple[str, ...] = (),
    target: str = "file",
) -> HttpResponse:
    looked = looked_at(draft.programme, "drafts", draft.pk)
    context: dict[str, Any] = frame(draft.programme, looked) | {
        "languages": languages(draft),
        "outcome": outcome if outcome and not problems else None,
        "edits": outcome.edits[:MOST_LISTED] if outcome else (),
        "n_more": max(0, len(outcome.edits) - MOST_LISTED) if outcome else 0,
        "problems": [{"target": target, "message": spoken(each)} for each in problems[:MOST_LISTED]],
        "is_held_up": bool(outcome and problems),
    }
    status = 422 if problems else 200
    return render(request, "organising/questionnaires/translations.html", context, status=status)
