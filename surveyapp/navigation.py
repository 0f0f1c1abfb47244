"""Where an organiser can go: one list of places for a programme, one for a survey. Both apps show it above their pages.

A place whose address is not there is left out, so that nothing leads nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from surveyapp.instruments.texts import localised
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave

Place = dict[str, Any]
"""{"url", "label", "current": the page itself, "within": the page belongs to it}."""


def of_programme(programme: Programme, at: str = "", *, exact: bool = True) -> list[Place]:
    """`at`: the name of the address that the page is, or, not `exact`, belongs to."""
    labels = {
        "programme-desk": _("Desk"),
        "survey-list": _("Surveys"),
        "register": _("Register"),
        "questionnaire-list": _("Questionnaires"),
        "benchmarking:training-catalogue": _("Courses"),
        "programme-activity": _("Activity"),
        "programme-settings": _("Settings"),
    }
    return inner(labels, [programme.slug], at, exact=exact)


def of_survey(wave: Wave, at: str = "", *, exact: bool = True) -> list[Place]:
    """As `of_programme`, for one of its surveys."""
    labels = {
        "wave-detail": _("Overview"),
        "wave-invitations": _("Invitations"),
        "wave-watch": _("Watch"),
        "raw-data": _("Answers for analysts"),
        "benchmarking:release-list": _("Results"),
        "benchmarking:sector-report-settings": _("Public report"),
    }
    return inner(labels, [wave.programme.slug, wave.slug], at, exact=exact)


def inner(labels: Mapping[str, str], place: Sequence[str], at: str = "", *, exact: bool = True) -> list[Place]:
    """The places of these names (without an app: surveyapp's) that there are."""
    found = ((name, label, address(name, place)) for name, label in labels.items())
    return [
        {"url": url, "label": label, "current": name == at and exact, "within": name == at and not exact}
        for name, label, url in found
        if url
    ]


def address(name: str, place: Sequence[str]) -> str:
    """The address of this name (without an app: surveyapp's) at a place; "" where there is none."""
    try:
        return reverse(name if ":" in name else f"surveyapp:{name}", args=list(place))
    except NoReverseMatch:
        return ""


def around(programme: Programme, at: str = "", *, exact: bool = True) -> dict[str, Any]:
    """What every page of a programme shows around its content: navigation, name, the ribbon of a synthetic one."""
    nav = of_programme(programme, at, exact=exact)
    name = programme_name(programme)
    return {"nav": nav, "programme": programme, "programme_name": name, "home_url": nav[0]["url"]}


def around_survey(wave: Wave, at: str = "", *, exact: bool = True) -> dict[str, Any]:
    """As `around`, with the survey's own places below. `title`: what the survey is called."""
    title = wave_title(wave)
    places = {"inner_nav": of_survey(wave, at, exact=exact), "inner_label": title}
    return {**around(wave.programme, "survey-list", exact=False), **places, "wave": wave, "title": title}


def programme_name(programme: Programme) -> str:
    return localised(programme.name, get_language() or "", programme.default_language) or programme.slug


def wave_title(wave: Wave) -> str:
    return localised(wave.title, get_language() or "", wave.programme.default_language) or wave.slug
