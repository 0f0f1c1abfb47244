"""The coordinator's pages. The organisation comes from the session, never from the address; group and survey from GET."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from benchmarking.dashboards.choosing import choose, chosen_organisation, organisations
from benchmarking.dashboards.comparison import Comparison, NothingThereError, compare
from benchmarking.dashboards.files import finding_as_csv
from benchmarking.dashboards.finding import Finding
from benchmarking.dashboards.names import language_of_texts
from benchmarking.dashboards.nav import nav
from benchmarking.dashboards.page import Page, page
from benchmarking.dashboards.parts import Piece
from surveyapp.models.organisation import Organisation
from surveyapp.permissions import may_coordinate, require

RESULTS = "benchmarking:view-results"


@login_required
@never_cache
@require_GET
def view_results(request: HttpRequest) -> HttpResponse:
    mine, organisation = organisations(request), chosen_organisation(request)
    if organisation is None:
        return render(request, "dashboards/choose.html", {"organisations": mine, "nav": nav(RESULTS)})
    try:
        comparison = _comparison(request, organisation)
    except NothingThereError as nothing:
        return _not_found(request, str(nothing))
    others = mine if len(mine) > 1 else []
    shown = {
        "organisation": organisation.name,
        "programme": organisation.programme,
        "organisations": others,
        "nav": nav(RESULTS),
    }
    if comparison is None:
        return render(request, "dashboards/nothing_yet.html", shown)
    results = _with_addresses(page(comparison), comparison)
    findings = {each.id.replace("-", "_"): each for each in results.findings}
    chosen = {"survey": comparison.survey, "page": results, "findings": findings}
    chosen["language_of_texts"] = language_of_texts(comparison)
    return _again(render(request, "dashboards/results.html", shown | chosen), results)


@login_required
@never_cache
@require_GET
def download_finding(request: HttpRequest, finding: str) -> HttpResponse:
    organisation = chosen_organisation(request)
    if organisation is None:
        return redirect(RESULTS)
    try:
        comparison = _comparison(request, organisation)
    except NothingThereError as nothing:
        return _not_found(request, str(nothing))
    found = page(comparison).finding(finding) if comparison else None
    if found is None or comparison is None:
        return _not_found(
            request, _("There is no table called “%(name)s” for this survey and group.") % {"name": finding}
        )
    name = "-".join(filter(None, (found.id, slugify(comparison.survey.slug), slugify(_group_code(comparison)))))
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(finding_as_csv(found), content_type="text/csv; charset=utf-8", headers=headers)


@login_required
@require_POST
def choose_organisation(request: HttpRequest) -> HttpResponse:
    organisation = _uuid(request.POST.get("organisation", ""))
    require(organisation is not None and may_coordinate(request.user, organisation))
    assert organisation is not None  # noqa: S101 - required above
    choose(request, organisation)
    return redirect(RESULTS)


def _comparison(request: HttpRequest, organisation: Organisation) -> Comparison | None:
    return compare(organisation, request.GET.get("survey", ""), request.GET.get("group", ""))


def _again(response: HttpResponse, results: Page) -> HttpResponse:
    """A result that is being worked out is looked for again, without a script."""
    if results.nothing and results.nothing.again:
        response["Refresh"] = str(results.nothing.again)
    return response


def _not_found(request: HttpRequest, sentence: str) -> HttpResponse:
    return render(request, "dashboards/not_found.html", {"sentence": sentence, "nav": nav(RESULTS)}, status=404)


def _with_addresses(results: Page, comparison: Comparison) -> Page:
    """Every finding with the address of its file."""

    def piece_of(piece: Piece) -> Piece:
        shown = piece.shown
        return replace(piece, shown=_with_address(shown, comparison)) if isinstance(shown, Finding) else piece

    found = (replace(part, pieces=tuple(map(piece_of, part.pieces))) for part in results.parts)
    return replace(results, parts=tuple(found))


def _with_address(finding: Finding, comparison: Comparison) -> Finding:
    """Tables of one group and survey have one address; what has no table has none."""
    if not finding.rows:
        return finding
    chosen = {"survey": comparison.survey.slug, "group": _group_code(comparison)}
    query = urlencode({key: value for key, value in chosen.items() if value})
    return replace(finding, csv_url=f"{reverse('benchmarking:download-finding', args=[finding.id])}?{query}")


def _group_code(comparison: Comparison) -> str:
    return comparison.group.code if comparison.group else ""


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
