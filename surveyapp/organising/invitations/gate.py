"""Who comes in: organisers of the survey, whose pages stand below it."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache

from surveyapp.models.invitation import Invitation
from surveyapp.models.letters import Mailing
from surveyapp.models.wave import Participation, Wave
from surveyapp.organising.gate import organised_wave
from surveyapp.organising.layout import around_survey

Address = ParamSpec("Address")
WaveView = Callable[Concatenate[HttpRequest, Wave, Address], HttpResponse]


def of_survey(view: WaveView[Address]) -> Callable[..., HttpResponseBase]:
    """Give the view the survey of the address, for its organisers."""

    def guarded(
        request: HttpRequest, /, programme: str, wave: str, *args: Address.args, **kwargs: Address.kwargs
    ) -> HttpResponse:
        return view(request, organised_wave(request, programme, wave), *args, **kwargs)

    update_wrapper(guarded, view)
    return never_cache(login_required(guarded))


def frame(wave: Wave, *, exact: bool = False) -> dict[str, Any]:
    """What these pages show around their content."""
    return around_survey(wave, "wave-invitations", exact=exact)


def address(name: str, wave: Wave, *more: object) -> str:
    return reverse(f"surveyapp:{name}", args=[wave.programme.slug, wave.slug, *more])


def mailing_of(wave: Wave, mailing: UUID) -> Mailing:
    rows = Mailing.objects.select_related("wave__programme", "by")
    return get_object_or_404(rows, wave=wave, pk=mailing)


def participation_of(wave: Wave, participation: UUID) -> Participation:
    return get_object_or_404(Participation.objects.select_related("organisation"), wave=wave, pk=participation)


def invitation_of(wave: Wave, invitation: UUID) -> Invitation:
    """A person's invitation; a meeting's stands behind no address."""
    rows = Invitation.objects.select_related("participation__organisation", "participation__wave__programme")
    return get_object_or_404(rows, participation__wave=wave, pk=invitation, is_meeting=False)
