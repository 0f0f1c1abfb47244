"""Pages that set training beside the sector's published results: for organisers, and what coordinators may see of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from benchmarking.dashboards.choosing import chosen_organisation
from benchmarking.dashboards.files import finding_as_csv
from benchmarking.dashboards.finding import Finding
from benchmarking.dashboards.nav import nav
from benchmarking.selectors import catalogue_entries
from benchmarking.selectors.catalogue import courses
from benchmarking.selectors.sector_release import SectorRelease, sector_release
from benchmarking.training import supply_findings
from benchmarking.training.catalogue_gate import frame, organisers
from benchmarking.training.catalogue_page import name
from benchmarking.training.sector_findings import groups_demand, unmet_demand
from benchmarking.training.supply import silent
from surveyapp.models.programme import Programme

DEMAND, SUPPLY = "benchmarking:training-demand", "benchmarking:training-supply"


@organisers
@require_safe
def demand(request: HttpRequest, programme: Programme) -> HttpResponse:
    release, offered = sector_release(programme.pk), courses(programme.pk)
    found = _demand(release, offered)
    files = [reverse("benchmarking:training-demand-csv", args=[programme.slug, each.id]) for each in found]
    context = {"release": release, "has_courses": bool(offered), "findings": list(zip(found, files, strict=True))}
    return render(request, "training/demand.html", {**frame(programme, DEMAND), **context})


@organisers
@require_safe
def demand_csv(request: HttpRequest, programme: Programme, finding: str) -> HttpResponse:
    return _csv(_demand(sector_release(programme.pk), courses(programme.pk)), finding)


@organisers
@require_safe
def supply(request: HttpRequest, programme: Programme) -> HttpResponse:
    release, catalogue = sector_release(programme.pk), catalogue_entries.entries(programme.pk)
    found = supply_findings.supply(release, catalogue) if release else None
    context: dict[str, Any] = {"release": release, "has_catalogue": bool(catalogue), "finding": found}
    context["silent"] = [(each.code, name(each)) for each in silent(release, catalogue)] if release else []
    context["csv"] = reverse("benchmarking:training-supply-csv", args=[programme.slug])
    return render(request, "training/supply.html", {**frame(programme, SUPPLY), **context})


@organisers
@require_safe
def supply_csv(request: HttpRequest, programme: Programme) -> HttpResponse:
    release = sector_release(programme.pk)
    found = supply_findings.supply(release, catalogue_entries.entries(programme.pk)) if release else None
    return _csv([found] if found else [], "supply")


@login_required
@require_safe
@never_cache
def sector(request: HttpRequest) -> HttpResponse:
    """The same for a coordinator: it is of published numbers of the whole sector alone."""
    organisation = chosen_organisation(request)
    if organisation is None:
        return redirect("benchmarking:view-results")
    release, offered = sector_release(organisation.programme_id), courses(organisation.programme_id)
    found = _demand(release, offered)
    files = [reverse("benchmarking:sector-demand-csv", args=[each.id]) for each in found]
    context = {"release": release, "has_courses": bool(offered), "findings": list(zip(found, files, strict=True))}
    home = reverse("benchmarking:view-results")
    around = {"nav": nav(), "home_url": home, "organisation": organisation.name, "programme": organisation.programme}
    return render(request, "training/sector.html", {**around, **context})


@login_required
@require_safe
def sector_csv(request: HttpRequest, finding: str) -> HttpResponse:
    organisation = chosen_organisation(request)
    if organisation is None:
        return redirect("benchmarking:view-results")
    return _csv(_demand(sector_release(organisation.programme_id), courses(organisation.programme_id)), finding)


def _demand(release: SectorRelease | None, offered: Sequence[Any]) -> list[Finding]:
    if release is None:
        return []
    return [each for each in (unmet_demand(release, offered), groups_demand(release, offered)) if each]


def _csv(findings: Sequence[Finding], wanted: str) -> HttpResponse:
    found = next((each for each in findings if each.id == wanted and not each.withheld), None)
    if found is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{found.id}.csv"'}
    return HttpResponse(finding_as_csv(found), content_type="text/csv; charset=utf-8", headers=headers)
