"""A delegate's pages: through the link, who sees what, the questions, and the confirmation with their own levels."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from benchmarking.actions import learners as actions
from benchmarking.dashboards import words
from benchmarking.models.learners import Delegate, DelegateRating
from benchmarking.selectors import learners as selectors
from benchmarking.training import learners_steps as pages
from benchmarking.training.learners_form import RatingForm

SESSION_KEY = "delegate"
UNREADABLE, GONE, FORBIDDEN = 422, 410, 403
HOME, QUESTIONS, DONE = "benchmarking:learn-home", "benchmarking:learn-questions", "benchmarking:learn-done"
View = Callable[..., HttpResponse]


def in_own_language(view: View) -> View:
    """In the language chosen in this browser, else in the one the letter was written in."""

    @wraps(view)
    def shown(request: HttpRequest, delegate: Delegate, **named: Any) -> HttpResponse:
        if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
            return view(request, delegate, **named)
        with override(delegate.language):
            return view(request, delegate, **named)

    return shown


def delegates(view: View) -> View:
    """Give the view the delegate of this browser's session. Their id comes from nowhere else."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, **named: Any) -> HttpResponse:
        delegate = selectors.delegate_of(request.session.get(SESSION_KEY))
        if delegate is None:
            return render(request, "learning/no_link.html", status=FORBIDDEN)
        return in_own_language(view)(request, delegate, **named)

    return guarded


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, token: str) -> HttpResponse:
    """What a link opens. Looking changes nothing, because mail scanners look too; Start is a POST."""
    delegate = selectors.delegate_by_token(token)
    if delegate is None:
        return render(request, "learning/no_link.html", status=404)
    return _start(request, delegate)


@in_own_language
def _start(request: HttpRequest, delegate: Delegate) -> HttpResponse:
    if request.method == "POST":
        _keep_language(request, delegate)
        request.session.cycle_key()
        request.session[SESSION_KEY] = str(delegate.pk)
        return redirect(HOME)
    return render(request, "learning/start.html", _frame(delegate))


@delegates
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest, delegate: Delegate) -> HttpResponse:
    """Who sees what, until that was read; then the first page that is open."""
    if request.method == "POST":
        _keep_language(request, delegate)
        actions.agree(delegate=delegate)
        return redirect(HOME)
    if not delegate.agreed_at:
        return render(request, "learning/who_sees_what.html", _frame(delegate))
    if not delegate.is_asked or _is_sent(delegate):
        return redirect(DONE)
    step = pages.first_open(delegate, selectors.ratings_of(delegate))
    return redirect(QUESTIONS, number=step.number if step else len(pages.steps(delegate)))


@delegates
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, delegate: Delegate, number: int) -> HttpResponse:
    """One page: Continue keeps what was given, whatever is missing, and goes on when nothing is."""
    all_steps = pages.steps(delegate)
    if not delegate.agreed_at or not 1 <= number <= len(all_steps):
        return redirect(HOME)
    step = all_steps[number - 1]
    if request.method == "POST" and request.POST.get("moment") != step.moment:
        return _too_late(request, delegate)
    said = selectors.ratings_of(delegate).get(step.moment, {})
    data = request.POST if request.method == "POST" else None
    form = RatingForm(data, run=delegate.run, step=step, said=said)
    if request.method == "POST":
        is_complete = form.is_valid()
        try:
            actions.keep_ratings(delegate=delegate, moment=step.moment, levels=form.given)
        except actions.NotAskedNow:
            return _too_late(request, delegate)
        if is_complete:
            return _after(delegate, number, len(all_steps))
    context = _frame(delegate) | {
        "form": form,
        "step": step,
        "n_steps": len(all_steps),
        "heading": _heading(delegate, step),
    }
    context["before"] = number - 1
    context["progress"] = _("Page %(number)s of %(all)s") % {"number": number, "all": len(all_steps)}
    return render(request, "learning/questions.html", context, status=UNREADABLE if form.errors else 200)


def _after(delegate: Delegate, number: int, last: int) -> HttpResponse:
    """The next page; after the last the first that was jumped over, else it is sent."""
    if number < last:
        return redirect(QUESTIONS, number=number + 1)
    left_out = pages.first_open(delegate, selectors.ratings_of(delegate))
    if left_out:
        return redirect(QUESTIONS, number=left_out.number)
    actions.send_ratings(delegate=delegate)
    return redirect(DONE)


@delegates
@require_safe
def done(request: HttpRequest, delegate: Delegate) -> HttpResponse:
    """The confirmation: when it was sent, the delegate's own levels, and how to change them while the run asks."""
    ratings = selectors.ratings_of(delegate)
    context = _frame(delegate) | {"is_sent": _is_sent(delegate), "rows": pages.own_levels(delegate.run, ratings)}
    context["may_change"] = delegate.is_asked and bool(delegate.agreed_at)
    return render(request, "learning/done.html", context)


def _keep_language(request: HttpRequest, delegate: Delegate) -> None:
    """What was chosen in this browser is that of the next letters, too."""
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        actions.speak(delegate=delegate, language=get_language() or delegate.language)


def _is_sent(delegate: Delegate) -> bool:
    return all(moment in delegate.sent for moment in selectors.moments_of(delegate))


def _too_late(request: HttpRequest, delegate: Delegate) -> HttpResponse:
    """What was asked on that page is asked no more: nothing of it was kept, and the page says so."""
    return render(request, "learning/too_late.html", _frame(delegate), status=GONE)


def _heading(delegate: Delegate, step: pages.Step) -> str:
    if delegate.is_waiting:
        return _("Where do you stand today?")
    if step.codes == (DelegateRating.USED,):
        return _("At work")
    return {
        DelegateRating.Moment.BEFORE: _("Where do you stand today, before the course?"),
        DelegateRating.Moment.AFTER: _("Where do you stand today, after the course?"),
        DelegateRating.Moment.LOOKING_BACK: _("Looking back: where did you stand before the course?"),
        DelegateRating.Moment.FOLLOW_UP: _("Where do you stand today?"),
    }[DelegateRating.Moment(step.moment)]


def _frame(delegate: Delegate) -> dict[str, Any]:
    run = delegate.run
    return {
        "run": run,
        "delegate": delegate,
        "programme": run.programme,
        "programme_name": words.said(run.programme.name) or run.programme.slug,
        "organisation": delegate.organisation.name if delegate.organisation else "",
        "course": words.said(run.module.name) or run.module.code,
        "n_skills": len(run.skills),
        "is_asking": delegate.is_asked,
    }
