"""The coordinator's pages. The organisation comes from the session, never from the address; group and survey from GET."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from benchmarking.dashboards.choosing import choose, chosen_organisation, organisations
from benchmarking.dashboards.comparison import Comparison, NothingThereError, compare
from benchmarking.dashboards.files import finding_as_csv
from benchmarking.dashboards.kept_results import results
from benchmarking.dashboards.nav import nav
from benchmarking.dashboards.page import page
from benchmarking.selectors.kept_pages import Inside
from surveyapp.config.compression import page_around
from surveyapp.models.organisation import Organisation
from surveyapp.permissions import may_coordinate, require

RESULTS = "benchmarking:view-results"
PLACE = mark_safe("<!-- results -->")  # where the page's inside goes; no text can hold it, as texts are escaped


@login_required
@never_cache
@require_GET
def view_results(request: HttpRequest) -> HttpResponse:
    mine, organisation = organisations(request), chosen_organisation(request)
    if organisation is None:
        return render(request, "dashboards/choose.html", {"organisations": mine, "nav": nav(RESULTS)})
    try:
        inside = results(organisation, request.GET.get("survey", ""), request.GET.get("group", ""))
    except NothingThereError as nothing:
        return _not_found(request, str(nothing))
    shown = {
        "organisation": organisation.name,
        "programme": organisation.programme,
        "organisations": mine if len(mine) > 1 else [],
        "nav": nav(RESULTS),
    }
    if inside is None:
        return render(request, "dashboards/nothing_yet.html", shown)
    return _framed(request, shown, inside)


def _framed(request: HttpRequest, shown: dict[str, object], inside: Inside) -> HttpResponse:
    """Menu, messages and forms are made for each visit; what is inside may have been made before."""
    frame = render(request, "dashboards/results.html", shown | {"frame": inside.frame, "place": PLACE})
    before, after = frame.content.split(PLACE.encode())
    return _again(page_around(request, before, inside.part, after), inside)


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


def _again(response: HttpResponse, inside: Inside) -> HttpResponse:
    """A result that is being worked out is looked for again, without a script."""
    if inside.frame["again"]:
        response["Refresh"] = str(inside.frame["again"])
    return response


def _not_found(request: HttpRequest, sentence: str) -> HttpResponse:
    return render(request, "dashboards/not_found.html", {"sentence": sentence, "nav": nav(RESULTS)}, status=404)


def _group_code(comparison: Comparison) -> str:
    return comparison.group.code if comparison.group else ""


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
