"""The list of sections, checking answers, sending them, coming back later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from surveyapp.actions import responses as actions
from surveyapp.actions.progress import note_progress
from surveyapp.answering import gate
from surveyapp.answering.fresh_links import masked
from surveyapp.forms import overview, pages
from surveyapp.forms.overview import Answers
from surveyapp.forms.wording import problem_in_words
from surveyapp.instruments.answers import AnswerError
from surveyapp.instruments.texts import localised
from surveyapp.models.response import Response
from surveyapp.selectors import drafts, responses
from surveyapp.selectors.responses import Asked

Row = dict[str, Any]


@gate.while_open
@require_safe
def hub(request: HttpRequest, response: Response) -> HttpResponse:
    """The sections in any order, each with its state and minutes."""
    asked, answers = responses.asked(response), drafts.answers(response)
    shown = overview.hub(asked, answers, response.language, page=_page_url, complete=_check_url)
    context = gate.survey_frame(response) | shown
    return render(request, "answering/hub.html", context)


@gate.while_open
@require_safe
def check_section(request: HttpRequest, response: Response, section: str) -> HttpResponse:
    """The answers of one section, before going back to the list."""
    asked, answers = note_progress(response=response)
    steps = pages.of_section(pages.steps(asked, answers), section)
    if not steps:
        raise Http404
    back = reverse("surveyapp:answer-section-check", args=[section])
    context = gate.survey_frame(response) | {
        "title": localised(steps[0].section.title, response.language, asked.instrument.default_language),
        "rows": rows(asked, steps, answers, response.language, back="section"),
        "last_url": reverse("surveyapp:answer-page", args=steps[-1].place),
        "here": back,
    }
    return render(request, "answering/check_section.html", context)


@gate.while_open
@require_http_methods(["GET", "HEAD", "POST"])
def check_all(request: HttpRequest, response: Response) -> HttpResponse:
    """All answers once more; sending them is a POST, and sending twice is once."""
    if request.method == "POST":
        return _send(request, response)
    return _check(request, response)


def _send(request: HttpRequest, response: Response) -> HttpResponse:
    try:
        actions.submit_response(response=response)
    except AnswerError as error:
        return _check(request, response, unfit=error)
    return redirect("surveyapp:answer-done")


def _check(request: HttpRequest, response: Response, unfit: AnswerError | None = None) -> HttpResponse:
    asked, answers = responses.asked(response), drafts.answers(response)
    shown = overview.check(asked, answers, response.language, _question_url("all"))
    context = gate.survey_frame(response) | shown | {"problems": _problems(unfit, shown["needed"])}
    return render(request, "answering/check.html", context, status=422 if unfit else 200)


def _problems(unfit: AnswerError | None, needed: list[dict[str, str]]) -> list[dict[str, str]]:
    if unfit is None:
        return []
    if unfit.problem == "required" and needed:
        return needed
    return [{"target": f"answer-{unfit.item}", "message": problem_in_words(unfit)}]


@gate.respondent
@require_http_methods(["GET", "HEAD", "POST"])
def later(request: HttpRequest, response: Response) -> HttpResponse:
    """Say that nothing is lost and how to come back; on a shared device, leave."""
    context = gate.frame_of(response) | {"address": masked(response.invitation.email)}
    if request.method == "POST":
        gate.let_out(request)
        return render(request, "answering/left.html", context)
    return render(request, "answering/later.html", context)


def rows(asked: Asked, steps: Sequence[pages.Step], answers: Answers, language: str, *, back: str = "") -> list[Row]:
    """Question, answer in words and the address to change it, for every question in force."""
    return overview.rows(asked, steps, answers, language, _question_url(back))


def _page_url(place: overview.Place) -> str:
    return reverse("surveyapp:answer-page", args=place)


def _check_url(state: pages.SectionState) -> str:
    return reverse("surveyapp:answer-section-check", args=[state.section.code])


def _question_url(back: str) -> overview.QuestionUrl:
    return lambda place, code: f"{_page_url(place)}?back={back}#{code}"
