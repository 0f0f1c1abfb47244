"""What stands above a previewed page: languages, widths, and the way to every other page."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

from surveyapp.instruments.languages import is_right_to_left, own_name
from surveyapp.organising.questionnaires.preview_answers import Step
from surveyapp.organising.questionnaires.preview_visit import Stop, Visit


def bar(visit: Visit, stop: Stop) -> str:
    """The bar in the organiser's language, not in the respondent's; nothing in a frame, which shows the page alone."""
    if visit.shape == "frame":
        return ""
    with override(visit.own_language):
        context = {
            "looked": visit.looked,
            "name": visit.looked.name,
            "languages": _languages(visit, stop),
            "sections": _sections(visit, stop),
            "page_url": visit.url(stop, shape="page"),
            "both_url": visit.url(stop, shape="both"),
            "is_both": visit.shape == "both",
            "own_language": visit.own_language,
            "direction": "rtl" if is_right_to_left(visit.own_language) else "ltr",
        }
        return render_to_string("organising/questionnaires/preview_bar.html", context, visit.request)


def _languages(visit: Visit, stop: Stop) -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "name": own_name(code),
            "url": visit.url(stop, language=code),
            "is_current": code == visit.language,
        }
        for code in visit.looked.instrument.languages
    ]


def _sections(visit: Visit, here: Stop) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for stop in visit.stops:
        listed = {
            "title": stop.title_in(visit.looked),
            "url": visit.url(stop),
            "is_current": stop.place == here.place,
            "is_seen": stop.is_seen,
        }
        heading = {"title": visit.looked.say(stop.section.title) if isinstance(stop, Step) else "", "pages": []}
        found.setdefault(stop.place[0], heading)["pages"].append(listed)
    return list(found.values())
