"""The earlier surveys brought so far, and bringing another one."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveyapp.actions import earlier_waves as actions
from surveyapp.actions.refusals import Refused
from surveyapp.forms.sentences import spoken
from surveyapp.instruments.interchange import reading as questionnaires
from surveyapp.instruments.interchange.building import only_complete_languages
from surveyapp.instruments.interchange.report import FileRefused as QuestionnaireRefused
from surveyapp.instruments.problems import InstrumentError
from surveyapp.instruments.sentences import to_plain
from surveyapp.instruments.texts import localised
from surveyapp.models.instrument import InstrumentVersion
from surveyapp.models.programme import Programme
from surveyapp.organising.earlier import reading
from surveyapp.organising.earlier.forms import MADE, OF_FILE, EarlierForm
from surveyapp.organising.earlier.gate import account, frame, within
from surveyapp.organising.earlier.limits import LARGEST_FILE, MOST_ROWS
from surveyapp.organising.register.limits import FileRefused
from surveyapp.selectors import earlier_waves, instrument_drafts

MOST_PROBLEMS = 20
Problems = list[dict[str, str]]


@within
@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Posting keeps the files, has a worker read the answers, and goes on to it."""
    versions = _versions(programme)
    form = EarlierForm(request.POST if request.method == "POST" else None, versions=versions)
    if request.method != "POST":
        return _page(request, programme, form)
    problems: Problems = []
    found = _files(request, form, problems) if form.is_valid() else {}
    if form.errors or problems:
        return _page(request, programme, form, problems)
    about = form.about() | {key: value for key, value in found.items() if key not in ("file", "layout")}
    try:
        kept = actions.keep_file(
            programme=programme, file=found["file"], layout=found["layout"], about=about, by=account(request)
        )
    except Refused as refusal:
        form.add_error("slug", str(refusal))
        return _page(request, programme, form)
    return redirect("surveyapp:earlier-wave", programme.slug, kept.pk)


def _versions(programme: Programme) -> list[tuple[str, str]]:
    found = instrument_drafts.ordered(instrument_drafts.versions_for(programme))
    return [(str(each.pk), _called(each)) for each in found]


def _called(version: InstrumentVersion) -> str:
    name = localised(version.definition["name"], get_language() or "", version.definition["default_language"])
    return _("%(name)s, version %(version)s") % {"name": name, "version": version.version}


def _files(request: HttpRequest, form: EarlierForm, problems: Problems) -> dict[str, Any]:
    """The file of answers and how it is read, and the questionnaire; what is wrong with them goes into `problems`."""
    found: dict[str, Any] = {}
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile) or not file.size:
        problems.append({"target": "file", "message": _("Choose the file with the answers.")})
    elif file.size > LARGEST_FILE:
        said = _("This file is too large: at most %(most)s MB are read. Divide it, or save it as CSV.")
        problems.append({"target": "file", "message": said % {"most": LARGEST_FILE // 1_000_000}})
    else:
        opened: Any = file.file
        try:
            layout = reading.layout_of(opened)
            reading.headings(opened, layout)
            found |= {"file": file, "layout": layout}
        except FileRefused as refusal:
            problems.append({"target": "file", "message": str(refusal)})
    return found | _questionnaire(request, form, problems)


def _questionnaire(request: HttpRequest, form: EarlierForm, problems: Problems) -> dict[str, Any]:
    chosen = form.cleaned_data["questionnaire"]
    if chosen == MADE:
        return {}
    if chosen != OF_FILE:
        return {"instrument_version_id": chosen}
    file = request.FILES.get("questionnaire_file")
    if not isinstance(file, UploadedFile) or not file.size:
        said = _("Choose the file of the questionnaire, or say above that there is none.")
        problems.append({"target": "questionnaire_file", "message": said})
        return {}
    return _of_tool(file, problems)


def _of_tool(file: UploadedFile, problems: Problems) -> dict[str, Any]:
    if (file.size or 0) > questionnaires.LARGEST_FILE:
        said = _("This file is too large: at most %(most)s MB are read.")
        most = {"most": questionnaires.LARGEST_FILE // 1_000_000}
        problems.append({"target": "questionnaire_file", "message": said % most})
        return {}
    try:
        imported = questionnaires.read(file.read(), file.name or "")
        definition = only_complete_languages(imported.definition)
    except (QuestionnaireRefused, InstrumentError) as refusal:
        problems += [
            {"target": "questionnaire_file", "message": spoken(each)} for each in refusal.problems[:MOST_PROBLEMS]
        ]
        return {}
    findings = [[to_plain(each.place), to_plain(each.sentence)] for each in imported.findings]
    return {"definition": definition, "findings": findings}


def _page(
    request: HttpRequest, programme: Programme, form: EarlierForm, problems: Problems | None = None
) -> HttpResponse:
    said = [*_of_form(form), *(problems or [])]
    context = {
        **frame(programme),
        "form": form,
        "earlier": list(earlier_waves.of_programme(programme)[:50]),
        "has_lines": len(earlier_waves.waves_in_order(programme)) > 1,
        "problems": said,
        "wrong": {each["target"]: each["message"] for each in reversed(problems or [])},
        "most_megabytes": LARGEST_FILE // 1_000_000,
        "most_rows": MOST_ROWS,
    }
    return render(request, "organising/earlier/list.html", context, status=422 if said else 200)


def _of_form(form: EarlierForm) -> Problems:
    return [
        {"target": form[name].id_for_label or f"id_{name}_0", "message": str(errors[0])}
        for name, errors in form.errors.items()
        if name in form.fields
    ]
