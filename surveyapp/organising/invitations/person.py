"""One person invited: a new letter, a corrected address, a link withdrawn."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from surveyapp.actions import invitation_changes as actions
from surveyapp.actions.invitations import revoke as revoke_invitation
from surveyapp.actions.mail_stops import allow_address
from surveyapp.actions.refusals import Refused, SurveyClosed
from surveyapp.models.invitation import Invitation
from surveyapp.models.wave import Wave
from surveyapp.organising.gate import account
from surveyapp.organising.invitations.gate import address, frame, invitation_of, of_survey
from surveyapp.organising.invitations.person_form import address_field, language_field
from surveyapp.organising.register.forms import line


class ChangeForm(forms.Form):
    """What may be wrong about somebody."""

    use_required_attribute = False

    def __init__(self, wave: Wave, data: Any, initial: dict[str, str]) -> None:
        super().__init__(data, initial=initial, label_suffix="")
        self.fields["email"] = address_field()
        self.fields["name"] = line(_("Name (optional)"), required=False)
        self.fields["language"] = language_field(wave)


@of_survey
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, wave: Wave, invitation: UUID) -> HttpResponse:
    held = invitation_of(wave, invitation)
    initial = {"email": held.email, "name": held.name, "language": held.language}
    form = ChangeForm(wave, request.POST if request.method == "POST" else None, initial)
    if request.method == "POST" and form.is_valid():
        try:
            is_resent = actions.change_person(invitation=held, by=account(request), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("email", _closed() if isinstance(refusal, SurveyClosed) else str(refusal))
        else:
            sent = _("Corrected. A letter with a new link goes to the new address; earlier links work no more.")
            messages.success(request, sent if is_resent else _("Corrected."))
            return _back(wave, held)
    context = frame(wave) | {"form": form, "of": held, "back_url": _url(wave, held)}
    return render(request, "organising/invitations/change.html", context, status=422 if form.errors else 200)


@of_survey
@require_POST
def resend(request: HttpRequest, wave: Wave, invitation: UUID) -> HttpResponse:
    held = invitation_of(wave, invitation)
    try:
        actions.resend(invitation=held, by=account(request))
    except Refused as refusal:
        messages.error(request, _closed() if isinstance(refusal, SurveyClosed) else str(refusal))
    else:
        messages.success(request, _("A letter with a new link is on its way; earlier links work no more."))
    return _back(wave, held)


@of_survey
@require_POST
def allow(request: HttpRequest, wave: Wave, invitation: UUID) -> HttpResponse:
    """Somebody has made sure that the address works: what came back before is set aside."""
    held = invitation_of(wave, invitation)
    if allow_address(programme=wave.programme, email=held.email, by=account(request)):
        messages.success(request, _("E-mails go to this address again."))
    return _back(wave, held)


@of_survey
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, wave: Wave, invitation: UUID) -> HttpResponse:
    """Asked first: a withdrawn link does not come back."""
    held = invitation_of(wave, invitation)
    if request.method == "POST":
        revoke_invitation(invitation=held, by=account(request))
        messages.success(request, _("The link was withdrawn: it opens nothing any more."))
        return _back(wave, held)
    context = frame(wave) | {"of": held, "back_url": _url(wave, held)}
    return render(request, "organising/invitations/revoke.html", context)


def _closed() -> str:
    return _("The survey is not open, so no letters go out.")


def _url(wave: Wave, held: Invitation) -> str:
    return address("wave-invited", wave, held.participation_id)


def _back(wave: Wave, held: Invitation) -> HttpResponse:
    return redirect(f"{_url(wave, held)}#person-{held.pk}")
