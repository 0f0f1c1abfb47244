"""Every page as respondents will see it, in each language, at two widths. Nothing is stored but in the session."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveyapp.forms import layout
from surveyapp.forms.questions import PageForm
from surveyapp.instruments.answers import Stored
from surveyapp.instruments.languages import is_right_to_left, own_name
from surveyapp.organising.questionnaires import preview_answers
from surveyapp.organising.questionnaires.gate import Looked, frame, looking
from surveyapp.organising.questionnaires.preview_answers import Step

Place = tuple[str, str]


@dataclass(frozen=True)
class Visit:
    """One request for one page of a preview; `name` is the kind of page that links lead to."""

    request: HttpRequest
    looked: Looked
    name: str

    @property
    def language(self) -> str:
        """The language that the address asks for, if the questionnaire has it."""
        wanted, instrument = self.request.GET.get("language", ""), self.looked.instrument
        return wanted if wanted in instrument.languages else instrument.default_language

    @property
    def own_language(self) -> str:
        """The organiser's."""
        return getattr(self.request, "LANGUAGE_CODE", "en")

    @cached_property
    def answers(self) -> dict[str, Stored]:
        """As this visit found them; after keeping more, look again with a fresh visit."""
        return preview_answers.given(self.request, self.looked)

    @cached_property
    def steps(self) -> list[Step]:
        return preview_answers.steps(self.looked, self.answers)

    def step(self, place: Place) -> Step:
        found = next((each for each in self.steps if each.place == place), None)
        if found is None:
            raise Http404
        return found

    def url(self, step: Step, *, name: str = "", language: str = "") -> str:
        address = reverse(f"surveyapp:{name or self.name}", args=[*self.looked.address, *step.place])
        return f"{address}?language={language or self.language}"

    def form(self, step: Step, data: Any = None) -> PageForm:
        return PageForm(
            self.looked.instrument, step.items, answers=self.answers, revisions={}, language=self.language, data=data
        )


@looking
@require_safe
def start(request: HttpRequest, looked: Looked) -> HttpResponse:
    """From the first page."""
    visit = Visit(request, looked, "preview-page")
    pages = visit.steps
    if not pages:
        raise Http404
    return redirect(visit.url(pages[0]))


@looking
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, looked: Looked, section: str, page: str) -> HttpResponse:
    return _page(Visit(request, looked, "preview-page"), (section, page))


# These responses alone may stand in a frame, and only in one of our own pages.
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
@looking
@require_http_methods(["GET", "HEAD", "POST"])
def framed(request: HttpRequest, looked: Looked, section: str, page: str) -> HttpResponse:
    return _page(Visit(request, looked, "preview-frame"), (section, page))


@looking
@require_safe
def both(request: HttpRequest, looked: Looked, section: str, page: str) -> HttpResponse:
    """The page on a phone and at a desk, side by side."""
    visit = Visit(request, looked, "preview-both")
    step = visit.step((section, page))
    context = frame(looked.programme, looked) | {
        "frame_url": visit.url(step, name="preview-frame"),
        "title": looked.say(step.page.title),
        "bar": _bar(visit, step),
    }
    return render(request, "organising/questionnaires/both.html", context)


@looking
@require_POST
def forget(request: HttpRequest, looked: Looked) -> HttpResponse:
    """Begin the preview anew, without any answer."""
    preview_answers.forget(request)
    return redirect("surveyapp:preview-start", *looked.address)


def _page(visit: Visit, place: Place) -> HttpResponse:
    step = visit.step(place)
    with override(visit.language):
        return _take(visit, step) if visit.request.method == "POST" else _show(visit, step, visit.form(step))


def _take(visit: Visit, step: Step) -> HttpResponse:
    """Keep what fits in the session, and show the page again with what does not; else the next page in force."""
    form = visit.form(step, visit.request.POST)
    form.full_clean()
    preview_answers.keep(visit.request, visit.looked, form.cleaned_data)
    visit = replace(visit)  # looks at the answers anew
    if form.errors:
        return _show(visit, step, form)
    pages, here = visit.steps, visit.step(step.place)
    if set(here.items) - set(step.items):
        return redirect(visit.url(here))  # the answer brought up another question on this page
    later = (each for each in pages[pages.index(here) + 1 :] if each.items)
    return redirect(visit.url(next(later, pages[0])))


def _show(visit: Visit, step: Step, form: PageForm) -> HttpResponse:
    pages = visit.steps
    places = [each.place for each in pages]
    of_section = [each.place for each in pages if each.section == step.section]
    context = layout.content(form, visit.looked.instrument, step.section, step.page, visit.language) | {
        "number": of_section.index(step.place) + 1,
        "of": len(of_section),
        "programme": visit.looked.programme,
        "is_empty": not step.items,
        "back_url": visit.url(pages[max(0, places.index(step.place) - 1)]),
        "action": visit.url(step),
        "bar": "" if visit.name == "preview-frame" else _bar(visit, step),
    }
    template = "organising/questionnaires/preview_page.html"
    return render(visit.request, template, context, status=422 if form.errors else 200)


def _bar(visit: Visit, step: Step) -> str:
    """What stands above a previewed page, in the organiser's language and not in the respondent's."""
    with override(visit.own_language):
        context = {
            "looked": visit.looked,
            "name": visit.looked.name,
            "languages": _languages(visit, step),
            "sections": _sections(visit, step),
            "page_url": visit.url(step, name="preview-page"),
            "both_url": visit.url(step, name="preview-both"),
            "is_both": visit.name == "preview-both",
            "own_language": visit.own_language,
            "direction": "rtl" if is_right_to_left(visit.own_language) else "ltr",
        }
        return render_to_string("organising/questionnaires/preview_bar.html", context, visit.request)


def _languages(visit: Visit, step: Step) -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "name": own_name(code),
            "url": visit.url(step, language=code),
            "is_current": code == visit.language,
        }
        for code in visit.looked.instrument.languages
    ]


def _sections(visit: Visit, here: Step) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for step in visit.steps:
        title = visit.looked.say(step.section.title)
        listed = {
            "title": visit.looked.say(step.page.title),
            "url": visit.url(step),
            "is_current": step.place == here.place,
            "is_empty": not step.items,
        }
        found.setdefault(step.section.code, {"title": title, "pages": []})["pages"].append(listed)
    return list(found.values())
