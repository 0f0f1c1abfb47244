"""What a person may do with their own answers besides giving them: know, decide anew, withdraw."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from surveyapp.actions.consents import change_choices
from surveyapp.actions.withdrawals import withdraw_response
from surveyapp.answering import gate
from surveyapp.forms.consent import ChoicesForm
from surveyapp.models.response import Response
from surveyapp.selectors import consent_wording, consents


@gate.respondent
@require_safe
def information(request: HttpRequest, response: Response) -> HttpResponse:
    """The programme's information sheet, to read or print."""
    who = consent_wording.who_is_responsible(response.participation.wave.programme, response.language)
    return render(request, "answering/information.html", gate.frame_of(response) | who)


@gate.respondent
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest, response: Response) -> HttpResponse:
    """What this person agreed to, and each decision, which can be changed until the survey closes."""
    agreed = consents.latest(response)
    if agreed is None:
        return redirect("surveyapp:answer-consent")
    wave = response.participation.wave
    questions = consents.shown_to(response, consents.text_of(wave)).questions
    form = ChoicesForm(questions, decided=consents.choices(response), data=request.POST or None)
    is_saved = request.method == "POST" and form.is_valid()
    if is_saved:
        change_choices(response=response, choices=form.choices())
        return redirect(f"{request.path}?saved=yes")
    context = gate.frame_of(response) | {
        "agreed": agreed,
        "form": form,
        "decided": _in_words(form),
        "is_open": wave.is_open,
        "saved": "saved" in request.GET,
    }
    return render(request, "answering/choices.html", context, status=422 if form.errors else 200)


@gate.respondent
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, response: Response) -> HttpResponse:
    """Says what withdrawing does; doing it is a POST, and twice is once."""
    if request.method == "POST":
        withdraw_response(response=response)
        return redirect("surveyapp:answer-withdraw")
    context = gate.frame_of(response) | {"is_open": response.participation.wave.is_open}
    return render(request, "answering/withdraw.html", context)


def _in_words(form: ChoicesForm) -> list[dict[str, str]]:
    """Each question with its answer, for reading after the close."""
    words = {"yes": _("Yes"), "no": _("No")}
    return [{"question": str(field.label), "answer": words.get(str(field.initial), _("Not asked"))} for field in form]
