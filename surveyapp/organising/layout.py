"""What every organiser's page shows around its content, and words that several of them use."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from surveyapp.navigation import around, around_survey, programme_name, wave_title

__all__ = ["around", "around_survey", "before_a_programme", "programme_name", "wave_title"]


def before_a_programme() -> dict[str, Any]:
    """Around a page that belongs to no programme: the list of them, and starting one."""
    return {"nav": [], "home_url": reverse("surveyapp:programme-list")}
