"""A survey's own pages: for the staff of its programme, with moments in the programme's time zone."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from surveyapp.models.wave import Wave
from surveyapp.organising.gate import organised_wave
from surveyapp.organising.layout import around_survey

SurveyView = Callable[[HttpRequest, Wave], HttpResponse]


def of_a_survey(view: SurveyView) -> Callable[..., HttpResponse]:
    """Give the view the survey of the address; what it reads and writes of days and times is the programme's."""

    def guarded(request: HttpRequest, programme: str, wave: str) -> HttpResponse:
        found = organised_wave(request, programme, wave)
        with timezone.override(ZoneInfo(found.programme.timezone)):
            return view(request, found)

    update_wrapper(guarded, view)
    return never_cache(login_required(guarded))


def about(wave: Wave, *, exact: bool = False) -> dict[str, Any]:
    """Around a page of the survey; `exact`: its overview itself."""
    return around_survey(wave, "wave-detail", exact=exact)
