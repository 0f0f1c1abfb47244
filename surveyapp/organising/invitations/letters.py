"""The letters of a survey: which there are, one of them with its preview, and what it said before."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveyapp.actions import letters as actions
from surveyapp.actions.refusals import Refused
from surveyapp.models.letters import LetterKind, LetterText
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from surveyapp.organising.gate import account
from surveyapp.organising.invitations import letter_words
from surveyapp.organising.invitations.gate import address, frame, of_survey
from surveyapp.organising.invitations.letter_form import LetterForm
from surveyapp.selectors import letters as selectors

EARLIER_SHOWN = 20


@of_survey
@require_safe
def letters(request: HttpRequest, wave: Wave) -> HttpResponse:
    """Every letter in every language of the survey, and whose words it has."""
    all_letters = selectors.Letters(wave)
    rows = [
        {"kind": kind, "about": letter_words.ABOUT[kind], "languages": _languages(wave, all_letters, kind)}
        for kind in LetterKind
    ]
    return render(request, "organising/invitations/letters.html", frame(wave) | {"letters": rows})


def _languages(wave: Wave, all_letters: selectors.Letters, kind: str) -> list[dict[str, Any]]:
    return [
        {
            "url": address("wave-letter", wave, kind, each),
            **letter_words.language(each),
            "state": letter_words.whose(all_letters.words(kind, each), each),
        }
        for each in selectors.languages(wave)
    ]


@of_survey
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, wave: Wave, kind: str, language: str) -> HttpResponse:
    """One letter: its words, what they look like, what they were."""
    _refuse_unknown(wave, kind, language)
    words = selectors.Letters(wave).words(kind, language)
    initial = {"subject": words.subject, "body": words.body}
    form = LetterForm(request.POST if request.method == "POST" else None, initial=initial, kind=kind)
    if request.method == "POST" and form.is_valid():
        if "preview" not in request.POST:
            return _keep(request, wave, kind, language, form)
        words = selectors.Words(kind, form.cleaned_data["subject"], form.cleaned_data["body"], language, "")
    context = frame(wave) | _about(wave, kind, language, words) | {"form": form}
    return render(request, "organising/invitations/letter.html", context, status=422 if form.errors else 200)


def _about(wave: Wave, kind: str, language: str, words: selectors.Words) -> dict[str, Any]:
    earlier = selectors.history(wave.programme, wave).filter(kind=kind, language=language)[:EARLIER_SHOWN]
    own = selectors.Letters(wave).own(kind, language)
    return {
        "kind": LetterKind(kind),
        "letter_language": letter_words.language(language),
        "languages": [
            {
                **letter_words.language(each),
                "url": address("wave-letter", wave, kind, each),
                "current": each == language,
            }
            for each in selectors.languages(wave)
        ],
        "words": words,
        "whose": letter_words.whose(words, language) if words.source else "",
        "is_unsaved": not words.source,
        "falls_back": words.language != language,
        "own": own,
        "shown": selectors.sample(wave, words),
        "shown_language": letter_words.language(words.language),
        "earlier": [{"text": each, "state": letter_words.change(each)} for each in earlier],
        "places": letter_words.places(),
    }


def _keep(request: HttpRequest, wave: Wave, kind: str, language: str, form: LetterForm) -> HttpResponse:
    given = form.cleaned_data
    of = wave if given["scope"] == "wave" else None
    said = {"kind": kind, "language": language, "subject": given["subject"], "body": given["body"]}
    actions.keep_letter(programme=wave.programme, wave=of, by=account(request), **said)
    if of is None and selectors.Letters(wave).words(kind, language).source == selectors.OWN_OF_WAVE:
        messages.warning(
            request, _("Kept for all surveys. This survey has words of its own, which still go before them.")
        )
    else:
        messages.success(request, _("The letter was kept. What is written from now on has these words."))
    return redirect(address("wave-letter", wave, kind, language))


@of_survey
@require_POST
def test(request: HttpRequest, wave: Wave, kind: str, language: str) -> HttpResponse:
    """Send it to whoever asks."""
    _refuse_unknown(wave, kind, language)
    actions.send_test(wave=wave, kind=kind, language=language, by=account(request))
    messages.success(request, _("A test is on its way to %(address)s.") % {"address": account(request).email})
    return redirect(address("wave-letter", wave, kind, language))


@of_survey
@require_POST
def let_go(request: HttpRequest, wave: Wave, kind: str, language: str) -> HttpResponse:
    """Let the own words that stand now go; they stay in the history."""
    _refuse_unknown(wave, kind, language)
    own = selectors.Letters(wave).own(kind, language)
    if own is not None:
        of, by = wave if own.wave_id else None, account(request)
        actions.use_other_words(programme=wave.programme, wave=of, kind=kind, language=language, by=by)
        messages.success(request, _("Those words stand no longer. They stay in the list below."))
    return redirect(address("wave-letter", wave, kind, language))


@of_survey
@require_POST
def put_back(request: HttpRequest, wave: Wave, kind: str, language: str) -> HttpResponse:
    """Let earlier words stand again."""
    number = request.POST.get("text", "")
    text = get_object_or_404(_texts(wave.programme, wave), pk=int(number) if number.isdecimal() else 0)
    try:
        actions.put_back(text=text, by=account(request))
    except actions.NotALetter as refusal:
        messages.error(request, letter_words.problem(refusal.problems[0]))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The earlier words stand again."))
    return redirect(address("wave-letter", wave, text.kind, text.language))


def _texts(programme: Programme, wave: Wave) -> Any:
    rows = LetterText.objects.select_related("programme", "wave")
    return rows.filter(pk__in=selectors.history(programme, wave).values("pk"))


def _refuse_unknown(wave: Wave, kind: str, language: str) -> None:
    if kind not in LetterKind.values or language not in selectors.languages(wave):
        raise Http404
