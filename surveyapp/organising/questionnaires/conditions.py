"""Which questions appear when: set an answer, and see what it brings up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveyapp.forms.questions import PageForm
from surveyapp.instruments.languages import is_right_to_left
from surveyapp.organising.questionnaires import condition_words, preview_answers
from surveyapp.organising.questionnaires.gate import Looked, frame, looking


@looking
@require_http_methods(["GET", "HEAD", "POST"])
def conditions(request: HttpRequest, looked: Looked) -> HttpResponse:
    deciding = condition_words.rests_on(looked)
    wanted = request.GET.get("question", "")
    chosen = wanted if wanted in deciding else next(iter(deciding), "")
    if request.method != "POST" or not chosen:
        return _show(request, looked, deciding, chosen, _form(request, looked, chosen))
    form = _form(request, looked, chosen, request.POST)
    with override(_spoken(looked)):
        is_valid = form.is_valid()
    if not is_valid:
        return _show(request, looked, deciding, chosen, form)
    before = preview_answers.visible(looked, preview_answers.given(request, looked))
    preview_answers.keep(request, looked, form.cleaned_data)
    _say(request, before, preview_answers.visible(looked, preview_answers.given(request, looked)))
    return redirect(f"{reverse('surveyapp:preview-conditions', args=looked.address)}?question={chosen}")


def _say(request: HttpRequest, before: list[str], after: list[str]) -> None:
    come, gone = [code for code in after if code not in before], [code for code in before if code not in after]
    said = []
    if come:
        words = ngettext("%(n)s question appears: %(codes)s.", "%(n)s questions appear: %(codes)s.", len(come))
        said.append(words % {"n": len(come), "codes": _(", ").join(come)})
    if gone:
        words = ngettext("%(n)s question goes: %(codes)s.", "%(n)s questions go: %(codes)s.", len(gone))
        said.append(words % {"n": len(gone), "codes": _(", ").join(gone)})
    messages.success(request, " ".join(said) or _("This answer changes no other question."))


def _form(request: HttpRequest, looked: Looked, chosen: str, data: Any = None) -> PageForm:
    items, answers = (chosen,) if chosen else (), preview_answers.given(request, looked)
    language = _spoken(looked)
    with override(language):
        return PageForm(looked.instrument, items, answers=answers, revisions={}, language=language, data=data)


def _spoken(looked: Looked) -> str:
    """The organiser's language where the questionnaire has it, else the questionnaire's: that of a question as a whole."""
    wanted = get_language() or ""
    return wanted if wanted in looked.instrument.languages else looked.instrument.default_language


def _show(request: HttpRequest, looked: Looked, deciding: list[str], chosen: str, form: PageForm) -> HttpResponse:
    shown = set(preview_answers.visible(looked, preview_answers.given(request, looked)))
    items = looked.instrument.items
    context = frame(looked.programme, looked) | {
        "form": form,
        "spoken": (spoken := _spoken(looked)),
        "direction": "rtl" if is_right_to_left(spoken) else "ltr",
        "chosen": chosen,
        "deciding": [{"code": code, "question": looked.say(items[code].text)} for code in deciding],
        "rows": [
            {"code": code, "question": looked.say(items[code].text), "when": said, "is_shown": code in shown}
            for code in looked.instrument.placed
            if (said := condition_words.when(looked, items[code]))
        ],
        "action": f"{reverse('surveyapp:preview-conditions', args=looked.address)}?question={chosen}",
    }
    return render(request, "organising/questionnaires/conditions.html", context, status=422 if form.errors else 200)
