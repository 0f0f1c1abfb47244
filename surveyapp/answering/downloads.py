"""A person's own answers to keep: a page to read or print, a text file, and JSON for programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from surveyapp.answering import gate, sections
from surveyapp.answering.own_data import own_data
from surveyapp.forms import pages
from surveyapp.instruments.texts import localised
from surveyapp.models.response import Response
from surveyapp.selectors import consents, drafts, responses


@gate.respondent
@require_safe
def copy(request: HttpRequest, response: Response) -> HttpResponse:
    """The answers as they were sent, before that as they stand."""
    return render(request, "answering/copy.html", _context(response))


@gate.respondent
@require_safe
def copy_as_text(request: HttpRequest, response: Response) -> HttpResponse:
    """The same as a plain text file, with what the person agreed to."""
    text = render_to_string("answering/copy.txt", _context(response))
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=_as_file(response, "txt"))


@gate.respondent
@require_safe
def copy_as_json(request: HttpRequest, response: Response) -> HttpResponse:
    """Everything that is kept of this person's answers and decisions (docs/own-data.md)."""
    options = {"indent": 2, "ensure_ascii": False}
    return JsonResponse(own_data(response), json_dumps_params=options, headers=_as_file(response, "json"))


def _as_file(response: Response, ending: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{response.reference}.{ending}"'}


def _context(response: Response) -> dict[str, Any]:
    return gate.frame_of(response) | {
        "sections": in_sections(response, response.language),
        "given": consents.given(response),
        "decisions": consents.decisions(response),
        "is_open": response.participation.wave.is_open,
    }


def in_sections(response: Response, language: str) -> list[dict[str, Any]]:
    """Each section with its questions and answers in words: as sent, before that as they stand. None of answers that were
    sent and have expired since: what is deleted was not left open."""
    asked = responses.asked(response)
    document = drafts.submitted(response) if response.is_submitted else drafts.answers(response)
    if response.is_submitted and not document:
        return []
    states = pages.states(asked, pages.steps(asked, document), document)
    default = asked.instrument.default_language
    return [
        {
            "title": localised(state.section.title, language, default),
            "rows": sections.rows(asked, list(state.steps), document, language),
        }
        for state in states
    ]
