"""One page of questions: show it, and take what Continue posts. Works without JavaScript; autosave only saves sooner."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from surveyapp.actions.answers import Given, OpenDraft, open_page
from surveyapp.actions.languages import choose_language
from surveyapp.actions.refusals import StaleAnswer
from surveyapp.answering import gate, last_time
from surveyapp.answering.language import keep
from surveyapp.answering.wording import in_words
from surveyapp.forms import layout, pages
from surveyapp.forms.questions import PageForm, problem_in_words
from surveyapp.instruments import answers as rules
from surveyapp.instruments.conditions import Answers
from surveyapp.instruments.direction import isolated
from surveyapp.instruments.schema import Page, Section
from surveyapp.models.response import Response
from surveyapp.selectors import responses
from surveyapp.selectors.drafts import Draft
from surveyapp.selectors.last_time import LastTime, beside_drafts, of_response
from surveyapp.selectors.responses import Asked

BACK = ("section", "all")


@dataclass(frozen=True)
class Visit:
    """One request for one page of one response. `draft`: what is stored, held or just saved by this request."""

    request: HttpRequest
    response: Response
    asked: Asked
    section: Section
    page: Page
    draft: OpenDraft | None = None

    @property
    def place(self) -> tuple[str, str]:
        return self.section.code, self.page.code

    @property
    def back(self) -> str:
        """Where a change leads back to: the section's check, the last check, or on ("")."""
        wanted = self.request.GET.get("back", "")
        return wanted if wanted in BACK else ""

    @property
    def url(self) -> str:
        address = reverse("surveyapp:answer-page", args=self.place)
        return f"{address}?back={self.back}" if self.back else address

    @cached_property
    def stored(self) -> dict[str, Draft]:
        """The drafts as this visit found them; after saving, look again with a fresh visit."""
        return dict(self.draft.stored) if self.draft else self._read[0]

    @cached_property
    def known(self) -> Answers:
        """What the register says, where the coordinator is asked to confirm it."""
        if not self.response.invitation.is_coordinator:
            return {}
        return responses.known_facts(self.response.participation, self.asked.instrument)

    @cached_property
    def answers(self) -> Answers:
        """Drafts, over what the register says."""
        return {**self.known, **{item: draft.value for item, draft in self.stored.items()}}

    @cached_property
    def last(self) -> LastTime | None:
        return of_response(self.response) if self.draft else self._read[1]

    @cached_property
    def _read(self) -> tuple[dict[str, Draft], LastTime | None]:
        return beside_drafts(self.response)

    @cached_property
    def steps(self) -> list[pages.Step]:
        return pages.steps(self.asked, self.answers)


@gate.while_open
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, response: Response, section: str, page: str) -> HttpResponse:
    """A page that was never asked of this person does not exist; one that other answers hide is passed over."""
    visit = _visit(request, response, section, page)
    if request.method == "POST":
        return _take(visit)
    step = pages.find(visit.steps, section, page)
    return _show(visit, _form(visit, step.items)) if step else _go_on(visit)


def _visit(request: HttpRequest, response: Response, section: str, page: str) -> Visit:
    asked = responses.asked(response)
    places = ((s, p) for s in asked.instrument.sections for p in s.pages)
    for found, its_page in places:
        if (found.code, its_page.code) == (section, page) and set(its_page.items) & set(asked.items):
            return Visit(request, response, asked, found, its_page)
    raise Http404


def _take(visit: Visit) -> HttpResponse:
    shown = _shown(visit)
    with open_page(response=visit.response) as draft:
        visit = replace(visit, draft=draft)
        form = _form(visit, shown, data=visit.request.POST)
        again = _again(visit, form)
        _save_all(visit, draft, form, again)
    visit = replace(visit)  # looks at the answers anew
    if "language" in visit.request.POST:
        return _in_language(visit, form)
    if not {"leave", "again"} & visit.request.POST.keys():
        _require(visit, form)
    if form.errors:
        return _show(visit, form)
    if "leave" in visit.request.POST:
        return redirect("surveyapp:answer-later")
    if again:
        return redirect(f"{visit.url}#{next(iter(again))}")
    step = pages.find(visit.steps, *visit.place)
    if step and (added := [code for code in step.items if code not in shown]):
        # An answer brought up another question on this page: show it before going on.
        return redirect(f"{visit.url}#{added[0]}")
    return _go_on(visit)


def _in_language(visit: Visit, form: PageForm) -> HttpResponse:
    """The same page in another language: what fits is saved by now, what does not is still in its fields."""
    response = choose_language(response=visit.response, language=visit.request.POST["language"])
    with override(response.language):
        shown = _form(visit, form.items, data=visit.request.POST)
        answer = redirect(visit.url) if shown.is_valid() and not form.errors else _show(visit, shown)
        return keep(answer, response)


def _shown(visit: Visit) -> tuple[str, ...]:
    """The questions the sender saw. Anything else on the form was not asked here."""
    sent = {key.removesuffix("-revision") for key in visit.request.POST} & set(visit.asked.instrument.items)
    named = sent | set(visit.request.POST.getlist("shown"))
    if named - (set(visit.page.items) & set(visit.asked.items)):
        raise BadRequest("An answer to a question that was not asked here.")
    return tuple(code for code in visit.page.items if code in named)


def _again(visit: Visit, form: PageForm) -> dict[str, Any]:
    """The question whose answer of last time is still true, with that answer. Other answers that do not fit go first."""
    code = visit.request.POST.get("again", "")
    if code not in form.fields or form.errors.keys() - {code}:
        return {}
    former = last_time.still_fits(visit.asked.instrument, code, visit.last, visit.answers)
    form.errors.pop(code, None)
    return {code: former["value"]} if former else {}


def _save_all(visit: Visit, draft: OpenDraft, form: PageForm, again: dict[str, Any]) -> None:
    """Each answer for itself, so that one problem does not hold up the others."""
    fit = [code for code in form.fields if code not in form.errors]
    given = [
        Given(code, again.get(code, form.raw(code)), form.base_revision(code), over=form.over(code))
        for code in fit
        if code in visit.stored or code in again or not form.is_empty(code)
    ]
    for code, problem in draft.keep_all(given).items():
        if isinstance(problem, StaleAnswer):
            form.add_error(code, _both_answers(visit, code, problem))
            form.base_on(code, problem.revision)
        else:
            form.add_error(code, problem_in_words(problem))


def _require(visit: Visit, form: PageForm) -> None:
    """What must be answered, was shown and is still in force holds up Continue; autosave never does."""
    visible = visit.asked.visible(visit.answers)
    drafted = {item: draft.value for item, draft in visit.stored.items()}
    for code in form.fields.keys() & set(visible) - form.errors.keys():
        if visit.asked.instrument.items[code].required and not pages.is_answered(drafted, code):
            form.add_error(code, _(rules.MESSAGES["required"]))


def _both_answers(visit: Visit, code: str, stale: StaleAnswer) -> str:
    mine, theirs = (
        isolated("; ".join(in_words(visit.asked.instrument, code, answer, visit.response.language))) or _("No answer")
        for answer in (stale.mine, stale.theirs)
    )
    return _(
        "“%(question)s” was also answered in another window or on another device, with “%(theirs)s”. "
        "Yours is “%(mine)s”. Continue to keep yours, or choose again."
    ) % {"question": stale.question, "theirs": theirs, "mine": mine}


def _show(visit: Visit, form: PageForm) -> HttpResponse:
    context = gate.survey_frame(visit.response) | {
        **layout.content(form, visit.asked.instrument, visit.section, visit.page, visit.response.language),
        "has_last_time": last_time.offer(form, visit.last, visit.answers),
        "is_prefilled": not visit.known.keys() & set(form.fields) <= visit.stored.keys(),
        "back_url": _back_url(visit),
        "action": visit.url,
        "language_form": "questions",
        **_position(visit),
    }
    return render(visit.request, "answering/page.html", context, status=422 if form.errors else 200)


def _position(visit: Visit) -> dict[str, Any]:
    """Which page of how many in a row; a page that has just been hidden has no place."""
    places = [step.place for step in pages.in_a_row(visit.asked, visit.steps, visit.section.code)]
    number = places.index(visit.place) + 1 if visit.place in places else None
    return {"number": number, "of": len(places), "is_short": visit.asked.is_short}


def _form(visit: Visit, items: tuple[str, ...], data: Any = None) -> PageForm:
    return PageForm(
        visit.asked.instrument,
        items,
        answers=visit.answers,
        revisions={code: draft.revision for code, draft in visit.stored.items()},
        language=visit.response.language,
        data=data,
    )


def _go_on(visit: Visit) -> HttpResponse:
    if visit.back == "all":
        return redirect("surveyapp:answer-check")
    following = pages.after(visit.asked, visit.steps, *visit.place)
    if following and visit.back != "section":
        return redirect("surveyapp:answer-page", *following.place)
    if visit.asked.is_short and not visit.back:
        return redirect("surveyapp:answer-check")
    if not any(step.questions for step in pages.of_section(visit.steps, visit.section.code)):
        return redirect("surveyapp:answer-hub")  # nothing but text: nothing to check
    return redirect("surveyapp:answer-section-check", visit.section.code)


def _back_url(visit: Visit) -> str:
    if visit.back == "all":
        return reverse("surveyapp:answer-check")
    if visit.back == "section":
        return reverse("surveyapp:answer-section-check", args=[visit.section.code])
    former = pages.before(visit.asked, visit.steps, visit.place)
    return reverse("surveyapp:answer-page", args=former.place) if former else reverse("surveyapp:answer-hub")
