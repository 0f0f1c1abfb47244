"""One organisation of the register: what is known of it, its history, changing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveyapp.actions import register_entries as entries
from surveyapp.actions.refusals import Refused
from surveyapp.models.organisation import Organisation, Owner
from surveyapp.models.programme import Programme
from surveyapp.organising.gate import account, organisers
from surveyapp.organising.layout import wave_title
from surveyapp.organising.register.forms import IntoForm, OrganisationForm, initial
from surveyapp.organising.register.gate import facets_of, frame, organisation_of
from surveyapp.organising.register.history_words import lines
from surveyapp.selectors import register

PAGE = "surveyapp:register-organisation"
OFFERED = 500  # names of owners that the browser completes


@organisers
@require_safe
def organisation(request: HttpRequest, programme: Programme, organisation: UUID) -> HttpResponse:
    found = organisation_of(programme, organisation)
    facets = facets_of(programme)
    surveys = [
        {"title": wave_title(each.wave), "wave": each.wave, "owner": each.owner or each.organisation.owner}
        for each in register.surveys_of(found)
    ]
    context = {
        **frame(programme),
        "site": found,
        "facets": [(each.name, each.said(found.facets.get(each.code, ""))) for each in facets],
        "events": lines(register.history(found), facets),
        "surveys": surveys,
        "siblings": register.organisations(programme, owner=found.owner_id).exclude(pk=found.pk)[:20],
        "merged": found.merged.all(),
    }
    return render(request, "organising/register/organisation.html", context)


@organisers
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, programme: Programme) -> HttpResponse:
    form = OrganisationForm(request.POST if request.method == "POST" else None, facets=facets_of(programme))
    if request.method == "POST" and form.is_valid():
        try:
            added = entries.add_organisation(programme=programme, said=form.said, by=account(request))
        except entries.Taken as taken:
            form.add_error(taken.field, str(taken))
        else:
            messages.success(request, _("The organisation is in the register."))
            return redirect(PAGE, programme.slug, added.pk)
    return _form(request, programme, form, None)


@organisers
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, programme: Programme, organisation: UUID) -> HttpResponse:
    found = organisation_of(programme, organisation)
    form = OrganisationForm(
        request.POST if request.method == "POST" else None, facets=facets_of(programme), initial=initial(found)
    )
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("seen", "")
        try:
            entries.change_organisation(organisation=found, said=form.said, by=account(request), seen=seen)
        except entries.Taken as taken:
            form.add_error(taken.field, str(taken))
        except entries.Stale as stale:
            messages.error(request, str(stale))
            return redirect(PAGE, programme.slug, found.pk)
        else:
            messages.success(request, _("Kept, and written into its history."))
            return redirect(PAGE, programme.slug, found.pk)
    return _form(request, programme, form, found)


def _form(
    request: HttpRequest, programme: Programme, form: OrganisationForm, organisation: Organisation | None
) -> HttpResponse:
    names = Owner.objects.filter(programme=programme).order_by("name").values_list("name", flat=True)[:OFFERED]
    context: dict[str, Any] = {**frame(programme), "form": form, "site": organisation, "owner_names": names}
    context["mark"] = entries.mark(organisation) if organisation else ""
    return render(request, "organising/register/edit.html", context, status=422 if form.errors else 200)


@organisers
@require_POST
def leave(request: HttpRequest, programme: Programme, organisation: UUID) -> HttpResponse:
    return _do(request, programme, organisation, entries.leave, _("It has left the register. You can undo this below."))


@organisers
@require_POST
def come_back(request: HttpRequest, programme: Programme, organisation: UUID) -> HttpResponse:
    return _do(request, programme, organisation, entries.come_back, _("It is in the register again."))


def _do(
    request: HttpRequest, programme: Programme, organisation: UUID, action: Callable[..., None], done: str
) -> HttpResponse:
    found = organisation_of(programme, organisation)
    try:
        action(organisation=found, by=account(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(PAGE, programme.slug, found.pk)


@organisers
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, programme: Programme, organisation: UUID) -> HttpResponse:
    """First into which one; then, told what it means, yes."""
    found = organisation_of(programme, organisation)
    form = IntoForm(request.POST if request.method == "POST" else None, organisation=found, programme=programme)
    into = form.cleaned_data["into"] if request.method == "POST" and form.is_valid() else None
    if into is not None and request.POST.get("sure") == "yes":
        try:
            entries.merge(organisation=found, into=into, by=account(request))
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Merged. Both histories say so."))
        return redirect(PAGE, programme.slug, found.pk)
    context = {**frame(programme), "form": form, "site": found, "into": into}
    context["open"] = [each for each in register.surveys_of(found) if each.wave.is_open] if into else []
    return render(request, "organising/register/merge.html", context, status=422 if form.errors else 200)
