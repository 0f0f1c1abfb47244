"""The respondent's language: the pages and the questions change, the page and the answers stay."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from surveyapp.actions.languages import choose_language
from surveyapp.answering import gate
from surveyapp.models.response import Response


@gate.respondent
@require_POST
def switch(request: HttpRequest, response: Response) -> HttpResponse:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    back = redirect(wanted if safe else "surveyapp:answer-hub")
    return keep(back, choose_language(response=response, language=request.POST.get("language", "")))


def keep(answer: HttpResponse, response: Response) -> HttpResponse:
    """Let the browser remember the language too, for the pages before and after the survey."""
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, response.language, max_age=settings.SESSION_COOKIE_AGE, samesite="Lax"
    )
    return answer
