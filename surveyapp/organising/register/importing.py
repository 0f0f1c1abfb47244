"""A list comes in: kept, its columns chosen, checked by a worker, decided upon, written by a worker."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveyapp.actions import register_imports as actions
from surveyapp.actions.refusals import Refused
from surveyapp.actions.register_undoing import changed_since
from surveyapp.models.programme import Programme
from surveyapp.models.register import Register
from surveyapp.models.register_import import RegisterImport
from surveyapp.organising.gate import account, organisers
from surveyapp.organising.register import columns, reading
from surveyapp.organising.register.gate import facets_of, frame, import_of
from surveyapp.organising.register.import_progress import AT_WORK, progress
from surveyapp.organising.register.import_report import report
from surveyapp.organising.register.limits import LARGEST_FILE, MOST_ROWS, FileRefused
from surveyapp.selectors import register_imports

PAGE = "surveyapp:register-import"
Step = RegisterImport.Step
LONGEST_NUMBER = 9


@organisers
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The lists brought so far; posting a file keeps it and goes on to its columns."""
    if request.method != "POST":
        return _imports(request, programme)
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile) or not file.size:
        return _imports(
            request, programme, _("No file was chosen, or an empty one. Choose the spreadsheet with the list.")
        )
    if file.size > LARGEST_FILE:
        said = _("This file is too large: at most %(most)s MB are read.") % {"most": LARGEST_FILE // 1_000_000}
        return _imports(request, programme, said, status=413)
    try:
        about = _keep(request, programme, file)
    except FileRefused as refusal:
        return _imports(request, programme, str(refusal))
    return redirect(PAGE, programme.slug, about.pk)


def _keep(request: HttpRequest, programme: Programme, file: UploadedFile) -> RegisterImport:
    opened: Any = file.file
    layout = reading.layout_of(opened)
    heads, sample = reading.heads_and_sample(opened, layout)
    row = Register.objects.filter(programme=programme).first()
    guessed = columns.guess(heads, facets_of(programme), row.columns if row else {})
    found = {"layout": layout, "heads": heads, "sample": sample, "columns": guessed}
    return actions.keep_file(programme=programme, file=file, by=account(request), **found)


def _imports(request: HttpRequest, programme: Programme, problem: str = "", status: int = 422) -> HttpResponse:
    context = {
        **frame(programme, "register-imports"),
        "imports": register_imports.imports_of(programme)[:20],
        "problems": [{"target": "file", "message": problem}] if problem else [],
        "most_megabytes": LARGEST_FILE // 1_000_000,
        "most_rows": MOST_ROWS,
    }
    return render(request, "organising/register/imports.html", context, status=status if problem else 200)


@organisers
@require_safe
def detail(request: HttpRequest, programme: Programme, brought: UUID) -> HttpResponse:
    """Whatever the import waits for: its columns, a worker, a decision; or what became of it."""
    about = import_of(programme, brought)
    if about.step in AT_WORK:
        work = progress(about)
        if request.headers.get("HX-Request"):
            return render(request, "partials/progress.html", {"work": work})
        return render(request, "organising/register/working.html", {**frame(programme), "about": about, "work": work})
    if request.headers.get("HX-Request"):
        return render(request, "partials/progress.html", {"work": progress(about)})
    if about.step in (Step.APPLIED, Step.UNDONE):
        return _written(request, programme, about)
    if about.step == Step.COLUMNS or "columns" in request.GET:
        return _columns(request, programme, about)
    context = {**frame(programme), "about": about, **report(request, about, facets_of(programme))}
    return render(request, "organising/register/report.html", context)


def _written(request: HttpRequest, programme: Programme, about: RegisterImport) -> HttpResponse:
    may_be_undone = about.step == Step.APPLIED and register_imports.may_be_undone(about)
    context = {**frame(programme), "about": about, "may_be_undone": may_be_undone, "changed_since": changed_since()}
    context |= {"done": about.counts.get("done"), "undone": about.counts.get("undone")}
    return render(request, "organising/register/written.html", context)


def _columns(request: HttpRequest, programme: Programme, about: RegisterImport, problem: str = "") -> HttpResponse:
    targets = columns.targets(facets_of(programme))
    shown = [
        {
            "at": at,
            "head": head,
            "sample": [row[at] for row in about.sample if at < len(row) and row[at]][:3],
            "chosen": about.columns.get(str(at), ""),
        }
        for at, head in enumerate(about.heads)
    ]
    context = {
        **frame(programme),
        "about": about,
        "columns": shown,
        "targets": targets.items(),
        "problems": [{"target": "column-0", "message": problem}] if problem else [],
        "is_windows": about.layout.get("encoding") == "cp1252",
    }
    return render(request, "organising/register/columns.html", context, status=422 if problem else 200)


@organisers
@require_POST
def check(request: HttpRequest, programme: Programme, brought: UUID) -> HttpResponse:
    """Take the columns for what was chosen, and have the file checked."""
    about = import_of(programme, brought)
    targets = columns.targets(facets_of(programme))
    posted = {str(at): request.POST.get(f"column-{at}", "") for at in range(len(about.heads))}
    chosen = {at: target for at, target in posted.items() if target in targets}
    problem = _problem(chosen)
    if problem:
        about.columns = chosen
        return _columns(request, programme, about, problem)
    remembered = {columns.key(about.heads[int(at)]): target for at, target in chosen.items() if about.heads[int(at)]}
    whole = request.POST.get("whole") == "yes"
    return _do(
        request,
        about,
        lambda: actions.request_check(
            about=about, columns=chosen, is_whole_list=whole, remembered=remembered, by=account(request)
        ),
    )


def _problem(chosen: dict[str, str]) -> str:
    if "name" not in chosen.values():
        return _("Say which column holds the name of the organisation.")
    if len(set(chosen.values())) < len(chosen):
        return _("Two columns were taken for the same thing. Choose one of them.")
    return ""


@organisers
@require_POST
def decide(request: HttpRequest, programme: Programme, brought: UUID) -> HttpResponse:
    """What was said of organisations that may be there already; "rest" says it of all that nothing was said of."""
    about = import_of(programme, brought)
    said = {
        int(name.removeprefix("row-")): str(value)
        for name, value in request.POST.items()
        if name.startswith("row-") and name.removeprefix("row-").isdecimal() and len(name) < 14
    }
    kept = _("Your decisions are kept.")
    if "rest" in request.POST:
        return _do(request, about, lambda: actions.decide_the_rest(about=about), kept)
    return _do(request, about, lambda: actions.decide(about=about, decisions=said), kept)


@organisers
@require_POST
def apply(request: HttpRequest, programme: Programme, brought: UUID) -> HttpResponse:
    about = import_of(programme, brought)
    if request.POST.get("typed", "").strip() != programme.slug:
        messages.error(request, _("Nothing was written: type %(word)s to confirm.") % {"word": programme.slug})
        return redirect(PAGE, programme.slug, about.pk)
    leave_out, seen = request.POST.get("leave_out") == "yes", request.POST.get("seen", "")
    return _do(
        request,
        about,
        lambda: actions.request_apply(
            about=about,
            leaves_problems_out=leave_out,
            by=account(request),
            seen=int(seen) if seen.isdecimal() and len(seen) < LONGEST_NUMBER else 0,
        ),
    )


@organisers
@require_POST
def undo(request: HttpRequest, programme: Programme, brought: UUID) -> HttpResponse:
    about = import_of(programme, brought)
    if request.POST.get("typed", "").strip() != programme.slug:
        messages.error(request, _("Nothing was taken back: type %(word)s to confirm.") % {"word": programme.slug})
        return redirect(PAGE, programme.slug, about.pk)
    return _do(request, about, lambda: actions.request_undo(about=about, by=account(request)))


@organisers
@require_POST
def aside(request: HttpRequest, programme: Programme, brought: UUID) -> HttpResponse:
    about = import_of(programme, brought)
    try:
        actions.lay_aside(about=about, by=account(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The file was laid aside. Nothing was changed."))
    return redirect("surveyapp:register-imports", programme.slug)


def _do(request: HttpRequest, about: RegisterImport, action: Any, done: str = "") -> HttpResponse:
    """`done`: what is said where it went well."""
    try:
        action()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        if done:
            messages.success(request, done)
    return redirect(PAGE, about.programme.slug, about.pk)
