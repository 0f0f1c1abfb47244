"""Who may organise a programme: add by e-mail, remove, put back, and the right to names in files of answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from surveyapp.actions import staff as actions
from surveyapp.actions.raw_exports import allow_names
from surveyapp.actions.refusals import Refused
from surveyapp.forms.addresses import WRONG
from surveyapp.models.people import Account, Staff
from surveyapp.models.programme import Programme
from surveyapp.organising.gate import account, organisers
from surveyapp.organising.layout import around
from surveyapp.organising.register.forms import line
from surveyapp.selectors import staff as selectors

PAGE = "surveyapp:programme-people"


class PersonForm(forms.Form):
    """Somebody who shall run the programme as well."""

    use_required_attribute = False

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        label_suffix="",
        max_length=254,
        help_text=gettext_lazy("They get an e-mail with a link to set a password, or to sign in if they have one."),
        error_messages={
            "required": gettext_lazy("Write the person’s e-mail address."),
            "invalid": WRONG,
            "max_length": WRONG,
        },
    )
    name = line(gettext_lazy("Name (optional)"), required=False)


@organisers
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, programme: Programme) -> HttpResponse:
    form = PersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = _("%(email)s can run the programme now, and gets an e-mail.") % {"email": form.cleaned_data["email"]}
        said = {**form.cleaned_data, "language": get_language() or programme.default_language}
        return _do(request, programme, lambda by: actions.add_organiser(programme=programme, by=by, **said), done)
    context = around(programme, "programme-settings", exact=False) | {
        "form": form,
        "people": [{"staff": each, "is_you": each.account_id == account(request).pk} for each in _staff(programme)],
        "removed": selectors.removed(programme),
    }
    return render(request, "organising/programmes/people.html", context, status=422 if form.errors else 200)


def _staff(programme: Programme) -> list[Staff]:
    return list(selectors.staff_of(programme))


@organisers
@require_POST
def remove(request: HttpRequest, programme: Programme, person: UUID) -> HttpResponse:
    found = _person(programme, person)
    done = _("%(who)s runs the programme no more. You can put this back below.") % {"who": found.account}
    answer = _do(request, programme, lambda by: actions.remove_organiser(staff=found, by=by), done)
    has_left = found.account_id == account(request).pk and not _staff_has(programme, found.account)
    return redirect("/") if has_left else answer


@organisers
@require_POST
def restore(request: HttpRequest, programme: Programme, person: UUID) -> HttpResponse:
    found = next((each for each in selectors.removed(programme) if each.pk == person), None)
    who = found or get_object_or_404(Account, pk=person, staff_roles__programme=programme)
    done = _("%(who)s runs the programme again.") % {"who": who}
    return _do(request, programme, lambda by: actions.restore_organiser(programme=programme, account=who, by=by), done)


@organisers
@require_POST
def write_again(request: HttpRequest, programme: Programme, person: UUID) -> HttpResponse:
    found = _person(programme, person)
    done = _("An e-mail with a new link goes to %(email)s.") % {"email": found.account.email}
    return _do(request, programme, lambda by: actions.send_welcome(staff=found, by=by), done)


@organisers
@require_http_methods(["GET", "HEAD", "POST"])
def names(request: HttpRequest, programme: Programme, person: UUID) -> HttpResponse:
    """Give or withdraw the right to names; nobody gives it to themselves."""
    found = _person(programme, person)
    is_you = found.account_id == account(request).pk
    problem = ""
    if request.method == "POST":
        if found.may_export_names:
            done = _("%(who)s can take names along no more.") % {"who": found.account}
            return _do(request, programme, lambda by: allow_names(staff=found, allowed=False, by=by), done)
        if is_you:
            problem = _("Nobody gives this right to themselves. Ask another person of the programme, or the operator.")
        elif request.POST.get("sure", "").strip().casefold() != found.account.email.casefold():
            problem = _("Type the person’s e-mail address to confirm.")
        else:
            done = _("%(who)s can take names along now.") % {"who": found.account}
            return _do(request, programme, lambda by: allow_names(staff=found, allowed=True, by=by), done)
    context = around(programme, "programme-settings", exact=False) | {"person": found, "is_you": is_you}
    context["problems"] = [{"target": "sure", "message": problem}] if problem else []
    return render(request, "organising/programmes/names.html", context, status=422 if problem else 200)


def _person(programme: Programme, person: UUID) -> Staff:
    return get_object_or_404(selectors.staff_of(programme).select_related("programme"), account=person)


def _staff_has(programme: Programme, person: Account) -> bool:
    return selectors.staff_of(programme).filter(account=person).exists()


def _do(request: HttpRequest, programme: Programme, action: Callable[[Account], Any], done: str) -> HttpResponse:
    try:
        action(account(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(PAGE, programme.slug)
