"""The register: who is in it, found by words, facets, owner and state."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveyapp.actions import register_entries as entries
from surveyapp.actions import register_owners as owners
from surveyapp.models.organisation import Organisation, Owner
from surveyapp.models.programme import Programme
from surveyapp.models.register import Register
from surveyapp.organising.gate import account, organisers
from surveyapp.organising.register.forms import FrameForm
from surveyapp.organising.register.gate import facets_of, frame, paged, words
from surveyapp.organising.ticked import ticked
from surveyapp.selectors import register

# So many are moved at a time while somebody waits.
MOST_AT_ONCE = 1_000
# Facts that are columns and filters of the list; all of them stand on an organisation's own page.
SHOWN = 3


@organisers
@require_safe
def listing(request: HttpRequest, programme: Programme) -> HttpResponse:
    facets = facets_of(programme)
    chosen = {each.code: words(request.GET.get(f"facet_{each.code}", "")) for each in facets}
    found = register.organisations(programme, facets=chosen, **_asked(request, programme))
    page = paged(request, found)
    shown = [each for each in facets if each.choices][:SHOWN]
    columns = shown or facets[:SHOWN]
    page["rows"] = [{"of": row, "facts": _facts(row, columns)} for row in page["rows"]]
    context = {
        **frame(programme, "register"),
        "counts": register.counts(programme),
        "page": page,
        "columns": [each.name for each in columns],
        "has_more_facts": len(facets) > len(columns),
        "filters": [{"facet": each, "name": f"facet_{each.code}", "chosen": chosen[each.code]} for each in shown],
        "states": _states(request.GET.get("state", "")),
        "words": request.GET.get("q", ""),
        "owner": _owner(request, programme),
        "query": request.GET.urlencode(),
        "declared": Register.objects.filter(programme=programme).first(),
        "most_at_once": MOST_AT_ONCE,
    }
    return render(request, "organising/register/list.html", context)


def _asked(request: HttpRequest, programme: Programme) -> dict[str, Any]:
    owner = _owner(request, programme)
    return {
        "words": words(request.GET.get("q", "")),
        "state": request.GET.get("state", ""),
        "owner": owner.pk if owner else None,
    }


def _owner(request: HttpRequest, programme: Programme) -> Owner | None:
    try:
        return Owner.objects.filter(programme=programme, pk=UUID(request.GET.get("owner", ""))).first()
    except ValueError:
        return None


def _facts(row: Organisation, facets: list[register.RegisterFacet]) -> list[tuple[str, str]]:
    return [(each.name, each.said(row.facets.get(each.code, ""))) for each in facets]


def _states(chosen: str) -> list[dict[str, Any]]:
    words = {
        "": _("In the register"),
        "alone": _("Its own owner"),
        "several": _("Owner has several"),
        "left": _("Left"),
        "merged": _("Merged"),
    }
    return [{"code": code, "label": label, "chosen": code == chosen} for code, label in words.items()]


@organisers
@require_POST
def assign(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Give the ticked organisations an owner; those found, where all of them are meant."""
    owner = words(request.POST.get("owner_name", ""))
    ids = _ticked(request, programme)
    if not ids:
        messages.error(request, _("Tick the organisations first that are to get the owner."))
    else:
        n = owners.assign_owner(programme=programme, organisations=ids, owner=owner, by=account(request))
        said = ngettext("%(n)s organisation has another owner now.", "%(n)s organisations have another owner now.", n)
        messages.success(request, said % {"n": n})
    back = request.POST.get("back", "")
    is_ours = back.startswith("?") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    answer = redirect("surveyapp:register", programme.slug)
    answer["Location"] += back if is_ours else ""
    return answer


def _ticked(request: HttpRequest, programme: Programme) -> list[UUID]:
    found = Organisation.objects.filter(programme=programme)
    return list(found.filter(pk__in=ticked(request, "organisation")).values_list("pk", flat=True)[:MOST_AT_ONCE])


@organisers
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, programme: Programme) -> HttpResponse:
    """What the list is, and whether others may ask to be in it."""
    row = Register.objects.filter(programme=programme).first()
    values = {"frame": row.frame, "takes_requests": row.takes_requests} if row else None
    form = FrameForm(request.POST if request.method == "POST" else None, initial=values)
    if request.method == "POST" and form.is_valid():
        entries.declare(programme=programme, by=account(request), **form.cleaned_data)
        messages.success(request, _("Kept. The next survey that opens says so."))
        return redirect("surveyapp:register-settings", programme.slug)
    context = {**frame(programme, "register-settings"), "form": form, "is_open": bool(row and row.takes_requests)}
    context["join_url"] = request.build_absolute_uri(f"/join/{programme.slug}/")
    return render(request, "organising/register/settings.html", context, status=422 if form.errors else 200)
