"""The list of sections, checking answers, sending them, coming back later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from surveyapp.actions import responses as actions
from surveyapp.actions.progress import note_progress
from surveyapp.answering import gate, pages
from surveyapp.answering.fresh_links import masked
from surveyapp.forms.wording import Wording, problem_in_words
from surveyapp.instruments.answers import AnswerError
from surveyapp.instruments.texts import localised
from surveyapp.models.response import Response
from surveyapp.selectors import drafts, responses
from surveyapp.selectors.responses import Asked


@gate.while_open
@require_safe
def hub(request: HttpRequest, response: Response) -> HttpResponse:
    """The sections in any order, each with its state and minutes."""
    asked, answers = responses.asked(response), drafts.answers(response)
    steps = pages.steps(asked, answers)
    states = pages.states(asked, steps, answers)
    n_complete = sum(state.state == pages.COMPLETE for state in states)
    n_to_read = sum(state.state == pages.TO_READ for state in states)
    context = gate.survey_frame(response) | {
        "sections": [_row(asked, state, response.language) for state in states],
        "n_complete": n_complete,
        "n_open": len(states) - n_complete - n_to_read,
        "n_questions": sum(state.n_questions for state in states),
        "n_answered": sum(state.n_answered for state in states),
        "minutes_left": pages.minutes_left(asked, answers),
        "continue_url": _continue_url(steps, answers),
        "has_required": any(asked.instrument.items[code].required for code in asked.items),
    }
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
    steps = pages.steps(asked, answers)
    states = [state for state in pages.states(asked, steps, answers) if state.n_questions]
    needed = _needed(asked, steps, answers, response.language)
    context = gate.survey_frame(response) | {
        "sections": [
            {
                "title": localised(state.section.title, response.language, asked.instrument.default_language),
                "rows": rows(asked, list(state.steps), answers, response.language, back="all"),
            }
            for state in states
        ],
        "n_open": sum(state.n_questions - state.n_answered for state in states),
        "n_answered": sum(state.n_answered for state in states),
        "needed": needed,
        "problems": _problems(unfit, needed),
    }
    return render(request, "answering/check.html", context, status=422 if unfit else 200)


def _needed(
    asked: Asked, steps: list[pages.Step], answers: Mapping[str, Mapping[str, Any]], language: str
) -> list[dict[str, str]]:
    """The questions that must be answered before sending and are not, each with its address."""
    open_rows = [row for row in rows(asked, steps, answers, language, back="all") if not row["lines"]]
    return [
        {"url": row["url"], "message": _("“%(question)s” needs an answer.") % {"question": row["question"]}}
        for row in open_rows
        if asked.instrument.items[row["code"]].required
    ]


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


def rows(
    asked: Asked,
    steps: list[pages.Step],
    answers: Mapping[str, Mapping[str, Any]],
    language: str,
    *,
    back: str = "",
) -> list[dict[str, Any]]:
    """Question, answer in words and the address to change it, for every question in force."""
    wording = Wording(asked.instrument, language, answers)
    return [
        {
            "code": code,
            "question": wording.say(asked.instrument.items[code].text),
            "lines": wording.lines(code, answers.get(code)),
            "url": f"{reverse('surveyapp:answer-page', args=step.place)}?back={back}#{code}",
        }
        for step in steps
        for code in step.questions
    ]


def _row(asked: Asked, state: pages.SectionState, language: str) -> dict[str, Any]:
    # A section that was begun opens where it was left, a complete one on its answers.
    place = reverse("surveyapp:answer-page", args=state.steps[0].place)
    if state.state == pages.COMPLETE:
        place = reverse("surveyapp:answer-section-check", args=[state.section.code])
    title = localised(state.section.title, language, asked.instrument.default_language)
    return {"title": title, "url": place, "progress": state}


def _continue_url(steps: list[pages.Step], answers: Mapping[str, Mapping[str, Any]]) -> str:
    step = pages.first_open(steps, answers)
    return reverse("surveyapp:answer-page", args=step.place) if step else reverse("surveyapp:answer-check")
