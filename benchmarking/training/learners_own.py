"""What a coordinator sees of the runs their organisation had delegates in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from benchmarking.dashboards.files import finding_as_csv
from benchmarking.dashboards.finding import Finding
from benchmarking.models.learners import OwnRunResult, RunResult
from benchmarking.selectors.learners import results_for
from benchmarking.selectors.sector_release import sector_release
from benchmarking.training import learners_beside, learners_findings, learners_page
from benchmarking.training.roadmap_pages import frame, planning
from surveyapp.models.organisation import Organisation

OWN, OWN_CSV = "benchmarking:run-own", "benchmarking:run-own-csv"


def lines(organisation: Organisation) -> list[dict[str, Any]]:
    """For the plan's page: each run with a result, and where it is."""
    return [
        {
            "name": learners_page.module_name(result.run.module),
            "module": result.run.module.code,
            "label": result.run.label,
            "url": reverse(OWN, args=[result.run_id]),
        }
        for result, _own in results_for(organisation)
    ]


@planning
@require_safe
def own(request: HttpRequest, organisation: Organisation, run: UUID) -> HttpResponse:
    result, its = _found(organisation, run)
    release = sector_release(organisation.programme_id)
    page = learners_page.of_result(result, release)
    page |= {"own": learners_findings.of_own_people(result, its), "own_people": its.document["people"]}
    page["finding"] = replace(page["finding"], csv_url=reverse(OWN_CSV, args=[run, "run"]))
    page["own_csv"] = reverse(OWN_CSV, args=[run, "own"])
    page["beside_csv"] = reverse(OWN_CSV, args=[run, learners_beside.ID])
    return render(request, "learning/result.html", frame(request, organisation) | page)


@planning
@require_safe
def own_csv(request: HttpRequest, organisation: Organisation, run: UUID, table: str) -> HttpResponse:
    result, its = _found(organisation, run)
    release = sector_release(organisation.programme_id)
    found = {"own": learners_findings.of_own_people(result, its)}
    found |= {"run": learners_findings.of_everybody(result, release)}
    if (beside := learners_beside.beside_others(result)) and not beside.withheld:
        found[learners_beside.ID] = beside
    if table not in found:
        raise Http404
    return as_csv(found[table], result)


def as_csv(finding: Finding, result: RunResult) -> HttpResponse:
    name = f"{slugify(result.run.module.code)}-{slugify(result.run.label) or 'run'}-{finding.id}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(finding_as_csv(finding), content_type="text/csv; charset=utf-8", headers=headers)


def _found(organisation: Organisation, run: UUID) -> tuple[RunResult, OwnRunResult]:
    """404 alike for a run of others and one that does not exist."""
    for result, its in results_for(organisation):
        if result.run_id == run:
            return result, its
    raise Http404
