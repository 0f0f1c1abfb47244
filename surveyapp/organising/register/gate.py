"""What the pages on the register show around their content."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from surveyapp.models.joining import JoinRequest
from surveyapp.models.organisation import Organisation
from surveyapp.models.programme import Programme
from surveyapp.models.register_import import RegisterImport
from surveyapp.navigation import inner
from surveyapp.organising.layout import around
from surveyapp.selectors.register import RegisterFacet, register_facets

A_PAGE = 50


def frame(programme: Programme, current: str = "") -> dict[str, Any]:
    """`current`: the name of the address that the page stands for."""
    waiting = JoinRequest.objects.filter(programme=programme, state="waiting").count()
    places = {
        "register": _("Organisations"),
        "register-owners": _("Owners"),
        "register-duplicates": _("Perhaps twice"),
        "register-imports": _("Bring a list"),
        "register-requests": _("Requests"),
        "register-settings": _("What the list is"),
    }
    found = around(programme, "register", exact=current == "register")
    return found | {
        "waiting": waiting,
        "inner_nav": inner(places, [programme.slug], current),
        "inner_label": _("Register"),
    }


def words(text: str) -> str:
    """What somebody typed into an address or a field of one line: single spaces, and no NUL, which PostgreSQL refuses."""
    return " ".join(text.replace("\0", "").split())[:200]


def facets_of(programme: Programme) -> list[RegisterFacet]:
    return register_facets(programme, get_language() or programme.default_language)


def organisation_of(programme: Programme, organisation: UUID) -> Organisation:
    rows = Organisation.objects.select_related("programme", "owner", "merged_into")
    return get_object_or_404(rows, programme=programme, pk=organisation)


def import_of(programme: Programme, brought: UUID) -> RegisterImport:
    rows = RegisterImport.objects.select_related("programme", "by")
    return get_object_or_404(rows, programme=programme, pk=brought)


def paged(request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], name: str = "page") -> dict[str, Any]:
    """One page of the rows, and the addresses of the pages before and after it with everything else kept."""
    page: Page[Any] = Paginator(rows, A_PAGE).get_page(request.GET.get(name))

    def url(number: int) -> str:
        query = request.GET.copy()
        query[name] = str(number)
        return f"?{query.urlencode()}"

    return {
        "rows": page.object_list,
        "n": page.paginator.count,
        "number": page.number,
        "pages": page.paginator.num_pages,
        "before": url(page.number - 1) if page.has_previous() else "",
        "after": url(page.number + 1) if page.has_next() else "",
    }
