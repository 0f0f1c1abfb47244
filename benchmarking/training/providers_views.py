"""What the organiser hands over to a provider of training: a page and a file of published figures alone."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from benchmarking.dashboards.files import finding_as_csv
from benchmarking.dashboards.finding import Finding
from benchmarking.selectors import catalogue_entries
from benchmarking.selectors.catalogue import courses
from benchmarking.selectors.learners import last_results
from benchmarking.selectors.sector_release import sector_release
from benchmarking.training.catalogue_gate import frame, organisers
from benchmarking.training.providers import providers, standings
from benchmarking.training.providers_findings import provider_finding
from benchmarking.training.sector_findings import unmet_demand
from surveyapp.models.programme import Programme

PAGE, FILE = "benchmarking:training-providers", "benchmarking:training-provider-csv"


@organisers
@require_safe
def provider(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The first provider, unless another is asked for; one that gives nothing is not found."""
    catalogue = catalogue_entries.entries(programme.pk)
    known = providers(catalogue)
    asked = _asked(request, known)
    context: dict[str, Any] = {"known": [_choice(programme, each, asked) for each in known], "provider": asked}
    if asked is not None:
        release = sector_release(programme.pk)
        context |= {"release": release, "finding": _finding(programme, asked)}
        context["unmet"] = unmet_demand(release, courses(programme.pk)) if release else None
        context["csv"] = f"{reverse(FILE, args=[programme.slug])}?{urlencode({'of': asked})}"
        context["unmet_csv"] = reverse("benchmarking:training-demand-csv", args=[programme.slug, "unmet-demand"])
    return render(request, "training/provider.html", {**frame(programme, PAGE), **context})


@organisers
@require_safe
def provider_csv(request: HttpRequest, programme: Programme) -> HttpResponse:
    asked = _asked(request, providers(catalogue_entries.entries(programme.pk)))
    if asked is None:
        raise Http404
    disposition = f'attachment; filename="{slugify(asked) or "provider"}.csv"'
    content = finding_as_csv(_finding(programme, asked))
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition})


def _finding(programme: Programme, asked: str) -> Finding:
    release, catalogue = sector_release(programme.pk), catalogue_entries.entries(programme.pk)
    return provider_finding(release, asked, standings(release, catalogue, last_results(programme.pk), asked))


def _asked(request: HttpRequest, known: list[str]) -> str | None:
    """None without a catalogue."""
    asked = request.GET.get("of", known[0] if known else "")
    if known and asked not in known:
        raise Http404
    return asked if known else None


def _choice(programme: Programme, each: str, asked: str | None) -> dict[str, Any]:
    url = f"{reverse(PAGE, args=[programme.slug])}?{urlencode({'of': each})}"
    return {"name": each or _("Nobody is named"), "url": url, "is_current": each == asked}
