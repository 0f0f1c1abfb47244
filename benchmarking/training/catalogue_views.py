"""The organiser's pages on the training catalogue: the list, and one module to read, change, withdraw and bring back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from benchmarking.actions import training as actions
from benchmarking.models.training import TrainingModule
from benchmarking.selectors import catalogue_entries
from benchmarking.selectors.catalogue import instrument_of
from benchmarking.selectors.catalogue_entries import Entry
from benchmarking.training import catalogue, catalogue_checks, catalogue_file, catalogue_page, spreadsheet
from benchmarking.training.catalogue_form import ModuleForm
from benchmarking.training.catalogue_gate import account, frame, organisers
from benchmarking.training.catalogue_import import languages
from surveyapp.instruments.schema import Instrument
from surveyapp.models.programme import Programme

HERE = "benchmarking:training-catalogue"


@organisers
@require_safe
def modules(request: HttpRequest, programme: Programme) -> HttpResponse:
    instrument = instrument_of(programme.pk)
    page = catalogue_page.listed(catalogue_entries.rows(programme.pk), instrument)
    has_file = instrument is not None and catalogue.shipped(instrument) is not None
    context = {**frame(programme, HERE), **page, "instrument": instrument, "has_file": has_file}
    return render(request, "training/catalogue.html", context)


@organisers
@require_safe
def module(request: HttpRequest, programme: Programme, code: str) -> HttpResponse:
    found = _module(programme, code)
    page = catalogue_page.described(found, instrument_of(programme.pk))
    return render(request, "training/module.html", {**frame(programme), **page})


@organisers
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, programme: Programme) -> HttpResponse:
    return _edit(request, programme, Entry("", currency=programme.currency))


@organisers
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, programme: Programme, code: str) -> HttpResponse:
    return _edit(request, programme, catalogue_entries.of_row(_module(programme, code)))


def _edit(request: HttpRequest, programme: Programme, entry: Entry) -> HttpResponse:
    instrument = instrument_of(programme.pk)
    if instrument is None:
        return redirect(HERE, programme.slug)
    there = catalogue_entries.entries(programme.pk)
    typed = request.POST if request.method == "POST" else None
    form = ModuleForm(typed, entry=entry, instrument=instrument, languages=languages(programme, there))
    if request.method == "POST" and form.is_valid() and (read := _judged(form, programme, instrument)):
        actions.keep_module(programme=programme, entry=read, by=account(request))
        messages.success(request, _("The module is kept."))
        return redirect("benchmarking:training-module", programme.slug, read.code)
    name = catalogue_page.name(entry) if entry.code else ""
    context = {**frame(programme), "form": form, "code": entry.code, "name": name}
    return render(request, "training/edit.html", context, status=422 if form.errors else 200)


def _judged(form: ModuleForm, programme: Programme, instrument: Instrument) -> Entry | None:
    """The entry, unless it brings the catalogue a problem; what was wrong before is not this form's."""
    entry = form.read()
    is_new = not form.entry.code
    used = {row.code.casefold() for row in catalogue_entries.rows(programme.pk)}
    if is_new and entry.code.casefold() in used:
        form.add_error("code", _("There is a module of this code, or was one. Choose another."))
    before = [each for each in catalogue_entries.entries(programme.pk) if each.code != form.entry.code]
    withdrawn = catalogue_entries.withdrawn_codes(programme.pk) - {entry.code}
    known = {form.entry.code: form.entry} if form.entry.code else {}
    was = set(catalogue_checks.problems([*before, *known.values()], instrument, form.languages, withdrawn))
    now = catalogue_checks.problems([*before, entry], instrument, form.languages, withdrawn)
    for problem in now:
        if (problem.code == entry.code or problem not in was) and not form.keeps(problem):
            form.tell(problem)
    return None if form.errors else entry


@organisers
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, programme: Programme, code: str) -> HttpResponse:
    """Ask, and do it when told so."""
    found = _module(programme, code)
    if request.method != "POST":
        needed_by = [
            catalogue_page.name(each) for each in catalogue_entries.entries(programme.pk) if code in each.prerequisites
        ]
        entry = catalogue_entries.of_row(found)
        context = {"module": found, "name": catalogue_page.name(entry), "needed_by": needed_by}
        return render(request, "training/withdraw.html", {**frame(programme), **context})
    actions.withdraw_module(module=found, by=account(request))
    messages.success(request, _("The module is withdrawn. Plans that chose it keep it."))
    return redirect(HERE, programme.slug)


@organisers
@require_POST
def restore(request: HttpRequest, programme: Programme, code: str) -> HttpResponse:
    actions.restore_module(module=_module(programme, code), by=account(request))
    messages.success(request, _("The module is in the catalogue again."))
    return redirect("benchmarking:training-module", programme.slug, code)


@organisers
@require_POST
def load_shipped(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Add what comes with the questionnaire; a code that is used already keeps what stands there."""
    instrument = instrument_of(programme.pk)
    path = catalogue.shipped(instrument) if instrument else None
    if instrument is None or path is None:
        messages.error(request, _("No catalogue comes with this questionnaire."))
        return redirect(HERE, programme.slug)
    entries = catalogue.read(path, instrument)
    n = len(actions.add_entries(programme=programme, entries=entries, by=account(request)))
    said = ngettext("%(n)s entry was added.", "%(n)s entries were added.", n) % {"n": n}
    messages.success(request, said if n else _("Every entry of it was there already."))
    return redirect(HERE, programme.slug)


@organisers
@require_safe
def workbook(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Today's catalogue as the file that is brought back; without modules it is a template."""
    there = catalogue_entries.entries(programme.pk)
    content = catalogue_file.write(there, languages(programme, there), instrument_of(programme.pk))
    disposition = f'attachment; filename="{programme.slug}-training.xlsx"'
    return HttpResponse(content, content_type=spreadsheet.XLSX, headers={"Content-Disposition": disposition})


def _module(programme: Programme, code: str) -> TrainingModule:
    rows = TrainingModule.objects.select_related("programme").prefetch_related("supply")
    return get_object_or_404(rows, programme=programme, code=code)
