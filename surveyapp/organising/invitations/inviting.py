"""Whom to invite: organisations of the register, one person, or a list of persons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from surveyapp.actions import mailings
from surveyapp.actions.refusals import Refused
from surveyapp.models.letters import Mailing
from surveyapp.models.organisation import Organisation
from surveyapp.models.wave import Wave
from surveyapp.organising.gate import account
from surveyapp.organising.invitations import people_file
from surveyapp.organising.invitations.gate import address, frame, of_survey
from surveyapp.organising.invitations.letter_words import language
from surveyapp.organising.invitations.person_form import AskedForm, PersonForm
from surveyapp.organising.register.checking import Problem
from surveyapp.organising.register.gate import facets_of, paged, words
from surveyapp.organising.register.limits import FileRefused
from surveyapp.organising.ticked import ticked
from surveyapp.selectors import letters, recipients, register

MOST_PROBLEMS_SHOWN = 500


@of_survey
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, wave: Wave) -> HttpResponse:
    """Organisations of the register that nobody was asked to coordinate yet: all that are found, or those ticked."""
    found, filters = _found(request, wave)
    uninvited = recipients.uninvited(wave, found)
    if request.method == "POST":
        return _prepare(request, wave, uninvited)
    without = request.GET.get("without") == "yes"
    context = frame(wave) | {
        "filters": filters,
        "words": words(request.GET.get("q", "")),
        "page": paged(request, found.filter(email="") if without else uninvited),
        "without": without,
        "n_found": found.count(),
        "n_without_address": found.filter(email="").count(),
        "language_field": _language(wave),
        "query": request.GET.urlencode(),
    }
    return render(request, "organising/invitations/invite.html", context)


def _found(request: HttpRequest, wave: Wave) -> tuple[QuerySet[Organisation], list[dict[str, Any]]]:
    facets = facets_of(wave.programme)
    chosen = {each.code: words(request.GET.get(f"facet_{each.code}", "")) for each in facets}
    found = register.organisations(wave.programme, words=words(request.GET.get("q", "")), facets=chosen)
    shown = [each for each in facets if each.choices][:3]
    return found, [{"facet": each, "name": f"facet_{each.code}", "chosen": chosen[each.code]} for each in shown]


def _language(wave: Wave) -> list[dict[str, Any]]:
    default = wave.programme.default_language
    return [{**language(each), "chosen": each == default} for each in letters.languages(wave)]


def _prepare(request: HttpRequest, wave: Wave, uninvited: QuerySet[Organisation]) -> HttpResponse:
    asked = request.POST.get("language", "")
    chosen = asked if asked in letters.languages(wave) else wave.programme.default_language
    if "all" not in request.POST:
        uninvited = uninvited.filter(pk__in=ticked(request, "organisation"))
    try:
        made = mailings.prepare_organisations(wave=wave, organisations=uninvited, language=chosen, by=account(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(address("wave-invite", wave))
    return redirect(address("wave-mailing", wave, made.pk))


@of_survey
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, wave: Wave, organisation: UUID) -> HttpResponse:
    """Invite one person of an organisation of the register; it takes part from then on."""
    rows = Organisation.objects.in_register().filter(programme=wave.programme)
    site = get_object_or_404(rows, pk=organisation)
    form = PersonForm(wave, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = _prepared(request, wave, form, [_person(site, form)])
        if made is not None:
            return redirect(address("wave-mailing", wave, made.pk))
    context = frame(wave) | {"form": form, "site": site}
    return render(request, "organising/invitations/person.html", context, status=422 if form.errors else 200)


def _person(site: Organisation, form: PersonForm) -> mailings.Person:
    given = form.cleaned_data
    return mailings.Person(
        site.pk,
        given["email"],
        given["name"],
        language=given["language"],
        role=given["role"],
        path=given["path"],
        sections=form.sections,
        is_coordinator=form.is_coordinator,
    )


@of_survey
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, wave: Wave) -> HttpResponse:
    """A file with persons: every problem of it, or whom it would invite."""
    form = AskedForm(wave, request.POST if request.method == "POST" else None)
    problem = ""
    wrong: tuple[tuple[int, Problem], ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            made, wrong = _brought(request, wave, form)
        except FileRefused as refusal:
            problem = str(refusal)
        else:
            if made is not None:
                return redirect(address("wave-mailing", wave, made.pk))
    context = frame(wave) | {
        "form": form,
        "problems": [{"target": "file", "message": problem}] if problem else [],
        "wrong": [_row(*each) for each in wrong[:MOST_PROBLEMS_SHOWN]],
        "n_wrong": len(wrong),
        "heads": [str(name) for name in people_file.NAMES.values()],
        "most_people": people_file.MOST_PEOPLE,
    }
    status = 422 if problem or wrong or form.errors else 200
    return render(request, "organising/invitations/people.html", context, status=status)


def _brought(
    request: HttpRequest, wave: Wave, form: AskedForm
) -> tuple[Mailing | None, tuple[tuple[int, Problem], ...]]:
    """What is prepared from the file, or all that is wrong with it. Raises FileRefused."""
    file = _file(request)
    asked = {"path": form.cleaned_data["path"], "sections": form.sections, "is_coordinator": form.is_coordinator}
    found = people_file.read(file.file, wave, asked)
    if found.problems:
        return None, found.problems
    made = _prepared(request, wave, form, found.people, file.name or "")
    if made is not None:
        _say_of_several(request, found.elsewhere)
    return made, ()


def _file(request: HttpRequest) -> Any:  # Django types the file of an upload as one that may be missing
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile) or not file.size:
        raise FileRefused(_("No file was chosen, or an empty one. Choose the spreadsheet with the list."))
    if file.size > people_file.LARGEST_FILE:
        most = people_file.LARGEST_FILE // 1_000_000
        raise FileRefused(_("This file is too large: at most %(most)s MB are read.") % {"most": most})
    return file


def _prepared(
    request: HttpRequest, wave: Wave, form: AskedForm, some: Iterable[mailings.Person], file_name: str = ""
) -> Mailing | None:
    try:
        return mailings.prepare_people(wave=wave, people=some, file_name=file_name, by=account(request))
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return None


def _row(number: int, problem: Problem) -> dict[str, Any]:
    column = str(people_file.NAMES.get(problem.column, problem.column))
    return {"number": number, "column": column, "message": people_file.problem_words(problem)}


def _say_of_several(request: HttpRequest, n: int) -> None:
    if n:
        said = ngettext(
            "%(n)s of these people stands for several organisations and gets a letter for each.",
            "%(n)s of these people stand for several organisations and get a letter for each.",
            n,
        )
        messages.info(request, said % {"n": n})
