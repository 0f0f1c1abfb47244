"""The organiser's pages on runs of courses: the list, a new one, its delegates and states, and its result."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from benchmarking.actions import learners as actions
from benchmarking.actions.learners import RunMoved
from benchmarking.models.learners import ModuleRun
from benchmarking.models.training import TrainingModule
from benchmarking.selectors import learners as selectors
from benchmarking.selectors.sector_release import sector_release
from benchmarking.training import learners_beside, learners_findings, learners_page
from benchmarking.training.catalogue_gate import account, frame, organisers
from benchmarking.training.learners_own import as_csv
from benchmarking.training.learners_run_form import DelegatesForm, RunForm
from surveyapp.models.organisation import Organisation
from surveyapp.models.programme import Programme

HERE, RUN = "benchmarking:training-runs", "benchmarking:training-run"
UNREADABLE = 422


@organisers
@require_safe
def runs(request: HttpRequest, programme: Programme) -> HttpResponse:
    context = {"runs": [learners_page.line(*found) for found in selectors.runs_of(programme.pk)]}
    return render(request, "learning/runs.html", {**frame(programme, HERE), **context})


@organisers
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, programme: Programme, code: str) -> HttpResponse:
    module = get_object_or_404(TrainingModule, programme=programme, code=code)
    form = RunForm(request.POST if request.method == "POST" else None, module=module)
    is_ratable = all(selectors.skills_of(module))
    if request.method == "POST" and is_ratable and form.is_valid():
        label = form.cleaned_data["label"]
        run = actions.make_run(module=module, label=label, days=form.days, by=account(request))
        messages.success(request, _("The run is made. Add its delegates; nobody is written to before you begin."))
        return redirect(RUN, programme.slug, run.pk)
    context = {"form": form, "module": module, "name": learners_page.module_name(module), "is_ratable": is_ratable}
    return render(request, "learning/new.html", {**frame(programme, HERE), **context}, status=_status(form))


@organisers
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, programme: Programme, run: UUID) -> HttpResponse:
    """The run as it stands; a POST adds delegates."""
    found, counts = _run(programme, run)
    may_add = found.state in (ModuleRun.State.PLANNED, ModuleRun.State.BEFORE)
    register = _register(programme)
    is_post = request.method == "POST"
    form = DelegatesForm(*((request.POST, request.FILES) if is_post else ()), organisations=register)
    if is_post and may_add and form.is_valid():
        try:
            n = len(actions.add_delegates(run=found, people=form.people, by=account(request)))
        except RunMoved:
            return _moved(request, programme, run)
        said = ngettext("%(n)s delegate was added.", "%(n)s delegates were added.", n) % {"n": n}
        messages.success(request, said if n else _("All of them were in the run already."))
        return redirect(RUN, programme.slug, run)
    page = learners_page.described(found, counts, selectors.result_of(found))
    context: dict[str, Any] = {**frame(programme), **page, "form": form, "may_add": may_add}
    return render(request, "learning/run.html", context, status=_status(form))


@organisers
@require_POST
def go_on(request: HttpRequest, programme: Programme, run: UUID) -> HttpResponse:
    found, _counts = _run(programme, run)
    try:
        actions.go_on(run=found, seen=request.POST.get("state", ""), by=account(request))
    except RunMoved:
        return _moved(request, programme, run)
    return redirect(RUN, programme.slug, run)


@organisers
@require_POST
def end(request: HttpRequest, programme: Programme, run: UUID) -> HttpResponse:
    actions.end_run(run=_run(programme, run)[0], by=account(request))
    messages.success(request, _("The run is over. Nobody is asked any more, and the addresses are deleted."))
    return redirect(RUN, programme.slug, run)


@organisers
@require_safe
def result(request: HttpRequest, programme: Programme, run: UUID) -> HttpResponse:
    found, _counts = _run(programme, run)
    made = selectors.finished_result(found)
    if made is None:
        return redirect(RUN, programme.slug, run)
    page = learners_page.of_result(made, sector_release(programme.pk))
    csv = reverse("benchmarking:training-run-result-csv", args=[programme.slug, run])
    page |= {"is_organiser": True, "finding": replace(page["finding"], csv_url=csv)}
    page |= {"beside_csv": reverse("benchmarking:training-run-others-csv", args=[programme.slug, run])}
    return render(request, "learning/result.html", {**frame(programme), **page})


@organisers
@require_safe
def result_csv(request: HttpRequest, programme: Programme, run: UUID) -> HttpResponse:
    made = selectors.finished_result(_run(programme, run)[0])
    if made is None:
        raise Http404
    return as_csv(learners_findings.of_everybody(made, sector_release(programme.pk)), made)


@organisers
@require_safe
def others_csv(request: HttpRequest, programme: Programme, run: UUID) -> HttpResponse:
    made = selectors.finished_result(_run(programme, run)[0])
    found = learners_beside.beside_others(made) if made else None
    if made is None or found is None or found.withheld:
        raise Http404
    return as_csv(found, made)


def _run(programme: Programme, run: UUID) -> tuple[ModuleRun, selectors.Counts]:
    found = selectors.run_of(programme.pk, run)
    if found is None:
        raise Http404
    return found


def _register(programme: Programme) -> dict[str, Organisation]:
    """Name and reference, in any case of their letters → organisation."""
    found = list(Organisation.objects.filter(programme=programme))
    by_reference = {each.reference.casefold(): each for each in found if each.reference}
    return by_reference | {each.name.casefold(): each for each in found}


def _moved(request: HttpRequest, programme: Programme, run: UUID) -> HttpResponse:
    messages.warning(request, _("The run went on meanwhile, so nothing was done. This is how it stands now."))
    return redirect(RUN, programme.slug, run)


def _status(form: Any) -> int:
    return UNREADABLE if form.errors else 200
