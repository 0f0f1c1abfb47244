"""The organiser's pages on who is in a run: the list of their addresses, and taking one out."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from benchmarking.actions import learners as actions
from benchmarking.models.learners import Delegate, ModuleRun
from benchmarking.selectors import learners as selectors
from benchmarking.training import learners_page
from benchmarking.training.catalogue_gate import account, frame, organisers
from surveyapp.models.programme import Programme

LIST = "benchmarking:training-run-delegates"


@organisers
@require_safe
def delegates(request: HttpRequest, programme: Programme, run: UUID) -> HttpResponse:
    found = _run(programme, run)
    people = [(each, get_language_info(each.language)["name_local"]) for each in selectors.delegates_of(found)]
    context = {"run": found, "name": learners_page.module_name(found.module), "people": people}
    return render(request, "learning/delegates.html", {**frame(programme), **context})


@organisers
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, programme: Programme, run: UUID, delegate: UUID) -> HttpResponse:
    """Ask, saying what becomes of what they rated; do it when told so. Whether they answered is not said."""
    found = _run(programme, run)
    one = _one(found, delegate)
    if request.method != "POST":
        has_result = selectors.result_of(found) is not None
        context = {"run": found, "delegate": one, "has_result": has_result}
        return render(request, "learning/remove.html", {**frame(programme), **context})
    is_all_gone = actions.remove_delegate(delegate=one, by=account(request))
    said = (
        _("The delegate is out of the run, and whatever they rated is deleted.")
        if is_all_gone
        else _("The delegate’s address and link are deleted. The result of the run stands.")
    )
    messages.success(request, said)
    return redirect(LIST, programme.slug, run)


def _run(programme: Programme, run: UUID) -> ModuleRun:
    found = selectors.run_of(programme.pk, run)
    if found is None:
        raise Http404
    return found[0]


def _one(run: ModuleRun, delegate: UUID) -> Delegate:
    found = next((each for each in selectors.delegates_of(run) if each.pk == delegate), None)
    if found is None:
        raise Http404
    return found
