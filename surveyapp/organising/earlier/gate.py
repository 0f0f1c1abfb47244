"""Who comes in, within the programme's scope, and what these pages show around their content."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from surveyapp.models.earlier_wave import EarlierWave
from surveyapp.models.programme import Programme
from surveyapp.models.row_scope import programme_scope
from surveyapp.organising.gate import account, organisers
from surveyapp.organising.layout import around

__all__ = ["account", "earlier_of", "frame", "within"]

Address = ParamSpec("Address")


def within(view: Callable[Concatenate[HttpRequest, Programme, Address], HttpResponse]) -> Callable[..., HttpResponse]:
    """As `organisers`, with what was uploaded for this programme, and no other, in sight."""

    def scoped(
        request: HttpRequest, programme: Programme, /, *args: Address.args, **kwargs: Address.kwargs
    ) -> HttpResponse:
        with programme_scope(programme.pk):
            return view(request, programme, *args, **kwargs)

    update_wrapper(scoped, view)
    return organisers(scoped)


def earlier_of(programme: Programme, brought: UUID) -> EarlierWave:
    rows = EarlierWave.objects.select_related("programme", "by", "wave__programme", "instrument_version__instrument")
    return get_object_or_404(rows, programme=programme, pk=brought)


def frame(programme: Programme) -> dict[str, Any]:
    return around(programme, "survey-list", exact=False)
