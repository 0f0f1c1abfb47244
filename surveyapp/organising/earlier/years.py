"""What became of each question over the years: where its line goes on, and where it breaks. No answers, no figures."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from surveyapp.instruments.changes import Trend
from surveyapp.instruments.texts import localised
from surveyapp.models.programme import Programme
from surveyapp.organising.earlier.gate import frame, within
from surveyapp.organising.layout import wave_title
from surveyapp.selectors import earlier_waves
from surveyapp.selectors.earlier_waves import Line


@within
@require_safe
def questions(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Questions that more than one survey asked, a column a survey."""
    waves = earlier_waves.waves_in_order(programme)
    titles = [wave_title(wave) for wave in waves]
    found = [line for line in earlier_waves.lines(waves) if len(line.steps) > 1]
    context = {
        **frame(programme),
        "waves": titles,
        "lines": [_row(line, programme.default_language, [w.pk for w in waves], titles) for line in found],
    }
    return render(request, "organising/earlier/questions.html", context)


def _row(line: Line, default: str, waves: list[Any], titles: list[str]) -> dict[str, Any]:
    by_wave = {step.wave.pk: step.trend for step in line.steps}
    return {
        "code": line.code,
        "text": localised(line.text, get_language() or default, default),
        "cells": [(titles[n], _words(by_wave[wave]) if wave in by_wave else "") for n, wave in enumerate(waves)],
    }


def _words(trend: Trend | None) -> str:
    if trend is None:
        return _("asked")
    return {Trend.GOES_ON: _("the same"), Trend.MARKED: _("reworded")}.get(trend, _("breaks"))
