"""Which programmes somebody runs, and which surveys a programme has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from surveyapp.organising.gate import account, organisers
from surveyapp.organising.layout import around, before_a_programme, programme_name, wave_title
from surveyapp.organising.programmes.next_steps import next_step, start_of
from surveyapp.permissions import may_found_programmes, programmes_of, require
from surveyapp.selectors import response_counts, signatures
from surveyapp.selectors.response_counts import Counts
from surveyapp.selectors.waves import of_programmes


@login_required
@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """For staff of some programme, and for whoever may start one."""
    found = list(programmes_of(account(request)))
    may_found = may_found_programmes(request.user)
    require(bool(found) or may_found)
    waves = of_programmes(found)
    to_sign = signatures.waiting([wave for each in found for wave in waves[each.pk]], account(request))
    listed = [
        {"name": programme_name(each), "slug": each.slug, "waves": [_row(wave, to_sign) for wave in waves[each.pk]]}
        for each in found
    ]
    synthetic = bool(found) and all(each.is_synthetic for each in found)
    context = {"programmes": listed, "synthetic": synthetic, "may_found": may_found}
    return render(request, "organising/programmes/list.html", before_a_programme() | context)


def _row(wave: Wave, to_sign: Mapping[UUID, str]) -> dict[str, Any]:
    return {"wave": wave, "title": wave_title(wave), "next": next_step(wave, to_sign)}


@organisers
@require_safe
def surveys(request: HttpRequest, programme: Programme) -> HttpResponse:
    waves = of_programmes([programme])[programme.pk]
    listed = _listed(waves, response_counts.totals(waves), signatures.waiting(waves, account(request)))
    context = {"surveys": listed, "start_url": start_of(programme)}
    return render(request, "organising/programmes/surveys.html", around(programme, "survey-list") | context)


def _listed(waves: list[Wave], counts: Mapping[UUID, Counts], to_sign: Mapping[UUID, str]) -> list[dict[str, Any]]:
    return [_row(each, to_sign) | {"counts": counts[each.pk]} for each in waves]
