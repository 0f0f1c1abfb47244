"""The sites of an account side by side, owner by owner. Which sites comes from the account, never from the address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from benchmarking.dashboards.choosing import chosen_organisation, organisations
from benchmarking.dashboards.comparison import NothingThereError
from benchmarking.dashboards.files import finding_as_csv
from benchmarking.dashboards.finding import Finding
from benchmarking.dashboards.names import language_of_texts, survey_title
from benchmarking.dashboards.nav import nav
from benchmarking.dashboards.sites import Sites, SitesOfOwner, sites_side_by_side
from benchmarking.dashboards.sites_table import lines_of_sites, sites_finding
from surveyapp.models.organisation import Organisation
from surveyapp.models.programme import Programme

RESULTS = "benchmarking:view-results"


@dataclass(frozen=True)
class OwnersTables:
    owner: str
    findings: tuple[Finding, ...]


@login_required
@never_cache
@require_GET
def view_sites(request: HttpRequest) -> HttpResponse:
    programme, mine = _programme(request)
    try:
        found = sites_side_by_side(mine, request.GET.get("survey", "")) if mine else None
    except NothingThereError as nothing:
        return _not_found(request, str(nothing))
    shown: dict[str, object] = {"nav": nav(RESULTS), "programme": programme, "sites": found}
    shown["programmes"] = _programmes(request)
    if found is not None:
        shown["owners"] = [_tables(family, found, programme, at) for at, family in enumerate(found.owners, start=1)]
        shown["surveys"] = [(survey_title(each), each.slug) for each in found.surveys if each != found.survey]
        shown["survey_title"] = survey_title(found.survey)
        if found.owners:
            shown["language_of_texts"] = language_of_texts(found.owners[0].sites[0])
    return render(request, "dashboards/sites.html", shown)


@login_required
@never_cache
@require_GET
def download_sites(request: HttpRequest, finding: str) -> HttpResponse:
    _its_programme, mine = _programme(request)
    try:
        found = sites_side_by_side(mine, request.GET.get("survey", "")) if mine else None
    except NothingThereError as nothing:
        return _not_found(request, str(nothing))
    asked = next((each for each in _findings(found) if each.id == finding), None) if found else None
    if found is None or asked is None:
        return _not_found(request, _("There is no table called “%(name)s” here.") % {"name": finding})
    name = f"{asked.id}-{slugify(found.survey.slug)}"
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(finding_as_csv(asked), content_type="text/csv; charset=utf-8", headers=headers)


def _programme(request: HttpRequest) -> tuple[Programme | None, list[Organisation]]:
    """The programme that is asked for, else that of the site whose results are looked at, else the first; and the account's
    sites in it. One that holds none of them is as unknown as one that does not exist."""
    mine = organisations(request)
    asked, chosen = request.GET.get("programme", ""), chosen_organisation(request)
    first = next((each for each in mine if each.programme.slug == asked), chosen or (mine[0] if mine else None))
    if first is None:
        return None, []
    return first.programme, [each for each in mine if each.programme_id == first.programme_id]


def _programmes(request: HttpRequest) -> list[str]:
    """Addresses' names of those the account has sites in, where there are several."""
    slugs = sorted({each.programme.slug for each in organisations(request)})
    return slugs if len(slugs) > 1 else []


def _findings(found: Sites) -> Iterator[Finding]:
    for at, family in enumerate(found.owners, start=1):
        yield from _of(family, at)


def _of(family: SitesOfOwner, at: int) -> list[Finding]:
    return [each for each in (sites_finding(family, at), lines_of_sites(family, at)) if each]


def _tables(family: SitesOfOwner, found: Sites, programme: Programme | None, at: int) -> OwnersTables:
    query = urlencode({"programme": programme.slug if programme else "", "survey": found.survey.slug})
    findings = (
        replace(each, csv_url=f"{reverse('benchmarking:download-sites', args=[each.id])}?{query}")
        for each in _of(family, at)
    )
    return OwnersTables(family.owner, tuple(findings))


def _not_found(request: HttpRequest, sentence: str) -> HttpResponse:
    return render(request, "dashboards/not_found.html", {"sentence": sentence, "nav": nav(RESULTS)}, status=404)
