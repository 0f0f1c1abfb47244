"""Every page as respondents will see it, in each language, at two widths. Nothing is stored but in the session."""

from __future__ import annotations

from dataclasses import replace

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveyapp.forms import layout
from surveyapp.forms.questions import PageForm
from surveyapp.organising.questionnaires import preview_answers, preview_around
from surveyapp.organising.questionnaires.gate import Looked, frame, looking
from surveyapp.organising.questionnaires.preview_answers import Step
from surveyapp.organising.questionnaires.preview_around import BY_NAME, START, Around
from surveyapp.organising.questionnaires.preview_bar import bar
from surveyapp.organising.questionnaires.preview_visit import Place, Stop, Visit

PAGE = "organising/questionnaires/preview_page.html"


@looking
@require_safe
def start(request: HttpRequest, looked: Looked) -> HttpResponse:
    """From the first page."""
    return redirect(Visit(request, looked, "page").url(START))


@looking
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, looked: Looked, section: str, page: str) -> HttpResponse:
    return _page(Visit(request, looked, "page"), (section, page))


# These responses alone may stand in a frame, and only in one of our own pages.
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
@looking
@require_http_methods(["GET", "HEAD", "POST"])
def framed(request: HttpRequest, looked: Looked, section: str, page: str) -> HttpResponse:
    return _page(Visit(request, looked, "frame"), (section, page))


@looking
@require_safe
def both(request: HttpRequest, looked: Looked, section: str, page: str) -> HttpResponse:
    """The page on a phone and at a desk, side by side."""
    visit = Visit(request, looked, "both")
    step = visit.step((section, page))
    return _both(visit, step, step.title_in(looked))


@looking
@require_http_methods(["GET", "HEAD", "POST"])
def around_page(request: HttpRequest, looked: Looked, around: Around) -> HttpResponse:
    """A page before or after the questions."""
    return _around(Visit(request, looked, "page"), around)


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
@looking
@require_http_methods(["GET", "HEAD", "POST"])
def around_framed(request: HttpRequest, looked: Looked, around: Around) -> HttpResponse:
    return _around(Visit(request, looked, "frame"), around)


@looking
@require_safe
def around_both(request: HttpRequest, looked: Looked, around: Around) -> HttpResponse:
    return _both(Visit(request, looked, "both"), around, around.title_in(looked))


@looking
@require_POST
def forget(request: HttpRequest, looked: Looked) -> HttpResponse:
    """Begin the preview anew, without any answer."""
    preview_answers.forget(request)
    return redirect("surveyapp:preview-start", *looked.address)


def _both(visit: Visit, stop: Stop, title: str) -> HttpResponse:
    context = frame(visit.looked.programme, visit.looked) | {
        "frame_url": visit.url(stop, shape="frame"),
        "title": title,
        "bar": bar(visit, stop),
    }
    return render(visit.request, "organising/questionnaires/both.html", context)


def _around(visit: Visit, around: Around) -> HttpResponse:
    """What leads on does, to the next page; whatever else could be pressed here leads nowhere."""
    data = visit.request.POST if visit.request.method == "POST" else None
    with override(visit.language):
        context = preview_around.content(around, visit.look(data))
        is_refused = data is not None and preview_around.is_refused(context)
        if data is not None and not is_refused:
            return redirect(visit.url(visit.after(around)))
        context |= {"shown": around.template, "bar": bar(visit, around)}
        page = render(visit.request, PAGE, context, status=422 if is_refused else 200)
    inside = {each.stands_for: visit.url(each) for each in BY_NAME.values() if each.stands_for}
    page.content = preview_around.kept_inside(page.text, visit.url(around), inside).encode()
    return page


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
    here = visit.step(step.place)
    brought_up = set(here.items) - set(step.items)  # by an answer to another question on this page
    return redirect(visit.url(here if brought_up else visit.after(here)))


def _show(visit: Visit, step: Step, form: PageForm) -> HttpResponse:
    of_section = [each.place for each in visit.steps if each.section == step.section]
    context = layout.content(form, visit.looked.instrument, step.section, step.page, visit.language) | {
        "number": of_section.index(step.place) + 1,
        "of": len(of_section),
        "programme": visit.looked.programme,
        "is_empty": not step.items,
        "back_url": visit.url(visit.before(step)),
        "action": visit.url(step),
        "shown": "answering/page.html",
        "bar": bar(visit, step),
    }
    return render(visit.request, PAGE, context, status=422 if form.errors else 200)
