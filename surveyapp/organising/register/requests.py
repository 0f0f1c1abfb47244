"""Who asks to be in the register: approve, with owner and facets, or decline with a letter."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from surveyapp.actions import joining as actions
from surveyapp.actions.refusals import Refused
from surveyapp.actions.register_entries import Taken
from surveyapp.models.joining import JoinRequest
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from surveyapp.organising.gate import account, organisers
from surveyapp.organising.layout import wave_title
from surveyapp.organising.register.forms import IntoForm, OrganisationForm
from surveyapp.organising.register.gate import facets_of, frame, paged
from surveyapp.organising.register.join_forms import DeclineForm
from surveyapp.selectors import joining


@organisers
@require_safe
def requests(request: HttpRequest, programme: Programme) -> HttpResponse:
    context = {**frame(programme, "register-requests"), "page": paged(request, joining.requests_of(programme))}
    context["is_open"] = joining.open_to_requests(programme.slug) is not None
    return render(request, "organising/register/requests.html", context)


@organisers
@require_safe
def detail(request: HttpRequest, programme: Programme, asked: UUID) -> HttpResponse:
    return _page(request, programme, _asked(programme, asked))


@organisers
@require_POST
def approve(request: HttpRequest, programme: Programme, asked: UUID) -> HttpResponse:
    """As a new organisation, as the form says."""
    found = _asked(programme, asked)
    form = OrganisationForm(request.POST, facets=facets_of(programme))
    if not form.is_valid():
        return _page(request, programme, found, form=form)
    try:
        actions.approve(request=found, said=form.said, wave=_wave(request, programme), by=account(request))
    except Taken as taken:
        form.add_error(taken.field, str(taken))
        return _page(request, programme, found, form=form)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Approved. A letter is on its way."))
    return redirect("surveyapp:register-requests", programme.slug)


@organisers
@require_POST
def approve_as(request: HttpRequest, programme: Programme, asked: UUID) -> HttpResponse:
    """As an organisation that the register has already."""
    found = _asked(programme, asked)
    form = IntoForm(request.POST, programme=programme)
    if not form.is_valid():
        return _page(request, programme, found, into=form)
    wave = _wave(request, programme)
    try:
        actions.approve(request=found, existing=form.cleaned_data["into"], wave=wave, by=account(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Approved. A letter is on its way."))
    return redirect("surveyapp:register-requests", programme.slug)


@organisers
@require_POST
def decline(request: HttpRequest, programme: Programme, asked: UUID) -> HttpResponse:
    found = _asked(programme, asked)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, programme, found, letter=form)
    try:
        actions.decline(request=found, letter=form.cleaned_data["letter"], by=account(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Declined. Your letter is on its way."))
    return redirect("surveyapp:register-requests", programme.slug)


def _page(request: HttpRequest, programme: Programme, asked: JoinRequest, **wrong: forms.Form) -> HttpResponse:
    facets = facets_of(programme)
    context: dict[str, Any] = {
        **frame(programme),
        "asked": asked,
        "form": OrganisationForm(facets=facets, initial=_initial(asked)),
        "into": IntoForm(programme=programme),
        "letter": DeclineForm(initial={"letter": _letter(asked)}),
        "wrong": next(iter(wrong.values()), None),
        "perhaps": joining.perhaps(asked),
        "waves": [{"wave": each, "title": wave_title(each)} for each in joining.open_waves(programme)],
        **wrong,
    }
    return render(request, "organising/register/request.html", context, status=422 if wrong else 200)


def _initial(asked: JoinRequest) -> dict[str, str]:
    names = ("name", "owner", "website", "contact_name", "email")
    facets = {f"facet_{code}": value for code, value in asked.facets.items()}
    return {**{name: getattr(asked, name) for name in names}, **facets}


def _letter(asked: JoinRequest) -> str:
    """In the language of whoever asked."""
    with override(asked.language):
        return _("thank you for your interest. We cannot include %(organisation)s in this survey, because …") % {
            "organisation": asked.name
        }


def _wave(request: HttpRequest, programme: Programme) -> Wave | None:
    slug = request.POST.get("wave", "")
    return next((each for each in joining.open_waves(programme) if each.slug == slug), None)


def _asked(programme: Programme, asked: UUID) -> JoinRequest:
    return get_object_or_404(joining.requests_of(programme).select_related("programme"), pk=asked)
