"""Organisations that may stand in the register twice: merged, or said to be two."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from surveyapp.actions import register_entries as entries
from surveyapp.actions.refusals import Refused
from surveyapp.models.organisation import Organisation
from surveyapp.models.programme import Programme
from surveyapp.organising.gate import account, organisers
from surveyapp.organising.register.gate import frame, organisation_of, paged
from surveyapp.selectors import register_duplicates as selectors


@organisers
@require_safe
def listing(request: HttpRequest, programme: Programme) -> HttpResponse:
    page = paged(request, selectors.likely_duplicates(programme))
    page["rows"] = _pairs(page["rows"])
    context = {**frame(programme, "register-duplicates"), "page": page}
    context |= {"is_too_large": selectors.is_too_large(programme), "most": selectors.MOST_COMPARED}
    return render(request, "organising/register/duplicates.html", context)


def _pairs(pairs: list[selectors.Pair]) -> list[dict[str, Any]]:
    """Each as two sides: who stays if this one is kept, and who goes."""
    ids = {each for pair in pairs for each in (pair.one, pair.other)}
    found = Organisation.objects.select_related("owner").in_bulk(ids)
    return [
        {
            "is_domain": pair.is_domain,
            "one": found[pair.one],
            "other": found[pair.other],
            "sides": [(found[pair.one], found[pair.other]), (found[pair.other], found[pair.one])],
        }
        for pair in pairs
        if pair.one in found and pair.other in found
    ]


@organisers
@require_POST
def apart(request: HttpRequest, programme: Programme) -> HttpResponse:
    one, other = (organisation_of(programme, _id(request, name)) for name in ("one", "other"))
    try:
        entries.keep_apart(one=one, other=other, by=account(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("%(one)s and %(other)s are two. They are not shown here again.")
        messages.success(request, said % {"one": one.name, "other": other.name})
    return redirect("surveyapp:register-duplicates", programme.slug)


def _id(request: HttpRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise Http404 from None
