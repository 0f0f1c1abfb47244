"""Who comes in: the staff of the programme. A stranger cannot tell a programme that exists from one that does not."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from surveyapp.config.clocks import tell_time_of
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from surveyapp.permissions import may_organise, organisers, require
from surveyapp.permissions import signed_in as account
from surveyapp.selectors.waves import with_origin

__all__ = ["account", "organised_wave", "organisers"]


def organised_wave(request: HttpRequest, programme: str, wave: str) -> Wave:
    """The wave of these addresses' names, for its organisers and on its clocks; 403 for anybody else, 404 for a wrong wave."""
    found = Programme.objects.filter(slug=programme).first()
    require(found is not None and may_organise(request.user, found))
    assert found is not None  # noqa: S101 - says to the type checker what require() made sure of
    tell_time_of(found.timezone)
    waves = with_origin(Wave.objects.filter(programme=found))
    return get_object_or_404(waves.select_related("programme", "instrument_version"), slug=wave)
