"""What every organiser's page shows around its content, and words that several of them use."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from surveyapp.instruments.texts import localised
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave


def around(programme: Programme | None = None) -> dict[str, Any]:
    """Navigation, and the ribbon of a synthetic programme."""
    place = {"url": reverse("surveyapp:programme-list"), "label": _("Surveys"), "current": programme is None}
    return {"nav": [place], "programme": programme, "home_url": place["url"]}


def programme_name(programme: Programme) -> str:
    return localised(programme.name, get_language(), programme.default_language) or programme.slug


def wave_title(wave: Wave) -> str:
    return localised(wave.title, get_language(), wave.programme.default_language) or wave.slug
